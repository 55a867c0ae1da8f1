/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- test harness, never packed */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parse as parseForm } from 'node:querystring';

import express, { type Request, type Response } from 'express';
import { HookContext, parseIncomingMessage, WebhookContext } from 'n8n-core';
import {
	createRunExecutionData,
	deepCopy,
	jsonParse,
	NodeHelpers,
	UnexpectedError,
	type ExecutionError,
	type IDataObject,
	type IRun,
	type IWebhookData,
	type IWebhookResponseData,
	type IWorkflowExecuteAdditionalData,
	type Workflow,
} from 'n8n-workflow';

import { EngineResult, execute } from './execution';

export interface WebhookRequest {
	/** Default POST. */
	method?: string;
	headers?: Record<string, string>;
	/** Sent unchanged. */
	body?: string;
	/** Appended to the webhook's URL, without the question mark. */
	query?: string;
}

export interface WebhookResponse {
	status: number;
	headers: Headers;
	/** The body as text. */
	body: string;
	/** The executions that this call started and that have ended. */
	executions: EngineResult[];
}

/** Provides the data that changes with every call: the reloaded workflow and its execution. */
export interface WebhookHost {
	/** 'manual' is the editor's test event. Unlike in n8n, it accepts any number of calls. */
	mode: 'webhook' | 'manual';
	/** Its first node is the trigger. */
	workflow(): Promise<Workflow>;
	additionalData(baseUrl: string): IWorkflowExecuteAdditionalData;
	/** Called when n8n would save a new execution. If it throws, the response is 500. */
	store?(): Promise<void>;
	/** Called when n8n would save the static data. */
	saveStaticData(data: IDataObject): void;
}

/** A published workflow with a webhook trigger, on its own port. */
export interface WebhookServer {
	/** The production URL. */
	url: string;
	send(request?: WebhookRequest): Promise<WebhookResponse>;
	/** All finished executions, in the order of their ends. */
	executions: EngineResult[];
	stop(): Promise<void>;
}

type Parsed = Request & { rawBody: Buffer; contentType?: string; encoding?: BufferEncoding };

/** Starts the server and runs the node's webhook methods, like publishing a workflow. */
export async function startWebhookServer(host: WebhookHost): Promise<WebhookServer> {
	const executions: EngineResult[] = [];
	let running: Array<Promise<void>> = [];
	const app = express();
	app.disable('x-powered-by');
	const server = createServer(app);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

	app.use((req, res) => {
		running.push(handle(req, res));
	});

	async function handle(req: Request, res: Response): Promise<void> {
		try {
			const parsed = await parseBody(req);
			const webhook = await readWebhook(host, baseUrl);
			const { path, httpMethod } = webhook.data;
			if (req.path !== `/webhook/${path}` || req.method !== httpMethod) {
				const message = `The requested webhook "${req.method} ${req.path}" is not registered.`;
				res.status(404).json({ code: 404, message });
				return;
			}
			parsed.params = {};
			webhook.additionalData.httpRequest = parsed;
			webhook.additionalData.httpResponse = res;
			await answer(webhook, res);
		} catch (error) {
			const { message } = error as Error;
			// The response was already sent, so only the test can report the error.
			if (res.headersSent) throw error;
			res.status(500).json({ code: 500, message });
		}
	}

	/** n8n's executeWebhook with a trigger's default response mode "when received". */
	async function answer(webhook: PublishedWebhook, res: Response): Promise<void> {
		const { workflow, node, type, data, additionalData } = webhook;
		const {
			responseMode = 'onReceived',
			responseCode = 200,
			responseData = 'firstEntryJson',
		} = data.webhookDescription;
		if (responseMode !== 'onReceived') {
			throw new UnexpectedError('The harness answers webhooks when received only');
		}

		let result: IWebhookResponseData;
		try {
			if (type.webhook === undefined) throw new UnexpectedError('The node has no webhook method');
			result = await type.webhook.call(
				new WebhookContext(workflow, node, additionalData, host.mode, data, [], null),
			);
		} catch (error) {
			const run = createRunExecutionData({
				resultData: { runData: {}, error: error as ExecutionError },
			});
			executions.push(new EngineResult({ data: run, status: 'error' } as IRun, node.name));
			if (!res.headersSent) {
				const message = 'Workflow Webhook Error: Workflow could not be started!';
				res.status(500).json({ code: 0, message });
			}
			return;
		}

		// n8n saves static data when it sends the response, and again after the execution. Since 2.x,
		// n8n reads a deferred response when it stores the execution. At that time 2.40.7 has dropped
		// earlier changes.
		let body: unknown;
		if (result.workflowData === undefined) {
			body = result.webhookResponse ?? { message: 'Webhook call received' };
		} else if (!result.noWebhookResponse) {
			await host.store?.();
			workflow.staticData.__dataChanged = false;
			body = responseData;
			if (body === '') body = result.webhookResponse ?? { message: 'Workflow was started' };
		}
		saveStaticData(workflow);
		if (!result.noWebhookResponse) {
			res.status(Number(responseCode));
			if (typeof body === 'string') res.send(body);
			else res.json(body);
		}
		if (result.workflowData === undefined) return;
		const items = result.workflowData[0].map(({ json }) => json);
		const options = { items, mode: host.mode, node: node.name };
		executions.push(await execute(workflow, additionalData, options));
		saveStaticData(workflow);
	}

	function saveStaticData(workflow: Workflow): void {
		const { __dataChanged: changed, ...data } = workflow.staticData;
		if (changed !== true) return;
		host.saveStaticData(deepCopy(data));
		workflow.staticData.__dataChanged = false;
	}

	async function callHooks(event: 'publish' | 'unpublish'): Promise<void> {
		const { workflow, node, type, data, additionalData } = await readWebhook(host, baseUrl);
		const hooks = type.webhookMethods?.[data.webhookDescription.name];
		const context = new HookContext(workflow, node, additionalData, 'trigger', 'activate', data);
		if (event === 'unpublish') await hooks?.delete?.call(context);
		else if (!(await hooks?.checkExists?.call(context))) await hooks?.create?.call(context);
		saveStaticData(workflow);
	}

	/** Waits for running executions. Fails if one of them could not be run. */
	async function settle(): Promise<void> {
		const handled = running;
		running = [];
		await Promise.all(handled);
	}

	const url = `${baseUrl}/webhook/${(await readWebhook(host, baseUrl)).data.path}`;
	await callHooks('publish');
	return {
		url,
		executions,
		async send({ method = 'POST', headers, body, query } = {}) {
			const before = executions.length;
			// Sent as bytes, because fetch adds a content type to text.
			const bytes = body === undefined ? undefined : Buffer.from(body);
			const address = query === undefined ? url : `${url}?${query}`;
			const response = await fetch(address, { method, headers, body: bytes });
			const text = await response.text();
			await settle();
			const started = executions.slice(before);
			return {
				status: response.status,
				headers: response.headers,
				body: text,
				executions: started,
			};
		},
		async stop() {
			await settle();
			await callHooks('unpublish');
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

type PublishedWebhook = Awaited<ReturnType<typeof readWebhook>>;

/**
 * n8n's WebhookService.getNodeWebhooks, limited to a trigger with one webhook and no expressions.
 */
async function readWebhook({ workflow: read, additionalData: make }: WebhookHost, baseUrl: string) {
	const workflow = await read();
	const additionalData = make(baseUrl);
	const [node] = Object.values(workflow.nodes);
	const type = workflow.nodeTypes.getByNameAndVersion(node.type);
	const [webhookDescription] = type.description.webhooks ?? [];
	if (webhookDescription === undefined) throw new UnexpectedError('The node has no webhook');
	const { httpMethod, path, isFullPath = false } = webhookDescription;
	const data = {
		httpMethod,
		node: node.name,
		path: NodeHelpers.getNodeWebhookPath(workflow.id, node, path, isFullPath),
		webhookDescription,
		workflowId: workflow.id,
		workflowExecuteAdditionalData: additionalData,
	} as IWebhookData;
	return { workflow, additionalData, node, type, data };
}

/** n8n's rawBodyReader and bodyParser, limited to the content types of providers' callbacks. */
async function parseBody(req: Request): Promise<Request> {
	const parsed = req as Parsed;
	parseIncomingMessage(parsed as Parameters<typeof parseIncomingMessage>[0]);
	const chunks: Buffer[] = [];
	for await (const chunk of req) chunks.push(chunk as Buffer);
	if (parsed.contentType === 'multipart/form-data') {
		parsed.body = await parseMultipart(Buffer.concat(chunks), req.headers['content-type'] ?? '');
		return parsed;
	}
	parsed.rawBody = Buffer.concat(chunks);
	const text = parsed.rawBody.toString(parsed.encoding).replace(/^\uFEFF/, '');
	if (text !== '') parsed.body = parseText(text, parsed.contentType);
	return parsed;
}

/**
 * n8n's result of parsing a multipart body with formidable. A repeated field becomes a list, and
 * there is no raw body.
 */
async function parseMultipart(bytes: Buffer, contentType: string): Promise<IDataObject> {
	const form = await new Response(bytes, { headers: { 'content-type': contentType } }).formData();
	const data: IDataObject = {};
	const files: IDataObject = {};
	for (const name of new Set(form.keys())) {
		const values = form.getAll(name);
		const into = values.some((value) => typeof value !== 'string') ? files : data;
		into[name] = values.length === 1 ? String(values[0]) : values.map(String);
	}
	return { data, files };
}

function parseText(text: string, contentType?: string): unknown {
	if (contentType === 'application/json') return jsonParse(text);
	if (contentType === 'application/x-www-form-urlencoded') {
		return parseForm(text, undefined, undefined, { maxKeys: 1000 });
	}
	if (contentType === undefined) return undefined;
	throw new UnexpectedError(`The harness does not read ${contentType}`);
}
