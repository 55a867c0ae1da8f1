/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { z } from 'zod';
import { startSandbox } from '../../sandbox';
import { onShutdown, run } from '../../scripts/lib/children';
import { npm } from '../../scripts/lib/npm';
import { startN8n } from '../../scripts/lib/runtime';
import { Editor } from './browser';
import type { Checks } from './checks';
import { CREDENTIAL_NAMES, NODE, PACKAGE, PAYTR, WebhookRunner } from './workflows';

interface UpdateOptions {
	version: string;
	tarball: string;
	/** An empty folder. */
	home: string;
	browser: Browser;
	checks: Checks;
}

const manifest = z.object({ version: z.string() }).passthrough();
const ledger = z.object({ dependencies: z.record(z.string()) }).passthrough();

/** The same package under the next version. */
async function nextVersion(tarball: string, folder: string) {
	await mkdir(folder, { recursive: true });
	await run('tar', ['-xzf', tarball, '-C', folder]);
	const path = join(folder, 'package', 'package.json');
	const known = manifest.parse(JSON.parse(await readFile(path, 'utf8')));
	const [major, minor] = known.version.split('.').map(Number);
	const version = `${major}.${minor + 1}.0`;
	await writeFile(path, JSON.stringify({ ...known, version }));
	const lines = await npm(join(folder, 'package'), ['pack', '--silent', '--ignore-scripts']);
	return { version, tarball: join(folder, 'package', lines.at(-1) ?? '') };
}

/** Takes the package away as n8n's "Uninstall" does: its folder, and its line in the list. */
async function uninstall(userFolder: string): Promise<void> {
	const folder = join(userFolder, '.n8n', 'nodes');
	await rm(join(folder, 'node_modules', PACKAGE), { recursive: true });
	const path = join(folder, 'package.json');
	const known = ledger.parse(JSON.parse(await readFile(path, 'utf8')));
	delete known.dependencies[PACKAGE];
	await writeFile(path, JSON.stringify(known));
}

const saved = z.object({
	nodes: z.array(z.object({ name: z.string(), parameters: z.record(z.unknown()) })),
});

const PARAMETERS = {
	resource: 'link',
	operation: 'create',
	name: 'Örnek Ürün',
	price: '={{ $json.amount }}',
	linkType: 'product',
	minCount: 2,
	notifyVia: ['sms'],
	cellPhone: '0532 123 45 67',
	additionalFields: { maxCount: 5 },
	options: { maxConcurrency: 3, skipAlreadySent: false },
};

/**
 * The package is installed, updated, removed and installed again, each time with a restart of n8n:
 * the saved workflow keeps its parameters and runs whenever the package is there.
 */
export async function updateChecks(options: UpdateOptions): Promise<void> {
	const { version, tarball, home, browser, checks } = options;
	const sandbox = await startSandbox();
	onShutdown(sandbox.close);
	const next = await nextVersion(tarball, join(home, 'next'));
	const userFolder = join(home, 'n8n');
	let runner: WebhookRunner | undefined;

	const start = async (packed?: string) => await startN8n({ version, userFolder, tarball: packed });
	const installedVersion = async () => {
		const path = join(userFolder, '.n8n', 'nodes', 'node_modules', PACKAGE, 'package.json');
		return manifest.parse(JSON.parse(await readFile(path, 'utf8'))).version;
	};
	const keepsParameters = async ({ api }: Awaited<ReturnType<typeof start>>) => {
		const { nodes } = saved.parse(
			await api.request('GET', `/rest/workflows/${runner?.workflowId}`),
		);
		assert.deepEqual(nodes.find(({ name }) => name === NODE)?.parameters, PARAMETERS);
	};
	const runs = async ({ api }: Awaited<ReturnType<typeof start>>) => {
		sandbox.reset();
		const execution = await runner?.on(api).run([{ amount: '1.234,56' }]);
		assert.equal(execution?.status, 'success', execution?.error);
		const { links, counts } = sandbox.state();
		assert.equal(links[0].price, 123456);
		assert.equal(counts.sms, 1);
	};
	const check = async (name: string, work: () => Promise<void>) =>
		await checks.check('update', name, work);

	await check('installed: a workflow is made and runs', async () => {
		const n8n = await start(tarball);
		await n8n.api.createCredential('paytrApi', CREDENTIAL_NAMES.paytrApi, {
			...sandbox.credentials.paytr,
			baseUrl: sandbox.url,
		});
		const node = { type: PAYTR, parameters: PARAMETERS };
		runner = await WebhookRunner.activate(n8n.api, 'A saved workflow', node);
		await runs(n8n);
		await n8n.stop();
	});
	await check('updated to a higher version: the workflow is unchanged and runs', async () => {
		const n8n = await start(next.tarball);
		assert.equal(await installedVersion(), next.version);
		await keepsParameters(n8n);
		await runs(n8n);
		await n8n.stop();
	});
	await check('removed: n8n starts, the workflow opens and keeps its parameters', async () => {
		await uninstall(userFolder);
		const n8n = await start();
		await keepsParameters(n8n);
		const editor = await Editor.open(browser, n8n.url);
		await editor.page.goto(`/workflow/${runner?.workflowId}`);
		await editor.page.locator(`[data-test-id="canvas-node"][data-node-name="${NODE}"]`).waitFor();
		await editor.page.context().close();
		await keepsParameters(n8n);
		await n8n.stop();
	});
	await check('installed again: the workflow runs as before', async () => {
		const n8n = await start(next.tarball);
		await keepsParameters(n8n);
		await runs(n8n);
		await n8n.stop();
	});
	await sandbox.close();
}
