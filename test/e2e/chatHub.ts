/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { WorkflowFile } from '../../scripts/lib/n8nApi';
import type { AgentContext } from './agentLoops';
import { AGENT_CONNECTIONS, agentNode, modelNode } from './agentNodes';
import { eventually } from './eventually';
import { smsItem } from './overlap';
import {
	connection,
	CREDENTIAL_NAMES,
	NODE,
	otherNode,
	PAYTR,
	testedNode,
	workflowOf,
} from './workflows';

/** The node must reject a call without waiting. The limit includes n8n's own time. */
const AT_ONCE_MS = 1_000;

const CUSTOMER = smsItem('HUB', 90_000);

const PHONE = "={{ $fromAI('Cell_Phone', '', 'string') }}";

const sendSms = (cellPhone: string) => ({
	...{ resource: 'notification', operation: 'sendSms' },
	...{ linkId: CUSTOMER.id, cellPhone },
});

/** A workflow that contains only the node, as docs/agents.md recommends. */
function subWorkflow(): WorkflowFile {
	return workflowOf(
		'Sends for the chat',
		[
			otherNode('Called', 'executeWorkflowTrigger', 1.1, {
				workflowInputs: { values: [{ name: 'phone' }] },
			}),
			testedNode({ type: PAYTR, parameters: sendSms('={{ $json.phone }}') }),
		],
		{ Called: connection(NODE) },
	);
}

/** n8n's tool that calls a workflow. The model sets the phone. */
function workflowTool(workflowId: string) {
	const field = { id: 'phone', displayName: 'phone', type: 'string' };
	return otherNode('Send_it', '@n8n/n8n-nodes-langchain.toolWorkflow', 2.2, {
		description: 'Sends the link',
		workflowId: { __rl: true, mode: 'id', value: workflowId },
		workflowInputs: {
			mappingMode: 'defineBelow',
			value: { phone: PHONE },
			matchingColumns: [],
			schema: [{ ...field, required: false, defaultMatch: false, display: true }],
		},
	});
}

/** A saved workflow that the chat hub offers as an agent. */
function agentOfHub(): WorkflowFile {
	const options = { availableInChat: true, options: {} };
	return workflowOf(
		'Agent in the hub',
		[
			otherNode('Chat', '@n8n/n8n-nodes-langchain.chatTrigger', 1.4, options, {
				webhookId: randomUUID(),
			}),
			agentNode(3.1, '={{ $json.chatInput }}'),
			modelNode(),
			{
				...testedNode({ type: PAYTR, parameters: sendSms(PHONE) }),
				...{ name: 'Send it', type: `${PAYTR}Tool` },
			},
		],
		{ Chat: connection('Agent'), ...AGENT_CONNECTIONS },
	);
}

/**
 * Checks n8n's chat hub. For each message it creates a workflow, runs the workflow in the mode
 * `chat`, and deletes the workflow.
 * @param credentials IDs of the model's credential and of the PayTR credential
 */
export async function chatHubChecks(
	{ api, sandbox, checks, model }: AgentContext,
	credentials: { model: string; paytr: string },
): Promise<void> {
	const check = checks.of('agents');
	const openAi = { provider: 'openai', model: 'stand-in' };
	/** Sends a message in a new conversation. Returns the tool's answer. */
	const say = async (partner: object = openAi) => {
		model.script([[{ Cell_Phone: CUSTOMER.phone }]]);
		await api.request('POST', '/rest/chat/conversations/send', {
			...{ messageId: randomUUID(), sessionId: randomUUID(), previousMessageId: null },
			...{ message: 'Send the customer the link.', attachments: [], timeZone: 'UTC' },
			model: partner,
			credentials: { openAiApi: { id: credentials.model, name: 'E2E model' } },
		});
		return await eventually(() => {
			const [answer] = model.answers();
			assert.ok(answer, 'The tool was not called');
			return answer;
		}, 20_000);
	};
	/** Adds a tool to the chat hub while `work` runs. New conversations have only this tool. */
	const withTool = async (definition: object, work: () => Promise<void>) => {
		const id = randomUUID();
		await api.request('POST', '/rest/chat/tools', { definition: { ...definition, id } });
		sandbox.reset();
		try {
			await work();
		} finally {
			await api.request('DELETE', `/rest/chat/tools/${id}`);
		}
	};
	const sent = () => sandbox.state().messages.map(({ to }) => to);

	await api.request('PUT', '/rest/chat/enabled', { enabled: true });
	await api.request('POST', '/rest/chat/settings', {
		payload: {
			...{ provider: 'openai', enabled: true, credentialId: null, allowedModels: [] },
			// The stand-in can't stream the responses interface.
			responsesApiEnabled: false,
			...{ createdAt: new Date().toISOString(), updatedAt: null },
		},
	});
	await check("n8n's chat hub: rejects sending only once, within a second", async () => {
		const paytrApi = { id: credentials.paytr, name: CREDENTIAL_NAMES.paytrApi };
		const tool = {
			...testedNode({ type: PAYTR, parameters: sendSms(PHONE) }),
			...{ name: 'Send_it', type: `${PAYTR}Tool`, credentials: { paytrApi } },
		};
		await withTool(tool, async () => {
			// The first chat also loads n8n's modules, which takes longer.
			await say();
			const answer = await say();
			assert.match(
				answer,
				/can't remember anything here, nothing was sent: n8n deletes the workflow/,
			);
			assert.equal(sandbox.state().counts.requests, 0);
			assert.ok(model.toolMs() < AT_ONCE_MS, `${Math.round(model.toolMs())} ms`);
		});
	});
	await check("n8n's chat hub: a sub-workflow sends the same message once", async () => {
		const id = await api.importWorkflow(subWorkflow());
		await api.activate(id);
		await withTool(workflowTool(id), async () => {
			assert.match(await say(), /"success":\s*true/);
			assert.deepEqual(sent(), [CUSTOMER.phone]);
			assert.match(await say(), /alreadySent/);
			assert.deepEqual(sent(), [CUSTOMER.phone]);
		});
	});
	await check("n8n's chat hub: a saved workflow sends the same message once", async () => {
		const workflowId = await api.importWorkflow(agentOfHub());
		await api.activate(workflowId);
		sandbox.reset();
		const agent = { provider: 'n8n', workflowId };
		assert.match(await say(agent), /"success":\s*true/);
		assert.match(await say(agent), /alreadySent/);
		assert.deepEqual(sent(), [CUSTOMER.phone]);
	});
}
