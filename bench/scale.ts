/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../scripts/lib/children';
import type { RunningN8n } from '../scripts/lib/runtime';
import { withPeakMemory } from './machine';
import { ms, type Section } from './report';
import { interleave, median } from './stats';
import type { Run, Side, Workflows } from './workflows';

/** The node's default. */
const CONCURRENCY = 5;

/** The heap of a small n8n, in which the garbage collector must run often. */
const SMALL_HEAP_MB = 512;

/** Restarts n8n with these options for Node.js. */
export type Start = (nodeOptions?: string) => Promise<RunningN8n>;

const megabytes = (bytes: number) =>
	Number.isNaN(bytes) ? 'not known' : `${Math.round(bytes / 2 ** 20).toLocaleString('en')} MB`;

const send = async (workflows: Workflows, side: Side, count: number) =>
	await workflows.run('paytr', side, { count, maxConcurrency: CONCURRENCY, latencyMs: 0 });

/** The reason why a run failed. Rethrows errors that don't come from n8n. */
async function failureOf(n8n: RunningN8n, error: unknown): Promise<string> {
	const ended = n8n.ended.then(() => true);
	if (await Promise.race([ended, sleep(5000, false)])) {
		const outOfMemory = n8n.logs.some((line) => /heap out of memory/i.test(line));
		return outOfMemory ? 'n8n ended: out of memory' : 'n8n ended';
	}
	if (error instanceof Problem) return 'not all were sent';
	throw error;
}

interface Memory {
	before: string;
	peak: string;
	runs: Run[];
}

/** Measures the memory of one execution in a newly started, warmed-up n8n. */
async function memoryOf(
	workflows: Workflows,
	side: Side,
	count: number,
	start: () => Promise<RunningN8n>,
): Promise<Memory> {
	const n8n = await start();
	const own = workflows.after(n8n.api);
	for (let i = 0; i < 3; i++) await send(own, side, 100);
	try {
		const { result, before, peak } = await withPeakMemory(n8n.pid, async () => [
			await send(own, side, count),
		]);
		return { before: megabytes(before), peak: megabytes(peak), runs: result };
	} catch (error) {
		return { before: '', peak: await failureOf(n8n, error), runs: [] };
	} finally {
		await n8n.stop();
	}
}

const perItem = (runs: Run[], count: number) => median(runs.map(({ nodesMs }) => nodesMs)) / count;

/**
 * Measures whether the time per item and the memory stay constant for many items.
 * @param n8n a warmed-up n8n for the times. This function stops it
 */
export async function measureScale(
	n8n: RunningN8n,
	workflows: Workflows,
	start: Start,
	report: (progress: string) => void,
): Promise<Section> {
	const run = (count: number) => async () => await send(workflows, 'node', count);
	const rounds = 2;
	const times = await interleave(rounds, { 1000: run(1000), 10000: run(10_000) }, (progress) =>
		report(`items: ${progress}`),
	);
	await n8n.stop();

	const rows: string[][] = [];
	const timesOf = (runs: Run[], count: number) =>
		runs.length > 0
			? [ms(perItem(runs, count)), ms(median(runs.map(({ wallMs }) => wallMs)))]
			: ['', ''];
	rows.push([(1000).toLocaleString('en'), 'node', ...timesOf(times[1000], 1000), '', '', '', '']);
	for (const [side, how] of [
		['node', 'node'],
		['by-hand', 'by hand'],
	] as const) {
		const count = 10_000;
		report(`memory for ${count} items, ${how}`);
		const free = await memoryOf(workflows, side, count, start);
		const small = await memoryOf(
			workflows,
			side,
			count,
			async () => await start(`--max-old-space-size=${SMALL_HEAP_MB}`),
		);
		rows.push([
			count.toLocaleString('en'),
			how,
			...timesOf(side === 'node' ? times[count] : free.runs, count),
			free.before,
			free.peak,
			small.before,
			small.peak,
		]);
	}

	const change = perItem(times[10000], 10_000) / perItem(times[1000], 1000) - 1;
	return {
		title: `Many items, a provider that answers at once, concurrency ${CONCURRENCY}`,
		head: [
			'Items',
			'How',
			'Per item',
			'Execution',
			'n8n before',
			'n8n at most',
			`before, ${SMALL_HEAP_MB} MB heap`,
			`at most, ${SMALL_HEAP_MB} MB heap`,
		],
		rows,
		notes: [
			`PayTR SMS. Times are medians of ${rounds} alternating rounds, or of one execution by hand. Memory is that of n8n's whole process (RSS, sampled every 50 ms), before and during an execution. Each cell uses a newly started n8n. The memory includes the items of all nodes, which n8n keeps, the saved execution, and garbage. With much memory available, Node.js collects garbage late. The last two columns show the necessary memory, in an n8n with \`NODE_OPTIONS=--max-old-space-size=${SMALL_HEAP_MB}\`.`,
		],
		targets: [
			{
				what: 'Time per item with 10,000 items compared with 1,000',
				wanted: '≤ +20 %',
				got: `${change < 0 ? '' : '+'}${(change * 100).toFixed(0)} %`,
				met: change <= 0.2,
			},
		],
	};
}
