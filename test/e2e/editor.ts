/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { Editor, LINK_TRIGGER, PAYMENT_TRIGGER } from './browser';
import { canvasPicture } from './canvasPicture';
import type { Check } from './checks';
import type { VersionContext } from './context';
import { eventually } from './eventually';
import { damagedRows } from './damagedRows';
import { runSpreadsheet } from './exampleEditor';
import { followEveryDay, followGuide, followPaid, followPayfull } from './guide';
import { PANELS } from './panels';
import { Screenshots } from './screenshots';
import { searchChecks } from './searchChecks';

export interface EditorContext extends VersionContext {
	browser: Browser;
	/** Where this n8n may read and write files. */
	filesFolder: string;
	/** Collects the text of n8n's responses to the page. */
	answers: string[];
	/** Folder for the README's pictures. Without it, no pictures are made. */
	imagesFolder?: string;
}

/**
 * Operates the editor in Chromium: creates both credentials by hand, adds each node from the node
 * panel, shows every condition of the panels, sends to a wrong phone, and runs the spreadsheet
 * example. Needs a new n8n.
 */
export async function editorChecks(context: EditorContext): Promise<void> {
	const { browser, n8n, checks } = context;
	const editor = await Editor.open(browser, n8n.api, context.answers);
	const pictures = new Screenshots(context.imagesFolder);
	let payments = '';
	const check: Check = async (name, work) =>
		await checks.check('editor', name, async () => {
			context.sandbox.reset();
			await work();
		});
	try {
		await credentials(context, editor, pictures, check);
		await searchChecks(editor, check);
		await panels(editor, check);
		await check('a wrong phone is rejected with its reason, and nothing is sent', async () => {
			await wrongPhone(context, editor);
		});
		await check('the spreadsheet example shows its counts on both outputs', async () => {
			await spreadsheet(context, editor, pictures);
		});
		await check('damaged rows: the number of messages, and every error on the screen', async () => {
			await damagedRows(context, editor);
		});
		await check('a payment request runs from its panel', async () => {
			await paymentRequest(context, editor, pictures);
		});
		await check('docs/kilavuz.tr.md, followed word for word', async () => {
			payments = await followGuide(editor, context.sandbox, pictures);
		});
		await check(
			"the guide's section on Payfull",
			async () => await followPayfull(editor, context.sandbox),
		);
		await check("the guide's section on paid links", async () => {
			await followPaid(editor, n8n.api, context.sandbox, payments);
		});
		await check("the guide's step for every day, with a password", async () => {
			await followEveryDay(editor, payments);
		});
		await check('the trigger shows its address', async () => await trigger(editor, pictures));
		await check('the payment trigger shows how often it polls', async () => {
			await paymentTrigger(editor, pictures);
		});
	} finally {
		await editor.page.context().close();
	}
}

async function credentials(
	{ sandbox }: EditorContext,
	editor: Editor,
	pictures: Screenshots,
	check: Check,
): Promise<void> {
	const { paytr, payfull } = sandbox.credentials;
	await check('create the PayTR credential by hand, first with a wrong key', async () => {
		const dialog = await editor.newCredential('PayTR API');
		await editor.fill('merchantId', paytr.merchantId);
		await editor.fill('merchantKey', 'not-the-key');
		await editor.fill('merchantSalt', paytr.merchantSalt);
		await pictures.take('paytr-credential', dialog);
		await editor.fill('baseUrl', sandbox.url);
		assert.match(
			await editor.saveCredential('refused'),
			/'Merchant Key' \(Mağaza Parola\) or 'Merchant Salt'/,
		);
		await editor.fill('merchantKey', paytr.merchantKey);
		assert.match(await editor.saveCredential('works'), /^Connection tested successfully/);
		assert.equal(await dialog.locator('input[type=password]').count(), 2);
	});
	await check('create the Payfull credential by hand, first with a wrong password', async () => {
		await editor.newCredential('Payfull API');
		await editor.fill('merchant', payfull.merchant);
		await editor.fill('password', 'not-the-password');
		await editor.fill('apiUrl', `${sandbox.url}/integration/api/v1`);
		await editor.fill('clientIp', '127.0.0.1');
		assert.match(await editor.saveCredential('refused'), /\(code 04\).*Compare 'Password'/);
		await editor.fill('password', payfull.password);
		assert.match(await editor.saveCredential('works'), /^Connection tested successfully/);
	});
}

/** Checks every condition of the panels: chooses options and compares the labels. */
async function panels(editor: Editor, check: Check): Promise<void> {
	for (const { node, action, cases, options } of PANELS) {
		await check(`${node}: found by its name and added from the panel`, async () => {
			await editor.addNode(node, node, action);
		});
		for (const { choice, choose, toggle, select, labels } of cases) {
			await check(`${node}: ${choice}`, async () => {
				for (const [name, option] of Object.entries(choose ?? {}))
					await editor.choose(name, option);
				for (const [name, names] of Object.entries(select ?? {})) {
					await editor.select(name, names);
				}
				for (const name of toggle ?? []) await editor.toggle(name);
				await editor.expectLabels(['Credential', ...labels]);
			});
		}
		await check(`${node}: the names of the options`, async () => {
			assert.deepEqual(await editor.optionNames(), options);
		});
	}
}

async function wrongPhone({ sandbox }: EditorContext, editor: Editor): Promise<void> {
	await editor.addNode('PayTR', 'PayTR Link Notify', 'Send existing link by SMS');
	await editor.fill('linkId', 'NB2Zlz3');
	await editor.fill('cellPhone', '0532 123');
	await editor.execute();
	const { page } = editor;
	const message = await page.getByTestId('node-error-message').innerText();
	assert.equal(message, `'Phone' is not a Turkish mobile number: "0532 123"`);
	assert.match(
		await page.getByTestId('node-error-description').innerText(),
		/^Use a Turkish mobile number such as 0532 123 45 67/,
	);
	assert.equal(sandbox.state().counts.requests, 0);
	await editor.fill('cellPhone', '+90 (532) 123 45 67');
	await editor.execute();
	await eventually(() => assert.equal(sandbox.state().messages.at(0)?.to, '05321234567'));
	assert.equal(sandbox.state().counts.requests, 1);
}

async function spreadsheet(
	{ n8n, sandbox, filesFolder }: EditorContext,
	editor: Editor,
	pictures: Screenshots,
): Promise<void> {
	const { page } = editor;
	const { output: itemsOf } = await runSpreadsheet(editor, n8n.api, filesFolder, 'customers.xlsx');
	const [sent, failed] = [0, 1].map((branch) => itemsOf('Send payment link', branch).length);
	assert.equal(sent, 24);
	assert.ok(failed > 0);
	assert.equal(sandbox.state().counts.messages, sent);
	const edge = (to: string) =>
		page.locator(
			`[data-test-id="edge-label"][data-source-node-name="Send payment link"][data-target-node-name="${to}"]`,
		);
	await eventually(async () => {
		assert.match(await edge('List what was sent').innerText(), new RegExp(`\\b${sent} items`));
		assert.match(await edge('List what failed').innerText(), new RegExp(`\\b${failed} items`));
	});
	await editor.closeToasts();
	await pictures.save('spreadsheet-example', await canvasPicture(editor));
	await page.setViewportSize({ width: 1400, height: 900 });
	await editor.openNode('Send payment link');
	const output = page.getByTestId('output-panel');
	await eventually(async () => {
		const text = await output.innerText();
		assert.match(text, new RegExp(`${sent} items`));
		assert.match(text, new RegExp(`Error Branch \\(${failed} items\\)`));
	});
	await editor.closeToasts();
	await pictures.take('paytr-link-notify', page.getByTestId('ndv'), 620);
}

async function paymentRequest(
	{ sandbox }: EditorContext,
	editor: Editor,
	pictures: Screenshots,
): Promise<void> {
	await editor.addNode('Payfull', 'Payfull Payment Request', 'Send payment request');
	await editor.choose('viaEmailSms', 'Email and SMS');
	await editor.choose('requestType', 'Recurring');
	await editor.choose('kdv', '20 %');
	for (const [name, value] of Object.entries({
		recipientPhone: '0532 123 45 67',
		recipientEmail: 'gulsah.ozturk@example.com',
		title: "Çay Bardağı 6'lı Set",
		paymentFreeAmount: '149,90',
		emailText: 'Sayın [email or name-surname], son ödeme günü [LASTPAYMENTDATE].',
		smsText: 'Ödeme linkiniz: [LINK] Tutar: [TOTAL]',
		deduplicationKey: 'INV-1042',
	})) {
		await editor.fill(name, value);
	}
	await editor.fillDate('endDate', '2030-01-31');
	await editor.execute();
	await eventually(() => assert.equal(sandbox.state().counts.messages, 2));
	const [request] = sandbox.state().requests;
	assert.equal(request.fields.payment_free_amount, '149.90');
	assert.equal(request.fields.payment_free_title, "Çay Bardağı 6'lı Set");
	assert.equal(request.fields.end_date, '31-01-2030');
	assert.equal(request.fields.recipient_phone, '00905321234567');
	await editor.closeToasts();
	await editor.parameter('operation').scrollIntoViewIfNeeded();
	await pictures.take('payfull-payment-request', editor.page.getByTestId('ndv'), 800);
}

async function trigger(editor: Editor, pictures: Screenshots): Promise<void> {
	await editor.addNode('PayTR Link Trigger', 'PayTR Link Notify', LINK_TRIGGER);
	await editor.expectLabels(['Credential', 'Options']);
	const parameters = editor.page.getByTestId('node-parameters').first();
	const notices = parameters.locator('.notice, .n8n-notice').filter({ visible: true });
	const notice = await notices.first().innerText();
	assert.match(notice, /Copy the 'Production URL' under 'Webhook URLs' above into 'Callback Link'/);
	const address = await editor.webhookAddress();
	assert.match(address, /\/webhook\/[\w-]+\/paytr$/);
	await editor.replaceText(
		/https?:\/\/localhost:\d+\/webhook\/[\w-]+/,
		'https://n8n.example.com/webhook/6f0c2a1e-5b7d-4c3f-9a8e-2d4b6c8e0f12',
	);
	await pictures.take('paytr-link-trigger', editor.page.getByTestId('ndv'), 560);
}

async function paymentTrigger(editor: Editor, pictures: Screenshots): Promise<void> {
	await editor.addNode('PayTR Payment Trigger', PAYMENT_TRIGGER.node, PAYMENT_TRIGGER.action);
	const parameters = await editor.page.getByTestId('node-parameters').first().innerText();
	assert.match(parameters, /Poll Times[\s\S]*Events[\s\S]*Sale/);
	await pictures.take('paytr-payment-trigger', editor.page.getByTestId('ndv'), 560);
}
