/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importExamples } from '../../scripts/lib/examples';
import customers from '../vectors/damaged-customers.json';
import { eventually, type Editor } from './browser';
import type { EditorContext } from './editor';

const COLUMNS = ['name', 'phone', 'email', 'payment_link'] as const;

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

/** The rows as a spreadsheet exports them. */
const csv = [
	COLUMNS.join(','),
	...customers.map((row, i) =>
		COLUMNS.map((name) => quoted(name === 'name' ? `Customer ${i + 1}` : row[name])).join(','),
	),
].join('\n');

const SENT = 'sent to ';

/** What becomes of the rows: a message each for the phone and the address, or one for the link. */
const results = customers.flatMap(({ link, sms, mail }) =>
	[link, sms, mail].filter((result) => result !== undefined),
);
const recipients = results
	.filter((result) => result.startsWith(SENT))
	.map((result) => result.slice(SENT.length));
const messages = results.filter((result) => !result.startsWith(SENT));

const oneLine = (text: string) => text.replace(/\s+/g, ' ');

/**
 * Forty rows, each damaged as people and spreadsheets damage them, through the spreadsheet example:
 * who is sent to, and every message as the screen shows it.
 */
export async function damagedRows(
	{ n8n, sandbox, filesFolder }: EditorContext,
	editor: Editor,
): Promise<void> {
	sandbox.reset();
	const { page } = editor;
	const ids = await importExamples(n8n.api, filesFolder, join(filesFolder, 'examples.json'));
	const id = ids['spreadsheet-to-paytr.json'];
	const file = join(filesFolder, 'customers.csv');
	const before = await readFile(file, 'utf8');
	await writeFile(file, csv);
	await page.setViewportSize({ width: 2400, height: 1300 });
	try {
		const [last] = await n8n.api.listExecutions(id);
		await page.goto(`/workflow/${id}`);
		await page.getByTestId('execute-workflow-button').first().click();
		await eventually(async () => {
			const [newest] = await n8n.api.listExecutions(id);
			assert.notEqual(newest?.id, last?.id);
			assert.equal(newest.status, 'success');
		}, 60_000);
		assert.deepEqual(
			sandbox
				.state()
				.messages.map(({ to }) => to)
				.sort(),
			[...recipients].sort(),
		);
		await editor.openNode('Send payment link');
		const shown = oneLine((await editor.outputPages(/^Error Branch/)).join(' '));
		const unseen = messages.filter((message) => !shown.includes(oneLine(message)));
		assert.deepEqual(unseen, []);
		assert.equal(shown.split('invalid').length - 1, messages.length);
	} finally {
		await writeFile(file, before);
		await page.setViewportSize({ width: 1400, height: 900 });
	}
}
