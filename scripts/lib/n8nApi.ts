/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- development tool, never packed */
import { parse } from 'flatted';
import type { IRunExecutionData, INodeExecutionData } from 'n8n-workflow';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { Problem } from './children';
import type { Owner } from './owner';

/** A workflow as n8n exports it, with the parts that the scripts use. */
export interface WorkflowFile {
	name: string;
	nodes: Array<{
		name: string;
		type: string;
		typeVersion: number;
		parameters: Record<string, unknown>;
		credentials?: Record<string, { id?: string | null; name: string }>;
		[other: string]: unknown;
	}>;
	connections: Record<string, unknown>;
	settings?: Record<string, unknown>;
	[other: string]: unknown;
}

export interface Execution {
	id: string;
	status: string;
	/** The error message of a failed execution. */
	error?: string;
	/** Milliseconds from the execution's start to its end, as n8n recorded them. */
	durationMs: number;
	data: IRunExecutionData;
	/** The items of one output of a node's last run. An output without items returns []. */
	output(nodeName: string, outputIndex?: number): INodeExecutionData[];
}

/** Thrown if n8n answered a REST call with anything but 2xx. */
export class N8nRefused extends Error {
	constructor(
		readonly method: string,
		readonly path: string,
		readonly status: number,
		readonly body: string,
	) {
		super(`n8n answered ${status} to ${method} ${path}: ${body.slice(0, 500)}`);
	}
}

const idOf = z.object({ id: z.coerce.string() });
const named = z.array(idOf.extend({ name: z.string() }));
const credentials = z.array(idOf.extend({ name: z.string(), type: z.string() }));
const executionRow = z.object({
	status: z.string(),
	finished: z.boolean(),
	startedAt: z.string().nullish(),
	stoppedAt: z.string().nullish(),
	data: z.string(),
});
const workflow = idOf.extend({ versionId: z.string().optional() }).passthrough();

/** n8n's internal REST interface, which the editor uses. It is logged in as the owner. */
export class N8nApi {
	private cookie = '';

	constructor(
		readonly url: string,
		readonly owner: Owner,
	) {}

	/**
	 * Calls `/rest…` and returns the answer without its `data` wrapper.
	 * @throws {N8nRefused} for anything but 2xx
	 */
	async request(method: string, path: string, body?: unknown): Promise<unknown> {
		const text = await this.text(method, path, body);
		const answer: unknown = text === '' ? undefined : JSON.parse(text);
		const wrapped = z.object({ data: z.unknown() }).safeParse(answer);
		return wrapped.success && wrapped.data.data !== undefined ? wrapped.data.data : answer;
	}

	/**
	 * Calls `/rest…` and returns the unparsed answer.
	 * @throws {N8nRefused} for anything but 2xx
	 */
	async text(method: string, path: string, body?: unknown): Promise<string> {
		const response = await fetch(this.url + path, {
			method,
			headers: {
				// n8n ties the session to the browser's ID. Any constant value works.
				'browser-id': 'n8n-real',
				// A busy n8n closes idle connections just when they are reused.
				connection: 'close',
				...(body === undefined ? {} : { 'content-type': 'application/json' }),
				...(this.cookie ? { cookie: this.cookie } : {}),
			},
			body: body === undefined ? undefined : JSON.stringify(body),
		});
		const text = await response.text();
		if (!response.ok) throw new N8nRefused(method, path, response.status, text);
		const cookies = response.headers.getSetCookie();
		if (cookies.length > 0) {
			this.cookie = cookies.map((cookie) => cookie.split(';')[0]).join('; ');
		}
		return text;
	}

	/**
	 * Creates the owner in a new n8n, or logs in as the existing owner.
	 * @throws {Problem} if the existing owner has another password
	 */
	async logIn(): Promise<void> {
		const settings = z
			.object({ userManagement: z.object({ showSetupOnFirstLoad: z.boolean().optional() }) })
			.parse(await this.request('GET', '/rest/settings'));
		if (settings.userManagement.showSetupOnFirstLoad) {
			await this.request('POST', '/rest/owner/setup', this.owner);
		}
		const { email, password } = this.owner;
		try {
			// Before n8n 1.110, emailOrLdapLoginId is called `email`.
			await this.request('POST', '/rest/login', { emailOrLdapLoginId: email, email, password });
		} catch (error) {
			if (!(error instanceof N8nRefused && error.status === 401)) throw error;
			throw new Problem(
				"This n8n's owner has another password than the one kept beside it (owner.json).\n" +
					'Begin with an empty n8n:  npm start -- --fresh',
			);
		}
	}

	/** Creates the credential, or updates the credential with this name and type. */
	async createCredential(
		type: string,
		name: string,
		data: Record<string, unknown>,
	): Promise<{ id: string; name: string }> {
		const known = credentials.parse(await this.request('GET', '/rest/credentials'));
		const same = known.find((one) => one.type === type && one.name === name);
		const body = { name, type, data };
		if (same) await this.request('PATCH', `/rest/credentials/${same.id}`, body);
		const { id } = same ?? idOf.parse(await this.request('POST', '/rest/credentials', { ...body }));
		return { id, name };
	}

	async listWorkflows(): Promise<Array<{ id: string; name: string }>> {
		return named.parse(await this.request('GET', '/rest/workflows'));
	}

	/**
	 * Imports an exported workflow and links its credentials to n8n's credentials of the same names.
	 * @param replaceId the workflow to replace; without it, a new workflow is created
	 */
	async importWorkflow(file: WorkflowFile, replaceId?: string): Promise<string> {
		const known = credentials.parse(await this.request('GET', '/rest/credentials'));
		const nodes = file.nodes.map((node) => ({
			...node,
			...(node.credentials && {
				credentials: Object.fromEntries(
					Object.entries(node.credentials).map(([type, { name }]) => {
						const match = known.find((one) => one.type === type && one.name === name);
						return [type, { id: match?.id ?? null, name }];
					}),
				),
			}),
		}));
		const body = { settings: {}, pinData: {}, ...file, nodes, active: false };
		if (replaceId === undefined) {
			return idOf.parse(await this.request('POST', '/rest/workflows', body)).id;
		}
		const { versionId } = workflow.parse(await this.request('GET', `/rest/workflows/${replaceId}`));
		await this.request('PATCH', `/rest/workflows/${replaceId}?forceSave=true`, {
			...body,
			versionId,
		});
		return replaceId;
	}

	/** Activates the production triggers of a workflow. */
	async activate(id: string, tries = 5): Promise<void> {
		const { versionId } = workflow.parse(await this.request('GET', `/rest/workflows/${id}`));
		try {
			await this.request('POST', `/rest/workflows/${id}/activate`, { versionId });
		} catch (error) {
			if (!(error instanceof N8nRefused)) throw error;
			// n8n gives a regular expression of its own node only 250 ms, which is sometimes too short on
			// a busy machine.
			if (tries > 1 && error.message.includes('Error validating node parameters')) {
				await sleep(250);
				return await this.activate(id, tries - 1);
			}
			if (error.status !== 404) throw error;
			// n8n 1.x doesn't have this call.
			await this.request('PATCH', `/rest/workflows/${id}`, { active: true, versionId });
		}
	}

	/**
	 * Starts a workflow from its manual trigger, like "Execute workflow".
	 * @returns the execution's ID
	 */
	async startWorkflow(id: string, triggerName: string): Promise<string> {
		const workflowData = await this.request('GET', `/rest/workflows/${id}`);
		const { executionId } = z.object({ executionId: z.coerce.string() }).parse(
			await this.request('POST', `/rest/workflows/${id}/run`, {
				workflowData,
				triggerToStartFrom: { name: triggerName },
			}),
		);
		return executionId;
	}

	/** Runs a workflow like `startWorkflow`, and waits for its end. */
	async runWorkflow(id: string, triggerName: string, timeoutMs = 120_000): Promise<Execution> {
		return await this.waitForExecution(await this.startWorkflow(id, triggerName), timeoutMs);
	}

	/** The executions of a workflow, newest first. */
	async listExecutions(workflowId: string): Promise<Array<{ id: string; status: string }>> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const { results } = z
			.object({ results: z.array(idOf.extend({ status: z.string() })) })
			.parse(await this.request('GET', `/rest/executions?filter=${filter}&limit=100`));
		// n8n concatenates the running and the ended executions. An execution that ends meanwhile is in
		// both lists.
		return [...new Map(results.map((execution) => [execution.id, execution])).values()];
	}

	/** The current state of an execution, ended or not. */
	async readExecution(id: string): Promise<Execution> {
		const { status, data } = executionRow.parse(
			await this.request('GET', `/rest/executions/${id}`),
		);
		return readExecution(id, status, NaN, data);
	}

	/** @throws {Error} if the execution hasn't ended after `timeoutMs` */
	async waitForExecution(id: string, timeoutMs = 120_000): Promise<Execution> {
		const deadline = Date.now() + timeoutMs;
		let endedAt: number | undefined;
		for (;;) {
			const { status, finished, startedAt, stoppedAt, data } = executionRow.parse(
				await this.request('GET', `/rest/executions/${id}`),
			);
			if ((finished || stoppedAt) && data !== '[]') {
				const durationMs = Date.parse(stoppedAt ?? '') - Date.parse(startedAt ?? '');
				const execution = readExecution(id, status, durationMs, data);
				endedAt ??= Date.now();
				// n8n marks an execution as ended a moment before it stores the nodes' results.
				const { runData } = execution.data.resultData;
				if (Object.keys(runData).length > 0 || Date.now() > endedAt + 3_000) return execution;
			}
			if (Date.now() > deadline) {
				throw new Error(`Execution ${id} is still ${status} after ${timeoutMs / 1000} s`);
			}
			await sleep(200);
		}
	}

	/** Calls a production webhook. Retries while n8n responds 404 after the activation. */
	async callWebhook(path: string, body: unknown): Promise<{ status: number; body: string }> {
		const deadline = Date.now() + 15_000;
		for (;;) {
			const response = await fetch(`${this.url}/webhook/${path}`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(body),
			});
			const text = await response.text();
			if (response.status !== 404 || Date.now() > deadline) {
				return { status: response.status, body: text };
			}
			await sleep(250);
		}
	}
}

function readExecution(
	id: string,
	status: string,
	durationMs: number,
	flattedData: string,
): Execution {
	const data: IRunExecutionData = parse(flattedData);
	return {
		id,
		status,
		error: data.resultData.error?.message,
		durationMs,
		data,
		output: (nodeName, outputIndex = 0) =>
			data.resultData.runData[nodeName]?.at(-1)?.data?.main[outputIndex] ?? [],
	};
}
