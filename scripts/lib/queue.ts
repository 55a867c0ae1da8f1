/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development tool, never packed */
import { randomBytes } from 'node:crypto';
import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onShutdown, Problem, startChild } from './children';
import { ensureN8n } from './install';
import type { N8nApi } from './n8nApi';
import { installTarball, n8nEnv, startN8n } from './runtime';
import { breakConnections, startPostgres, startRedis, type Service } from './services';

export interface QueueOptions {
	version: string;
	tarball: string;
	/** An empty folder, which gets subfolders for the main process and each worker. */
	home: string;
}

export interface Worker {
	/** The lines of the worker's log. */
	lines: string[];
	/** Kills the worker and all of its child processes, and waits until they are gone. */
	kill(): Promise<void>;
	/** Freezes the process like a sleeping machine, and resumes it after this many milliseconds. */
	freeze(ms: number): Promise<void>;
	stop(): Promise<void>;
}

export interface Queue {
	api: N8nApi;
	/** Starts another worker. Resolves when the worker is ready. */
	startWorker(): Promise<Worker>;
	/** Closes all Postgres connections of the main process and the workers. Returns their number. */
	breakConnections(): Promise<number>;
	/** Stops the main process, the workers and the services. */
	stop(): Promise<void>;
}

/** The environment with which the main process and the workers find each other. */
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
		// With this setting, n8n notices a dead worker after seconds instead of minutes.
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
	const deadline = Date.now() + 60_000;
	while (!lines.some((line) => line.includes('n8n worker is now ready'))) {
		if (child.hasEnded() || Date.now() > deadline) {
			throw new Problem(`A worker did not start:\n${lines.slice(-15).join('\n')}`);
		}
		await sleep(100);
	}
	const signal = (name: NodeJS.Signals) => process.kill(-child.pid, name);
	return {
		lines,
		async kill() {
			signal('SIGKILL');
			await child.ended;
		},
		async freeze(ms) {
			signal('SIGSTOP');
			await sleep(ms);
			signal('SIGCONT');
		},
		stop: child.stop,
	};
}

/**
 * Starts n8n in queue mode with its own Postgres and Redis, without a worker.
 * @throws {Problem} if this machine lacks Postgres or Redis
 */
export async function startQueue(options: QueueOptions): Promise<Queue> {
	const [postgres, redis] = [await startPostgres(), await startRedis()];
	const env = queueEnv(postgres, redis);
	const main = await startN8n({ ...options, userFolder: join(options.home, 'main'), env });
	const workers: Worker[] = [];
	return {
		api: main.api,
		async startWorker() {
			const worker = await startWorker(`worker-${workers.length + 1}`, options, env);
			workers.push(worker);
			return worker;
		},
		breakConnections: async () => await breakConnections(postgres),
		async stop() {
			for (const worker of workers) await worker.stop();
			await main.stop();
			await redis.stop();
			await postgres.stop();
		},
	};
}
