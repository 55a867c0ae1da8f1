/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development tool, never packed */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { z } from 'zod';
import { startSandbox } from '../../sandbox';
import { onShutdown, run } from '../../scripts/lib/children';
import { ensureN8n } from '../../scripts/lib/install';
import { npm } from '../../scripts/lib/npm';
import { startN8n } from '../../scripts/lib/runtime';
import { Editor, LINK_TRIGGER } from './browser';
import type { OwnN8nOptions } from './context';
import { PAYMENT_REQUEST, PRODUCT_LINK } from './operationChecks';
import { npmBehindRegistry, startRegistry } from './verdaccio';
import {
	addressOf,
	createCredentials,
	executionsOf,
	listening,
	nextExecution,
	NODE,
	PACKAGE,
	pay,
	PAYFULL,
	PAYTR,
	testedNode,
	TRIGGER,
	WebhookRunner,
	workflowOf,
} from './workflows';

interface RegistryOptions extends OwnN8nOptions {
	browser: Browser;
}

/** The nodes' names in the panel, and the action that adds each node. */
const NODES: Array<[node: string, action: string]> = [
	['PayTR Link Notify', 'Send existing link by SMS'],
	['Payfull Payment Request', 'Send payment request'],
	['PayTR Link Notify', LINK_TRIGGER],
];

const LINK = {
	...PRODUCT_LINK,
	price: '={{ $json.amount }}',
	maxCount: 5,
	notifyVia: ['sms'],
	cellPhone: '0532 123 45 67',
	additionalFields: {
		...{ minCount: 2, callbackLink: '={{ $json.callback }}', callbackId: 'ORDER1001' },
	},
	options: { maxConcurrency: 3, includeInputFields: false },
};

const REQUEST = {
	...PAYMENT_REQUEST,
	recipientEmail: 'gulsah@example.com',
	recipientPhone: '0532 123 45 67',
};

const NOTICES = { options: { ignoreTestPayments: false } };

const manifest = z.object({ version: z.string() }).passthrough();
const saved = z.object({
	nodes: z.array(z.object({ name: z.string(), parameters: z.record(z.unknown()) })),
});

/** Repacks the package with a higher version. */
async function higherVersion(tarball: string, folder: string) {
	await mkdir(folder, { recursive: true });
	await run('tar', ['-xzf', tarball, '-C', folder]);
	const path = join(folder, 'package', 'package.json');
	const known = manifest.parse(JSON.parse(await readFile(path, 'utf8')));
	const [major, minor] = known.version.split('.').map(Number);
	const version = `${major}.${minor + 1}.0`;
	await writeFile(path, JSON.stringify({ ...known, version }));
	const lines = await npm(join(folder, 'package'), ['pack', '--silent', '--ignore-scripts']);
	return {
		first: known.version,
		version,
		tarball: join(folder, 'package', lines.at(-1) ?? ''),
	};
}

/** n8n's page Settings → Community nodes. */
class CommunityNodes {
	constructor(private readonly page: Page) {}

	/** The installed package in the list. */
	card(): Locator {
		return this.page.getByTestId('community-package-card').filter({ hasText: PACKAGE });
	}

	async open(): Promise<void> {
		await this.page.goto('/settings/community-nodes');
	}

	/** Waits until the list shows this version of the package. */
	async showsVersion(version: string): Promise<void> {
		await this.card().getByText(`v${version}`, { exact: true }).waitFor({ timeout: 90_000 });
	}

	async showsNoPackage(): Promise<void> {
		await this.page.getByText('Install a community node', { exact: true }).waitFor();
		assert.equal(await this.card().count(), 0);
	}

	async install(): Promise<void> {
		await this.open();
		await this.page.getByRole('button', { name: 'Install a community node' }).click();
		await this.page.getByTestId('package-name-input').fill(PACKAGE);
		const install = this.page.getByTestId('install-community-package-button');
		assert.ok(await install.isDisabled(), 'Install is open before the risk is accepted');
		await this.page.getByTestId('user-agreement-checkbox').click();
		await install.click();
		await install.waitFor({ state: 'hidden', timeout: 90_000 });
	}

	async update(): Promise<void> {
		await this.card().getByRole('button', { name: 'Update' }).click();
		await this.page.getByRole('button', { name: 'Confirm update' }).click();
	}

	async uninstall(): Promise<void> {
		await this.card().getByTestId('action-toggle').click();
		await this.page.getByText('Uninstall package', { exact: true }).click();
		await this.page.getByRole('button', { name: 'Confirm uninstall' }).click();
	}
}

/**
 * Installs, updates, uninstalls and reinstalls the package by hand in Settings → Community nodes,
 * from a registry on this machine. The nodes must appear in the panel without a restart. Saved
 * workflows must keep their parameters, and must run while the package is installed.
 *
 * n8n keeps its default registry. It downloads with the machine's npm, and that npm is redirected
 * to the local registry.
 */
export async function registryChecks(options: RegistryOptions): Promise<void> {
	const { version, tarball, home, browser, checks } = options;
	const sandbox = await startSandbox();
	onShutdown(sandbox.close);
	const registry = await startRegistry(join(home, 'registry'));
	const next = await higherVersion(tarball, join(home, 'next'));
	await registry.publish(tarball);

	const userFolder = join(home, 'n8n');
	const npmFolder = await npmBehindRegistry(join(home, 'bin'), registry.url);
	const { nodeBinDir } = await ensureN8n(version);
	const start = async () =>
		await startN8n({
			version,
			userFolder,
			env: {
				PATH: [npmFolder, nodeBinDir, process.env.PATH].join(delimiter),
				// Keeps the user's npm cache out of the test.
				npm_config_cache: join(home, 'npm-cache'),
			},
		});
	let n8n = await start();
	const { api } = n8n;
	const editor = await Editor.open(browser, n8n.api);
	const settings = new CommunityNodes(editor.page);
	const installedFolder = join(userFolder, '.n8n', 'nodes', 'node_modules', PACKAGE);
	const isOnDisk = async (expected: string) => {
		const text = await readFile(join(installedFolder, 'package.json'), 'utf8');
		assert.equal(manifest.parse(JSON.parse(text)).version, expected);
	};

	const trigger = testedNode({ type: TRIGGER, parameters: NOTICES });
	const workflows: Array<{ id: string; parameters: object }> = [];
	let links: WebhookRunner | undefined;
	let requests: WebhookRunner | undefined;

	const keepsParameters = async () => {
		assert.equal(workflows.length, 3);
		for (const { id, parameters } of workflows) {
			const { nodes } = saved.parse(await n8n.api.request('GET', `/rest/workflows/${id}`));
			assert.deepEqual(nodes.find(({ name }) => name === NODE)?.parameters, parameters);
		}
	};
	/** Creates, sends and pays a link, which starts the trigger. Also sends a request to Payfull. */
	const runs = async () => {
		sandbox.reset();
		const callback = addressOf(n8n.url, trigger);
		await listening(callback);
		const link = await links?.on(n8n.api).run([{ amount: '1.234,56', callback }]);
		assert.equal(link?.status, 'success', link?.error);
		const [{ id, price }] = sandbox.state().links;
		assert.equal(price, 123456);
		assert.equal(sandbox.state().counts.sms, 1);

		const request = await requests?.on(n8n.api).run([{}]);
		assert.equal(request?.status, 'success', request?.error);
		const [{ fields }] = sandbox.state().paymentRequests;
		assert.equal(fields.payment_free_amount, '1234.56');

		const known = await executionsOf(n8n.api, workflows[2].id);
		await pay(sandbox, id);
		const paid = await nextExecution(n8n.api, workflows[2].id, known);
		assert.equal(paid.status, 'success', paid.error);
		assert.equal(paid.output(NODE)[0].json.callbackId, 'ORDER1001');
	};
	const check = checks.of('registry');

	await check('Install by name: the list shows the package with its version', async () => {
		await settings.install();
		await settings.showsVersion(next.first);
		const text = await settings.card().innerText();
		for (const name of [...NODES.map(([node]) => node), 'PayTR Link Trigger']) {
			assert.ok(text.includes(name), `${name}: ${text}`);
		}
		await isOnDisk(next.first);
	});
	await check('the node panel shows the nodes without a restart', async () => {
		for (const [name, action] of NODES) await editor.addNode(name, name, action);
	});
	await check('a new workflow with each node runs', async () => {
		await createCredentials(api, sandbox);
		links = await WebhookRunner.activate(api, 'Links', { type: PAYTR, parameters: LINK });
		const request = { type: PAYFULL, parameters: REQUEST };
		requests = await WebhookRunner.activate(api, 'Requests', request);
		const payments = await api.importWorkflow(workflowOf('Payments', [trigger]));
		await api.activate(payments);
		workflows.push(
			{ id: links.workflowId, parameters: LINK },
			{ id: requests.workflowId, parameters: REQUEST },
			{ id: payments, parameters: NOTICES },
		);
		await keepsParameters();
		await runs();
	});
	await check('Update to a higher version: the workflows are unchanged', async () => {
		await registry.publish(next.tarball);
		await settings.open();
		await settings.showsVersion(next.first);
		await settings.update();
		await settings.showsVersion(next.version);
		await isOnDisk(next.version);
		await keepsParameters();
		await runs();
	});
	await check(
		'Uninstall: a workflow still opens, and all workflows keep their parameters',
		async () => {
			await settings.open();
			await settings.uninstall();
			await settings.showsNoPackage();
			assert.ok(!existsSync(installedFolder));
			await keepsParameters();
			await editor.page.goto(`/workflow/${links?.workflowId}`);
			await editor.page.locator(`[data-test-id="canvas-node"][data-node-name="${NODE}"]`).waitFor();
			await keepsParameters();
		},
	);
	await check('Install again: the workflows run as before', async () => {
		await settings.install();
		await settings.showsVersion(next.version);
		await keepsParameters();
		await runs();
	});
	await check('Restart of n8n: the workflows run as before', async () => {
		await n8n.stop();
		n8n = await start();
		await keepsParameters();
		await runs();
	});
	await n8n.stop();
	await registry.stop();
	await sandbox.close();
}
