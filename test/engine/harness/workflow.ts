import {
	NodeConnectionTypes,
	Workflow,
	type IConnections,
	type IDataObject,
	type INode,
	type NodeConnectionType,
} from 'n8n-workflow';

import type { CredentialsHelper } from './credentialsHelper';
import type { NodeTypes } from './nodeTypes';
import { START_NODE } from './testNodes';

/** A node of a workflow. Missing parts are filled in like in the editor. */
export type NodeSketch = Pick<INode, 'name' | 'type'> & Partial<INode>;

export interface WorkflowSketch {
	id?: string;
	nodes: NodeSketch[];
	/** n8n's own format; see `connections`. By default each node is connected to the next one. */
	connections?: IConnections;
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

/**
 * Turns a sketch into n8n's Workflow. Each node gets the credentials in its description that the
 * engine has. Without a trigger, a start node called "Start" is added in front.
 */
export function createWorkflow(
	sketch: WorkflowSketch,
	nodeTypes: NodeTypes,
	credentialsHelper: CredentialsHelper,
	timezone?: string,
): Workflow {
	const { group } = nodeTypes.getByNameAndVersion(sketch.nodes[0].type).description;
	const start = group.includes('trigger') ? [] : [{ name: 'Start', type: START_NODE }];
	const nodes = [...start, ...sketch.nodes].map((node, index): INode => {
		const type = nodeTypes.fullName(node.type);
		const { credentials = [], version } = nodeTypes.getByNameAndVersion(type).description;
		const held = credentials.filter(({ name }) => credentialsHelper.has(name));
		return {
			id: `id of ${node.name}`,
			position: [index * 200, 0],
			parameters: {},
			...(held.length > 0 && {
				credentials: Object.fromEntries(held.map(({ name }) => [name, { id: name, name }])),
			}),
			...structuredClone(node),
			typeVersion: version as number,
			type,
		};
	});
	const inOrder = nodes.slice(1).map(({ name }, i): Connection => [nodes[i].name, name]);
	return new Workflow({
		id: sketch.id ?? 'workflow-1',
		name: 'Workflow under test',
		nodes,
		connections: sketch.connections
			? { ...connections(inOrder.slice(0, 1)), ...sketch.connections }
			: connections(inOrder),
		active: false,
		nodeTypes,
		staticData: structuredClone(sketch.staticData),
		settings: { executionOrder: 'v1', timezone },
	});
}
