/* eslint-disable @n8n/community-nodes/no-restricted-imports, no-console -- development tool, never packed */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runMain } from './lib/children';
import { lockSchema, lockText, missingOptional, platformEntry } from './lib/packageLock';
import { ROOT } from './lib/paths';

/**
 * `npm run lock`: completes package-lock.json so that `npm ci` takes it. npm leaves a platform's
 * optional packages out of it where the registry in use doesn't have them, and `npm ci` then
 * refuses the lock, on every platform.
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
		// The file as it was, not as it was parsed: that has defaults for what it lacks.
		const lock = text as { packages: Record<string, unknown> };
		Object.assign(lock.packages, Object.fromEntries(added));
		await writeFile(file, lockText(lock));
	}
	console.log(`${added.length} packages of other platforms were added.`);
}

runMain(main);
