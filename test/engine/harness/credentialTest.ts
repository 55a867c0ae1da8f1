import { CredentialTestContext, ExecuteContext, RoutingNode } from 'n8n-core';
import {
	createEmptyRunExecutionData,
	NodeHelpers,
	Workflow,
	type ICredentialDataDecryptedObject,
	type ICredentialsDecrypted,
	type ICredentialTestFunction,
	type ICredentialTestRequest,
	type INode,
	type INodeCredentialTestResult,
	type INodeType,
	type IVersionedNodeType,
	type INodeTypes,
} from 'n8n-workflow';

import { createAdditionalData } from './additionalData';
import type { CredentialsHelper } from './credentialsHelper';
import type { NodeTypes } from './nodeTypes';
import { NO_OP_NODE } from './testNodes';

interface TestRequest {
	nodeType: INodeType;
	testRequest: ICredentialTestRequest;
}

/**
 * The editor's connection test, as n8n's CredentialsTester does it: the credential's own `test`
 * request with its rules, or else what the first node that uses the credential names in `testedBy`.
 */
export async function testCredential(
	type: string,
	data: ICredentialDataDecryptedObject,
	nodeTypes: NodeTypes,
	credentialsHelper: CredentialsHelper,
): Promise<INodeCredentialTestResult> {
	const test = findTest(type, nodeTypes);
	if (test === undefined) {
		return { status: 'Error', message: 'No testing function found for this credential.' };
	}
	let credential: ICredentialsDecrypted;
	try {
		const resolved = credentialsHelper.applyDefaults(data, type, 'internal');
		credential = { id: type, name: type, type, data: resolved };
	} catch (error) {
		return { status: 'Error', message: (error as Error).message };
	}
	if (typeof test === 'function') {
		const context = new CredentialTestContext();
		return await test.call(context, credential);
	}
	return await runRequestTest(test, credential, credentialsHelper);
}

function findTest(
	type: string,
	nodeTypes: NodeTypes,
): ICredentialTestFunction | TestRequest | undefined {
	const credentialType = nodeTypes.getCredentialType(type);
	if (credentialType.test) {
		return {
			nodeType: nodeTypes.getByNameAndVersion(NO_OP_NODE),
			testRequest: credentialType.test,
		};
	}
	for (const name of nodeTypes.getSupportedNodes(type)) {
		for (const nodeType of versionsOf(nodeTypes.getByName(name))) {
			const uses = nodeType.description.credentials?.find((entry) => entry.name === type);
			if (typeof uses?.testedBy === 'string') {
				return nodeType.methods?.credentialTest?.[uses.testedBy];
			}
			if (uses?.testedBy) return { nodeType, testRequest: uses.testedBy };
		}
	}
	return undefined;
}

function versionsOf(node: INodeType | IVersionedNodeType): INodeType[] {
	return 'nodeVersions' in node ? Object.values(node.nodeVersions) : [node];
}

async function runRequestTest(
	{ nodeType, testRequest }: TestRequest,
	credential: ICredentialsDecrypted,
	credentialsHelper: CredentialsHelper,
): Promise<INodeCredentialTestResult> {
	const { type } = credential;
	const { version } = nodeType.description;
	const node: INode = {
		id: 'temp',
		name: 'Temp-Node',
		type: nodeType.description.name,
		typeVersion: Array.isArray(version) ? (version.at(-1) ?? 1) : version,
		position: [0, 0],
		parameters: {},
		credentials: { [type]: { id: credential.id, name: credential.name } },
	};
	const routed: INodeType = {
		description: {
			...nodeType.description,
			credentials: [{ name: type, required: true }],
			properties: [
				{
					displayName: 'Temp',
					name: 'temp',
					type: 'string',
					routing: { request: testRequest.request },
					default: '',
				},
			],
		},
	};
	const onlyThis: INodeTypes = {
		getByName: () => routed,
		getByNameAndVersion: (_name, wanted) => NodeHelpers.getVersionedNodeType(routed, wanted),
		getKnownTypes: () => ({}),
	};
	const workflow = new Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: onlyThis,
	});
	const context = new ExecuteContext(
		workflow,
		node,
		{ ...createAdditionalData(credentialsHelper), currentNodeParameters: node.parameters },
		'internal',
		createEmptyRunExecutionData(),
		0,
		[],
		{ main: [[{ json: {} }]] },
		{ node, data: {}, source: null },
		[],
	);
	try {
		const response = await new RoutingNode(context, routed, credential).runNode();
		return judgeBody(testRequest, response?.[0]?.[0]?.json);
	} catch (error) {
		return judgeError(testRequest, error as RequestError);
	}
}

interface RequestError extends Error {
	cause?: { code?: string; response?: { status: number; statusText?: string } };
}

function judgeError(
	{ rules = [] }: ICredentialTestRequest,
	error: RequestError,
): INodeCredentialTestResult {
	const { cause } = error;
	if (cause?.response) {
		const { status, statusText } = cause.response;
		for (const rule of rules) {
			if (rule.type === 'responseCode' && rule.properties.value === status) {
				return { status: 'Error', message: rule.properties.message };
			}
		}
		if (status < 199 || status > 299) {
			const message = statusText ? statusText : `Received HTTP status code: ${status}`;
			return { status: 'Error', message };
		}
	} else if (cause?.code) {
		return { status: 'Error', message: cause.code };
	}
	return { status: 'Error', message: error.message };
}

function judgeBody(
	{ rules = [] }: ICredentialTestRequest,
	body: unknown,
): INodeCredentialTestResult {
	for (const rule of rules) {
		if (rule.type !== 'responseSuccessBody') continue;
		const { key, value, message } = rule.properties;
		if (valueAt(body, key) === value) return { status: 'Error', message };
	}
	return { status: 'OK', message: 'Connection successful!' };
}

function valueAt(body: unknown, path: string): unknown {
	return path
		.split('.')
		.reduce((value, key) => (value as Record<string, unknown> | undefined)?.[key], body);
}
