/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import { performance } from 'node:perf_hooks';
import { startQueue, type QueueOptions } from '../scripts/lib/queue';
import type { Provider } from './provider';
import { ms, times, type Section } from './report';
import { interleave } from './stats';
import { Workflows } from './workflows';

const EXECUTIONS = 40;
const ROWS = 50;
/** With the longer latency, the provider's response time matters more than the machine's speed. */
const LATENCIES_MS = [50, 500];

/** Measures the effect of more workers in queue mode with Postgres and Redis. */
export async function measureQueue(
	options: QueueOptions,
	provider: Provider,
	report: (progress: string) => void,
): Promise<Section[]> {
	report('queue mode: start');
	const queue = await startQueue(options);
	const workflows = new Workflows(queue.api, provider);
	await workflows.connect();
	await workflows.addPaytr('queue-without', false);
	await workflows.addPaytr('queue-with', true);
	let first = 0;
	let started = 0;
	const batch = (name: string, latencyMs: number) => async () => {
		await provider.prepare(latencyMs);
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
	const measured = LATENCIES_MS.map((latencyMs) => ({ latencyMs, all: new Array<Times>() }));
	for (const workers of [1, 2, 4]) {
		for (; started < workers; started++) await queue.startWorker();
		const runs = (latencyMs: number) => ({
			without: batch('queue-without', latencyMs),
			with: batch('queue-with', latencyMs),
		});
		await interleave(1, runs(LATENCIES_MS[0]));
		for (const { latencyMs, all } of measured) {
			const round = await interleave(1, runs(latencyMs), (progress) =>
				report(`queue mode, ${workers} workers, ${latencyMs} ms, Send Only Once ${progress}`),
			);
			all.push({ workers, without: round.without[0], with: round.with[0] });
		}
	}
	await queue.stop();
	return measured.map(({ latencyMs, all }) => sectionOf(latencyMs, all));
}

interface Times {
	workers: number;
	/** Milliseconds without and with 'Send Only Once'. */
	without: number;
	with: number;
}

const rate = (milliseconds: number) =>
	String(Math.round((EXECUTIONS * ROWS * 1000) / milliseconds));

function sectionOf(latencyMs: number, all: Times[]): Section {
	const [alone] = all;
	return {
		title: `Queue mode: ${EXECUTIONS} executions of ${ROWS} rows at once, a provider that takes ${latencyMs} ms`,
		head: [
			'Workers',
			'Time',
			'Rows/s',
			'Compared with one worker',
			'Send Only Once: time',
			'Rows/s',
			'Compared with one worker',
			'With ÷ without',
		],
		rows: all.map((time) => [
			String(time.workers),
			ms(time.without),
			rate(time.without),
			times(alone.without / time.without),
			ms(time.with),
			rate(time.with),
			times(alone.with / time.with),
			times(time.with / time.without),
		]),
		notes: [
			`PayTR SMS at concurrency 5, measured once after a warm-up round. Each worker runs ten executions at a time. The main process, the workers, Postgres, Redis, the sandbox and this script share the cores listed above.`,
		],
		targets: [],
	};
}
