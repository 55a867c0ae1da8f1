/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Sandbox } from '../../sandbox';
import type { Execution, N8nApi, WorkflowFile } from '../../scripts/lib/n8nApi';
import { eventually } from './eventually';

export const PACKAGE = 'n8n-nodes-paytr-payfull';
export const PAYTR = `${PACKAGE}.paytrLinkNotify`;
export const PAYFULL = `${PACKAGE}.payfullPaymentRequest`;
export const TRIGGER = `${PACKAGE}.paytrLinkNotifyTrigger`;
export const PAYMENT_TRIGGER = `${PACKAGE}.paytrPaymentTrigger`;
const HTTP_REQUEST = 'n8n-nodes-base.httpRequest';

/** The names of the credentials in these workflows, by type. */
export const CREDENTIAL_NAMES = { paytrApi: 'E2E PayTR', payfullApi: 'E2E Payfull' } as const;

/** The values of both credentials for the sandbox. */
export function rightCredentials({ url, credentials }: Pick<Sandbox, 'url' | 'credentials'>) {
	return {
		paytrApi: { ...credentials.paytr, baseUrl: url },
		payfullApi: {
			...credentials.payfull,
			apiUrl: `${url}/integration/api/v1`,
			clientIp: '127.0.0.1',
		},
	};
}

/** Creates both credentials for a provider such as the sandbox. Returns their IDs. */
export async function createCredentials(
	api: N8nApi,
	provider: Pick<Sandbox, 'url' | 'credentials'>,
	names: Record<'paytrApi' | 'payfullApi', string> = CREDENTIAL_NAMES,
) {
	const { paytrApi, payfullApi } = rightCredentials(provider);
	const paytr = await api.createCredential('paytrApi', names.paytrApi, paytrApi);
	const payfull = await api.createCredential('payfullApi', names.payfullApi, payfullApi);
	return { paytrApi: paytr.id, payfullApi: payfull.id };
}

/** The node under test. Its name in the workflow is `Node`. */
export interface TestedNode {
	type: string;
	typeVersion?: number;
	parameters: Record<string, unknown>;
	/** n8n's settings of the node, for example onError or retryOnFail. */
	settings?: Record<string, unknown>;
}

export const NODE = 'Node';

type Node = WorkflowFile['nodes'][number];

/** Whether both types are the same node, possibly from different packages. */
const isNode = (type: string, other: string) => type.split('.')[1] === other.split('.')[1];

function credentialsOf({ type, parameters }: TestedNode): Node['credentials'] {
	const wanted =
		type === HTTP_REQUEST
			? String(parameters.nodeCredentialType ?? '')
			: isNode(type, PAYFULL)
				? 'payfullApi'
				: 'paytrApi';
	return Object.fromEntries(
		Object.entries(CREDENTIAL_NAMES)
			.filter(([name]) => name === wanted)
			.map(([name, called]) => [name, { name: called }]),
	);
}

/** n8n's HTTP Request node posts this body with a credential of the package. */
export const httpRequest = (
	credential: keyof typeof CREDENTIAL_NAMES,
	url: string,
	body: Record<string, unknown>,
	options: Record<string, unknown> = {},
): TestedNode => ({
	type: HTTP_REQUEST,
	typeVersion: 4.2,
	parameters: {
		...{ method: 'POST', url, authentication: 'predefinedCredentialType' },
		...{ nodeCredentialType: credential, sendBody: true, ...body, options },
	},
});

/** The fields of an HTTP Request node's body, listed one by one. */
export const listed = (fields: Record<string, string>) => ({
	specifyBody: 'keypair',
	bodyParameters: {
		parameters: Object.entries(fields).map(([name, value]) => ({ name, value })),
	},
});

/** A node of n8n, without the package name, or of another package. */
export const otherNode = (
	name: string,
	type: string,
	typeVersion: number,
	parameters: Record<string, unknown>,
	more: object = {},
): Node => ({
	id: randomUUID(),
	name,
	type: type.includes('.') ? type : `n8n-nodes-base.${type}`,
	typeVersion,
	position: [0, 0],
	parameters,
	...more,
});

export function testedNode(node: TestedNode): Node {
	return {
		id: randomUUID(),
		name: NODE,
		type: node.type,
		typeVersion: node.typeVersion ?? 1,
		position: [400, 0],
		parameters: node.parameters,
		credentials: credentialsOf(node),
		...(isNode(node.type, TRIGGER) ? { webhookId: randomUUID() } : {}),
		...node.settings,
	};
}

export const connection = (node: string) => ({ main: [[{ node, type: 'main', index: 0 }]] });

export const workflowOf = (
	name: string,
	nodes: Node[],
	connections: WorkflowFile['connections'] = {},
): WorkflowFile => ({ name, nodes, connections, settings: { executionOrder: 'v1' } });

/** A webhook that responds immediately. */
export const webhook = (path: string): Node => {
	const parameters = { httpMethod: 'POST', path, responseMode: 'onReceived', options: {} };
	return otherNode('Webhook', 'webhook', 2, parameters, { webhookId: randomUUID() });
};

/** A webhook that turns each of its `items` into an item of the node under test. */
const webhookWorkflow = (name: string, path: string, node: TestedNode): WorkflowFile =>
	workflowOf(
		name,
		[
			webhook(path),
			otherNode('Items', 'splitOut', 1, { fieldToSplitOut: 'body.items', options: {} }),
			testedNode(node),
		],
		{ Webhook: connection('Items'), Items: connection(NODE) },
	);

/** An active workflow that runs when its webhook is called. */
export class WebhookRunner {
	private constructor(
		private readonly api: N8nApi,
		readonly workflowId: string,
		private readonly path: string,
	) {}

	static async activate(api: N8nApi, name: string, node: TestedNode): Promise<WebhookRunner> {
		return await WebhookRunner.import(api, (path) => webhookWorkflow(name, path, node));
	}

	/** @param workflow builds a workflow that starts with a webhook at this path */
	static async import(
		api: N8nApi,
		workflow: (path: string) => WorkflowFile,
	): Promise<WebhookRunner> {
		const path = `e2e-${randomUUID()}`;
		const id = await api.importWorkflow(workflow(path));
		await api.activate(id);
		return new WebhookRunner(api, id, path);
	}

	/** The same workflow after a restart of n8n. */
	on(api: N8nApi): WebhookRunner {
		return new WebhookRunner(api, this.workflowId, this.path);
	}

	/** Calls the webhook with these items without waiting for the execution. */
	async start(items: object[]): Promise<void> {
		const { status, body } = await this.api.callWebhook(this.path, { items });
		if (status !== 200) throw new Error(`The webhook answered ${status}: ${body}`);
	}

	/** Calls the webhook with these items and waits for the end of the execution. */
	async run(items: object[]): Promise<Execution> {
		const known = await executionsOf(this.api, this.workflowId);
		await this.start(items);
		return await nextExecution(this.api, this.workflowId, known);
	}
}

/** The IDs of a workflow's executions. */
export const executionsOf = async (api: N8nApi, workflowId: string) =>
	new Set((await api.listExecutions(workflowId)).map(({ id }) => id));

/** Waits for a new execution of the workflow. Returns the execution's ID. */
export async function nextExecutionId(
	api: N8nApi,
	workflowId: string,
	known: Set<string>,
	timeoutMs = 20_000,
): Promise<string> {
	const deadline = Date.now() + timeoutMs;
	for (;;) {
		const fresh = (await api.listExecutions(workflowId)).find(({ id }) => !known.has(id));
		if (fresh) return fresh.id;
		if (Date.now() > deadline) throw new Error('No execution began');
		await sleep(100);
	}
}

/** Waits for the next execution as `nextExecutionId` does, and for its end. */
export async function nextExecution(
	api: N8nApi,
	workflowId: string,
	known: Set<string>,
	timeoutMs = 20_000,
): Promise<Execution> {
	return await api.waitForExecution(await nextExecutionId(api, workflowId, known, timeoutMs));
}

/** Runs a node once on these items, in a new workflow. */
export async function runOnce(
	api: N8nApi,
	name: string,
	node: TestedNode,
	items: object[] = [{}],
): Promise<Execution> {
	return await (await WebhookRunner.activate(api, name, node)).run(items);
}

const payment = z.object({
	payment: z.object({ merchantOid: z.string() }),
	callbacks: z.array(z.object({ httpStatus: z.number(), body: z.string(), ok: z.boolean() })),
});

/**
 * Pays a link or a payment request in the sandbox. Returns the order's ID and the responses to the
 * payment notifications.
 */
export async function pay({ url }: Pick<Sandbox, 'url'>, id: unknown, how: object = {}) {
	const response = await fetch(`${url}/_sandbox/pay/${String(id)}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(how),
	});
	const { callbacks, payment: paid } = payment.parse(await response.json());
	return { callbacks, merchantOid: paid.merchantOid };
}

/** The address of a workflow's trigger. */
export const addressOf = (url: string, { webhookId }: Node) =>
	`${url}/webhook/${String(webhookId)}/paytr`;

/** Waits until the trigger of a newly activated workflow listens. */
export const listening = async (address: string) =>
	await eventually(async () => {
		assert.notEqual((await fetch(address, { method: 'POST' })).status, 404);
	});
