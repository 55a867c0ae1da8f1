/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- test harness, never packed */
import { createServer, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parse as parseForm } from 'node:querystring';

import express, { type Request, type Response } from 'express';
import { HookContext, parseIncomingMessage, WebhookContext } from 'n8n-core';
import {
	createRunExecutionData,
	deepCopy,
	ExecutionBaseError,
	jsonParse,
	NodeHelpers,
	UnexpectedError,
	WorkflowOperationError,
	type CloseFunction,
	type IDataObject,
	type IHttpRequestMethods,
	type IRun,
	type INode,
	type IWebhookData,
	type IWebhookResponseData,
	type IWorkflowExecuteAdditionalData,
	type Workflow,
} from 'n8n-workflow';

import { EngineResult } from './execution';

export interface WebhookRequest {
	/** Default POST. */
	method?: string;
	headers?: Record<string, string>;
	/** Sent as it is. */
	body?: string | Buffer;
	/** Appended to the webhook's URL, without the question mark. */
	query?: string;
}

export interface WebhookResponse {
	status: number;
	headers: IncomingHttpHeaders;
	/** The body as text. */
	body: string;
	/** The executions this call started, ended. */
	executions: EngineResult[];
}

/** How the server comes by what changes with every call: a workflow read anew, and its run. */
export interface WebhookHost {
	/** 'manual' is the editor's test event, here for any number of calls. */
	mode: 'webhook' | 'manual';
	workflow(): Workflow;
	additionalData(baseUrl: string): IWorkflowExecuteAdditionalData;
	/** Called when n8n would write a new execution to its database; what it throws is answered 500. */
	store?(): Promise<void>;
	/** Called when n8n would write the static data to its database. */
	saveStaticData(data: IDataObject): void;
	execute(
		workflow: Workflow,
		items: NonNullable<IWebhookResponseData['workflowData']>,
		additionalData: IWorkflowExecuteAdditionalData,
	): Promise<EngineResult>;
}

/** A published workflow whose trigger is a webhook, answering on a port of its own. */
export interface WebhookServer {
	/** The production URL. */
	url: string;
	send(request?: WebhookRequest): Promise<WebhookResponse>;
	/** Every execution that has ended, in the order they did. */
	executions: EngineResult[];
	stop(): Promise<void>;
}

type Parsed = Request & { rawBody: Buffer; contentType?: string; encoding?: BufferEncoding };

/** Starts the server and, as publishing a workflow does, runs the node's webhook methods. */
export async function startWebhookServer(
	nodeName: string,
	host: WebhookHost,
): Promise<WebhookServer> {
	const executions: EngineResult[] = [];
	let running: Array<Promise<void>> = [];
	const app = express();
	app.disable('x-powered-by');
	const server = createServer(app);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

	app.all('/webhook/*path', (req, res) => {
		running.push(handle(req, res));
	});

	async function handle(req: Request, res: Response): Promise<void> {
		try {
			const parsed = await parseBody(req);
			const workflow = host.workflow();
			const additionalData = host.additionalData(baseUrl);
			const path = decodeURIComponent(req.path)
				.replace(/^\/webhook\//, '')
				.replace(/\/$/, '');
			const webhook = webhooksOf(workflow, nodeName, additionalData).find(
				(entry) => entry.path === path && entry.httpMethod === req.method,
			);
			if (webhook === undefined) {
				const message = `The requested webhook "${req.method} ${path}" is not registered.`;
				res.status(404).json({ code: 404, message });
				return;
			}
			parsed.params = {};
			additionalData.httpRequest = parsed;
			additionalData.httpResponse = res;
			await answer(workflow, webhook, additionalData, res);
		} catch (error) {
			const { message } = error as Error;
			// Answered already: then it is the test that has to hear of it.
			if (res.headersSent) throw error;
			res.status(500).json({ code: 500, message });
		}
	}

	/** n8n's executeWebhook, for the response mode a trigger without one has: when received. */
	async function answer(
		workflow: Workflow,
		webhook: IWebhookData,
		additionalData: IWorkflowExecuteAdditionalData,
		res: Response,
	): Promise<void> {
		const node = nodeOf(workflow, nodeName);
		const property = <T extends string | number>(name: string, fallback: T) =>
			workflow.expression.getSimpleParameterValue(
				node,
				webhook.webhookDescription[name],
				'webhook',
				{},
				undefined,
				fallback,
			) as T;
		if (property('responseMode', 'onReceived') !== 'onReceived') {
			throw new UnexpectedError('The harness answers webhooks when received only');
		}
		const responseCode = property('responseCode', 200);

		let result: IWebhookResponseData;
		try {
			result = await runWebhook(workflow, webhook, node, additionalData, host.mode);
		} catch (error) {
			executions.push(new EngineResult(failedRun(node, error as Error), nodeName));
			if (!res.headersSent) {
				const message = 'Workflow Webhook Error: Workflow could not be started!';
				res.status(500).json({ code: 0, message });
			}
			return;
		}

		// n8n saves static data when it hands the response over, and again after the execution. It asks
		// for an answer that is left to it when the execution is stored (since 2.x); then, 2.40.7 has
		// forgotten what was changed before.
		let body: unknown;
		if (result.workflowData === undefined) {
			body = result.webhookResponse ?? { message: 'Webhook call received' };
		} else if (!result.noWebhookResponse) {
			await host.store?.();
			workflow.staticData.__dataChanged = false;
			body = property('responseData', 'firstEntryJson');
			if (body === '') body = result.webhookResponse ?? { message: 'Workflow was started' };
		}
		saveStaticData(workflow);
		if (!result.noWebhookResponse) {
			res.status(responseCode);
			if (typeof body === 'string') res.send(body);
			else res.json(body);
		}
		if (result.workflowData === undefined) return;
		executions.push(await host.execute(workflow, result.workflowData, additionalData));
		saveStaticData(workflow);
	}

	function saveStaticData(workflow: Workflow): void {
		const { __dataChanged: changed, ...data } = workflow.staticData;
		if (changed !== true) return;
		host.saveStaticData(deepCopy(data));
		workflow.staticData.__dataChanged = false;
	}

	async function callHooks(method: 'register' | 'delete'): Promise<void> {
		const workflow = host.workflow();
		const additionalData = host.additionalData(baseUrl);
		const node = nodeOf(workflow, nodeName);
		const type = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
		for (const webhook of webhooksOf(workflow, nodeName, additionalData)) {
			const methods = type.webhookMethods?.[webhook.webhookDescription.name];
			const context = new HookContext(
				workflow,
				node,
				additionalData,
				'trigger',
				'activate',
				webhook,
			);
			if (method === 'delete') await methods?.delete?.call(context);
			else if (!(await methods?.checkExists?.call(context))) await methods?.create?.call(context);
		}
		saveStaticData(workflow);
	}

	/** Waits for the executions under way; fails if one of them could not be run. */
	async function settle(): Promise<void> {
		const handled = running;
		running = [];
		await Promise.all(handled);
	}

	const [{ path }] = webhooksOf(host.workflow(), nodeName, host.additionalData(baseUrl));
	const url = `${baseUrl}/webhook/${path}`;
	await callHooks('register');
	return {
		url,
		executions,
		async send(request = {}) {
			const before = executions.length;
			const response = await send(url, request);
			await settle();
			return { ...response, executions: executions.slice(before) };
		},
		async stop() {
			await settle();
			await callHooks('delete');
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

function nodeOf(workflow: Workflow, name: string): INode {
	const node = workflow.getNode(name);
	if (node === null) throw new UnexpectedError(`No node "${name}"`);
	return node;
}

/** n8n's WebhookService.getNodeWebhooks: path and method of a webhook may be expressions. */
function webhooksOf(
	workflow: Workflow,
	nodeName: string,
	additionalData: IWorkflowExecuteAdditionalData,
): IWebhookData[] {
	const node = nodeOf(workflow, nodeName);
	const { description } = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
	return (description.webhooks ?? []).flatMap((webhookDescription) => {
		const value = (name: string, fallback?: string | boolean) =>
			workflow.expression.getSimpleParameterValue(
				node,
				webhookDescription[name],
				'internal',
				{},
				undefined,
				fallback,
			);
		const path = NodeHelpers.getNodeWebhookPath(
			workflow.id,
			node,
			String(value('path'))
				.trim()
				.replace(/^\/|\/$/g, ''),
			value('isFullPath', false) === true,
			value('restartWebhook', false) === true,
		);
		return String(value('httpMethod', 'GET'))
			.split(',')
			.map((method) => ({
				httpMethod: method.trim() as IHttpRequestMethods,
				node: nodeName,
				path,
				webhookDescription,
				workflowId: workflow.id,
				workflowExecuteAdditionalData: additionalData,
			}));
	});
}

async function runWebhook(
	workflow: Workflow,
	webhook: IWebhookData,
	node: INode,
	additionalData: IWorkflowExecuteAdditionalData,
	mode: WebhookHost['mode'],
): Promise<IWebhookResponseData> {
	const type = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
	if (type.webhook === undefined) throw new UnexpectedError('The node has no webhook method');
	const closeFunctions: CloseFunction[] = [];
	const context = new WebhookContext(
		workflow,
		node,
		additionalData,
		mode,
		webhook,
		closeFunctions,
		null,
	);
	try {
		return await type.webhook.call(context);
	} finally {
		await Promise.allSettled(closeFunctions.map(async (close) => await close()));
	}
}

function failedRun(node: INode, error: Error): IRun {
	const data = createRunExecutionData({ resultData: { runData: {}, lastNodeExecuted: node.name } });
	data.resultData.error =
		error instanceof ExecutionBaseError ? error : new WorkflowOperationError(error.message);
	return {
		data,
		mode: 'webhook',
		startedAt: new Date(),
		stoppedAt: new Date(),
		storedAt: 'db',
		status: 'error',
	};
}

/** n8n's rawBodyReader and bodyParser, for the content types that providers' callbacks have. */
async function parseBody(req: Request): Promise<Request> {
	const parsed = req as Parsed;
	parseIncomingMessage(parsed as Parameters<typeof parseIncomingMessage>[0]);
	const chunks: Buffer[] = [];
	for await (const chunk of req) chunks.push(chunk as Buffer);
	parsed.rawBody = Buffer.concat(chunks);
	const text = parsed.rawBody.toString(parsed.encoding).replace(/^\uFEFF/, '');
	if (text !== '') parsed.body = parseText(text, parsed.contentType);
	return parsed;
}

function parseText(text: string, contentType?: string): unknown {
	if (contentType === 'application/json') return jsonParse(text);
	if (contentType === 'application/x-www-form-urlencoded') {
		return parseForm(text, undefined, undefined, { maxKeys: 1000 });
	}
	if (contentType === undefined) return undefined;
	throw new UnexpectedError(`The harness does not read ${contentType}`);
}

async function send(
	url: string,
	{ method = 'POST', headers = {}, body, query }: WebhookRequest,
): Promise<Omit<WebhookResponse, 'executions'>> {
	return await new Promise((resolve, reject) => {
		const call = httpRequest(
			query === undefined ? url : `${url}?${query}`,
			{ method, headers, agent: false },
			(response) => {
				const chunks: Buffer[] = [];
				response.on('data', (chunk: Buffer) => chunks.push(chunk));
				response.on('error', reject);
				response.on('end', () => {
					resolve({
						status: response.statusCode ?? 0,
						headers: response.headers,
						body: Buffer.concat(chunks).toString('utf8'),
					});
				});
			},
		);
		call.on('error', reject);
		call.end(body);
	});
}
