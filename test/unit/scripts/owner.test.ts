/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test, never packed */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownerOf } from '../../../scripts/lib/owner';

describe("the owner of a home's n8n", () => {
	let folder: string;

	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'owner-'));
	});
	afterEach(async () => await rm(folder, { recursive: true }));

	it('has a password of its own in each home, the same at each start, for this user only', async () => {
		const home = join(folder, 'deeper', 'one');
		const { password } = await ownerOf(home);
		// n8n asks for 8 to 64 characters with a digit and a capital.
		expect(password).toMatch(/^(?=.*\d)(?=.*[A-Z])[\w-]{20}$/);
		expect((await ownerOf(home)).password).toBe(password);
		expect((await ownerOf(join(folder, 'two'))).password).not.toBe(password);
		expect((await stat(join(home, 'owner.json'))).mode & 0o777).toBe(0o600);
	});
});
