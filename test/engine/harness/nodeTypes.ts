import { PackageDirectoryLoader } from 'n8n-core';
import {
	NodeConnectionTypes,
	UnexpectedError,
	type ICredentialType,
	type IDataObject,
	type INodeType,
	type INodeTypes,
} from 'n8n-workflow';

import { createTestNodes } from './testNodes';

/** n8n's loader of community packages. Here it loads the source instead of the built file. */
class SourceLoader extends PackageDirectoryLoader {
	override resolvePath(file: string): string {
		return super.resolvePath(file.replace(/^dist\//, '').replace(/\.js$/, '.ts'));
	}
}

/**
 * The nodes and credentials that a workflow can use: from the package, the harness and the test.
 */
export class NodeTypes implements INodeTypes {
	private readonly nodes: Record<string, INodeType> = createTestNodes();
	private readonly credentials: Record<string, ICredentialType> = {};
	private packageName = '';
	private packageError?: unknown;

	constructor(extraNodes: INodeType[]) {
		for (const node of extraNodes) this.nodes[`test.${node.description.name}`] = node;
	}

	/** Loads every node and credential that package.json lists. */
	async loadPackage(directory: string): Promise<void> {
		const loader = new SourceLoader(directory);
		this.packageName = loader.packageName;
		try {
			await loader.loadAll();
		} catch (error) {
			// The error is thrown only when a test uses a missing node, so that other tests can run.
			this.packageError = error;
		}
		for (const [name, { type }] of Object.entries(loader.nodeTypes)) {
			if ('nodeVersions' in type)
				throw new UnexpectedError('The harness has no versions of a node');
			this.nodes[`${loader.packageName}.${name}`] = type;
		}
		for (const { type } of Object.values(loader.credentialTypes))
			this.credentials[type.name] = type;
	}

	/** The full name of a node type, given with or without its package: `echo` → `test.echo`. */
	fullName(type: string): string {
		const base = this.isTool(type) ? type.slice(0, -'Tool'.length) : type;
		const found = [base, `test.${base}`, `${this.packageName}.${base}`].find(
			(name) => name in this.nodes,
		);
		if (found === undefined) {
			throw new UnexpectedError(
				`Unknown node type "${type}". Is it in package.json? Known: ${Object.keys(this.nodes).join(', ')}`,
				{ cause: this.packageError },
			);
		}
		return base === type ? found : `${found}Tool`;
	}

	getByName(type: string): INodeType {
		return this.getByNameAndVersion(type);
	}

	/** Each node here has only one version. */
	getByNameAndVersion(type: string): INodeType {
		const name = this.fullName(type);
		return this.nodes[name] ?? convertNodeToAiTool(this.nodes[name.slice(0, -'Tool'.length)]);
	}

	getKnownTypes(): IDataObject {
		return {};
	}

	getCredentialType(name: string): ICredentialType {
		const type = this.credentials[name];
		if (type === undefined) throw new UnexpectedError(`Unknown credential type "${name}"`);
		return type;
	}

	private isTool(type: string): boolean {
		const known = [type, `test.${type}`, `${this.packageName}.${type}`];
		return type.endsWith('Tool') && !known.some((name) => name in this.nodes);
	}
}

/**
 * The tool that n8n derives from a node with `usableAsTool` (n8n's tool-generation/ai-tools),
 * limited to what running the tool needs.
 */
function convertNodeToAiTool(node: INodeType): INodeType {
	if (!node.description.usableAsTool) {
		throw new UnexpectedError(`Node "${node.description.name}" cannot be used as a tool`);
	}
	const tool = Object.create(node) as INodeType;
	tool.description = {
		...node.description,
		name: `${node.description.name}Tool`,
		inputs: [],
		outputs: [NodeConnectionTypes.AiTool],
		usableAsTool: undefined,
	};
	return tool;
}
