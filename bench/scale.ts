import type { RunningN8n } from '../scripts/lib/runtime';
import { withPeakMemory } from './machine';
import { ms, type Section } from './report';
import { interleave, median } from './stats';
import type { Workflows } from './workflows';

/** The node's default. */
const CONCURRENCY = 5;

const COUNTS = [100, 1000, 10_000] as const;

const megabytes = (bytes: number) =>
	Number.isNaN(bytes) ? 'not known' : `${Math.round(bytes / 2 ** 20)} MB`;

const send = async (workflows: Workflows, count: number) =>
	await workflows.run('paytr', 'node', { count, maxConcurrency: CONCURRENCY, latencyMs: 0 });

/** In an n8n that has done nothing before but its start and a small warm-up. */
async function memoryOf(count: number, workflows: Workflows, start: () => Promise<RunningN8n>) {
	const n8n = await start();
	const own = workflows.after(n8n.api);
	for (let i = 0; i < 3; i++) await send(own, 100);
	const { before, peak } = await withPeakMemory(n8n.pid, async () => {
		for (let i = 0; i < 3; i++) await send(own, count);
	});
	await n8n.stop();
	return { before, peak };
}

/**
 * Whether time per item and memory stay the same for many items.
 * @param n8n warm, for the times; it is stopped
 * @param start starts it again, for the memory of each size
 */
export async function measureScale(
	n8n: RunningN8n,
	workflows: Workflows,
	start: () => Promise<RunningN8n>,
	report: (progress: string) => void,
): Promise<Section> {
	const run = (count: number) => async () => await send(workflows, count);
	const rounds = 5;
	const results = await interleave(
		rounds,
		{ 100: run(100), 1000: run(1000), 10000: run(10_000) },
		(progress) => report(`items: ${progress}`),
	);
	await n8n.stop();

	const perItem = (count: (typeof COUNTS)[number]) =>
		median(results[count].map(({ nodesMs }) => nodesMs)) / count;
	const rows: string[][] = [];
	for (const count of COUNTS) {
		report(`memory for ${count} items`);
		const { before, peak } = await memoryOf(count, workflows, start);
		rows.push([
			count.toLocaleString('en'),
			ms(perItem(count)),
			ms(median(results[count].map(({ wallMs }) => wallMs))),
			megabytes(before),
			megabytes(peak),
		]);
	}
	const change = perItem(10_000) / perItem(1000) - 1;
	return {
		title: `Many items, a provider that answers at once, concurrency ${CONCURRENCY}`,
		head: ['Items', 'Node, per item', 'Execution', 'n8n before', 'n8n at most'],
		rows,
		notes: [
			`PayTR SMS. Times: medians of ${rounds} interleaved rounds. Memory: of n8n's whole process (RSS, sampled every 50 ms), in an n8n started anew for each size, before and during three executions in a row. It includes what n8n itself keeps: the items of every node, the execution that it saves, and what its garbage collector hasn't yet given back.`,
		],
		targets: [
			{
				what: 'Time per item with 10,000 items against 1,000',
				wanted: 'within 20 %',
				got: `${change < 0 ? '' : '+'}${(change * 100).toFixed(0)} %`,
				met: Math.abs(change) <= 0.2,
			},
		],
	};
}
