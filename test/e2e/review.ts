/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import assert from 'node:assert/strict';
import fastify from 'fastify';
import { z } from 'zod';
import type { WorkflowFile } from '../../scripts/lib/n8nApi';
import type { AgentContext } from './agentLoops';
import { agentNode, modelNode } from './agentNodes';
import { decide } from './approval';
import { eventually } from './eventually';
import { smsItem, statuses } from './overlap';
import {
	connection,
	otherNode,
	PAYTR,
	testedNode,
	webhook,
	WebhookRunner,
	workflowOf,
} from './workflows';

const message = z.object({
	text: z.string(),
	reply_markup: z.object({
		inline_keyboard: z.array(z.array(z.object({ text: z.string(), url: z.string() }))),
	}),
});

type Message = z.infer<typeof message>;

/** Replaces Telegram's API. n8n's credential contains its address. */
async function startMessenger() {
	const came: Message[] = [];
	const app = fastify();
	app.post('/:bot/sendMessage', (request) => {
		came.push(message.parse(request.body));
		return { ok: true, result: { message_id: came.length } };
	});
	const url = await app.listen({ host: '127.0.0.1', port: 0 });
	return { url, came, close: async () => await app.close() };
}

const CUSTOMER = smsItem('REVIEWED', 80_000);

/** A workflow with n8n's human review between the agent and the node. */
function reviewedWorkflow(path: string): WorkflowFile {
	const to = (kind: string, node: string) => ({ [kind]: [[{ node, type: kind, index: 0 }]] });
	const parameters = {
		...{ resource: 'notification', operation: 'sendSms' },
		...{ linkId: CUSTOMER.id, cellPhone: "={{ $fromAI('Cell_Phone', '', 'string') }}" },
	};
	return workflowOf(
		'Reviewed',
		[
			webhook(path),
			agentNode(3.1, 'Send the customer the link.'),
			modelNode(),
			otherNode(
				'Review',
				'telegramHitlTool',
				1.2,
				{
					...{ resource: 'message', operation: 'sendAndWait', responseType: 'approval' },
					...{ chatId: '1', message: '={{ $tool.name }}: {{ $tool.parameters.Cell_Phone }}' },
					approvalOptions: { values: { approvalType: 'double' } },
				},
				{ credentials: { telegramApi: { name: 'E2E messenger' } } },
			),
			{ ...testedNode({ type: PAYTR, parameters }), name: 'Send it', type: `${PAYTR}Tool` },
		],
		{
			Webhook: connection('Agent'),
			Model: to('ai_languageModel', 'Agent'),
			Review: to('ai_tool', 'Agent'),
			'Send it': to('ai_tool', 'Review'),
		},
	);
}

/** A person approves or declines each call of the tool. */
export async function reviewChecks({ api, sandbox, checks, model }: AgentContext): Promise<void> {
	const messenger = await startMessenger();
	await api.createCredential('telegramApi', 'E2E messenger', {
		accessToken: 'none',
		baseUrl: messenger.url,
	});
	for (const isSent of [true, false]) {
		await checks.check(
			'agents',
			`human review: sends ${isSent ? 'one message after approval and none before' : 'nothing when a person declines'}`,
			async () => {
				sandbox.reset();
				messenger.came.length = 0;
				const runner = await WebhookRunner.import(api, reviewedWorkflow);
				model.script([[{ Cell_Phone: CUSTOMER.phone }]]);
				await runner.start([]);
				await eventually(async () => {
					assert.deepEqual(await statuses(api, runner.workflowId), ['waiting']);
				}, 20_000);
				assert.equal(sandbox.state().counts.requests, 0);
				const [{ text, reply_markup }] = messenger.came;
				assert.ok(text.includes(CUSTOMER.phone), text);
				const buttons = reply_markup.inline_keyboard.flat().map(({ url }) => url);
				await decide(buttons, isSent);
				await eventually(async () => {
					assert.deepEqual(await statuses(api, runner.workflowId), ['success']);
				}, 20_000);
				const sent = sandbox.state().messages.map(({ to }) => to);
				assert.deepEqual(sent, isSent ? [CUSTOMER.phone] : []);
			},
		);
	}
	await messenger.close();
}
