/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSandboxCredentials } from '../scripts/lib/examples';
import { Problem } from '../scripts/lib/children';
import type { Execution, N8nApi, WorkflowFile } from '../scripts/lib/n8nApi';
import { ROOT } from '../scripts/lib/paths';
import type { Provider, Seen } from './provider';
import { signedRequests, type ProviderName } from './requests';

/**
 * The source of the requests: this package's node, the same node with computed expressions in every
 * field, or n8n's own nodes. For Payfull, there is also a by-hand workflow with one field per
 * parameter.
 */
export type Side = 'node' | 'node-computed' | 'by-hand' | 'by-fields';

const FILES = [
	'paytr-node',
	'paytr-by-hand',
	'payfull-node',
	'payfull-by-hand',
	'payfull-by-fields',
	'floor',
];

/** The sandbox's address in the workflow files. */
const SANDBOX_URL = 'http://127.0.0.1:8787';

/** The nodes whose execution time counts. The trigger and the creation of the items don't count. */
const MEASURED = ['Sign', 'Send'];

export interface Run extends Seen {
	/** The execution time of the measured nodes in milliseconds. */
	nodesMs: number;
	/** The time of the whole execution in milliseconds. */
	wallMs: number;
}

export interface Load {
	count: number;
	/** Applies only to this package's node. n8n's HTTP Request node sends all items at once. */
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

	/** Creates the credentials for the sandbox. */
	async connect(): Promise<void> {
		const { url, credentials } = this.provider;
		await createSandboxCredentials(this.api, { url, credentials });
	}

	/** Imports and activates all workflows. */
	async import(): Promise<void> {
		const { credentials } = this.provider;
		await this.connect();
		await this.api.createCredential('crypto', 'PayTR merchant key', {
			hmacSecret: credentials.paytr.merchantKey,
		});
		for (const name of FILES) {
			const text = await this.read(name);
			await this.add(name, text);
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

	private async read(name: string): Promise<string> {
		const path = join(ROOT, 'bench', 'workflows', `${name}.json`);
		return (await readFile(path, 'utf8')).replaceAll(SANDBOX_URL, this.provider.url);
	}

	/** Adds a copy of the PayTR workflow. With 'Send Only Once', its memory is empty. */
	async addPaytr(name: string, once: boolean): Promise<void> {
		const text = (await this.read('paytr-node')).replaceAll('"paytr-node"', `"${name}"`);
		const sendOnce = once ? 'perLinkAndRecipient' : 'off';
		await this.add(name, text.replace('"sendOnce": "off"', `"sendOnce": "${sendOnce}"`));
	}

	/**
	 * Runs a workflow once through its production webhook.
	 * @throws {Problem} unless every item was sent once and accepted
	 */
	async run(provider: ProviderName, side: Side, load: Load): Promise<Run> {
		const { count, maxConcurrency, latencyMs } = load;
		const name = `${provider}-${side}`;
		return await this.measure(name, { count, maxConcurrency }, count, latencyMs);
	}

	/**
	 * Sends the same requests with n8n's request helper in a loop. They are signed before the clock
	 * starts.
	 */
	async runFloor(provider: ProviderName, load: Load): Promise<Run> {
		const { count, maxConcurrency: concurrency, latencyMs } = load;
		const { url } = this.provider;
		const requests = signedRequests(provider, count).map(({ path, body }) => ({
			url: url + path,
			body: body.toString(),
			concurrency,
		}));
		return await this.measure('floor', { requests }, count, latencyMs);
	}

	/** Runs a copy of the PayTR workflow for customers that no other run has used. */
	async runPaytr(name: string, first: number, load: Load): Promise<Run> {
		const { count, maxConcurrency, latencyMs } = load;
		return await this.measure(name, { first, count, maxConcurrency }, count, latencyMs);
	}

	/**
	 * Runs a workflow and waits for its end.
	 * @throws {Problem} unless its webhook reports success
	 */
	async start(name: string, body: object): Promise<void> {
		const { status, body: text } = await this.api.callWebhook(name, body);
		if (status === 200) return;
		const executions = await this.api.listExecutions(this.idOf(name));
		const failed = executions.find((one) => one.status === 'error');
		const error = failed && (await this.api.waitForExecution(failed.id)).error;
		throw new Problem(`${name}: the webhook answered ${status}: ${text} ${error ?? ''}`);
	}

	idOf(name: string): string {
		return this.ids.get(name) ?? '';
	}

	private async newestId(name: string): Promise<number> {
		const executions = await this.api.listExecutions(this.idOf(name));
		return Math.max(0, ...executions.map(({ id }) => Number(id)));
	}

	/**
	 * The first execution after the given one. The webhook responds before n8n has saved the
	 * execution. Until then the execution has no output.
	 */
	private async executionAfter(name: string, id: number): Promise<Execution> {
		for (let tries = 0; ; tries++) {
			const newest = await this.newestId(name);
			if (newest > id) {
				const execution = await this.api.waitForExecution(String(newest));
				if (execution.output('Send').length > 0 || execution.error || tries >= 50) return execution;
			} else if (tries >= 50) {
				throw new Problem(`${name}: n8n lists no execution after ${id}.`);
			}
			await sleep(100);
		}
	}

	private async measure(
		name: string,
		body: object,
		count: number,
		latencyMs: number,
	): Promise<Run> {
		await this.provider.prepare(latencyMs);
		const before = await this.newestId(name);
		await this.start(name, body);
		const seen = await this.provider.seen();
		const execution = await this.executionAfter(name, before);
		const sent = execution.output('Send').length;
		if (sent !== count || seen.accepted !== count || seen.requests !== count) {
			throw new Problem(
				`${name} with ${count} items: n8n has ${sent} results in execution ${execution.id} ` +
					`(${execution.status}, after ${before}), the sandbox got ${seen.requests} requests and ` +
					`accepted ${seen.accepted}. ${execution.error ?? ''}`,
			);
		}
		const { runData } = execution.data.resultData;
		const nodesMs = MEASURED.flatMap((node) => runData[node] ?? []).reduce(
			(sum, { executionTime }) => sum + executionTime,
			0,
		);
		return { ...seen, nodesMs, wallMs: execution.durationMs };
	}
}
