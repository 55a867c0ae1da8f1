/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chromium, selectors, type Browser, type Locator, type Page } from 'playwright-core';
import { onShutdown, Problem } from '../../scripts/lib/children';
import type { N8nApi } from '../../scripts/lib/n8nApi';
import { eventually } from './eventually';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

selectors.setTestIdAttribute('data-test-id');

/** Time limit for the editor on a busy machine. */
const SLOW_MACHINE_MS = 120_000;

/** @throws {Problem} when no Chromium is installed */
export async function launchBrowser(): Promise<Browser> {
	const executablePath = CHROMIUM.find(existsSync);
	if (!executablePath) {
		throw new Problem(
			'The editor is tested in Chromium, and there is none at /usr/bin/chromium.\n' +
				'Install it (Debian, Ubuntu: apt-get install chromium) and run the same command again.',
		);
	}
	const browser = await chromium.launch({
		executablePath,
		args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
	});
	onShutdown(async () => await browser.close());
	return browser;
}

/** The name of PayTR Link Trigger in n8n's node panel, where it belongs to the PayTR node. */
export const LINK_TRIGGER = 'On link paid';

/** The names of PayTR Payment Trigger and its action in n8n's node panel. */
export const PAYMENT_TRIGGER = { node: 'PayTR Payment', action: 'On sale' };

/** Operates n8n's editor in a browser page as a person does. */
export class Editor {
	private constructor(readonly page: Page) {}

	/**
	 * Opens a new page and logs in as the owner.
	 * @param answers collects the text of n8n's responses to the page
	 */
	static async open(
		browser: Browser,
		{ url, owner }: N8nApi,
		answers: string[] = [],
	): Promise<Editor> {
		const context = await browser.newContext({
			baseURL: url,
			viewport: { width: 1400, height: 900 },
			deviceScaleFactor: 2,
			locale: 'en-GB',
			timezoneId: 'Europe/Istanbul',
			reducedMotion: 'reduce',
		});
		context.setDefaultTimeout(SLOW_MACHINE_MS);
		const page = await context.newPage();
		page.on('response', (response) => {
			if (!response.url().includes('/rest/')) return;
			// After the page has navigated, the bodies of its last responses can't be read.
			void response.text().then(
				(text) => answers.push(text),
				() => undefined,
			);
		});
		page.on('dialog', (dialog) => void dialog.accept());
		await page.goto('/signin');
		// The field's current name, and its name before n8n 1.110.
		await page
			.locator('input[name=emailOrLdapLoginId], input[name=email]')
			.first()
			.fill(owner.email);
		await page.locator('input[name=password]').fill(owner.password);
		await page.getByRole('button', { name: 'Sign in' }).click();
		await page.waitForURL((address) => !address.pathname.includes('signin'));
		return new Editor(page);
	}

	parameter(name: string): Locator {
		return this.page.getByTestId(`parameter-input-${name}`);
	}

	async fill(name: string, value: string): Promise<void> {
		const input = this.parameter(name).locator('input, textarea').first();
		await input.fill(value);
		await input.press('Tab');
		// The editor applies typed text after 200 ms.
		await this.page.waitForTimeout(300);
	}

	/** Chooses an option of a list by its name. */
	async choose(name: string, option: string): Promise<void> {
		await this.parameter(name).click();
		await this.listItem(option).click();
		await this.listItem(option).waitFor({ state: 'hidden' });
	}

	/** Clicks several names in a multiple-choice list. */
	async select(name: string, options: string[]): Promise<void> {
		await this.parameter(name).click();
		for (const option of options) await this.listItem(option).click();
		await this.page.keyboard.press('Escape');
		await this.listItem(options[0]).waitFor({ state: 'hidden' });
	}

	/** An option of the open list. */
	private listItem(name: string): Locator {
		const headline = this.page.locator('.option-headline').filter({ hasText: exactly(name) });
		return this.page.locator('.el-select-dropdown__item').filter({ visible: true, has: headline });
	}

	/** Types a day into a date picker. */
	async fillDate(name: string, day: string): Promise<void> {
		const input = this.parameter(name).locator('input').first();
		await input.click();
		await input.pressSequentially(day);
		await input.press('Enter');
	}

	/** Clicks 'Execute step' in the open node. */
	async execute(): Promise<void> {
		await this.page.getByTestId('node-execute-button').click();
	}

	/** The production URL in the open trigger's panel. */
	async webhookAddress(): Promise<string> {
		const { page } = this;
		const address = page.locator('.webhook-url').filter({ visible: true });
		if (!(await address.isVisible())) await page.getByText('Webhook URLs', { exact: true }).click();
		await page.getByText('Production URL', { exact: true }).click();
		return (await address.innerText()).trim();
	}

	/** Replaces text on the page, for example this machine's address before a screenshot. */
	async replaceText(pattern: RegExp, replacement: string, page = this.page): Promise<void> {
		await page.evaluate(`{
			const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
			while (walker.nextNode()) {
				const { currentNode: node } = walker;
				const text = node.textContent.replace(${String(pattern)}, ${JSON.stringify(replacement)});
				if (text !== node.textContent) node.textContent = text;
			}
		}`);
	}

	async toggle(name: string): Promise<void> {
		await this.parameter(name).locator('.el-switch').click();
	}

	/** Waits until the open node's panel shows exactly these labels, from top to bottom. */
	async expectLabels(expected: string[]): Promise<void> {
		const labels = this.page.getByTestId('node-parameters').first().locator('label');
		await eventually(async () => {
			const texts = await labels.filter({ visible: true }).allInnerTexts();
			assert.deepEqual(
				texts.map((text) => text.split('\n')[0].trim()),
				expected,
			);
		});
	}

	/** The names of the options that 'Add option' shows. */
	async optionNames(): Promise<string[]> {
		await this.page.getByTestId('collection-parameter-add').click();
		const items = this.page.locator('.el-select-dropdown__item').filter({ visible: true });
		await items.first().waitFor();
		const names = await items.allInnerTexts();
		await this.page.keyboard.press('Escape');
		await items.first().waitFor({ state: 'hidden' });
		return names.map((name) => name.split('\n')[0].trim());
	}

	/** Opens a new credential of this type in n8n's credential list. */
	async newCredential(typeName: string): Promise<Locator> {
		await this.page.goto('/home/credentials/create');
		await this.page.getByTestId('new-credential-type-select').locator('input').fill(typeName);
		await this.page
			.getByTestId('new-credential-type-select-option')
			.filter({ visible: true, hasText: typeName })
			.click();
		await this.page.getByTestId('new-credential-type-button').click();
		await this.page.getByTestId('credential-edit-dialog').waitFor();
		return this.credentialDialog();
	}

	private credentialDialog(): Locator {
		return this.page
			.locator('.el-dialog')
			.filter({ has: this.page.getByTestId('credential-edit-dialog') });
	}

	/** Saves the open credential and waits for its test. Returns the test's message. */
	async saveCredential(verdict: 'works' | 'refused'): Promise<string> {
		const dialog = this.credentialDialog();
		await dialog.getByTestId('credential-save-button').click();
		if (verdict === 'works') return await dialog.getByText('Connection tested').innerText();
		await dialog.getByText('connect with these settings').waitFor();
		const more = dialog.getByText('More details');
		await more.click();
		await more.waitFor({ state: 'hidden' });
		return await dialog.getByTestId('node-credentials-config-container').innerText();
	}

	/**
	 * Searches for a node in the node panel, adds it to an empty canvas and opens it.
	 * @param action the name of the node's action or trigger
	 */
	async addNode(search: string, node: string, action: string): Promise<void> {
		await this.openNodePanel();
		await this.searchNodes(search);
		await this.pick(node);
		await this.pickAction(action);
		await this.page.getByTestId('node-parameters').first().waitFor();
	}

	/** Opens the node panel on an empty canvas. */
	async openNodePanel(): Promise<void> {
		await this.page.goto('/workflow/new');
		await this.page.getByTestId('canvas-plus-button').click();
	}

	async searchNodes(text: string): Promise<void> {
		await this.page.getByTestId('node-creator-search-bar').fill(text);
	}

	/** The names that the node panel shows, from top to bottom. */
	async foundNodes(): Promise<string[]> {
		const names = await this.page.getByTestId('node-creator-item-name').allInnerTexts();
		return names.map((name) => name.trim());
	}

	async pick(name: string): Promise<void> {
		await this.page
			.getByTestId('node-creator-item-name')
			.filter({ hasText: exactly(name) })
			.click();
	}

	/** On an empty canvas, n8n lists a node's triggers first and collapses its actions. */
	async pickAction(name: string): Promise<void> {
		const item = this.page
			.getByTestId('node-creator-item-name')
			.filter({ hasText: exactly(name), visible: true });
		const isThere = async () =>
			await item.waitFor({ timeout: 2_000 }).then(
				() => true,
				() => false,
			);
		if (!(await isThere())) await this.page.getByText(/^Actions \(\d+\)/).click();
		await item.click();
	}

	/** Opens a node on the canvas. */
	async openNode(name: string): Promise<void> {
		await this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`).dblclick();
		await this.page.getByTestId('node-parameters').first().waitFor();
	}

	/** The text of each page in one output branch of the open node, shown as a table. */
	async outputPages(branch: RegExp): Promise<string[]> {
		const output = this.page.getByTestId('output-panel');
		await output.getByText(branch).click();
		await output.getByTestId('radio-button-table').click();
		const next = output.getByTestId('pagination-next');
		const texts: string[] = [];
		for (;;) {
			await this.page.waitForTimeout(500);
			texts.push(await output.getByTestId('ndv-data-container').innerText());
			if (!(await next.isVisible()) || (await next.isDisabled())) return texts;
			await next.click();
		}
	}

	async closeNode(): Promise<void> {
		await this.page.getByTestId('ndv-close-button').click();
		await this.page.getByTestId('node-parameters').first().waitFor({ state: 'hidden' });
	}

	/** Closes the toasts. */
	async closeToasts(): Promise<void> {
		const close = this.page.locator('.el-notification__closeBtn').filter({ visible: true });
		while ((await close.count()) > 0) {
			// A toast that disappears by itself can't be clicked.
			await close
				.first()
				.click({ timeout: 2000 })
				.catch(() => undefined);
			await this.page.waitForTimeout(100);
		}
	}
}

/** A pattern that matches exactly this text. */
const exactly = (text: string) =>
	new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}\\s*$`);
