/* eslint-disable @n8n/community-nodes/no-restricted-imports, no-console -- development tool, never packed */
import { relative } from 'node:path';
import { runMain } from './lib/children';
import { ROOT } from './lib/paths';
import { writeTrees } from './split/write';

async function main(): Promise<void> {
	for (const { name, folder, files } of await writeTrees()) {
		console.log(`${name}: ${files.length} files in ${relative(ROOT, folder)}`);
	}
}

runMain(main);
