import { ExternalSecretsProxy } from 'n8n-core';
import { UnexpectedError, type IWorkflowExecuteAdditionalData } from 'n8n-workflow';

import type { CredentialsHelper } from './credentialsHelper';

let executions = 0;

/**
 * The result of n8n's WorkflowExecuteAdditionalData.getBase, without the parts that need a server.
 */
export function createAdditionalData(
	credentialsHelper: CredentialsHelper,
	baseUrl = 'http://127.0.0.1:5678',
): IWorkflowExecuteAdditionalData {
	executions += 1;
	return {
		credentialsHelper,
		executionId: String(executions),
		currentNodeExecutionIndex: 0,
		executeWorkflow: async () => {
			throw new UnexpectedError('Sub-workflows are not part of the engine harness');
		},
		getRunExecutionData: async () => undefined,
		startRunnerTask: async () => {
			throw new UnexpectedError('Task runners are not part of the engine harness');
		},
		restApiUrl: `${baseUrl}/rest`,
		instanceBaseUrl: `${baseUrl}/`,
		formWaitingBaseUrl: `${baseUrl}/form-waiting`,
		webhookBaseUrl: `${baseUrl}/webhook`,
		webhookWaitingBaseUrl: `${baseUrl}/webhook-waiting`,
		webhookTestBaseUrl: `${baseUrl}/webhook-test`,
		externalSecretsProxy: new ExternalSecretsProxy(),
		variables: {},
		logAiEvent: () => {},
	};
}
