import { z } from 'zod';
import type { N8nApi, WorkflowFile } from '../../scripts/lib/n8nApi';
import { PACKAGE } from './workflows';

type Node = WorkflowFile['nodes'][number];

const withId = z.object({ id: z.string() });

const nodeTypes = z.array(
	z.object({
		name: z.string(),
		version: z.union([z.number(), z.array(z.number())]),
		properties: z.array(z.object({ name: z.string() })),
	}),
);

const connectionsSchema = z.record(
	z.record(z.array(z.array(z.object({ node: z.string() }).passthrough()).nullable())),
);

/** The node types of an n8n that the examples need. */
export async function nodeTypesOf(api: N8nApi) {
	const types = nodeTypes.parse(await api.request('GET', '/types/nodes.json'));
	const isKnown = ({ type, typeVersion }: Node) =>
		types.some(
			({ name, version }) =>
				[type, type.replace(/Tool$/, '')].includes(name) && [version].flat().includes(typeVersion),
		);
	return {
		/**
		 * The node types or versions that this n8n doesn't have, for example `n8n-nodes-base.pipedrive
		 * 2`.
		 */
		missingFor({ nodes }: WorkflowFile): string[] {
			const missing = nodes.filter((node) => !isKnown(node));
			return [...new Set(missing.map(({ type, typeVersion }) => `${type} ${typeVersion}`))];
		},
		/** n8n 1.x can't create a data table in a workflow. */
		makesTables: types
			.filter(({ name }) => name === 'n8n-nodes-base.dataTable')
			.some(({ properties }) => properties.some(({ name }) => name === 'tableName')),
	};
}

const isTableMaker = ({ type, parameters }: Node) =>
	type === 'n8n-nodes-base.dataTable' && parameters.resource === 'table';

const tableMaker = z.object({
	tableName: z.string(),
	columns: z.object({ column: z.array(z.object({ name: z.string(), type: z.string() })) }),
});

/**
 * Creates the tables by hand, as the examples' notes tell users of an older n8n.
 * @param files examples that create tables
 * @returns the tables' IDs by their names
 */
export async function makeTablesByHand(
	api: N8nApi,
	files: WorkflowFile[],
): Promise<Map<string, string>> {
	const project = withId.parse(await api.request('GET', '/rest/projects/personal'));
	const path = `/rest/projects/${project.id}/data-tables`;
	const ids = new Map<string, string>();
	for (const file of files) {
		const { tableName, columns } = tableMaker.parse(file.nodes.find(isTableMaker)?.parameters);
		const table = { name: tableName, columns: columns.column };
		ids.set(tableName, withId.parse(await api.request('POST', path, table)).id);
	}
	return ids;
}

/** The example without its step that creates the table. Its other nodes use the existing table. */
export function withTableByHand(file: WorkflowFile, tables: Map<string, string>): WorkflowFile {
	const name = String(file.nodes.find(isTableMaker)?.parameters.tableName);
	const dataTableId = {
		__rl: true,
		mode: 'list',
		value: tables.get(name),
		cachedResultName: name,
	};
	const nodes = file.nodes.map((node) => {
		if (isTableMaker(node)) return { ...node, disabled: true };
		if (!('dataTableId' in node.parameters)) return node;
		return { ...node, parameters: { ...node.parameters, dataTableId } };
	});
	return { ...file, nodes };
}

/**
 * The agent's example as docs/agents.md changes it for an n8n without human review: without the
 * nodes that ask and answer in the chat, and with the tool connected to the agent.
 */
export function withoutReview(file: WorkflowFile, review: string, answer: string): WorkflowFile {
	const links = connectionsSchema.parse(file.connections);
	const connections = Object.entries(links).flatMap(([name, types]) => {
		if (name === review || name === answer) return [];
		const targets = Object.values(types).flat(2);
		if (targets.some((to) => to?.node === review)) return [[name, links[review]] as const];
		const kept = Object.entries(types).map(
			([type, outputs]) =>
				[type, outputs.map((to) => to?.filter(({ node }) => node !== answer) ?? null)] as const,
		);
		return [[name, Object.fromEntries(kept)] as const];
	});
	const nodes = file.nodes
		.filter(({ name }) => name !== review && name !== answer)
		.map((node) =>
			node.type.endsWith('.chatTrigger')
				? { ...node, parameters: { ...node.parameters, options: {} } }
				: node,
		);
	return { ...file, nodes, connections: Object.fromEntries(connections) };
}

/** The nodes that come after this package's nodes. */
function after({ nodes, connections }: WorkflowFile): Set<string> {
	const next = connectionsSchema.parse(connections);
	const found = new Set<string>();
	const queue = nodes.filter(({ type }) => type.startsWith(`${PACKAGE}.`)).map(({ name }) => name);
	for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
		for (const { node } of Object.values(next[name] ?? {})
			.flat(2)
			.filter((one) => one !== null)) {
			if (!found.has(node)) queue.push(node);
			found.add(node);
		}
	}
	return found;
}

function expressionsOf(value: unknown, path: string): Array<[path: string, expression: string]> {
	if (typeof value === 'string') return value.startsWith('=') ? [[path, value]] : [];
	return Object.entries(Object(value)).flatMap(([key, inner]) =>
		expressionsOf(inner, path === '' ? key : `${path}.${key}`),
	);
}

/** A Set node that evaluates the same expressions as the write-back node. */
function played(node: Node): Node {
	const assignments = expressionsOf(node.parameters, '').map(([path, expression]) => ({
		id: path,
		name: path.replaceAll('.', '_'),
		value: path.endsWith('jsonBody')
			? `={{ JSON.stringify(${expression.replace(/^=\{\{|\}\}$/g, '')}) }}`
			: expression,
		type: 'string',
	}));
	return {
		...node,
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		webhookId: undefined,
		parameters: {
			assignments: { assignments },
			options: { ignoreConversionErrors: true },
		},
	};
}

/**
 * Replaces the example's pinned write-back nodes with Set nodes that have the same expressions.
 * Their output shows what the example would write.
 */
export function withPlayedWrites(file: WorkflowFile): WorkflowFile {
	const pins: Record<string, unknown> = Object(file.pinData);
	const isWrite = ({ name }: Node) => name in pins && after(file).has(name);
	const writes = file.nodes.filter(isWrite).map(({ name }) => name);
	return {
		...file,
		nodes: file.nodes.map((node) => (isWrite(node) ? played(node) : node)),
		pinData: Object.fromEntries(Object.entries(pins).filter(([name]) => !writes.includes(name))),
	};
}
