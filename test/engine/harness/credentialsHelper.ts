import { Credentials } from 'n8n-core';
import {
	ICredentialsHelper,
	NodeHelpers,
	UnexpectedError,
	Workflow,
	type ICredentialDataDecryptedObject,
	type ICredentials,
	type ICredentialsExpressionResolveValues,
	type IExecuteData,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialsDetails,
	type INodeProperties,
	type IRequestOptionsSimplified,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import type { NodeTypes } from './nodeTypes';

/** Does what n8n's CredentialsHelper does, on credentials held in memory, one per type. */
export class CredentialsHelper extends ICredentialsHelper {
	constructor(
		private readonly nodeTypes: NodeTypes,
		private readonly stored: Record<string, ICredentialDataDecryptedObject>,
	) {
		super();
	}

	has(type: string): boolean {
		return type in this.stored;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		request: IHttpRequestOptions | IRequestOptionsSimplified,
	): Promise<IHttpRequestOptions> {
		const { authenticate } = this.nodeTypes.getCredentialType(typeName);
		if (typeof authenticate !== 'function') {
			throw new UnexpectedError('The harness has credentials that sign in a function only');
		}
		return await authenticate(credentials, request as IHttpRequestOptions);
	}

	async preAuthentication(): Promise<undefined> {
		return undefined;
	}

	getParentTypes(): string[] {
		return [];
	}

	async getCredentials(details: INodeCredentialsDetails, type: string): Promise<ICredentials> {
		const credentials = new Credentials({ id: details.id, name: details.name }, type);
		credentials.setData(this.read(type));
		return credentials;
	}

	async getDecrypted(
		_additionalData: IWorkflowExecuteAdditionalData,
		_details: INodeCredentialsDetails,
		type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		raw?: boolean,
		resolve?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		const data = this.read(type);
		return raw ? data : this.applyDefaults(data, type, mode, executeData, resolve);
	}

	/** The credential as its user sees it: defaults filled in, expressions resolved. */
	applyDefaults(
		data: ICredentialDataDecryptedObject,
		type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		resolve?: ICredentialsExpressionResolveValues,
	): ICredentialDataDecryptedObject {
		const filled = NodeHelpers.getNodeParameters(
			this.getCredentialsProperties(type),
			data as Parameters<typeof NodeHelpers.getNodeParameters>[1],
			true,
			false,
			null,
			null,
		);
		if (filled === null) throw new UnexpectedError(`Credential "${type}" has no data`);
		const where = resolve ?? standAlone(this.nodeTypes);
		return where.workflow.expression.getParameterValue(
			filled,
			where.runExecutionData,
			where.runIndex,
			where.itemIndex,
			where.node.name,
			where.connectionInputData,
			mode,
			{},
			executeData,
			false,
			filled,
		) as ICredentialDataDecryptedObject;
	}

	async updateCredentials(): Promise<void> {
		throw new UnexpectedError('Nothing here changes a credential');
	}

	async updateCredentialsOauthTokenData(): Promise<void> {
		throw new UnexpectedError('OAuth credentials are not part of the engine harness');
	}

	getCredentialsProperties(type: string): INodeProperties[] {
		return this.nodeTypes.getCredentialType(type).properties;
	}

	private read(type: string): ICredentialDataDecryptedObject {
		const data = this.stored[type];
		if (data === undefined) throw new UnexpectedError(`No credential of type "${type}" given`);
		return structuredClone(data);
	}
}

/** Expressions of a credential that is used outside an execution see an empty workflow. */
function standAlone(nodeTypes: NodeTypes): ICredentialsExpressionResolveValues {
	const node: INode = {
		id: 'mock',
		name: 'Mock',
		type: 'n8n-nodes-base.noOp',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	return {
		workflow: new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes }),
		node,
		runExecutionData: null,
		runIndex: 0,
		itemIndex: 0,
		connectionInputData: [],
	};
}
