import {
	NodeConnectionTypes,
	Workflow,
	type IConnections,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type IWorkflowSettings,
	type NodeConnectionType,
} from 'n8n-workflow';

import type { CredentialsHelper } from './credentialsHelper';
import type { NodeTypes } from './nodeTypes';
import { START_NODE } from './testNodes';

/** A node of a workflow; what is left out is filled in as the editor would. */
export type NodeSketch = Pick<INode, 'name' | 'type'> & Partial<INode>;

export interface WorkflowSketch {
	id?: string;
	name?: string;
	nodes: NodeSketch[];
	/** n8n's own form; see `connect`. Without it the nodes follow each other as listed. */
	connections?: IConnections;
	settings?: IWorkflowSettings;
	staticData?: IDataObject;
}

/** One connection, to be passed to `connections`: `[from, to, outputIndex?, type?]`. */
export type Connection = [
	from: string,
	to: string,
	outputIndex?: number,
	type?: NodeConnectionType,
];

/** `connections([['Start', 'A'], ['A', 'Errors', 1]])`: n8n's connections object. */
export function connections(list: Connection[]): IConnections {
	const result: IConnections = {};
	for (const [from, to, output = 0, type = NodeConnectionTypes.Main] of list) {
		const outputs = ((result[from] ??= {})[type] ??= []);
		while (outputs.length <= output) outputs.push([]);
		outputs[output]?.push({ node: to, type, index: 0 });
	}
	return result;
}

/** Plain objects become items; items are copied, since the engine changes them. */
export function toItems(data: Array<INodeExecutionData | IDataObject>): INodeExecutionData[] {
	return data.map((entry) =>
		isItem(entry) ? { ...entry, json: structuredClone(entry.json) } : { json: entry },
	);
}

function isItem(entry: INodeExecutionData | IDataObject): entry is INodeExecutionData {
	const itemKeys = ['json', 'binary', 'pairedItem', 'error'];
	return (
		typeof entry.json === 'object' && Object.keys(entry).every((key) => itemKeys.includes(key))
	);
}

/**
 * Turns a sketch into n8n's Workflow. Each node gets the credentials its description asks for, as
 * far as the engine holds them; a start node called "Start" is put in front if there is none.
 */
export function createWorkflow(
	sketch: WorkflowSketch,
	nodeTypes: NodeTypes,
	credentialsHelper: CredentialsHelper,
	timezone?: string,
): Workflow {
	const isTrigger = ({ type, typeVersion }: NodeSketch) =>
		nodeTypes.getByNameAndVersion(type, typeVersion).description.group.includes('trigger');
	const hasStart = sketch.nodes.some(isTrigger);
	const sketches = hasStart ? sketch.nodes : [{ name: 'Start', type: START_NODE }, ...sketch.nodes];

	const nodes = sketches.map((node, index): INode => {
		const type = nodeTypes.fullName(node.type);
		const { description } = nodeTypes.getByNameAndVersion(type, node.typeVersion);
		const { version } = description;
		const held = (description.credentials ?? []).filter(({ name }) => credentialsHelper.has(name));
		return {
			id: `id of ${node.name}`,
			position: [index * 200, 0],
			parameters: {},
			...(held.length > 0
				? { credentials: Object.fromEntries(held.map(({ name }) => [name, { id: name, name }])) }
				: {}),
			...structuredClone(node),
			typeVersion: node.typeVersion ?? (Array.isArray(version) ? Math.max(...version) : version),
			type,
		};
	});

	const inOrder = nodes
		.slice(1)
		.map((node, index): Connection => [nodes[index]?.name ?? '', node.name]);
	const given = sketch.connections ?? connections(inOrder);
	const first = sketch.nodes[0]?.name ?? '';
	const linked =
		hasStart || sketch.connections === undefined
			? given
			: { ...connections([['Start', first]]), ...given };
	const { settings, staticData } = sketch;
	return new Workflow({
		id: sketch.id ?? 'workflow-1',
		name: sketch.name ?? 'Workflow under test',
		nodes,
		connections: linked,
		active: false,
		nodeTypes,
		staticData: staticData === undefined ? undefined : structuredClone(staticData),
		settings: {
			executionOrder: 'v1',
			...(timezone === undefined ? {} : { timezone }),
			...settings,
		},
	});
}
