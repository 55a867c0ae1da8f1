/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createSandboxCredentials } from '../scripts/lib/examples';
import { Problem } from '../scripts/lib/children';
import type { N8nApi, WorkflowFile } from '../scripts/lib/n8nApi';
import { ROOT } from '../scripts/lib/paths';
import type { Provider, Seen } from './provider';
import type { ProviderName } from './requests';

/**
 * How the requests are made: by this package's node, also with every field an expression that n8n
 * has to compute; by n8n's own nodes, for Payfull also with a field for each parameter.
 */
export type Side = 'node' | 'node-computed' | 'by-hand' | 'by-fields';

const FILES = [
	'paytr-node',
	'paytr-by-hand',
	'payfull-node',
	'payfull-by-hand',
	'payfull-by-fields',
];

/** The address that the workflow files name. */
const SANDBOX_URL = 'http://127.0.0.1:8787';

/** The PayTR workflow with 'Skip Already Sent'. */
const GUARDED = 'paytr-guarded';

/** n8n's own nodes take part in the time; the trigger and the making of the items don't. */
const MEASURED = ['Sign', 'Send'];

export interface Run extends Seen {
	/** The measured nodes' own execution time, in milliseconds. */
	nodesMs: number;
	/** The execution's time, in milliseconds. */
	wallMs: number;
}

export interface Load {
	count: number;
	/** Of this package's node; n8n's HTTP Request node sends all items at once. */
	maxConcurrency: number;
	latencyMs: number;
}

function parseWorkflow(text: string): WorkflowFile {
	return JSON.parse(text);
}

/** The workflows of bench/workflows in a running n8n. */
export class Workflows {
	constructor(
		private readonly api: N8nApi,
		private readonly provider: Provider,
		private readonly ids = new Map<string, string>(),
	) {}

	/** The same workflows after a restart of n8n. */
	after(api: N8nApi): Workflows {
		return new Workflows(api, this.provider, this.ids);
	}

	/** Imports and activates all of them, with credentials for the sandbox. */
	async import(): Promise<void> {
		const { url, credentials } = this.provider;
		await createSandboxCredentials(this.api, { url, credentials });
		await this.api.createCredential('crypto', 'PayTR merchant key', {
			hmacSecret: credentials.paytr.merchantKey,
		});
		for (const name of FILES) {
			const path = join(ROOT, 'bench', 'workflows', `${name}.json`);
			const text = (await readFile(path, 'utf8')).replaceAll(SANDBOX_URL, url);
			await this.add(name, text);
			if (name === 'paytr-node') {
				const guarded = text.replace('"options": {\n', '"options": {\n"skipAlreadySent": true,\n');
				const renamed = guarded.replaceAll(`"${name}"`, `"${GUARDED}"`);
				await this.add(GUARDED, renamed);
			}
			if (name.endsWith('-node')) {
				const computed = text.replace(/=\{\{ (\$json\.\w+) \}\}/g, '={{ String($1) }}');
				await this.add(`${name}-computed`, computed.replaceAll(`"${name}"`, `"${name}-computed"`));
			}
		}
	}

	private async add(name: string, text: string): Promise<void> {
		const id = await this.api.importWorkflow(parseWorkflow(text));
		await this.api.activate(id);
		this.ids.set(name, id);
	}

	/**
	 * Runs a workflow once, as its webhook does in production.
	 * @throws {Problem} unless every item was sent once and accepted
	 */
	async run(provider: ProviderName, side: Side, load: Load): Promise<Run> {
		const name = `${provider}-${side}`;
		const { count, maxConcurrency, latencyMs } = load;
		await this.provider.prepare(latencyMs);
		const { status } = await this.api.callWebhook(name, { count, maxConcurrency });
		const seen = await this.provider.seen();
		const id = this.ids.get(name) ?? '';
		const [newest] = await this.api.listExecutions(id);
		const execution = await this.api.waitForExecution(newest.id);
		const sent = execution.output('Send').length;
		if (status !== 200 || sent !== count || seen.accepted !== count || seen.requests !== count) {
			throw new Problem(
				`${name} with ${count} items: the webhook answered ${status}, n8n has ${sent} results, the ` +
					`sandbox got ${seen.requests} requests and accepted ${seen.accepted}. ${execution.error ?? ''}`,
			);
		}
		const { runData } = execution.data.resultData;
		const nodesMs = MEASURED.flatMap((node) => runData[node] ?? []).reduce(
			(sum, { executionTime }) => sum + executionTime,
			0,
		);
		return { ...seen, nodesMs, wallMs: execution.durationMs };
	}

	/** Runs the workflow with 'Skip Already Sent' for these customers; what was sent is the provider's. */
	async runGuarded(first: number, count: number): Promise<void> {
		const { status } = await this.api.callWebhook(GUARDED, { first, count, maxConcurrency: 5 });
		if (status !== 200) throw new Problem(`${GUARDED}: the webhook answered ${status}.`);
	}
}
