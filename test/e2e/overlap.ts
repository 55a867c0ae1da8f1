/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development tool, never packed */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sandbox } from '../../sandbox';
import type { N8nApi } from '../../scripts/lib/n8nApi';
import { eventually } from './eventually';
import type { Checks } from './checks';
import { executionsOf, NODE, PAYTR, WebhookRunner } from './workflows';

/** Number of rounds of each overlap. A single lost race fails the check. */
export const ROUNDS = Number(process.env.E2E_ROUNDS ?? 10);

/**
 * At concurrency 5, a killed process leaves at most this many messages of an execution with an
 * unknown outcome, even if n8n's database is slow.
 */
export const MOST_FLAGGED = 25;

export interface OverlapContext {
	api: N8nApi;
	sandbox: Sandbox;
	checks: Checks;
	/** For example `queue mode, 2 workers`. */
	suite: string;
}

/** Sends each row's link to the row's phone once. An unknown outcome counts as sent. */
export const guardedSms = (
	options: Record<string, unknown> = {},
	once: Record<string, unknown> = {},
) => ({
	type: PAYTR,
	parameters: {
		resource: 'notification',
		operation: 'sendSms',
		linkId: '={{ $json.id }}',
		cellPhone: '={{ $json.phone }}',
		sendOnce: 'perLinkAndRecipient',
		...once,
		options: { onUnknownOutcome: 'skip', ...options },
	},
	settings: { onError: 'continueRegularOutput' },
});

/** A row with a unique link and phone. */
export const smsItem = (id: string, index: number) => ({
	id,
	phone: `0532${String(index).padStart(7, '0')}`,
});

/** Number of messages per link. */
export function countById(sandbox: Sandbox): Map<string, number> {
	const counts = new Map<string, number>();
	for (const { linkId = '' } of sandbox.state().messages) {
		counts.set(linkId, (counts.get(linkId) ?? 0) + 1);
	}
	return counts;
}

/** Each row's message was sent exactly once. */
export function assertEachOnce(sandbox: Sandbox, rows: Array<{ id: string }>): void {
	const counts = countById(sandbox);
	const each = rows.map(({ id }) => [id, counts.get(id) ?? 0] as const);
	const wrong = each.filter(([, count]) => count !== 1);
	assert.deepEqual(wrong.slice(0, 10), [], `${wrong.length} of ${rows.length} not exactly once`);
	assert.equal(counts.size, rows.length);
}

/**
 * Starts executions at the same moment and waits for all of them. Returns the result of each item.
 */
export async function startAtOnce(
	api: N8nApi,
	runner: WebhookRunner,
	batches: object[][],
): Promise<unknown[]> {
	const known = await executionsOf(api, runner.workflowId);
	await Promise.all(batches.map(async (items) => await runner.start(items)));
	const deadline = Date.now() + 120_000;
	for (;;) {
		const fresh = (await api.listExecutions(runner.workflowId)).filter(({ id }) => !known.has(id));
		const running = fresh.filter(({ status }) => ['new', 'running', 'waiting'].includes(status));
		if (fresh.length >= batches.length && !running.length) {
			const ended = await Promise.all(fresh.map(async ({ id }) => await api.waitForExecution(id)));
			const failed = ended.filter(({ status }) => status !== 'success');
			assert.deepEqual(
				failed.map(({ status, error }) => [status, error]),
				[],
			);
			return ended.flatMap((one) =>
				one.output(NODE).map(({ json }) => (json.success ? 'sent' : (json.reason ?? json.error))),
			);
		}
		assert.ok(Date.now() < deadline, `${fresh.length} executions, ${running.length} running`);
		await sleep(100);
	}
}

/** One execution sent each item, and the other executions skipped it. */
function assertSettled(fates: unknown[], sent: number): void {
	const other = fates.filter((fate) => fate !== 'sent' && fate !== 'alreadySent');
	assert.deepEqual(other.slice(0, 5), []);
	assert.equal(fates.filter((fate) => fate === 'sent').length, sent);
}

const range = (count: number) => Array.from({ length: count }, (_, i) => i);

/**
 * Runs overlapping executions of one node several times. Each message must be sent exactly once.
 */
export async function overlapChecks({ api, sandbox, checks, suite }: OverlapContext) {
	const runner = await WebhookRunner.activate(api, `Overlaps, ${suite}`, guardedSms());
	await runner.run([smsItem('FIRST', 0)]);
	let used = 1;
	const fresh = (count: number, name: string) =>
		range(count).map((i) => smsItem(`${name}x${i}`, used++));

	const check = checks.of(suite);
	const rounds = async (rows: number, executions: number, name: string) => {
		for (const round of range(ROUNDS)) {
			sandbox.reset();
			const same = fresh(rows, `${name}${round}`);
			const fates = await startAtOnce(api, runner, Array<object[]>(executions).fill(same));
			assertEachOnce(sandbox, same);
			assertSettled(fates, rows);
		}
	};
	await check(
		`the same row in 20 executions at once, ${ROUNDS} rounds: one message`,
		async () => await rounds(1, 20, 'E'),
	);
	await check(
		`the same 60 rows in 4 executions at once, ${ROUNDS} rounds: each sent once`,
		async () => await rounds(60, 4, 'S'),
	);
	await check(
		'20 executions of 20 different rows at once, then all rows again: each sent once',
		async () => {
			sandbox.reset();
			const batches = range(20).map((batch) => fresh(20, `D${batch}`));
			const rows = batches.flat();
			assertSettled(await startAtOnce(api, runner, batches), 400);
			assertEachOnce(sandbox, rows);
			assertSettled(await startAtOnce(api, runner, [rows]), 0);
			assertEachOnce(sandbox, rows);
		},
	);
}

/** The statuses of all executions of a workflow. */
export const statuses = async (api: N8nApi, workflowId: string) =>
	(await api.listExecutions(workflowId)).map(({ status }) => status);

/** No message was sent twice. */
export function assertNobodyTwice(counts: Map<string, number>): void {
	assert.deepEqual(
		[...counts].filter(([, count]) => count !== 1),
		[],
	);
}

/**
 * Disturbs eight overlapping executions and then sends all rows again. No message may go out twice,
 * and a row without a message must be flagged.
 * @param harm disturbs the executions, for example by killing a process. Returns the API of the running n8n
 */
export async function harmedAmongOthers(
	before: N8nApi,
	sandbox: Sandbox,
	harm: () => Promise<N8nApi>,
): Promise<void> {
	const node = guardedSms({ timeout: 3 });
	const runner = await WebhookRunner.activate(before, 'Harmed among others', node);
	sandbox.reset();
	sandbox.addFault({ fault: 'latency', ms: 250 });
	const rows = range(160).map((i) => smsItem(`M${i}`, 9_000 + i));
	const batches = range(8).map((i) => rows.slice(i * 15, i * 15 + 55));
	await Promise.all(batches.map(async (items) => await runner.start(items)));
	await eventually(() => assert.ok(sandbox.state().counts.messages >= 60), 60_000);
	assert.ok(countById(sandbox).size < rows.length, 'all has been sent already');
	const api = await harm();
	await eventually(async () => {
		const all = await statuses(api, runner.workflowId);
		assert.equal(all.length, batches.length);
		assert.ok(
			all.every((status) => /^(success|error|crashed)$/.test(status)),
			all.join(' '),
		);
	}, 180_000);
	sandbox.clearFaults();
	const fates = await startAtOnce(api, runner.on(api), [rows]);
	const counts = countById(sandbox);
	assertNobodyTwice(counts);
	const lost = rows.filter(({ id }, i) => !counts.has(id) && fates[i] !== 'unknownOutcome');
	assert.deepEqual(lost, []);
	const unknown = fates.filter((fate) => fate === 'unknownOutcome').length;
	// The disturbance can affect several of the eight executions.
	assert.ok(unknown <= MOST_FLAGGED * batches.length, `${unknown} flagged`);
}

/**
 * Loses the responses to three messages. Then several executions with 'Send Again' start at once:
 * each row must be sent only once.
 * @param forget kills the execution's process, which remembers that none of its requests is in
 * progress
 */
export async function sentAgainAtOnce(
	api: N8nApi,
	sandbox: Sandbox,
	forget: (executionId: string) => Promise<void>,
): Promise<void> {
	const node = guardedSms({ timeout: 3, onUnknownOutcome: 'resend' });
	const runner = await WebhookRunner.activate(api, 'Sent again at once', node);
	sandbox.reset();
	sandbox.addFault({ fault: 'resetAfter' });
	const rows = range(3).map((i) => smsItem(`A${i}`, 20_000 + i));
	const first = await startAtOnce(api, runner, [rows]);
	assert.equal(first.filter((fate) => /not known whether/.test(String(fate))).length, rows.length);
	const [{ id }] = await api.listExecutions(runner.workflowId);
	await forget(id);
	sandbox.reset();
	// All executions reach the request while the first request waits for its response.
	sandbox.addFault({ fault: 'latency', ms: 1_000 });
	const fates = await startAtOnce(api, runner, Array<object[]>(6).fill(rows));
	assertEachOnce(sandbox, rows);
	assertSettled(fates, rows.length);
	assert.equal(fates.length, 6 * rows.length);
}
