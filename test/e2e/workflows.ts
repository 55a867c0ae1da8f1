/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Execution, N8nApi, WorkflowFile } from '../../scripts/lib/n8nApi';

export const PACKAGE = 'n8n-nodes-paytr-payfull';
export const PAYTR = `${PACKAGE}.paytrLinkNotify`;
export const PAYFULL = `${PACKAGE}.payfullPaymentRequest`;
export const TRIGGER = `${PACKAGE}.paytrLinkTrigger`;
export const HTTP_REQUEST = 'n8n-nodes-base.httpRequest';

/** The credentials of the workflows here, by type. */
export const CREDENTIAL_NAMES = { paytrApi: 'E2E PayTR', payfullApi: 'E2E Payfull' } as const;

/** The node under test in a workflow; it's called `Node` there. */
export interface TestedNode {
	type: string;
	typeVersion?: number;
	parameters: Record<string, unknown>;
	/** n8n's settings of a node, e.g. onError or retryOnFail. */
	settings?: Record<string, unknown>;
}

export const NODE = 'Node';

type Node = WorkflowFile['nodes'][number];

/** Whether both types mean the same node, in whichever package. */
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

/** A webhook whose `items` each become an item of the node under test. */
export function webhookWorkflow(name: string, path: string, node: TestedNode): WorkflowFile {
	return {
		name,
		nodes: [
			{
				id: randomUUID(),
				name: 'Webhook',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				position: [0, 0],
				webhookId: randomUUID(),
				parameters: { httpMethod: 'POST', path, responseMode: 'onReceived', options: {} },
			},
			{
				id: randomUUID(),
				name: 'Items',
				type: 'n8n-nodes-base.splitOut',
				typeVersion: 1,
				position: [200, 0],
				parameters: { fieldToSplitOut: 'body.items', options: {} },
			},
			testedNode(node),
		],
		connections: { Webhook: connection('Items'), Items: connection(NODE) },
		settings: { executionOrder: 'v1' },
	};
}

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

	/** @param workflow of which a webhook with this path starts */
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

	/** Calls the webhook with these items, and doesn't wait for the execution. */
	async start(items: object[]): Promise<void> {
		const { status, body } = await this.api.callWebhook(this.path, { items });
		if (status !== 200) throw new Error(`The webhook answered ${status}: ${body}`);
	}

	/** Calls the webhook with these items and waits for the end of the execution. */
	async run(items: object[]): Promise<Execution> {
		const known = new Set((await this.api.listExecutions(this.workflowId)).map(({ id }) => id));
		await this.start(items);
		return await nextExecution(this.api, this.workflowId, known);
	}
}

/** Waits for an execution of the workflow that isn't among the known ones, and for its end. */
export async function nextExecution(
	api: N8nApi,
	workflowId: string,
	known: Set<string>,
	timeoutMs = 20_000,
): Promise<Execution> {
	const deadline = Date.now() + timeoutMs;
	for (;;) {
		const fresh = (await api.listExecutions(workflowId)).find(({ id }) => !known.has(id));
		if (fresh) return await api.waitForExecution(fresh.id);
		if (Date.now() > deadline) throw new Error('No execution began');
		await sleep(100);
	}
}

/** Runs a node once, in a workflow of its own, on these items. */
export async function runOnce(
	api: N8nApi,
	name: string,
	node: TestedNode,
	items: object[] = [{}],
): Promise<Execution> {
	return await (await WebhookRunner.activate(api, name, node)).run(items);
}
