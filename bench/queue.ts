/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import { performance } from 'node:perf_hooks';
import { startQueue, type QueueOptions } from '../scripts/lib/queue';
import type { Provider } from './provider';
import { ms, times, type Section } from './report';
import { interleave } from './stats';
import { Workflows } from './workflows';

const EXECUTIONS = 40;
const ROWS = 50;
const LATENCY_MS = 50;

/** Queue mode on Postgres and Redis: what more workers bring. */
export async function measureQueue(
	options: QueueOptions,
	provider: Provider,
	report: (progress: string) => void,
): Promise<Section> {
	report('queue mode: start');
	const queue = await startQueue(options);
	const workflows = new Workflows(queue.api, provider);
	await workflows.connect();
	await workflows.addPaytr('queue-without', false);
	await workflows.addPaytr('queue-with', true);
	let first = 0;
	let started = 0;
	const batch = (name: string) => async () => {
		await provider.prepare(LATENCY_MS);
		const startedAt = performance.now();
		await Promise.all(
			Array.from({ length: EXECUTIONS }, async () => {
				const load = { first, count: ROWS, maxConcurrency: 5 };
				first += ROWS;
				await workflows.start(name, load);
			}),
		);
		const milliseconds = performance.now() - startedAt;
		await provider.expect(EXECUTIONS * ROWS);
		return milliseconds;
	};
	const rows: string[][] = [];
	let alone: { without: number; with: number } | undefined;
	for (const workers of [1, 2, 4]) {
		for (; started < workers; started++) await queue.startWorker();
		const runs = { without: batch('queue-without'), with: batch('queue-with') };
		await interleave(1, runs);
		const measured = await interleave(1, runs, (progress) =>
			report(`queue mode, ${workers} workers, Send Only Once ${progress}`),
		);
		const time = { without: measured.without[0], with: measured.with[0] };
		alone ??= time;
		const rate = (milliseconds: number) =>
			String(Math.round((EXECUTIONS * ROWS * 1000) / milliseconds));
		rows.push([
			String(workers),
			ms(time.without),
			rate(time.without),
			times(alone.without / time.without),
			ms(time.with),
			rate(time.with),
			times(alone.with / time.with),
		]);
	}
	await queue.stop();
	return {
		title: `Queue mode: ${EXECUTIONS} executions of ${ROWS} rows at once, a provider that takes ${LATENCY_MS} ms`,
		head: [
			'Workers',
			'Time',
			'Rows/s',
			'Against one worker',
			'Send Only Once: time',
			'Rows/s',
			'Against one worker',
		],
		rows,
		notes: [
			`PayTR SMS at concurrency 5, measured once after a round that isn't counted. Each worker takes ten executions at a time. Main, workers, Postgres, Redis, the sandbox and this script share the cores named above.`,
		],
		targets: [],
	};
}
