/* eslint-disable @n8n/community-nodes/no-restricted-imports, no-console -- development tool, never packed */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runMain } from './lib/children';
import { lockSchema, lockText, missingOptional, platformEntry } from './lib/packageLock';
import { ROOT } from './lib/paths';

/**
 * `npm run lock` completes package-lock.json for `npm ci`. If the current registry lacks a
 * platform's optional packages, npm leaves them out of the lock. `npm ci` then rejects the lock on
 * every platform.
 */
async function main(): Promise<void> {
	const file = join(ROOT, 'package-lock.json');
	const text: unknown = JSON.parse(await readFile(file, 'utf8'));
	const { packages } = lockSchema.parse(text);
	const missing = missingOptional(packages);
	const added = missing.map(([name, version]) => [
		`node_modules/${name}`,
		platformEntry(name, version),
	]);
	if (added.length > 0) {
		// Uses the file's original content, because the parsed content has defaults for missing fields.
		const lock = text as { packages: Record<string, unknown> };
		Object.assign(lock.packages, Object.fromEntries(added));
		await writeFile(file, lockText(lock));
	}
	console.log(`${added.length} packages of other platforms were added.`);
}

runMain(main);
