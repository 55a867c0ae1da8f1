/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSandbox, type Sandbox } from '../../sandbox';
import { onShutdown } from '../../scripts/lib/children';
import type { N8nApi } from '../../scripts/lib/n8nApi';
import { startQueue, type Worker } from '../../scripts/lib/queue';
import { eventually } from './eventually';
import type { OwnN8nOptions } from './context';
import { retriedTwiceChecks } from './onceChecks';
import {
	assertNobodyTwice,
	countById,
	guardedSms,
	harmedAmongOthers,
	MOST_FLAGGED,
	overlapChecks,
	sentAgainAtOnce,
	smsItem,
	statuses,
} from './overlap';
import { refundsAtOnceChecks } from './refundsAtOnce';
import { createCredentials, nextExecution, NODE, WebhookRunner } from './workflows';

const EXECUTIONS = 40;
const ITEMS = 50;
const GUARDED_ITEMS = 120;

/** Breaks the database connections for two seconds. */
const BREAKS = 20;
const BREAK_EVERY_MS = 100;

/** Longer than the lock stays valid without a renewal. */
const FROZEN_MS = 25_000;

/** Checks n8n in queue mode with a main process, two and then four workers, Postgres and Redis. */
export async function queueChecks({ checks, ...options }: OwnN8nOptions): Promise<void> {
	const sandbox = await startSandbox();
	onShutdown(sandbox.close);
	const queue = await startQueue(options);
	const workers = [await queue.startWorker(), await queue.startWorker()];
	const { api } = queue;
	await createCredentials(api, sandbox);
	const check = checks.of('queue mode');

	await check(`${EXECUTIONS} executions of ${ITEMS} items at once: each sent once`, async () => {
		const node = guardedSms({}, { sendOnce: 'off' });
		const runner = await WebhookRunner.activate(api, 'Many at once', node);
		await runner.run([smsItem('FIRST', 0)]);
		sandbox.reset();
		const batches = Array.from({ length: EXECUTIONS }, (_, batch) =>
			Array.from({ length: ITEMS }, (__, i) => smsItem(`B${batch}I${i}`, batch * ITEMS + i)),
		);
		await Promise.all(batches.map(async (items) => await runner.start(items)));
		await eventually(async () => {
			const all = await statuses(api, runner.workflowId);
			assert.deepEqual(all, Array(EXECUTIONS + 1).fill('success'));
		}, 180_000);
		const counts = countById(sandbox);
		assert.equal(counts.size, EXECUTIONS * ITEMS);
		assertNobodyTwice(counts);
		const started = ({ lines }: Worker) => lines.some((line) => /started execution/i.test(line));
		assert.ok(workers.every(started), 'an idle worker');
	});
	// n8n 1.x restarts an execution on another worker when its worker dies or hangs.
	const startsOver = options.version.startsWith('1.');
	await check(
		`a worker killed during a batch, ${startsOver ? 'n8n restarts the execution' : 'then a new execution'}: no message twice, every item sent or flagged`,
		async () => await killedWorker(api, sandbox, workers, startsOver),
	);
	// Replaces the killed worker.
	workers.push(await queue.startWorker());
	await overlapChecks({ api, sandbox, checks, suite: 'queue mode, 2 workers' });
	await refundsAtOnceChecks({ api, sandbox, checks, suite: 'queue mode, 2 workers' });
	await retriedTwiceChecks({ api, sandbox, checks, suite: 'queue mode, 2 workers' });
	if (!startsOver) {
		await check(
			'a worker killed during a batch, then two Retries at once and a new execution: no message twice, none lost',
			async () => {
				await retriedAfterKill(api, sandbox, workers);
			},
		);
		workers.push(await queue.startWorker());
	}
	workers.push(await queue.startWorker());
	workers.push(await queue.startWorker());
	await overlapChecks({ api, sandbox, checks, suite: 'queue mode, 4 workers' });
	const harmed = async (what: string, harm: () => Promise<void> | void) =>
		await check(
			`overlapping batches with ${what}, then all rows again: no message twice, none lost`,
			async () =>
				await harmedAmongOthers(api, sandbox, async () => {
					await harm();
					return api;
				}),
		);
	await harmed('connections to the database that break', async () => {
		let broken = 0;
		for (let i = 0; i < BREAKS; i++) {
			broken += await queue.breakConnections();
			await sleep(BREAK_EVERY_MS);
		}
		assert.ok(broken >= BREAKS, `${broken} connections`);
	});
	const newest = workers[workers.length - 1];
	await harmed(
		'a worker that is frozen for 25 seconds',
		async () => await newest.freeze(FROZEN_MS),
	);
	await harmed('a worker killed in the middle', async () => await newest.kill());
	await check(
		'Send Again in six executions at once, after a worker died without responses: one more message each',
		async () =>
			await sentAgainAtOnce(api, sandbox, async (id) => await workerOf(workers, id).kill()),
	);
	await queue.stop();
	await sandbox.close();
}

/** The worker that runs or has run an execution. */
function workerOf(workers: Worker[], executionId: string): Worker {
	const started = new RegExp(`started execution ${executionId}\\b`, 'i');
	const found = workers.find(({ lines }) => lines.some((line) => started.test(line)));
	if (!found) throw new Error(`No worker says that it works on execution ${executionId}`);
	return found;
}

/**
 * When a worker dies, n8n's main process saves only that the execution failed. A retry may
 * therefore end at once. In any case, no message goes out twice, and a new execution sends the
 * rest.
 */
async function retriedAfterKill(api: N8nApi, sandbox: Sandbox, workers: Worker[]): Promise<void> {
	const node = guardedSms({ timeout: 3 });
	const runner = await WebhookRunner.activate(api, 'Killed, then Retry', node);
	sandbox.reset();
	sandbox.addFault({ fault: 'latency', ms: 250 });
	const items = Array.from({ length: 60 }, (_, i) => smsItem(`R${i}`, 70_000 + i));
	await runner.start(items);
	await eventually(() => assert.ok(sandbox.state().counts.messages >= 15), 30_000);
	const [{ id }] = await api.listExecutions(runner.workflowId);
	await workerOf(workers, id).kill();
	await eventually(async () => {
		assert.match((await statuses(api, runner.workflowId))[0], /^(error|crashed)$/);
	}, 120_000);
	assert.ok(sandbox.state().counts.messages < items.length, 'it was killed too late');
	const retry = async () =>
		await api.request('POST', `/rest/executions/${id}/retry`, { loadWorkflow: false });
	await Promise.all([retry(), retry()]);
	await eventually(async () => {
		const all = await statuses(api, runner.workflowId);
		assert.equal(all.filter((status) => /^(success|error|crashed)$/.test(status)).length, 3);
	}, 60_000);
	assertNobodyTwice(countById(sandbox));
	const again = await runner.run(items);
	assert.equal(again.status, 'success', again.error);
	const counts = countById(sandbox);
	assertNobodyTwice(counts);
	const flagged = again
		.output(NODE)
		.filter(({ json }) => json.reason === 'unknownOutcome')
		.map(({ json }) => json.linkId);
	assert.deepEqual(
		items.filter((item) => !counts.has(item.id) && !flagged.includes(item.id)),
		[],
	);
	assert.ok(flagged.length <= MOST_FLAGGED, `${flagged.length} flagged`);
}

async function killedWorker(
	api: N8nApi,
	sandbox: Sandbox,
	workers: Worker[],
	startsOver: boolean,
): Promise<void> {
	const runner = await WebhookRunner.activate(api, 'Killed in between', guardedSms({ timeout: 3 }));
	sandbox.reset();
	sandbox.addFault({ fault: 'latency', ms: 150 });
	const items = Array.from({ length: GUARDED_ITEMS }, (_, i) => smsItem(`G${i}`, i));
	await runner.start(items);
	await eventually(() => assert.ok(sandbox.state().counts.messages >= 20), 30_000);
	const [execution] = await api.listExecutions(runner.workflowId);
	await workerOf(workers, execution.id).kill();
	// The status is "error" if the main process saw the worker die, and "crashed" if the main process
	// restarted later.
	const ended = await eventually(async () => {
		const [status] = await statuses(api, runner.workflowId);
		assert.match(status, startsOver ? /^success$/ : /^(error|crashed)$/);
		return await api.waitForExecution(execution.id);
	}, 120_000);
	sandbox.clearFaults();
	let again = ended;
	if (!startsOver) {
		assert.match(ended.error ?? '', /failed to be processed too many times|crash/);
		// This n8n doesn't rerun the execution by itself, so some messages must be missing.
		assert.ok(sandbox.state().counts.messages < GUARDED_ITEMS, 'it was killed too late');
		await runner.start(items);
		again = await nextExecution(api, runner.workflowId, new Set([execution.id]), 60_000);
		assert.equal(again.status, 'success', again.error);
	}
	const outputs = again.output(NODE).map(({ json }) => json);
	const counts = countById(sandbox);
	assertNobodyTwice(counts);
	const flagged = outputs.filter(({ reason }) => reason === 'unknownOutcome');
	const known = new Set([...counts.keys(), ...flagged.map(({ linkId }) => linkId)]);
	const unseen = items.filter(({ id }) => !known.has(id));
	assert.deepEqual(unseen, []);
	assert.equal(outputs.length, GUARDED_ITEMS);
	assert.ok(
		outputs.some(({ success }) => success === true),
		'the rest should have been sent',
	);
	assert.ok(outputs.some(({ reason }) => reason === 'alreadySent'));
	assert.ok(flagged.length > 0 && flagged.length <= MOST_FLAGGED, `${flagged.length} flagged`);
}
