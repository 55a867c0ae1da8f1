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

/** Nothing may be waited for when a call is refused; n8n's own share included. */
const AT_ONCE_MS = 1_000;

const CUSTOMER = smsItem('HUB', 90_000);

const PHONE = "={{ $fromAI('Cell_Phone', '', 'string') }}";

const sendSms = (cellPhone: string) => ({
	...{ resource: 'notification', operation: 'sendSms' },
	...{ linkId: CUSTOMER.id, cellPhone },
});

/** The node in a workflow of its own, as docs/agents.md says. */
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

/** n8n's tool that calls a workflow, with the phone left to the model. */
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

/** A saved workflow that is an agent in the hub. */
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
 * n8n's chat hub, which makes a workflow of each message, runs it in the mode `chat`, and deletes it.
 * @param credentials IDs of the model's credential and of PayTR's
 */
export async function chatHubChecks(
	{ api, sandbox, checks, model }: AgentContext,
	credentials: { model: string; paytr: string },
): Promise<void> {
	const check = checks.of('agents');
	const openAi = { provider: 'openai', model: 'stand-in' };
	/** The tool's answer to a message that begins a new conversation. */
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
	/** The only tool of the conversations that begin meanwhile. */
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
			// The stand-in can't stream the other interface.
			responsesApiEnabled: false,
			...{ createdAt: new Date().toISOString(), updatedAt: null },
		},
	});
	await check("n8n's chat hub: sending only once is refused within a second", async () => {
		const paytrApi = { id: credentials.paytr, name: CREDENTIAL_NAMES.paytrApi };
		const tool = {
			...testedNode({ type: PAYTR, parameters: sendSms(PHONE) }),
			...{ name: 'Send_it', type: `${PAYTR}Tool`, credentials: { paytrApi } },
		};
		await withTool(tool, async () => {
			// A first chat loads n8n's own parts.
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
	await check("n8n's chat hub: the same message twice to a sub-workflow, sent once", async () => {
		const id = await api.importWorkflow(subWorkflow());
		await api.activate(id);
		await withTool(workflowTool(id), async () => {
			assert.match(await say(), /"success":\s*true/);
			assert.deepEqual(sent(), [CUSTOMER.phone]);
			assert.match(await say(), /alreadySent/);
			assert.deepEqual(sent(), [CUSTOMER.phone]);
		});
	});
	await check("n8n's chat hub: the same message twice to a saved workflow, sent once", async () => {
		const workflowId = await api.importWorkflow(agentOfHub());
		await api.activate(workflowId);
		sandbox.reset();
		const agent = { provider: 'n8n', workflowId };
		assert.match(await say(agent), /"success":\s*true/);
		assert.match(await say(agent), /alreadySent/);
		assert.deepEqual(sent(), [CUSTOMER.phone]);
	});
}
