/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import assert from 'node:assert/strict';
import { z } from 'zod';
import { startSandbox } from '../../sandbox';
import { onShutdown } from '../../scripts/lib/children';
import type { WorkflowFile } from '../../scripts/lib/n8nApi';
import { startN8n } from '../../scripts/lib/runtime';
import { AGENT_CONNECTIONS, agentNode, modelNode } from './agentNodes';
import { agentLoopChecks } from './agentLoops';
import { chatHubChecks } from './chatHub';
import type { OwnN8nOptions } from './context';
import { moduleChecks } from './agentsModule';
import { mcpChecks } from './mcp';
import { startModel, type Arguments } from './model';
import { reviewChecks } from './review';
import {
	connection,
	createCredentials,
	PAYFULL,
	PAYTR,
	testedNode,
	webhook,
	WebhookRunner,
	workflowOf,
} from './workflows';

/** The expression that the editor saves for "Let the model define this parameter". */
const byModel = (label: string) =>
	`={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('${label.replaceAll(' ', '_')}', \`\`, 'string') }}`;

interface Tool {
	name: string;
	node: { type: string; parameters: Record<string, unknown> };
	/** The tool description that n8n generates for the model. */
	description: string;
	/** A tool call as a model makes it. */
	call: Arguments;
	recipient: string;
	/** A call for the same message, in different notation. */
	respelled?: Arguments;
	/** The same call with an invalid phone number. */
	wrong: Arguments;
	told: RegExp;
	service: string;
}

const TOOLS: Tool[] = [
	{
		name: 'PayTR, SMS',
		node: {
			type: PAYTR,
			parameters: {
				...{ resource: 'notification', operation: 'sendSms' },
				...{ linkId: byModel('Link ID'), cellPhone: byModel('Cell Phone') },
			},
		},
		description: 'Send existing link by SMS in PayTR Link Notify',
		recipient: '05321234567',
		call: { Link_ID: 'https://www.paytr.com/link/NB2Zlz3', Cell_Phone: '+90 532 123 45 67' },
		respelled: { Link_ID: 'NB2Zlz3', Cell_Phone: '05321234567' },
		wrong: { Link_ID: 'NB2Zlz3', Cell_Phone: '0532 123 45' },
		told: /'Phone'.*0532 123 45/,
		service: 'paytr.send-sms',
	},
	{
		name: 'Payfull, payment request by SMS',
		node: {
			type: PAYFULL,
			parameters: {
				resource: 'paymentRequest',
				operation: 'send',
				viaEmailSms: '1',
				title: byModel('Title'),
				recipientEmail: byModel('Email'),
				recipientPhone: byModel('Phone'),
				paymentFreeAmount: byModel('Amount'),
				endDate: byModel('End Date'),
				kdv: '18',
				smsText: 'Ödeme linkiniz: [LINK]',
				deduplicationKey: byModel('Deduplication Key'),
				additionalFields: {
					recipientFirstName: byModel('First Name'),
					recipientLastName: byModel('Last Name'),
				},
			},
		},
		description: 'Send payment request in Payfull Payment Request',
		recipient: '00905321234567',
		call: payfullCall('0532 123 45 67'),
		wrong: payfullCall('0532 123 45'),
		told: /'Phone'.*0532 123 45/,
		service: 'payfull',
	},
];

function payfullCall(phone: string): Arguments {
	// The model gets the fields in the order of the panel.
	return {
		Phone: phone,
		Email: 'gulsah@example.com',
		Amount: '149.90',
		Title: 'Çay Bardağı',
		End_Date: '2030-01-31',
		Deduplication_Key: 'ORDER-1042',
		First_Name: 'Gülşah',
		Last_Name: 'Öztürk',
	};
}

const RETRY = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
const CONTINUE = { onError: 'continueRegularOutput' };

const LOOK = /panel/;
const NOT_AGAIN = /Do not call again/;

const schema = z.object({ properties: z.record(z.unknown()), required: z.array(z.string()) });

interface Conversation {
	/** Expects the execution to end with the tool's error. */
	fails?: boolean;
	/** n8n's node settings for the tool. */
	settings?: Record<string, unknown>;
	/** Replaces the tool's default parameters. */
	parameters?: Record<string, unknown>;
	/** The provider carries out the first call, but its response is lost. */
	loses?: boolean;
}

/** A webhook, an agent with the stand-in model, and the node as its only tool. */
function agentWorkflow(
	{ name: title, node }: Tool,
	{ settings, parameters = node.parameters }: Conversation,
	path: string,
	agent: number,
	responsesApi: boolean,
): WorkflowFile {
	return workflowOf(
		`Agent: ${title}`,
		[
			webhook(path),
			agentNode(agent, 'Send Gülşah Öztürk the link NB2Zlz3.'),
			modelNode(responsesApi),
			{
				...testedNode({ type: node.type, parameters, settings }),
				name: 'Send it',
				type: `${node.type}Tool`,
			},
		],
		{
			Webhook: connection('Agent'),
			...AGENT_CONNECTIONS,
		},
	);
}

/** Runs the nodes as tools of an agent. Each check compares what the sandbox received. */
export async function agentChecks({ version, tarball, home, checks }: OwnN8nOptions) {
	const sandbox = await startSandbox();
	onShutdown(sandbox.close);
	const model = await startModel();
	onShutdown(model.close);
	// n8n 1.123 and 2.8 have no Agents module and no human review of tool calls.
	const hasModule = !/^(1|2\.8)\./.test(version);
	const agent = version.startsWith('1.') ? 3 : 3.1;
	const env: Record<string, string> = hasModule ? { N8N_ENABLED_MODULES: 'agents' } : {};
	const n8n = await startN8n({ version, userFolder: home, tarball, env });
	const { api } = n8n;
	const openAi = { apiKey: 'none', url: model.url };
	const { id: modelId } = await api.createCredential('openAiApi', 'E2E model', openAi);
	const { paytrApi } = await createCredentials(api, sandbox);
	if (hasModule) {
		await reviewChecks({ api, sandbox, checks, model });
		const ids = { model: modelId, paytr: paytrApi };
		await moduleChecks({ api, sandbox, checks, model }, ids);
		await chatHubChecks({ api, sandbox, checks, model }, ids);
	}
	// There, a failing tool ends the agent unless its 'On Error' is 'Continue'.
	const endsWithTool = !hasModule;
	await agentLoopChecks({ api, sandbox, checks, model }, agent, endsWithTool ? CONTINUE : {});
	await mcpChecks(api, sandbox, checks);

	for (const [spoken, responsesApi] of [
		['chat completions', false],
		['responses', true],
	] as const) {
		for (const tool of TOOLS) {
			/**
			 * Runs a conversation. Returns the tool results that the model read, and the messages'
			 * recipients.
			 */
			const converse = async (turns: Arguments[][], conversation: Conversation = {}) => {
				sandbox.reset();
				sandbox.clearFaults();
				if (conversation.loses) {
					sandbox.addFault({ service: tool.service, fault: 'resetAfter', times: 1 });
				}
				const runner = await WebhookRunner.import(api, (path) =>
					agentWorkflow(tool, conversation, path, agent, responsesApi),
				);
				model.script(turns);
				const execution = await runner.run([]);
				assert.equal(execution.status, conversation.fails ? 'error' : 'success', execution.error);
				const { messages } = sandbox.state();
				const results = conversation.fails ? [execution.error ?? ''] : model.results();
				return { results, sent: messages.map(({ to }) => to) };
			};
			const check = async (name: string, work: () => Promise<void>) =>
				await checks.check('agents', `${tool.name} (${spoken}): ${name}`, work);
			const { call, wrong, told, recipient } = tool;

			await check('one call, one message', async () => {
				const { results, sent } = await converse([[call]]);
				assert.deepEqual(sent, [recipient]);
				assert.match(results[0], /"success":\s*true/);
				const [{ description, parameters }] = model.tools();
				assert.equal(description, tool.description);
				const { properties, required } = schema.parse(parameters);
				assert.deepEqual(Object.keys(properties), Object.keys(call));
				assert.deepEqual(required, Object.keys(call));
			});
			await check('the same call in the next turn, twice: one message', async () => {
				const { results, sent } = await converse([[call], [call, call]]);
				assert.deepEqual(sent, [recipient]);
				assert.equal(results.length, 3);
				for (const result of results) assert.match(result, /"success":\s*true/);
			});
			for (const [when, settings] of [
				['', {}],
				[', with Retry On Fail', RETRY],
				[', with Continue', CONTINUE],
			] as const) {
				await check(`a lost response, then the same call: one message${when}`, async () => {
					const fails = endsWithTool && settings !== CONTINUE;
					const { results, sent } = await converse([[call], [call]], {
						settings,
						fails,
						loses: true,
					});
					assert.deepEqual(sent, [recipient]);
					assert.equal(results.length, fails ? 1 : 2);
					for (const result of results) {
						assert.match(result, LOOK);
						assert.match(result, NOT_AGAIN);
					}
				});
			}
			const { respelled } = tool;
			if (respelled) {
				await check('the same recipient in different notation: skipped', async () => {
					const { results, sent } = await converse([[call], [respelled]]);
					assert.deepEqual(sent, [recipient]);
					assert.match(results[1], /alreadySent/);
				});
			}
			await check('a wrong phone: the model reads what to correct, and corrects it', async () => {
				const settings = endsWithTool ? CONTINUE : {};
				const { results, sent } = await converse([[wrong], [call]], { settings });
				assert.deepEqual(sent, [recipient]);
				assert.match(results[0], told);
				assert.match(results[0], /Nothing was sent/);
				assert.match(results[1], /"success":\s*true/);
			});
		}
	}
	await n8n.stop();
	await model.close();
	await sandbox.close();
}
