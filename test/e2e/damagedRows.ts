/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import assert from 'node:assert/strict';
import { copyFile, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EXAMPLES_DIR, ROOT } from '../../scripts/lib/paths';
import type { Editor } from './browser';
import type { EditorContext } from './editor';
import { runSpreadsheet } from './exampleEditor';

const ROWS = 70;

/** The results that docs/values.md documents for each damaged row with PayTR's node. */
async function documented(): Promise<string[]> {
	const document = await readFile(join(ROOT, 'docs', 'values.md'), 'utf8');
	const [, table] = /<!-- rows -->\n([^]*)\n<!-- end of rows -->/.exec(document) ?? [];
	const [, , ...lines] = (table ?? '').split('\n');
	assert.equal(lines.length, ROWS);
	return lines.map((line) => line.split(/(?<!\\)\|/)[4].trim());
}

/**
 * The error messages in a documented result, as the screen shows them. Leaves out remarks on what
 * was sent.
 */
const messagesOf = (told: string) =>
	told
		.split(/; (?:sent as|the other message)/)[0]
		.split(/; (?=')/)
		.map((message) => message.replace(/\\([|<])/g, '$1').replace(/\s+/g, ' '));

/**
 * Runs seventy damaged rows through the spreadsheet example. Compares the number of messages sent
 * and the error messages on the screen with docs/values.md.
 */
export async function damagedRows(
	{ n8n, sandbox, filesFolder }: EditorContext,
	editor: Editor,
): Promise<void> {
	const messages = (await documented()).flatMap(messagesOf).filter((told) => told.startsWith("'"));
	assert.ok(messages.length > 15);
	const lost = messages.filter((message) => message.startsWith("'Link ID'")).length;
	const { page } = editor;
	await page.setViewportSize({ width: 2400, height: 1300 });
	try {
		await runSpreadsheet(editor, n8n.api, filesFolder, 'customers-damaged.csv');
		assert.equal(sandbox.state().counts.messages, 2 * ROWS - messages.length - lost);
		await editor.openNode('Send payment link');
		const shown = (await editor.outputPages(/^Error Branch/)).join(' ').replace(/\s+/g, ' ');
		assert.deepEqual(
			messages.filter((message) => !shown.includes(message)),
			[],
		);
		assert.equal(shown.match(/outcome\s*:\s*invalid/g)?.length, messages.length);
	} finally {
		await rm(join(filesFolder, 'customers.csv'), { force: true });
		await copyFile(join(EXAMPLES_DIR, 'customers.xlsx'), join(filesFolder, 'customers.xlsx'));
		await page.setViewportSize({ width: 1400, height: 900 });
	}
}
