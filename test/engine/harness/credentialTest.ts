import { CredentialTestContext } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	ICredentialTestFunction,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import type { CredentialsHelper } from './credentialsHelper';
import type { NodeTypes } from './nodeTypes';

/**
 * The editor's connection test. Like n8n's CredentialsTester for a credential without its own
 * request, it calls the test that the first node with this credential names in `testedBy`.
 */
export async function testCredential(
	type: string,
	given: ICredentialDataDecryptedObject,
	nodeTypes: NodeTypes,
	credentialsHelper: CredentialsHelper,
): Promise<INodeCredentialTestResult> {
	const test = findTest(type, nodeTypes);
	if (test === undefined) {
		return { status: 'Error', message: 'No testing function found for this credential.' };
	}
	const data = credentialsHelper.applyDefaults(given, type);
	return await test.call(new CredentialTestContext(), { id: type, name: type, type, data });
}

function findTest(type: string, nodeTypes: NodeTypes): ICredentialTestFunction | undefined {
	for (const name of nodeTypes.getCredentialType(type).supportedNodes ?? []) {
		const { description, methods } = nodeTypes.getByNameAndVersion(name);
		const uses = description.credentials?.find((entry) => entry.name === type);
		if (typeof uses?.testedBy === 'string') return methods?.credentialTest?.[uses.testedBy];
	}
	return undefined;
}
