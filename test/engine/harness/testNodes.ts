import {
	NodeConnectionTypes,
	NodeOperationError,
	type EngineResponse,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
	type INodeType,
	type INodeTypeDescription,
	type NodeOutput,
} from 'n8n-workflow';

/** Names that n8n's own nodes have are kept, so that workflows made in the editor run here. */
export const START_NODE = 'n8n-nodes-base.manualTrigger';
export const NO_OP_NODE = 'n8n-nodes-base.noOp';
export const LOOP_NODE = 'n8n-nodes-base.splitInBatches';
export const INSPECT_NODE = 'test.inspect';
export const AGENT_NODE = 'test.agent';

function describe(
	name: string,
	properties: INodeProperties[] = [],
	overrides: Partial<INodeTypeDescription> = {},
): INodeTypeDescription {
	return {
		name,
		displayName: name,
		description: name,
		group: ['transform'],
		version: 1,
		defaults: { name },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties,
		...overrides,
	};
}

/** Emits the items the execution was started with. */
class Start implements INodeType {
	description = describe('manualTrigger', [], { inputs: [], group: ['trigger'] });

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [this.getInputData()];
	}
}

class NoOp implements INodeType {
	description = describe('noOp', [], { version: 1 });

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [this.getInputData()];
	}
}

/** Loop Over Items: output 0 is "done" with everything that came back, output 1 is "loop". */
class SplitInBatches implements INodeType {
	description = describe(
		'splitInBatches',
		[{ displayName: 'Batch Size', name: 'batchSize', type: 'number', default: 1 }],
		{
			version: [1, 2, 3],
			outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
			outputNames: ['done', 'loop'],
		},
	);

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][] | null> {
		const context = this.getContext('node') as {
			rest?: INodeExecutionData[];
			processed?: INodeExecutionData[];
		};
		const batchSize = this.getNodeParameter('batchSize', 0) as number;
		if (context.rest === undefined) {
			context.rest = [...this.getInputData()];
			context.processed = [];
		} else {
			context.processed?.push(...this.getInputData());
		}
		const batch = context.rest.splice(0, batchSize);
		return batch.length > 0 ? [[], batch] : [context.processed ?? [], []];
	}
}

/** Resolves the expression in "value" once per item, as any node's parameter would be. */
class Inspect implements INodeType {
	description = describe('inspect', [
		{ displayName: 'Value', name: 'value', type: 'string', default: '' },
	]);

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [
			this.getInputData().map((_item, item) => ({
				json: { value: this.getNodeParameter('value', item) as IDataObject },
				pairedItem: { item },
			})),
		];
	}
}

interface ConnectedTool {
	name: string;
	description: string;
	schema: { safeParse(value: unknown): { success: boolean } };
	invoke(args: IDataObject): Promise<string>;
}

/** What an agent's tool answers, or how n8n words what it throws, as the model is told it. */
async function told({ invoke }: ConnectedTool, args: IDataObject): Promise<unknown> {
	try {
		return JSON.parse(await invoke(args));
	} catch (error) {
		return [{ error: error instanceof Error ? error.message : String(error) }];
	}
}

/**
 * An AI agent without a model. With "via" supplyData it calls the connected tool itself, as every
 * agent up to version 2 does; with engineRequest it asks the engine to, as version 3 does. A list of
 * arguments is a series of calls, whose answers go on whatever they are.
 */
class Agent implements INodeType {
	description = describe(
		'agent',
		[
			{ displayName: 'Arguments', name: 'args', type: 'json', default: '{}' },
			{ displayName: 'Tool Node', name: 'toolNode', type: 'string', default: '' },
			{
				displayName: 'Via',
				name: 'via',
				type: 'options',
				options: [
					{ name: 'Supply Data', value: 'supplyData' },
					{ name: 'Engine Request', value: 'engineRequest' },
				],
				default: 'supplyData',
			},
		],
		{ inputs: [NodeConnectionTypes.Main, { type: NodeConnectionTypes.AiTool }] },
	);

	async execute(this: IExecuteFunctions, engine?: EngineResponse): Promise<NodeOutput> {
		const given = JSON.parse(this.getNodeParameter('args', 0) as string) as
			| IDataObject
			| IDataObject[];
		const [args] = [given].flat();
		const connected = await this.getInputConnectionData(NodeConnectionTypes.AiTool, 0);
		const [tool] = connected as ConnectedTool[];
		if (tool === undefined) throw new NodeOperationError(this.getNode(), 'No tool is connected');
		const about = {
			name: tool.name,
			description: tool.description,
			accepts: tool.schema.safeParse(args).success,
		};

		if (this.getNodeParameter('via', 0) === 'supplyData') {
			if (Array.isArray(given)) {
				const invoke = tool.invoke.bind(tool);
				const response: unknown[] = [];
				for (const one of given) response.push(await told({ ...about, ...tool, invoke }, one));
				return [[{ json: { tool: about, response: response as IDataObject[] } }]];
			}
			const answer = await tool.invoke(args);
			return [[{ json: { tool: about, response: JSON.parse(answer) as IDataObject } }]];
		}
		const [answer] = engine?.actionResponses ?? [];
		if (answer === undefined) {
			return {
				actions: [given].flat().map((input, call) => ({
					actionType: 'ExecutionNodeAction' as const,
					nodeName: this.getNodeParameter('toolNode', 0) as string,
					input,
					type: NodeConnectionTypes.AiTool,
					id: `call-${call}`,
					metadata: {},
				})),
				metadata: {},
			};
		}
		const answers = (engine?.actionResponses ?? []).map(({ data }) => {
			if (data.error) return [{ error: data.error.message }];
			return (data.data?.[NodeConnectionTypes.AiTool]?.[0] ?? []).map((item) => item.json);
		});
		const response = (Array.isArray(given) ? answers : answers[0]) as IDataObject[];
		return [[{ json: { tool: about, response } }]];
	}
}

/** The node types that workflows in tests may use besides the package's own, by full name. */
export function createTestNodes(): Record<string, INodeType> {
	return {
		[START_NODE]: new Start(),
		[NO_OP_NODE]: new NoOp(),
		[LOOP_NODE]: new SplitInBatches(),
		[INSPECT_NODE]: new Inspect(),
		[AGENT_NODE]: new Agent(),
	};
}
