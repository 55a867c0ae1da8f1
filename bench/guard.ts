/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import { performance } from 'node:perf_hooks';
import type { Provider } from './provider';
import { ms, times, type Section } from './report';
import { interleave, median } from './stats';
import type { Load, Workflows } from './workflows';

/** Messages that the memory holds before the rows of the run. */
const REMEMBERED = 50_000;

const SEED_ROWS = 10_000;

const LATENCY_MS = 50;

const EXECUTIONS = 200;

const LOADS: Load[] = [
	{ count: 1000, maxConcurrency: 5, latencyMs: LATENCY_MS },
	{ count: 10_000, maxConcurrency: 32, latencyMs: LATENCY_MS },
	{ count: 1000, maxConcurrency: 5, latencyMs: 0 },
];

/** Customers that no run had before. */
class Customers {
	private used = 0;

	next(count: number): number {
		this.used += count;
		return this.used - count;
	}
}

/** What 'Send Only Once' costs: a batch, and many executions of one row at once. */
export async function measureGuard(
	workflows: Workflows,
	provider: Provider,
	report: (progress: string) => void,
): Promise<Section[]> {
	const customers = new Customers();
	await workflows.addPaytr('full', true);
	for (let rows = 0; rows < REMEMBERED; rows += SEED_ROWS) {
		report(`Send Only Once: ${rows} of ${REMEMBERED} messages remembered`);
		const load = { count: SEED_ROWS, maxConcurrency: 500, latencyMs: 0 };
		await workflows.runPaytr('full', customers.next(SEED_ROWS), load);
	}
	return [
		await measureCost(workflows, customers, report),
		await measureSingles(workflows, provider, customers, report),
	];
}

async function measureCost(
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
			`${REMEMBERED.toLocaleString('en')} remembered`,
			'Empty ÷ without',
			'Full ÷ without',
		],
		rows: [],
		notes: [
			`PayTR SMS, n8n with SQLite. The memory is one row of n8n's table that each write reads and rewrites; the writes of one batch go out while its requests are under way. A provider that answers at once leaves nothing to hide them behind: the last row shows them as they are. What 10,000 rows cost with 50,000 remembered was 1.4 to 1.8 times the same without in five runs, 1.5 in the middle: to remove an entry, n8n goes through all of them.`,
		],
		targets: [],
	};
	let copies = 0;
	for (const load of LOADS) {
		const of = async (name: string) =>
			(await workflows.runPaytr(name, customers.next(load.count), load)).nodesMs;
		const fresh = async (once: boolean) => {
			const name = `copy-${copies++}`;
			await workflows.addPaytr(name, once);
			return await of(name);
		};
		const { without, empty, full } = await interleave<'without' | 'empty' | 'full', number>(
			1,
			{
				without: async () => await fresh(false),
				empty: async () => await fresh(true),
				full: async () => await of('full'),
			},
			(progress) => report(`Send Only Once, ${load.count} rows: ${progress}`),
		);
		const cost = (all: number[]) => median(all) / median(without);
		const rows = load.count.toLocaleString('en');
		section.rows.push([
			rows,
			String(load.maxConcurrency),
			ms(load.latencyMs),
			...[without, empty, full].map((all) => ms(median(all))),
			times(cost(empty)),
			times(cost(full)),
		]);
		if (load.latencyMs === 0) continue;
		for (const [what, all, most] of [
			['an empty memory', empty, 1.3],
			[`${REMEMBERED.toLocaleString('en')} remembered`, full, 1.6],
		] as const) {
			section.targets.push({
				what: `Send Only Once, ${rows} rows, ${what}: time against the same without`,
				wanted: `≤ ${times(most)}`,
				got: times(cost(all)),
				met: cost(all) <= most,
			});
		}
	}
	return section;
}

async function measureSingles(
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
		rows: [
			row('off', without),
			row('on, few remembered', empty),
			row(`on, ${REMEMBERED.toLocaleString('en')} remembered`, full),
		],
		notes: [
			"A provider that answers at once. Most of the time is n8n's: it starts, saves and ends each execution. Claims and confirmations of executions that run at the same time go out together.",
		],
		targets: [],
	};
}
