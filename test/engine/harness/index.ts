/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test harness, never packed */
import './environment';

import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';

import {
	NodeConnectionTypes,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type INode,
	type INodeCredentialTestResult,
	type INodeParameters,
	type INodeType,
} from 'n8n-workflow';

import { createAdditionalData } from './additionalData';
import { testCredential } from './credentialTest';
import { CredentialsHelper } from './credentialsHelper';
import { fileStore, memoryStore, useStore, type ProcessedDataStore } from './deduplicator';
import { EngineResult, execute, type RunOptions } from './execution';
import { NodeTypes } from './nodeTypes';
import { startPoller, type Poller } from './poll';
import { AGENT_NODE, NO_OP_NODE } from './testNodes';
import { stopTimers } from './timers';
import { startWebhookServer, type WebhookHost, type WebhookServer } from './webhook';
import { connections, createWorkflow, type WorkflowSketch } from './workflow';

export type { RunOptions } from './execution';
export { EngineResult } from './execution';
export { describeNode, INSPECT_NODE, LOOP_NODE, NO_OP_NODE } from './testNodes';
export type { Poller } from './poll';
export type { WebhookRequest, WebhookResponse } from './webhook';
export { connections } from './workflow';

export interface EngineOptions {
	/** Credential data by credential type. A node gets the types in its description. */
	credentials?: Record<string, ICredentialDataDecryptedObject>;
	/** The workflow's time zone, e.g. 'Europe/Istanbul'. Default: n8n's default, America/New_York. */
	timezone?: string;
	/** The file for the deduplication rows, so that they survive this engine. */
	deduplicationFile?: string;
	/** Additional node types. Their type is `test.` plus the description's name. */
	nodeTypes?: INodeType[];
}

/** Settings of the node under test, as in the editor's Settings tab. */
export type NodeSettings = Partial<Omit<INode, 'name' | 'type' | 'parameters'>>;

type WebhookSettings = NodeSettings &
	Partial<Pick<WebhookHost, 'store' | 'mode'>> & {
		staticData?: IDataObject;
		/** A name other than 'Trigger'. */
		rename?: string;
	};

interface ToolResult {
	/** The parsed answers of the tool that the agent gets, by call. */
	answers?: IDataObject[][];
	/** The tool as the model sees it. `accepts` tells whether its schema allows the arguments. */
	tool?: { name: string; accepts: boolean };
	/** The error that ended the execution. */
	error?: Error;
}

/** n8n's engine in this process. Engines share only the process. */
export class Engine {
	private readonly nodeTypes: NodeTypes;
	private readonly credentialsHelper: CredentialsHelper;
	private readonly store: ProcessedDataStore;
	private loading?: Promise<void>;
	/** Unique, since engines share the process and the nodes identify a workflow by its ID. */
	private readonly workflowId: string;

	constructor(private readonly options: EngineOptions) {
		const { deduplicationFile: file } = options;
		this.nodeTypes = new NodeTypes(options.nodeTypes ?? []);
		this.credentialsHelper = new CredentialsHelper(this.nodeTypes, options.credentials ?? {});
		this.workflowId = file ?? randomUUID();
		this.store = file === undefined ? memoryStore() : fileStore(file);
	}

	/**
	 * Runs a workflow to its end. Rejects if n8n refuses to start it (WorkflowHasIssuesError, e.g.
	 * for an empty required parameter). A node's failure is in the result's `error`.
	 */
	async run(sketch: WorkflowSketch, options: RunOptions = {}): Promise<EngineResult> {
		const workflow = await this.createWorkflow(sketch);
		return await execute(workflow, createAdditionalData(this.credentialsHelper), options);
	}

	/**
	 * Runs one node, called 'Node', on the given items. Expressions can read them through $json or
	 * $('Start'). Retry On Fail waits 1 ms between tries by default instead of n8n's 1000.
	 */
	async runNode(
		type: string,
		parameters: INodeParameters,
		items: IDataObject[] = [{}],
		settings: NodeSettings = {},
		options: Omit<RunOptions, 'items' | 'node'> = {},
	): Promise<EngineResult> {
		const node = { name: 'Node', type, parameters, waitBetweenTries: 1, ...settings };
		return await this.run({ nodes: [node] }, { ...options, items, node: 'Node' });
	}

	/** The editor's connection test of a credential. Missing fields get their defaults. */
	async testCredential(
		type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<INodeCredentialTestResult> {
		await this.load();
		return await testCredential(type, data, this.nodeTypes, this.credentialsHelper);
	}

	/**
	 * Calls a node, called 'Node', as an AI agent's tool, once per element of `args` in one
	 * execution. Parameters contain $fromAI(…) expressions, and `args` contains the model's values.
	 * `via` is the way in which the agent calls the tool: 'supplyData' (agents up to version 2) or
	 * 'engineRequest' (version 3: the engine runs the tool like a node).
	 */
	async runTool(
		type: string,
		parameters: INodeParameters,
		args: IDataObject[],
		via: 'supplyData' | 'engineRequest',
		settings: NodeSettings = {},
	): Promise<ToolResult> {
		const agent = {
			name: 'Agent',
			type: AGENT_NODE,
			parameters: { args: JSON.stringify(args), via },
		};
		const tool = {
			name: 'Node',
			type: `${type}Tool`,
			parameters,
			waitBetweenTries: 1,
			...settings,
		};
		const result = await this.run(
			{
				nodes: [agent, tool],
				connections: connections([['Node', 'Agent', 0, NodeConnectionTypes.AiTool]]),
			},
			{ node: 'Agent' },
		);
		return { ...(result.json[0] as ToolResult | undefined), error: result.error };
	}

	/**
	 * Publishes a workflow that starts with the given webhook trigger, called 'Trigger', on its own
	 * port. Every call loads the workflow again, with the last saved static data.
	 */
	async startWebhook(
		type: string,
		parameters: INodeParameters = {},
		{
			staticData = {},
			rename = 'Trigger',
			store,
			mode = 'webhook',
			...settings
		}: WebhookSettings = {},
	): Promise<WebhookServer & { staticData(): IDataObject }> {
		let saved = structuredClone(staticData);
		const trigger = { name: rename, type, parameters, webhookId: 'webhook-1', ...settings };
		const nodes = [trigger, { name: 'After', type: NO_OP_NODE }];
		const server = await startWebhookServer({
			workflow: async () => await this.createWorkflow({ nodes, staticData: saved }),
			store,
			mode,
			additionalData: (baseUrl) => createAdditionalData(this.credentialsHelper, baseUrl),
			saveStaticData: (data) => {
				saved = data;
			},
		});
		return { ...server, staticData: () => structuredClone(saved) };
	}

	/** Activates a workflow that starts with the given polling trigger, called 'Trigger'. */
	async startPoller(
		type: string,
		parameters: INodeParameters = {},
		{ staticData = {}, rename = 'Trigger' }: Pick<WebhookSettings, 'staticData' | 'rename'> = {},
	): Promise<Poller> {
		const trigger = { id: 'id of the trigger', name: rename, type, parameters };
		const nodes = [trigger, { name: 'After', type: NO_OP_NODE }];
		const workflow = await this.createWorkflow({ nodes, staticData });
		return await startPoller(workflow, createAdditionalData(this.credentialsHelper));
	}

	private async load(): Promise<void> {
		this.loading ??= this.nodeTypes.loadPackage(resolve(__dirname, '../../..'));
		await this.loading;
	}

	private async createWorkflow(sketch: WorkflowSketch) {
		await this.load();
		const workflow = createWorkflow(
			{ id: this.workflowId, ...sketch },
			this.nodeTypes,
			this.credentialsHelper,
			this.options.timezone,
		);
		await useStore(workflow, this.store);
		return workflow;
	}
}

/**
 * An engine that runs workflows with the package's sources in this process: n8n-core's own
 * WorkflowExecute, contexts, request helpers and expressions, with real HTTP.
 */
export function createEngine(options: EngineOptions = {}): Engine {
	stopTimers();
	return new Engine(options);
}
