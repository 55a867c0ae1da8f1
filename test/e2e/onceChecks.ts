/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import assert from 'node:assert/strict';
import type { FaultRule } from '../../sandbox/faults';
import type { N8nApi } from '../../scripts/lib/n8nApi';
import type { VersionContext } from './context';
import { eventually } from './eventually';
import { PAYMENT_REQUEST, PRODUCT_LINK } from './operationChecks';
import { assertEachOnce, guardedSms, smsItem, statuses } from './overlap';
import {
	connection,
	NODE,
	otherNode,
	PAYFULL,
	PAYTR,
	testedNode,
	WebhookRunner,
	workflowOf,
	type TestedNode,
} from './workflows';

export const ROWS = [0, 1, 2].map((i) => smsItem(`ONCE${i}`, 30_000 + i));

/** Removes 'sendOnce', as in a workflow whose user never changed the field. */
const byDefault = (parameters: Record<string, unknown>) =>
	Object.fromEntries(Object.entries(parameters).filter(([name]) => name !== 'sendOnce'));

const REFUSE_SECOND_ONCE: FaultRule = {
	...{ service: 'paytr.send-sms', match: { id: ROWS[1].id }, times: 1 },
	fault: 'refuse',
	reason: 'gecici',
};

/** Sends one SMS per row, one at a time, and stops at a failure. */
const sms: TestedNode = {
	type: PAYTR,
	parameters: {
		...byDefault(guardedSms().parameters),
		options: { maxConcurrency: 1 },
	},
};

const NEEDS_A_KEY: Record<string, TestedNode> = {
	'a new link': {
		type: PAYTR,
		parameters: {
			...byDefault(PRODUCT_LINK),
			...{ notifyVia: ['sms'], cellPhone: '={{ $json.phone }}' },
			deduplicationKey: '={{ $json.id }}',
		},
	},
	'a payment request': {
		type: PAYFULL,
		parameters: {
			...byDefault(PAYMENT_REQUEST),
			...{ viaEmailSms: '1', recipientEmail: 'gulsah@example.com' },
			deduplicationKey: '={{ $json.id }}',
		},
	},
};

/** One node per operation that sends once by default. */
export const BY_DEFAULT: Record<string, TestedNode> = {
	'an existing link': sms,
	...NEEDS_A_KEY,
};

/**
 * Retries a failed execution twice. n8n keeps the button enabled, and both retries start from the
 * same saved data.
 */
export async function retriedTwiceChecks({
	api,
	sandbox,
	checks,
	suite,
}: Omit<VersionContext, 'n8n'> & { api: N8nApi; suite: string }): Promise<void> {
	for (const atOnce of [false, true]) {
		const when = atOnce ? 'at once' : 'one after the other';
		await checks.check(
			suite,
			`the same failed execution retried twice, ${when}: sent once`,
			async () => {
				sandbox.reset();
				sandbox.addFault(REFUSE_SECOND_ONCE);
				const runner = await WebhookRunner.activate(api, `Retried twice, ${when}`, sms);
				const { id, status } = await runner.run(ROWS);
				assert.equal(status, 'error');
				sandbox.addFault({ fault: 'latency', ms: 500 });
				const retry = async () => {
					await api.request('POST', `/rest/executions/${id}/retry`, { loadWorkflow: false });
				};
				if (atOnce) await Promise.all([retry(), retry()]);
				else for (let times = 0; times < 2; times++) await retry();
				await eventually(async () => {
					const all = await statuses(api, runner.workflowId);
					assert.deepEqual(all.sort(), ['error', 'success', 'success']);
				}, 60_000);
				assertEachOnce(sandbox, ROWS);
			},
		);
	}
}

/** With the default of 'Send Only Once', every way in which n8n runs a node again. */
export async function onceChecks({ n8n, sandbox, checks }: VersionContext): Promise<void> {
	const { api } = n8n;
	const check = async (name: string, work: () => Promise<void>) =>
		await checks.check('once', name, async () => {
			sandbox.reset();
			await work();
		});

	for (const [what, node] of Object.entries(BY_DEFAULT)) {
		await check(`${what}: two executions send once`, async () => {
			const runner = await WebhookRunner.activate(api, `Twice: ${what}`, node);
			const first = await runner.run(ROWS);
			assert.equal(first.status, 'success', first.error);
			const second = await runner.run(ROWS);
			assert.equal(second.status, 'success', second.error);
			assert.deepEqual(
				second.output(NODE).map(({ json }) => json.reason),
				ROWS.map(() => 'alreadySent'),
			);
			assert.equal(sandbox.state().messages.length, ROWS.length);
		});
	}
	for (const [what, node] of Object.entries(NEEDS_A_KEY)) {
		await check(`${what} without a key: sends nothing`, async () => {
			const parameters = { ...node.parameters, deduplicationKey: '={{ $json.nothing }}' };
			const runner = await WebhookRunner.activate(api, `No key: ${what}`, { ...node, parameters });
			const execution = await runner.run(ROWS);
			assert.equal(execution.status, 'error');
			assert.match(execution.error ?? '', /'Deduplication Key'/);
			assert.equal(sandbox.state().counts.requests, 0);
		});
	}
	await retriedTwiceChecks({ api, sandbox, checks, suite: 'once' });
	await check(
		"n8n's Stop button during a batch, then again: sent messages are skipped",
		async () => {
			const rows = Array.from({ length: 30 }, (_, i) => smsItem(`STOP${i}`, 60_000 + i));
			const runner = await WebhookRunner.activate(api, 'Stopped', guardedSms());
			sandbox.addFault({ fault: 'latency', ms: 1_500 });
			await runner.start(rows);
			await eventually(() => assert.ok(sandbox.state().counts.requests >= 3));
			const [{ id }] = await api.listExecutions(runner.workflowId);
			await api.request('POST', `/rest/executions/${id}/stop`);
			const { requests } = sandbox.state().counts;
			await eventually(() => assert.equal(sandbox.state().messages.length, requests));
			sandbox.clearFaults();
			const again = await runner.run(rows);
			assert.equal(again.status, 'success', again.error);
			assertEachOnce(sandbox, rows);
			const skipped = again.output(NODE).filter(({ json }) => json.skipped === true);
			assert.deepEqual(
				skipped.map(({ json }) => json.reason),
				Array(requests).fill('alreadySent'),
			);
		},
	);
	await check('a sub-workflow with Retry On Fail sends once', async () => {
		sandbox.addFault(REFUSE_SECOND_ONCE);
		const called = workflowOf(
			'Called',
			[otherNode('Called', 'executeWorkflowTrigger', 1, {}), testedNode(sms)],
			{ Called: connection(NODE) },
		);
		const workflowId = await api.importWorkflow(called);
		const jsCode = `return ${JSON.stringify(ROWS.map((json) => ({ json })))};`;
		const retry = { retryOnFail: true, maxTries: 3, waitBetweenTries: 100 };
		const calling = workflowOf(
			'Calling',
			[
				otherNode('Start', 'manualTrigger', 1, {}),
				otherNode('Rows', 'code', 2, { jsCode }),
				otherNode('Call', 'executeWorkflow', 1, { source: 'database', workflowId }, retry),
			],
			{ Start: connection('Rows'), Rows: connection('Call') },
		);
		const execution = await api.runWorkflow(await api.importWorkflow(calling), 'Start');
		assert.equal(execution.status, 'success', execution.error);
		assertEachOnce(sandbox, ROWS);
	});
}
