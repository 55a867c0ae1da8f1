/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { run } from '../scripts/lib/children';
import { ROOT } from '../scripts/lib/paths';
import { withHealth } from './health';
import type { Provider } from './provider';
import { ms, times, type Section } from './report';
import { interleave, median } from './stats';
import type { Load, Workflows } from './workflows';

/** The number of messages in the memory before the run. */
const REMEMBERED = 96_000;

const FULL = `${REMEMBERED.toLocaleString('en')} remembered`;

const LATENCY_MS = 50;

const EXECUTIONS = 200;

interface Measured extends Load {
	/** The highest allowed ratio of the time with 'Send Only Once' to the time without it. */
	most: { empty?: number; full?: number };
	/** Without latency to hide the writes, thousands of rows would take minutes. */
	isLongWhenFull?: boolean;
}

const LOADS: Measured[] = [
	{ count: 1000, maxConcurrency: 5, latencyMs: LATENCY_MS, most: { empty: 1.15 } },
	{
		...{ count: 1000, maxConcurrency: 10, latencyMs: LATENCY_MS },
		most: { empty: 1.15, full: 1.5 },
	},
	{
		...{ count: 10_000, maxConcurrency: 32, latencyMs: LATENCY_MS },
		most: { empty: 1.15, full: 1.5 },
	},
	{ count: 8000, maxConcurrency: 5, latencyMs: 0, most: { empty: 2 }, isLongWhenFull: true },
	{ count: 1000, maxConcurrency: 5, latencyMs: 0, most: {} },
];

/** The longest time that n8n may let other requests wait, except for one in a hundred. */
const HEALTH_MS = 60;

/** Generates customers that no earlier run has used. */
export class Customers {
	private used = 0;

	next(count: number): number {
		this.used += count;
		return this.used - count;
	}
}

/** Fills the memory of the workflow 'full', and gives customers that no run had before. */
export async function fillMemory(
	workflows: Workflows,
	node: string,
	database: string,
): Promise<Customers> {
	const customers = new Customers();
	await workflows.addPaytr('full', true);
	// The first message makes the memory.
	const load = { count: 1, maxConcurrency: 1, latencyMs: 0 };
	await workflows.runPaytr('full', customers.next(1), load);
	const script = join(ROOT, 'bench', 'fillMemory.mjs');
	await run(node, [script, database, workflows.idOf('full'), String(REMEMBERED)]);
	return customers;
}

const SIDES = ['without', 'empty', 'full'] as const;

type Side = (typeof SIDES)[number];

/**
 * What 'Send Only Once' costs a batch.
 * @param url n8n's, to see whether it answers meanwhile
 */
export async function measureCost(
	url: string,
	workflows: Workflows,
	customers: Customers,
	report: (progress: string) => void,
): Promise<Section> {
	const section: Section = {
		title: 'Send Only Once: what it costs',
		head: [
			'Rows',
			'Concurrency',
			'Provider takes',
			'Without',
			'Empty memory',
			FULL,
			'Empty ÷ without',
			'Full ÷ without',
			'/healthz without',
			'/healthz full',
		],
		rows: [],
		notes: [
			`PayTR SMS, n8n with SQLite. The memory is one row of n8n's table that each write reads and rewrites; the writes of one batch go out while its requests are under way. A provider that answers at once leaves nothing to hide them behind: the last rows show them as they are. To remove an entry, n8n goes through all of them.`,
			`/healthz: asked every 10 ms meanwhile; 99 of 100 answers came within this time.`,
		],
		targets: [],
	};
	let copies = 0;
	for (const load of LOADS) {
		const of = async (name: string) =>
			await withHealth(
				url,
				async () => (await workflows.runPaytr(name, customers.next(load.count), load)).nodesMs,
			);
		const fresh = async (once: boolean) => {
			const name = `copy-${copies++}`;
			await workflows.addPaytr(name, once);
			return await of(name);
		};
		const measures: Record<Side, () => ReturnType<typeof of>> = {
			without: async () => await fresh(false),
			empty: async () => await fresh(true),
			full: async () => await of('full'),
		};
		const sides = SIDES.filter((side) => side !== 'full' || !load.isLongWhenFull);
		const runs = new Map<Side, Awaited<ReturnType<typeof of>>>();
		for (const side of sides) {
			report(`Send Only Once, ${load.count} rows: ${side}`);
			runs.set(side, await measures[side]());
		}
		const time = (side: Side) => runs.get(side)?.result ?? NaN;
		const health = (side: Side) => runs.get(side)?.percentile99 ?? NaN;
		const cost = (side: Side) => time(side) / time('without');
		const rows = load.count.toLocaleString('en');
		section.rows.push([
			rows,
			String(load.maxConcurrency),
			ms(load.latencyMs),
			...SIDES.map((side) => (runs.has(side) ? ms(time(side)) : '')),
			times(cost('empty')),
			runs.has('full') ? times(cost('full')) : '',
			ms(health('without')),
			runs.has('full') ? ms(health('full')) : '',
		]);
		const takes = load.latencyMs === 0 ? 'answers at once' : `${load.latencyMs} ms`;
		const what = `Send Only Once, ${rows} rows at concurrency ${load.maxConcurrency}, ${takes}`;
		for (const [side, memory] of [
			['empty', 'an empty memory'],
			['full', FULL],
		] as const) {
			const most = load.most[side];
			if (most === undefined) continue;
			section.targets.push({
				what: `${what}, ${memory}: time against the same without`,
				wanted: `≤ ${times(most)}`,
				got: times(cost(side)),
				met: cost(side) <= most,
			});
		}
		if (load.latencyMs === 0) continue;
		section.targets.push({
			what: `${what}, ${FULL}: /healthz meanwhile, 99 of 100 answers`,
			wanted: `≤ ${ms(HEALTH_MS)}`,
			got: ms(health('full')),
			met: health('full') <= HEALTH_MS,
		});
	}
	return section;
}

/** What it costs many executions of one row at once. */
export async function measureSingles(
	workflows: Workflows,
	provider: Provider,
	customers: Customers,
	report: (progress: string) => void,
): Promise<Section> {
	await workflows.addPaytr('singles-without', false);
	await workflows.addPaytr('singles-with', true);
	const of = (name: string) => async () => {
		await provider.prepare(0);
		const startedAt = performance.now();
		await Promise.all(
			Array.from({ length: EXECUTIONS }, async () => {
				const first = customers.next(1);
				await workflows.start(name, { first, count: 1, maxConcurrency: 5 });
			}),
		);
		const milliseconds = performance.now() - startedAt;
		await provider.expect(EXECUTIONS);
		return milliseconds;
	};
	const { without, empty, full } = await interleave(
		1,
		{ without: of('singles-without'), empty: of('singles-with'), full: of('full') },
		(progress) => report(`${EXECUTIONS} executions at once, Send Only Once ${progress}`),
	);
	const row = (what: string, all: number[]) => [
		what,
		ms(median(all)),
		String(Math.round((EXECUTIONS / median(all)) * 1000)),
		times(median(all) / median(without)),
	];
	return {
		title: `${EXECUTIONS} executions of one row, all at once`,
		head: ['Send Only Once', 'Until the last ended', 'Executions/s', '÷ without'],
		rows: [row('off', without), row('on, few remembered', empty), row(`on, ${FULL}`, full)],
		notes: [
			"A provider that answers at once. Most of the time is n8n's: it starts, saves and ends each execution. Claims and confirmations of executions that run at the same time go out together.",
		],
		targets: [],
	};
}
