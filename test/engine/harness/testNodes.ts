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

/** n8n's own nodes keep their names, so that workflows from the editor run here. */
export const START_NODE = 'n8n-nodes-base.manualTrigger';
export const NO_OP_NODE = 'n8n-nodes-base.noOp';
export const LOOP_NODE = 'n8n-nodes-base.splitInBatches';
export const INSPECT_NODE = 'test.inspect';
export const AGENT_NODE = 'test.agent';

/** The description that n8n needs for a test node. */
export function describeNode(
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

/** Emits the items of the execution's start. */
class Start implements INodeType {
	description = describeNode('manualTrigger', [], { inputs: [], group: ['trigger'] });

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [this.getInputData()];
	}
}

class NoOp implements INodeType {
	description = describeNode('noOp');

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [this.getInputData()];
	}
}

/** Loop Over Items: output 0 is "done" with all returned items, output 1 is "loop". */
class SplitInBatches implements INodeType {
	description = describeNode(
		'splitInBatches',
		[{ displayName: 'Batch Size', name: 'batchSize', type: 'number', default: 1 }],
		{
			outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
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

/** Evaluates the expression in "value" once per item, like any node's parameter. */
class Inspect implements INodeType {
	description = describeNode('inspect', [
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
	schema: { safeParse(value: unknown): { success: boolean } };
	invoke(args: IDataObject): Promise<string>;
}

/** The tool's answer, or n8n's error text, as the model receives it. */
async function told(tool: ConnectedTool, args: IDataObject): Promise<unknown> {
	try {
		return JSON.parse(await tool.invoke(args));
	} catch (error) {
		return [{ error: error instanceof Error ? error.message : String(error) }];
	}
}

/**
 * An AI agent without a model. It calls a tool once for each of its arguments, and continues after
 * any answer. With "via" supplyData it calls the connected tool itself, like agents up to version
 * 2. With engineRequest it asks the engine to call the tool, like version 3.
 */
class Agent implements INodeType {
	description = describeNode(
		'agent',
		[
			{ displayName: 'Arguments', name: 'args', type: 'json', default: '[]' },
			{ displayName: 'Via', name: 'via', type: 'string', default: '' },
		],
		{ inputs: [NodeConnectionTypes.Main, { type: NodeConnectionTypes.AiTool }] },
	);

	async execute(this: IExecuteFunctions, engine?: EngineResponse): Promise<NodeOutput> {
		const calls = JSON.parse(this.getNodeParameter('args', 0) as string) as IDataObject[];
		const connected = await this.getInputConnectionData(NodeConnectionTypes.AiTool, 0);
		const [tool] = connected as ConnectedTool[];
		if (tool === undefined) throw new NodeOperationError(this.getNode(), 'No tool is connected');

		const responses = engine?.actionResponses ?? [];
		const answers: unknown[] = [];
		if (this.getNodeParameter('via', 0) === 'supplyData') {
			for (const args of calls) answers.push(await told(tool, args));
		} else if (responses.length === 0) {
			return {
				actions: calls.map((input, call) => ({
					actionType: 'ExecutionNodeAction' as const,
					nodeName: tool.name,
					input,
					type: NodeConnectionTypes.AiTool,
					id: `call-${call}`,
					metadata: {},
				})),
				metadata: {},
			};
		}
		for (const { data } of responses) {
			const items = data.data?.[NodeConnectionTypes.AiTool]?.[0] ?? [];
			answers.push(data.error ? [{ error: data.error.message }] : items.map(({ json }) => json));
		}
		const accepts = tool.schema.safeParse(calls[0]).success;
		return [[{ json: { tool: { name: tool.name, accepts }, answers } as IDataObject }]];
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
