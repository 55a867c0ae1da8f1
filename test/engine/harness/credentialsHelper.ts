import {
	ICredentialsHelper,
	NodeHelpers,
	UnexpectedError,
	type ICredentialDataDecryptedObject,
	type ICredentials,
	type ICredentialsExpressionResolveValues,
	type IExecuteData,
	type IHttpRequestOptions,
	type INodeCredentialsDetails,
	type INodeParameters,
	type INodeProperties,
	type IRequestOptionsSimplified,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import type { NodeTypes } from './nodeTypes';

/** Works like n8n's CredentialsHelper, with credentials in memory, one per type. */
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

	async getCredentials(): Promise<ICredentials> {
		throw new UnexpectedError('n8n-core reads credentials by getDecrypted');
	}

	/**
	 * The credential as n8n's user sees it: with defaults filled in and expressions evaluated for
	 * the item.
	 */
	async getDecrypted(
		_additionalData: IWorkflowExecuteAdditionalData,
		_details: INodeCredentialsDetails,
		type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		_raw?: boolean,
		item?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		const data = this.applyDefaults(this.read(type), type);
		if (!item) return data;
		return item.workflow.expression.getParameterValue(
			data as INodeParameters,
			item.runExecutionData,
			item.runIndex,
			item.itemIndex,
			item.node.name,
			item.connectionInputData,
			mode,
			{},
			executeData,
			false,
			data as INodeParameters,
		) as ICredentialDataDecryptedObject;
	}

	applyDefaults(
		data: ICredentialDataDecryptedObject,
		type: string,
	): ICredentialDataDecryptedObject {
		return NodeHelpers.getNodeParameters(
			this.getCredentialsProperties(type),
			data as INodeParameters,
			true,
			false,
			null,
			null,
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
