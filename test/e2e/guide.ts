/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Sandbox } from '../../sandbox';
import { ROOT } from '../../scripts/lib/paths';
import { eventually, type Editor } from './browser';
import type { Screenshots } from './screenshots';

/** The guide's spreadsheet, and the same with its wrong phone put right. */
const SHEETS = join(ROOT, 'docs');
export const SHEET = join(SHEETS, 'odemeler.xlsx');
export const CORRECTED = join(SHEETS, 'odemeler-duzeltilmis.xlsx');

const NODE = 'Create a payment link';

/** The canvas' plus sign after its last node. */
async function addAfter(editor: Editor, search: string, node: string, action: string) {
	await editor.page.getByTestId('canvas-handle-plus').last().click();
	await editor.searchNodes(search);
	await editor.pick(node);
	await editor.pick(action);
	await editor.page.getByTestId('node-parameters').first().waitFor();
}

/** Drags a column of the input onto a field, as with a mouse. */
async function dragColumn(editor: Editor, column: string, field: string): Promise<void> {
	const { page } = editor;
	const pill = page.getByTestId('ndv-input-panel').getByText(column, { exact: true }).first();
	const target = editor.parameter(field);
	await target.scrollIntoViewIfNeeded();
	const [from, to] = [await pill.boundingBox(), await target.boundingBox()];
	assert.ok(from && to, `${column} and ${field} are on the screen`);
	await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
	await page.mouse.down();
	await page.mouse.move(from.x + 40, from.y + 30, { steps: 5 });
	await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 15 });
	await page.waitForTimeout(500);
	await page.mouse.up();
	await eventually(async () => assert.match(await target.innerText(), /\$json/));
}

/** Clicks what starts the form, and hands the spreadsheet in on the page that opens. */
async function submit(page: Page, start: () => Promise<void>, sheet: string): Promise<void> {
	const [form] = await Promise.all([page.context().waitForEvent('page'), start()]);
	await form.locator('input[type=file]').setInputFiles(sheet);
	await form.getByRole('button', { name: 'Submit' }).click();
	await form.getByText('Your response has been recorded').waitFor();
	await form.close();
	await page.bringToFront();
}

/** Adds an option of the node's list. */
async function addOption(editor: Editor, option: string): Promise<void> {
	await editor.page.getByTestId('collection-parameter-add').last().click();
	await editor.page
		.locator('.el-select-dropdown__item')
		.filter({ visible: true, hasText: new RegExp(`^\\s*${option}\\s*$`) })
		.click();
}

async function theForm(editor: Editor, pictures: Screenshots): Promise<void> {
	const { page } = editor;
	await editor.openNodePanel();
	await editor.searchNodes('form');
	await editor.pick('n8n Form');
	await editor.pick('On new n8n Form event');
	await page.getByTestId('node-parameters').first().waitFor();
	await editor.fill('formTitle', 'Ödeme linkleri');
	await page.getByText('Add Form Element').click();
	await editor.fill('fieldLabel', 'Dosya');
	await editor.choose('fieldType', 'File');
	await editor.replaceText(/localhost:\d+/, 'localhost:5678');
	await pictures.take('kilavuz-form', page.getByTestId('ndv'), 800);
	await editor.closeNode();
}

async function theSheet(editor: Editor, pictures: Screenshots): Promise<void> {
	const { page } = editor;
	await addAfter(editor, 'extract', 'Extract from File', 'Extract from XLSX');
	await editor.fill('binaryPropertyName', 'Dosya');
	await submit(page, async () => await editor.execute(), SHEET);
	await page.getByTestId('output-panel').getByText('3 items').waitFor();
	await pictures.take('kilavuz-excel', page.getByTestId('ndv'), 480);
	await editor.closeNode();
}

async function theLink(editor: Editor, pictures: Screenshots): Promise<void> {
	const { page } = editor;
	await addAfter(editor, 'paytr', 'PayTR Link Notify', NODE);
	await dragColumn(editor, 'Açıklama', 'name');
	await dragColumn(editor, 'Tutar', 'price');
	await editor.select('notifyVia', ['SMS']);
	await dragColumn(editor, 'Telefon', 'cellPhone');
	await addOption(editor, 'Skip Already Sent');
	await editor.toggle('skipAlreadySent');
	await addOption(editor, 'Deduplication Key');
	await dragColumn(editor, 'Fatura No', 'deduplicationKey');
	await pictures.take('kilavuz-paytr-2', page.getByTestId('ndv'));
	await editor.parameter('resource').scrollIntoViewIfNeeded();
	await pictures.take('kilavuz-paytr', page.getByTestId('ndv'));
	await page.getByText('Settings', { exact: true }).filter({ visible: true }).last().click();
	await editor.choose('onError', 'Continue (using error output)');
	await editor.closeNode();
}

/** Runs the workflow with a spreadsheet, and waits for so many SMS in the inbox. */
async function runWith(
	editor: Editor,
	sandbox: Pick<Sandbox, 'state'>,
	sheet: string,
	sms: number,
) {
	const { page } = editor;
	const start = page.getByTestId('execute-workflow-button').last();
	await submit(page, async () => await start.click(), sheet);
	await eventually(() => assert.equal(sandbox.state().messages.length, sms), 30_000);
}

/**
 * docs/kilavuz.tr.md, followed word for word: from an empty canvas to the SMS of a spreadsheet, with
 * the pictures of the guide. Expects the PayTR credential, and an inbox that is empty.
 */
export async function followGuide(
	editor: Editor,
	sandbox: Pick<Sandbox, 'url' | 'state'>,
	pictures: Screenshots,
): Promise<void> {
	const { page } = editor;
	await theForm(editor, pictures);
	await theSheet(editor, pictures);
	await theLink(editor, pictures);

	await runWith(editor, sandbox, SHEET, 2);
	await editor.openNode(NODE);
	const output = page.getByTestId('output-panel');
	await output.getByText(/Error Branch \(1 item\)/).click();
	await output
		.getByText(`'Cell Phone' is not a Turkish mobile number: "0545 345 67"`)
		.first()
		.waitFor();
	await output.getByTestId('radio-button-json').click();
	await editor.closeToasts();
	await pictures.take('kilavuz-sonuc', page.getByTestId('ndv'), 480);
	await editor.closeNode();

	await runWith(editor, sandbox, CORRECTED, 3);
	assert.deepEqual(
		sandbox.state().messages.map(({ to }) => to),
		['05321234567', '05332345678', '05453456789'],
	);
	await editor.openNode(NODE);
	await output.getByText(/Success Branch \(3 items\)/).click();
	await eventually(async () => assert.match(await output.innerText(), /alreadySent/));
	await editor.closeNode();

	const inbox = await page.context().newPage();
	await inbox.goto(sandbox.url);
	await pictures.take('kilavuz-gelen-kutusu', inbox.locator('body'), 520);
	await inbox.close();
}
