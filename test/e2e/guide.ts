/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import type { Sandbox } from '../../sandbox';
import { EXAMPLES_DIR, ROOT } from '../../scripts/lib/paths';
import type { N8nApi } from '../../scripts/lib/n8nApi';
import type { Editor } from './browser';
import { eventually } from './eventually';
import { Screenshots } from './screenshots';
import { nextExecution, pay } from './workflows';

/** The guide's spreadsheet, and the same spreadsheet with a corrected phone number. */
const SHEET = join(EXAMPLES_DIR, 'odemeler.xlsx');
const CORRECTED = join(ROOT, 'test', 'fixtures', 'odemeler-duzeltilmis.xlsx');

/** Two other invoices, with the e-mail column that Payfull needs. */
const WITH_EMAIL = join(ROOT, 'test', 'fixtures', 'odemeler-eposta.xlsx');

const GUIDE = readFileSync(join(ROOT, 'docs', 'kilavuz.tr.md'), 'utf8');

/** Returns words that the test clicks or types. They must appear in the guide. */
function told(words: string): string {
	const said = [`**${words}**`, `\`${words}\``, `*${words}*`];
	assert.ok(
		said.some((one) => GUIDE.includes(one)),
		`the guide doesn't say ${words}`,
	);
	return words;
}

const NODE = told('Create payment link and send it');

/** Adds a node after the last node on the canvas. */
async function addAfter(editor: Editor, search: string, node: string, action: string) {
	await editor.page.getByTestId('canvas-handle-plus').last().click();
	await editor.searchNodes(told(search));
	await editor.pick(told(node));
	await editor.pickAction(told(action));
	await editor.page.getByTestId('node-parameters').first().waitFor();
}

async function boxOf(element: Locator) {
	const box = await element.boundingBox();
	assert.ok(box, `${element.toString()} is on the screen`);
	return box;
}

/** Drags a column of the input onto a field with the mouse. */
async function dragColumn(editor: Editor, column: string, field: string): Promise<void> {
	const { page } = editor;
	const pill = page.getByTestId('ndv-input-panel').getByText(column, { exact: true }).first();
	const target = editor.parameter(field);
	await target.scrollIntoViewIfNeeded();
	const from = await boxOf(pill);
	await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
	await page.mouse.down();
	await page.mouse.move(from.x + 40, from.y + 30, { steps: 5 });
	// The previous field shows a preview of its value after a delay. The preview moves the fields
	// below.
	await eventually(async () => {
		const to = await boxOf(target);
		await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 15 });
		await page.waitForTimeout(500);
		assert.deepEqual(await boxOf(target), to);
	});
	await page.mouse.up();
	await eventually(async () => assert.match(await target.innerText(), /\$json/));
}

/** Starts the form and submits the spreadsheet on its page. */
async function submit(page: Page, start: () => Promise<void>, sheet: string): Promise<void> {
	const [form] = await Promise.all([page.context().waitForEvent('page'), start()]);
	await form.locator('input[type=file]').setInputFiles(sheet);
	await form.getByRole('button', { name: told('Submit') }).click();
	await form.getByText(told('Form Submitted')).waitFor();
	await form.close();
	await page.bringToFront();
}

/** The lists of fields and options that can be added to the open node, from top to bottom. */
const lists = ({ page }: Editor) => page.getByTestId('collection-parameter-add');

async function addFrom(editor: Editor, list: Locator, option: string): Promise<void> {
	await list.click();
	await editor.page
		.locator('.el-select-dropdown__item')
		.filter({ visible: true, hasText: new RegExp(`^\\s*${told(option)}\\s*$`) })
		.click();
}

/** Goes from the first page after login to an empty workflow. */
async function newWorkflow({ page }: Editor, isFirst = false): Promise<void> {
	// On later visits n8n opens the Assistant. The 'home' button leads to the list from there.
	await page.goto(isFirst ? '/' : '/home/workflows');
	const later = page.getByText(told('Set up later in Settings'));
	const create = page.getByText(told('Create workflow'), { exact: true }).first();
	await later.or(create).first().waitFor();
	if (await later.isVisible()) await later.click();
	await create.click();
	await page.getByText('Add first step').waitFor();
	await page.getByTestId('canvas-plus-button').click();
}

async function theForm(editor: Editor, pictures: Screenshots): Promise<void> {
	const { page } = editor;
	await editor.searchNodes(told('form'));
	await editor.pick(told('n8n Form'));
	await editor.pick(told('On new n8n Form event'));
	await page.getByTestId('node-parameters').first().waitFor();
	await editor.fill('formTitle', told('Ödeme linkleri'));
	await page.getByText(told('Add Form Element')).click();
	await editor.fill('fieldLabel', told('Dosya'));
	await editor.choose('fieldType', told('File'));
	await editor.replaceText(/localhost:\d+/, 'localhost:5678');
	await pictures.take('kilavuz-form', page.getByTestId('ndv'), 800);
	await editor.closeNode();
}

async function theSheet(
	editor: Editor,
	pictures: Screenshots,
	sheet = SHEET,
	shown = told('3 items'),
): Promise<void> {
	const { page } = editor;
	await addAfter(editor, 'extract', 'Extract from File', 'Extract from XLSX');
	await editor.fill('binaryPropertyName', 'Dosya');
	await submit(page, async () => await editor.execute(), sheet);
	await page.getByTestId('output-panel').getByText(shown).waitFor();
	await pictures.take('kilavuz-excel', page.getByTestId('ndv'), 480);
	await editor.closeNode();
}

async function theLink(editor: Editor, pictures: Screenshots): Promise<void> {
	const { page } = editor;
	await addAfter(editor, 'paytr', 'PayTR Link Notify', NODE);
	await dragColumn(editor, 'Açıklama', 'name');
	await dragColumn(editor, 'Tutar', 'price');
	await editor.select('notifyVia', [told('SMS')]);
	await dragColumn(editor, 'Telefon', 'cellPhone');
	// 'Stock' already has the right value, 1.
	told('Stock');
	await theOptions(editor);
	await editor.parameter('resource').scrollIntoViewIfNeeded();
	await pictures.take('kilavuz-paytr', page.getByTestId('ndv'));
	await editor.parameter('deduplicationKey').scrollIntoViewIfNeeded();
	await pictures.take('kilavuz-secenekler', page.getByTestId('ndv'));
	await continueOnError(editor);
}

async function theOptions(editor: Editor): Promise<void> {
	const options = lists(editor).last();
	told('Send Only Once');
	told('Deduplication Key');
	await dragColumn(editor, 'Fatura No', 'deduplicationKey');
	await addFrom(editor, options, 'Include Input Fields');
	await editor.toggle('includeInputFields');
}

async function continueOnError(editor: Editor): Promise<void> {
	const settings = editor.page.getByText(told('Settings'), { exact: true });
	await settings.filter({ visible: true }).last().click();
	await editor.choose('onError', told('Continue (using error output)'));
	await editor.closeNode();
}

/** Opens the sandbox's page in a second tab. */
async function inbox(editor: Editor, sandbox: Sandbox, pictures: Screenshots) {
	const tab = await editor.page.context().newPage();
	await tab.goto(sandbox.url);
	await tab.getByText('05332345678').first().waitFor();
	await editor.replaceText(/127\.0\.0\.1:\d+/g, '127.0.0.1:8787', tab);
	await pictures.take('kilavuz-gelen', tab.locator('body'), 600);
	await tab.close();
}

/** Runs the workflow with a spreadsheet and waits for this many SMS in the inbox. */
async function runWith(editor: Editor, sandbox: Sandbox, sheet: string, sms: number) {
	const { page } = editor;
	const start = page.getByTestId('execute-workflow-button').last();
	await submit(page, async () => await start.click(), sheet);
	await eventually(() => assert.equal(sandbox.state().messages.length, sms), 30_000);
}

async function publish({ page }: Editor): Promise<void> {
	await page.getByText(told('Publish'), { exact: true }).first().click();
	await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click();
	await page.getByText(told('Got it')).click();
}

/**
 * Gives the form a name and a password, publishes it, and opens the address that users bookmark.
 */
export async function followEveryDay(editor: Editor, payments: string): Promise<void> {
	const { page } = editor;
	await page.goto(`/workflow/${payments}`);
	const [user, password] = ['muhasebe', 'ornek-parola'];
	await editor.openNode('On form submission');
	await editor.choose('authentication', told('Basic Auth'));
	await page.getByText(told('Connect to Basic Auth')).click();
	for (const [label, value] of Object.entries({ User: user, Password: password })) {
		await editor.fill(told(label).toLowerCase(), value);
	}
	await page.getByRole('button', { name: told('Save'), exact: true }).click();
	await page.getByText('Credential successfully created').waitFor();
	await editor.closeNode();
	await publish(editor);
	await editor.openNode('On form submission');
	await page.getByText(told('Production URL'), { exact: true }).click();
	const shown = await page.locator('.webhook-url').filter({ visible: true }).innerText();
	const address = shown.replace(/\s/g, '');
	const statusOf = async (headers: Record<string, string>) =>
		(await fetch(address, { headers })).status;
	assert.equal(await statusOf({}), 401);
	const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
	await eventually(async () => assert.equal(await statusOf({ authorization }), 200));
	await editor.closeNode();
}

/**
 * Follows docs/kilavuz.tr.md word for word, from an empty canvas to the SMS, and takes the guide's
 * pictures. Needs the PayTR credential and an empty inbox.
 * @returns the workflow's ID
 */
export async function followGuide(
	editor: Editor,
	sandbox: Sandbox,
	pictures: Screenshots,
): Promise<string> {
	const { page } = editor;
	await newWorkflow(editor, true);
	await theForm(editor, pictures);
	await theSheet(editor, pictures);
	await theLink(editor, pictures);

	await runWith(editor, sandbox, SHEET, 2);
	await editor.openNode(NODE);
	const output = page.getByTestId('output-panel');
	await output.getByText(told('1 of 3 links was not accepted.')).waitFor();
	await output.getByText(told('Success Branch (2 items)')).waitFor();
	await output.getByText(told('Error Branch (1 item)')).click();
	await output.getByText(told('JSON'), { exact: true }).click();
	const [, message] = /> ('Phone' .*)/.exec(GUIDE) ?? [];
	await eventually(async () => {
		const text = (await output.innerText()).replaceAll('\\', '').replace(/\s+/g, ' ');
		assert.ok(message && text.includes(message), text);
	});
	await editor.closeToasts();
	await pictures.take('kilavuz-sonuc', page.getByTestId('ndv'), 600);
	await editor.closeNode();
	await inbox(editor, sandbox, pictures);

	await runWith(editor, sandbox, CORRECTED, 3);
	assert.deepEqual(
		sandbox.state().messages.map(({ to }) => to),
		['05321234567', '05332345678', '05453456789'],
	);
	await editor.openNode(NODE);
	await output.getByText(/Success Branch \(3 items\)/).click();
	await output.getByText(told('JSON'), { exact: true }).click();
	await eventually(async () => {
		const text = (await output.innerText()).replaceAll('"', '').replace(/\s+/g, ' ');
		for (const one of ['skipped: true', 'reason: alreadySent']) {
			assert.ok(text.includes(told(one)), text);
		}
	});
	await editor.closeNode();
	return idOfPage(page);
}

const idOfPage = (page: Page) => /\/workflow\/(\w+)/.exec(page.url())?.[1] ?? '';

/** Follows the guide's section on Payfull: the same form and spreadsheet with the Payfull node. */
export async function followPayfull(editor: Editor, sandbox: Sandbox): Promise<void> {
	const noPictures = new Screenshots(undefined);
	await newWorkflow(editor);
	await theForm(editor, noPictures);
	await theSheet(editor, noPictures, WITH_EMAIL, '2 items');
	await addAfter(editor, 'payfull', 'Payfull Payment Request', 'Send payment request');
	told('Send By');
	await editor.choose('viaEmailSms', told('SMS'));
	for (const [column, label, field] of [
		['Telefon', 'Phone', 'recipientPhone'],
		['E-posta', 'Email', 'recipientEmail'],
		['Tutar', 'Amount', 'paymentFreeAmount'],
		['Açıklama', 'Title', 'title'],
	]) {
		told(label);
		await dragColumn(editor, told(column), field);
	}
	told('VAT Rate (KDV)');
	await editor.choose('kdv', '18 %');
	told('End Date');
	await editor.fillDate('endDate', '2099-12-31');
	told('SMS Text');
	await editor.fill('smsText', told('Ödeme linkiniz: [LINK] Tutar: [TOTAL]'));
	await theOptions(editor);
	await continueOnError(editor);
	await runWith(editor, sandbox, WITH_EMAIL, 2);
	const { requests, messages } = sandbox.state();
	assert.deepEqual(messages.map(({ to }) => to).sort(), ['00905321234567', '00905332345678']);
	assert.deepEqual(requests.map(({ fields }) => fields.payment_free_amount).sort(), [
		'1499.90',
		'750.00',
	]);
}

/**
 * Follows the guide's section on paid links: creates the trigger's workflow, enters its address in
 * the first workflow, and pays a link.
 * @param payments the first workflow of the guide
 */
export async function followPaid(
	editor: Editor,
	api: N8nApi,
	sandbox: Sandbox,
	payments: string,
): Promise<void> {
	const { page } = editor;
	await newWorkflow(editor);
	await editor.searchNodes(told('paytr'));
	await editor.pick(told('PayTR Link Notify'));
	await editor.pickAction(told('On link paid'));
	await page.getByTestId('node-parameters').first().waitFor();
	await editor.closeNode();
	await publish(editor);
	await editor.openNode('PayTR Link Trigger');
	told('Webhook URLs');
	told('Production URL');
	const address = (await editor.webhookAddress()).replace(/\s/g, '');
	const paid = idOfPage(page);

	await page.goto(`/workflow/${payments}`);
	await editor.openNode(NODE);
	told('Add Field');
	const add = lists(editor).first();
	await addFrom(editor, add, 'Callback Link');
	await editor.fill('callbackLink', address);
	await addFrom(editor, add, 'Callback ID');
	await dragColumn(editor, 'Fatura No', 'callbackId');
	await editor.closeNode();
	const before = sandbox.state().messages.length;
	await runWith(editor, sandbox, WITH_EMAIL, before + 2);

	const link = sandbox.state().links.find(({ callbackId }) => callbackId === '2001');
	await pay(sandbox, link?.id);
	const execution = await nextExecution(api, paid, new Set());
	const [{ json }] = execution.output('PayTR Link Trigger');
	assert.equal(json[told('callbackId')], '2001');
	assert.equal(json[told('totalAmount')], 1499.9);
}
