/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test, never packed */
import { stat } from 'node:fs/promises';
import { ownerOf } from '../../../scripts/lib/owner';
import { useFolder } from '../sandbox/folder';

const file = useFolder();

it('the owner has a unique password, kept across starts and readable only by this user', async () => {
	const home = file('deeper', 'one');
	const { password } = await ownerOf(home);
	// n8n requires 8 to 64 characters with a digit and a capital letter.
	expect(password).toMatch(/^(?=.*\d)(?=.*[A-Z])[\w-]{20}$/);
	expect((await ownerOf(home)).password).toBe(password);
	expect((await ownerOf(file('two'))).password).not.toBe(password);
	expect((await stat(file('deeper', 'one', 'owner.json'))).mode & 0o777).toBe(0o600);
});
