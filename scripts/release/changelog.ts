/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development tool, never packed */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem, runMain } from '../lib/children';
import { ROOT } from '../lib/paths';

const UNRELEASED = /^## .*\(unreleased\)$/m;

/**
 * Turns the unreleased section of the changelog into the section of a version.
 * @throws {Problem} if the section is empty
 */
export function released(changelog: string, version: string, day: string): string {
	const [, part = ''] = changelog.split(UNRELEASED);
	if (!/^- /m.test(part.split(/^## /m)[0])) {
		throw new Problem(
			`CHANGELOG.md says nothing of ${version}. Write what users will notice under a heading ` +
				'"## 1.2.3 (unreleased)" at its top, commit it, and release again.',
		);
	}
	return changelog.replace(UNRELEASED, `## ${version} (${day})`);
}

async function main(): Promise<void> {
	const [version = ''] = process.argv.slice(2);
	const file = join(ROOT, 'CHANGELOG.md');
	const day = new Date().toISOString().slice(0, 10);
	await writeFile(file, released(await readFile(file, 'utf8'), version, day));
}

if (process.argv[1]?.endsWith('changelog.ts')) runMain(main);
