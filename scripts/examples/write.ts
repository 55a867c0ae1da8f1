/* eslint-disable @n8n/community-nodes/no-restricted-imports, no-console -- development tool, never packed */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { TEMPLATES } from '.';
import { runMain } from '../lib/children';
import { EXAMPLES_DIR, ROOT } from '../lib/paths';
import { buildWorkflow } from './build';
import { templatesDocument } from './document';

/** Writes examples/*.json and docs/templates.md from the templates here. */
async function main(): Promise<number> {
	const files: Array<[path: string, text: string]> = [
		...TEMPLATES.map((template): [string, string] => [
			join(EXAMPLES_DIR, `${template.file}.json`),
			JSON.stringify(buildWorkflow(template)),
		]),
		[join(ROOT, 'docs', 'templates.md'), templatesDocument(TEMPLATES)],
	];
	for (const [path, text] of files) {
		const options = await resolveConfig(path);
		await writeFile(path, await format(text, { ...options, filepath: path }));
	}
	console.log(`${files.length} files written.`);
	return 0;
}

runMain(main);
