/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development tool, never packed */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { startSandbox, type Sandbox } from '../../sandbox';
import { onShutdown, Problem, startChild } from '../../scripts/lib/children';
import { ensureN8n } from '../../scripts/lib/install';
import type { N8nApi } from '../../scripts/lib/n8nApi';
import { installTarball, n8nEnv, startN8n } from '../../scripts/lib/runtime';
import { eventually } from './browser';
import type { Checks } from './checks';
import { startPostgres, startRedis, type Service } from './services';
import { countById, guardedSms, overlapChecks, smsItem, startAtOnce } from './overlap';
import { CREDENTIAL_NAMES, nextExecution, NODE, WebhookRunner } from './workflows';

const EXECUTIONS = 40;
const ITEMS = 50;
const GUARDED_ITEMS = 120;

/** At concurrency 5, a killed worker leaves so many rows in doubt at the most. */
const MOST_FLAGGED = 10;

interface QueueOptions {
	version: string;
	tarball: string;
	/** An empty folder; main and workers each get their own in it. */
	home: string;
	checks: Checks;
}

interface Worker {
	/** Its n8n log's lines. */
	lines: string[];
	/** SIGKILL for it and all that it started. */
	kill(): void;
	stop(): Promise<void>;
}

/** What main and workers share: they find each other by it. */
function queueEnv(postgres: Service, redis: Service): Record<string, string> {
	const unique = `e2e_${randomBytes(4).toString('hex')}_`;
	return {
		EXECUTIONS_MODE: 'queue',
		N8N_ENCRYPTION_KEY: randomBytes(24).toString('base64'),
		DB_TYPE: 'postgresdb',
		DB_TABLE_PREFIX: unique,
		DB_POSTGRESDB_HOST: postgres.url.hostname,
		DB_POSTGRESDB_PORT: postgres.url.port || '5432',
		DB_POSTGRESDB_DATABASE: postgres.url.pathname.slice(1),
		DB_POSTGRESDB_USER: decodeURIComponent(postgres.url.username),
		DB_POSTGRESDB_PASSWORD: decodeURIComponent(postgres.url.password),
		DB_POSTGRESDB_POOL_SIZE: '10',
		QUEUE_BULL_PREFIX: unique,
		QUEUE_BULL_REDIS_HOST: redis.url.hostname,
		QUEUE_BULL_REDIS_PORT: redis.url.port || '6379',
		QUEUE_BULL_REDIS_PASSWORD: decodeURIComponent(redis.url.password),
		// A dead worker is noticed after seconds instead of minutes.
		QUEUE_WORKER_LOCK_DURATION: '6000',
		QUEUE_WORKER_LOCK_RENEW_TIME: '2000',
		QUEUE_WORKER_STALLED_INTERVAL: '3000',
	};
}

async function startWorker(
	name: string,
	{ version, tarball, home }: QueueOptions,
	env: Record<string, string>,
): Promise<Worker> {
	const install = await ensureN8n(version);
	const userFolder = join(home, name);
	await mkdir(userFolder, { recursive: true });
	await installTarball(userFolder, tarball);
	const lines: string[] = [];
	const child = startChild(install.node, [install.bin, 'worker', '--concurrency=10'], {
		cwd: userFolder,
		env: await n8nEnv({ userFolder, env }, 0, install),
		onLine(line) {
			lines.push(line);
			void appendFile(join(userFolder, 'n8n.log'), `${line}\n`);
		},
	});
	onShutdown(child.stop);
	await eventually(() => {
		if (child.hasEnded()) throw new Problem(`A worker ended:\n${lines.slice(-15).join('\n')}`);
		assert.ok(lines.some((line) => line.includes('n8n worker is now ready')));
	}, 60_000);
	return {
		lines,
		kill: () => process.kill(-child.pid, 'SIGKILL'),
		stop: child.stop,
	};
}

const executionList = z.object({
	results: z.array(z.object({ id: z.coerce.string(), status: z.string() })),
});

async function statuses(api: N8nApi, workflowId: string): Promise<string[]> {
	const filter = encodeURIComponent(JSON.stringify({ workflowId }));
	const path = `/rest/executions?filter=${filter}&limit=100`;
	const { results } = executionList.parse(await api.request('GET', path));
	const byId = new Map(results.map(({ id, status }) => [id, status]));
	return [...byId.values()];
}

/** n8n in queue mode: main, two workers and then four, Postgres and Redis. */
export async function queueChecks(options: QueueOptions): Promise<void> {
	const { version, tarball, home, checks } = options;
	const sandbox = await startSandbox();
	onShutdown(sandbox.close);
	const [postgres, redis] = [await startPostgres(), await startRedis()];
	const env = queueEnv(postgres, redis);
	const main = await startN8n({ version, tarball, userFolder: join(home, 'main'), env });
	const workers = [await startWorker('worker-1', options, env)];
	workers.push(await startWorker('worker-2', options, env));
	const { api } = main;
	await api.createCredential('paytrApi', CREDENTIAL_NAMES.paytrApi, {
		...sandbox.credentials.paytr,
		baseUrl: sandbox.url,
	});

	await checks.check(
		'queue mode',
		`${EXECUTIONS} executions of ${ITEMS} items at once: all delivered, each once`,
		async () => {
			const runner = await WebhookRunner.activate(
				api,
				'Many at once',
				guardedSms({ skipAlreadySent: false }),
			);
			await runner.run([smsItem('FIRST', 0)]);
			sandbox.reset();
			const batches = Array.from({ length: EXECUTIONS }, (_, batch) =>
				Array.from({ length: ITEMS }, (__, i) => smsItem(`B${batch}I${i}`, batch * ITEMS + i)),
			);
			await Promise.all(batches.map(async (items) => await runner.start(items)));
			await eventually(async () => {
				const all = await statuses(api, runner.workflowId);
				assert.equal(all.length, EXECUTIONS + 1);
				assert.ok(
					all.every((status) => status === 'success'),
					all.join(' '),
				);
			}, 180_000);
			const counts = countById(sandbox);
			assert.equal(counts.size, EXECUTIONS * ITEMS);
			assert.deepEqual(
				[...counts].filter(([, count]) => count !== 1),
				[],
			);
			for (const { lines } of workers) {
				assert.ok(
					lines.some((line) => /started execution/i.test(line)),
					'an idle worker',
				);
			}
		},
	);
	await checks.check(
		'queue mode',
		'a worker killed in mid-batch fails its execution; run again, nobody twice, every item sent or flagged',
		async () => await killedWorker(api, sandbox, workers),
	);
	// The killed one comes back, then two more.
	workers.push(await startWorker('worker-3', options, env));
	await overlapChecks({ api, sandbox, checks, suite: 'queue mode, 2 workers' });
	workers.push(await startWorker('worker-4', options, env));
	workers.push(await startWorker('worker-5', options, env));
	await overlapChecks({ api, sandbox, checks, suite: 'queue mode, 4 workers' });
	await checks.check(
		'queue mode',
		'overlapping batches with a worker killed in the middle, then all again: nobody twice, nobody lost',
		async () => await killedAmongOthers(api, sandbox, workers[workers.length - 1]),
	);
	for (const worker of workers) await worker.stop();
	await main.stop();
	await redis.stop();
	await postgres.stop();
	await sandbox.close();
}

async function killedWorker(api: N8nApi, sandbox: Sandbox, workers: Worker[]): Promise<void> {
	const runner = await WebhookRunner.activate(api, 'Killed in between', guardedSms({ timeout: 3 }));
	sandbox.reset();
	sandbox.addFault({ fault: 'latency', ms: 150 });
	const items = Array.from({ length: GUARDED_ITEMS }, (_, i) => smsItem(`G${i}`, i));
	await runner.start(items);
	await eventually(() => assert.ok(sandbox.state().counts.messages >= 20), 30_000);
	const [execution] = await api.listExecutions(runner.workflowId);
	const started = new RegExp(`started execution ${execution.id}\\b`, 'i');
	const busy = workers.find(({ lines }) => lines.some((line) => started.test(line)));
	if (!busy) throw new Error(`No worker says that it works on execution ${execution.id}`);
	busy.kill();
	// A main process that saw the worker die says "error", one that was started since "crashed".
	const ended = await eventually(async () => {
		const [status] = await statuses(api, runner.workflowId);
		assert.ok(status === 'error' || status === 'crashed', status);
		return await api.waitForExecution(execution.id);
	}, 120_000);
	assert.match(ended.error ?? '', /failed to be processed too many times|crash/);
	// n8n doesn't run it again by itself: whoever does, decides it.
	const sentBefore = sandbox.state().counts.messages;
	assert.ok(sentBefore < GUARDED_ITEMS, 'it was killed too late');

	sandbox.clearFaults();
	await runner.start(items);
	const again = await nextExecution(api, runner.workflowId, new Set([execution.id]), 60_000);
	assert.equal(again.status, 'success', again.error);
	const outputs = again.output(NODE).map(({ json }) => json);
	const counts = countById(sandbox);
	assert.deepEqual(
		[...counts].filter(([, count]) => count !== 1),
		[],
	);
	const flagged = outputs.filter(({ reason }) => reason === 'unknownOutcome');
	const unseen = items.filter(({ id }) => {
		return !counts.has(id) && !flagged.some(({ linkId }) => linkId === id);
	});
	assert.deepEqual(unseen, []);
	assert.equal(outputs.length, GUARDED_ITEMS);
	assert.ok(
		outputs.some(({ success }) => success === true),
		'the rest should have been sent',
	);
	assert.ok(outputs.some(({ reason }) => reason === 'alreadySent'));
	assert.ok(flagged.length > 0 && flagged.length <= MOST_FLAGGED, `${flagged.length} flagged`);
}

/** Eight executions with rows in common, and one worker of four that dies in the middle. */
async function killedAmongOthers(api: N8nApi, sandbox: Sandbox, victim: Worker): Promise<void> {
	const runner = await WebhookRunner.activate(
		api,
		'Killed among others',
		guardedSms({ timeout: 3 }),
	);
	sandbox.reset();
	sandbox.addFault({ fault: 'latency', ms: 100 });
	const rows = Array.from({ length: 160 }, (_, i) => smsItem(`M${i}`, 9_000 + i));
	const batches = Array.from({ length: 8 }, (_, i) => rows.slice(i * 15, i * 15 + 55));
	await Promise.all(batches.map(async (items) => await runner.start(items)));
	await eventually(() => assert.ok(sandbox.state().counts.messages >= 60), 60_000);
	victim.kill();
	await eventually(async () => {
		const all = await statuses(api, runner.workflowId);
		assert.equal(all.length, batches.length);
		assert.ok(
			all.every((status) => /^(success|error|crashed)$/.test(status)),
			all.join(' '),
		);
	}, 180_000);
	sandbox.clearFaults();
	const fates = await startAtOnce(api, runner, [rows]);
	const counts = countById(sandbox);
	assert.deepEqual(
		[...counts].filter(([, count]) => count !== 1),
		[],
	);
	const lost = rows.filter(({ id }, i) => !counts.has(id) && fates[i] !== 'unknownOutcome');
	assert.deepEqual(lost, []);
	const unknown = fates.filter((fate) => fate === 'unknownOutcome').length;
	// The worker may have been at several of the eight.
	assert.ok(unknown <= MOST_FLAGGED * batches.length, `${unknown} flagged`);
}
