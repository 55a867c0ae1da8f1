/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import assert from 'node:assert/strict';
import type { Sandbox } from '../../sandbox';
import type { N8nApi, WorkflowFile } from '../../scripts/lib/n8nApi';
import { AGENT_CONNECTIONS, agentNode, modelNode } from './agentNodes';
import type { Checks } from './checks';
import type { startModel } from './model';
import { assertEachOnce, smsItem } from './overlap';
import {
	connection,
	otherNode,
	PAYTR,
	testedNode,
	webhook,
	WebhookRunner,
	workflowOf,
} from './workflows';

const CUSTOMERS = [0, 1, 2].map((i) => smsItem(`LOOP${i}`, 50_000 + i));

export interface AgentContext {
	api: N8nApi;
	sandbox: Sandbox;
	checks: Checks;
	/** The OpenAI credential that points at it is named "E2E model". */
	model: Awaited<ReturnType<typeof startModel>>;
}

/** Fields of the row that the tool sends, as expressions of a workflow. */
interface Row {
	id: string;
	phone: string;
}

type Settings = Record<string, unknown>;

const CURRENT: Row = { id: '{{ $json.id }}', phone: '{{ $json.phone }}' };
const BY_NAME: Row = {
	id: "{{ $('Rows').item.json.id }}",
	phone: "{{ $('Rows').item.json.phone }}",
};

/**
 * The node as a tool. Expressions set all of its parameters, so every call of the model is the
 * same.
 */
function toolFor({ id, phone }: Row, settings: Settings) {
	const parameters = {
		...{ resource: 'notification', operation: 'sendSms' },
		...{ linkId: `=${id}`, cellPhone: `=${phone}` },
	};
	return {
		...testedNode({ type: PAYTR, parameters, settings }),
		name: 'Send it',
		type: `${PAYTR}Tool`,
	};
}

/**
 * A webhook passes rows to an agent whose only tool is the node: one by one in a loop, or all at
 * once.
 */
function agentWorkflow(
	path: string,
	agent: number,
	row: Row,
	isLoop: boolean,
	settings: Settings,
): WorkflowFile {
	const nodes = [
		webhook(path),
		otherNode('Rows', 'splitOut', 1, { fieldToSplitOut: 'body.items', options: {} }),
		agentNode(agent, 'Send the customer the link.'),
		modelNode(),
		toolFor(row, settings),
	];
	const connections = {
		Webhook: connection('Rows'),
		...AGENT_CONNECTIONS,
	};
	if (!isLoop) {
		return workflowOf('Rows at once', nodes, { ...connections, Rows: connection('Agent') });
	}
	const loop = otherNode('Loop', 'splitInBatches', 3, { options: {} });
	const [current] = connection('Agent').main;
	return workflowOf('Rows in a loop', [...nodes, loop], {
		...connections,
		Rows: connection('Loop'),
		Loop: { main: [[], current] },
		Agent: connection('Loop'),
	});
}

/**
 * An agent serves several customers. An expression in the tool sets the recipient.
 * @param newest the newest version of the AI Agent node
 * @param settings n8n's node settings for the tool
 */
export async function agentLoopChecks(context: AgentContext, newest: number, settings: Settings) {
	const { api, sandbox, checks, model } = context;
	const check = checks.of('agents');
	/** The model calls the tool once per customer. Returns the tool's answers to the model. */
	const run = async (agent: number, row: Row, isLoop: boolean): Promise<string[]> => {
		sandbox.reset();
		const runner = await WebhookRunner.import(api, (path) =>
			agentWorkflow(path, agent, row, isLoop, settings),
		);
		model.script(CUSTOMERS.flatMap(() => [[{}], []]));
		const execution = await runner.run(CUSTOMERS);
		assert.equal(execution.status, 'success', execution.error);
		return model.answers();
	};
	for (const agent of [1.7, 2.2, newest]) {
		await check(
			`AI Agent ${agent} in a loop, recipient by $json: each customer once, the model reads each result`,
			async () => {
				const answers = await run(agent, CURRENT, true);
				assertEachOnce(sandbox, CUSTOMERS);
				assert.equal(answers.length, CUSTOMERS.length, answers.join('\n'));
				for (const [i, { id, phone }] of CUSTOMERS.entries()) {
					assert.match(answers[i], /"success":\s*true/);
					assert.ok(answers[i].includes(id) && answers[i].includes(phone), answers[i]);
				}
			},
		);
	}
	// AI Agent 3 uses the first row for every tool call, or no row, regardless of the current row.
	for (const isLoop of [true, false]) {
		await check(
			`AI Agent ${newest} ${isLoop ? 'in a loop' : 'over rows at once'}, recipient by $('Rows').item: only the first row is sent, once, and the model reads each result`,
			async () => {
				const [first] = CUSTOMERS;
				const answers = await run(newest, BY_NAME, isLoop);
				assertEachOnce(sandbox, [first]);
				assert.equal(answers.length, CUSTOMERS.length);
				for (const answer of answers) {
					const isOfFirst = answer.includes(first.phone);
					assert.match(answer, isOfFirst ? /"success":\s*true|alreadySent/ : /Nothing was sent/);
				}
			},
		);
	}
}
