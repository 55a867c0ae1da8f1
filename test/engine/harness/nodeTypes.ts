import { PackageDirectoryLoader } from 'n8n-core';
import {
	deepCopy,
	NodeConnectionTypes,
	NodeHelpers,
	UnexpectedError,
	type ICredentialType,
	type IDataObject,
	type INodeType,
	type INodeTypes,
	type IVersionedNodeType,
} from 'n8n-workflow';

import { createTestNodes } from './testNodes';

const DEDUPLICATION_HELPERS = [
	'checkProcessedAndRecord',
	'checkProcessedItemsAndRecord',
	'removeProcessed',
	'clearAllProcessedItems',
	'getProcessedDataCount',
] as const;

/**
 * The nodes and credentials a workflow can use: the built package (through the loader n8n itself
 * uses for community packages), the harness' own test nodes, and those a test passes in.
 */
export class NodeTypes implements INodeTypes {
	private readonly nodes: Record<string, INodeType | IVersionedNodeType> = createTestNodes();
	private readonly credentials: Record<string, ICredentialType> = {};
	private readonly tools = new Map<string, INodeType>();
	private readonly supportedNodes = new Map<string, string[]>();
	private packageName = '';
	private packageError?: unknown;

	constructor(
		extraNodes: INodeType[],
		private readonly withDeduplication: boolean,
	) {
		for (const node of extraNodes) this.nodes[`test.${node.description.name}`] = node;
	}

	/** Loads every node and credential that package.json lists from dist/. */
	async loadPackage(directory: string): Promise<void> {
		const loader = new PackageDirectoryLoader(directory);
		this.packageName = loader.packageName;
		try {
			await loader.loadAll();
		} catch (error) {
			// Said when a test asks for a node that is not there: tests of others go on without.
			this.packageError = error;
		}
		for (const [name, { type }] of Object.entries(loader.nodeTypes)) {
			this.nodes[`${loader.packageName}.${name}`] = type;
			this.noteCredentials(`${loader.packageName}.${name}`, type);
		}
		for (const { type } of Object.values(loader.credentialTypes))
			this.credentials[type.name] = type;
	}

	/** The full name of a node type given with or without its package: `echo` → `test.echo`. */
	fullName(type: string): string {
		const base = this.isTool(type) ? type.slice(0, -'Tool'.length) : type;
		const found = [base, `test.${base}`, `${this.packageName}.${base}`].find(
			(name) => name in this.nodes,
		);
		if (found === undefined) {
			throw new UnexpectedError(
				`Unknown node type "${type}". Is it in package.json, and the package built? Known: ${Object.keys(this.nodes).join(', ')}`,
				{ cause: this.packageError },
			);
		}
		return base === type ? found : `${found}Tool`;
	}

	getByName(type: string): INodeType | IVersionedNodeType {
		return this.nodes[this.fullName(type)] ?? this.getByNameAndVersion(type);
	}

	getByNameAndVersion(type: string, version?: number): INodeType {
		const name = this.fullName(type);
		const isTool = !(name in this.nodes);
		const node = NodeHelpers.getVersionedNodeType(
			this.nodes[isTool ? name.slice(0, -'Tool'.length) : name],
			version,
		);
		const usable = this.withDeduplication ? node : withoutDeduplicationHelpers(node);
		if (!isTool) return usable;
		const key = `${name}@${version ?? ''}`;
		const tool = this.tools.get(key) ?? convertNodeToAiTool(usable);
		this.tools.set(key, tool);
		return tool;
	}

	getKnownTypes(): IDataObject {
		return {};
	}

	getCredentialType(name: string): ICredentialType {
		const type = this.credentials[name];
		if (type === undefined) throw new UnexpectedError(`Unknown credential type "${name}"`);
		return type;
	}

	/** Full names of the nodes that take the credential, in the order they were loaded. */
	getSupportedNodes(credentialType: string): string[] {
		return this.supportedNodes.get(credentialType) ?? [];
	}

	private isTool(type: string): boolean {
		const known = [type, `test.${type}`, `${this.packageName}.${type}`];
		return type.endsWith('Tool') && !known.some((name) => name in this.nodes);
	}

	private noteCredentials(nodeName: string, node: INodeType | IVersionedNodeType): void {
		const versions = 'nodeVersions' in node ? Object.values(node.nodeVersions) : [node];
		for (const { name } of versions.flatMap(({ description }) => description.credentials ?? [])) {
			const nodes = this.supportedNodes.get(name) ?? [];
			this.supportedNodes.set(name, [...new Set([...nodes, nodeName])]);
		}
	}
}

/** A node as an n8n without de-duplication helpers runs it. */
function withoutDeduplicationHelpers(node: INodeType): INodeType {
	const { execute } = node;
	if (execute === undefined) return node;
	const old = Object.create(node) as INodeType;
	old.execute = async function (response) {
		for (const name of DEDUPLICATION_HELPERS) Reflect.deleteProperty(this.helpers, name);
		return await execute.call(this, response);
	};
	return old;
}

/** What n8n makes of a node with `usableAsTool` (n8n's tool-generation/ai-tools). */
function convertNodeToAiTool(node: INodeType): INodeType {
	if (!node.description.usableAsTool) {
		throw new UnexpectedError(`Node "${node.description.name}" cannot be used as a tool`);
	}
	const description = deepCopy({
		...node.description,
		...(typeof node.description.usableAsTool === 'object'
			? node.description.usableAsTool.replacements
			: {}),
	});
	const names = description.properties.map(({ name }) => name);
	const hasActions = names.includes('resource') || names.includes('operation');
	description.name += 'Tool';
	description.displayName += ' Tool';
	description.inputs = [];
	description.outputs = [NodeConnectionTypes.AiTool];
	delete description.usableAsTool;
	if (!names.includes('toolDescription')) {
		description.properties.unshift({
			displayName: 'Description',
			name: 'toolDescription',
			type: 'string',
			default: description.description,
			required: true,
			...(hasActions ? { displayOptions: { show: { descriptionType: ['manual'] } } } : {}),
		});
		if (hasActions) {
			description.properties.unshift({
				displayName: 'Tool Description',
				name: 'descriptionType',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Set Automatically', value: 'auto' },
					{ name: 'Set Manually', value: 'manual' },
				],
				default: 'auto',
			});
		}
	}
	const tool = Object.create(node) as INodeType;
	tool.description = description;
	return tool;
}
