/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- test, never packed */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, win32 } from 'node:path';
import manifest from '../../package.json';

const ROOT = join(__dirname, '../..');

const LISTED = execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' });

/** Unique, because git lists a file in conflict several times. */
const FILES = [...new Set(LISTED.split('\0').filter(Boolean))];

const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

it('has only paths that Windows can check out', () => {
	expect(FILES.length).toBeGreaterThan(200);
	for (const file of FILES) {
		// Windows allows 260 characters, and the path of the user's folder counts too.
		expect(file.length).toBeLessThan(140);
		expect(file).toMatch(/^[\w./@+-]+$/);
		for (const name of file.split('/')) {
			expect(name).not.toMatch(RESERVED);
			expect(name).not.toMatch(/[. ]$/);
		}
	}
	const folded = FILES.map((file) => file.toLowerCase());
	expect(new Set(folded).size).toBe(FILES.length);
});

it('has line ends that git does not change on Windows', () => {
	const attributes = readFileSync(join(ROOT, '.gitattributes'), 'utf8');
	expect(attributes).toMatch(/^\* text=auto eol=lf$/m);
	for (const file of FILES) {
		const bytes = readFileSync(join(ROOT, file));
		const isBinary = bytes.includes(0);
		if (isBinary) {
			expect([file, attributes.includes(`*.${file.split('.').at(-1)} binary`)]).toEqual([
				file,
				true,
			]);
		} else {
			expect([file, bytes.includes('\r')]).toEqual([file, false]);
		}
	}
});

it('has npm scripts that every shell understands', () => {
	for (const script of Object.values(manifest.scripts)) {
		expect(script).not.toMatch(/['$`;|]|(^|&& )(rm|cp|mv|mkdir|export|[A-Z_]+=)/);
	}
});

it('writes no path with backslashes', () => {
	const { nodes, credentials } = manifest.n8n;
	for (const file of [...nodes, ...credentials, ...manifest.files]) {
		expect(file).not.toContain(win32.sep);
	}
});
