import { run } from '../scripts/lib/children';
import type { N8nInstall } from '../scripts/lib/install';
import { ROOT } from '../scripts/lib/paths';
import type { Provider } from './provider';
import { ms, times, type Section } from './report';
import type { ProviderName } from './requests';
import { interleave, median, range } from './stats';
import type { Run, Side, Workflows } from './workflows';

export const ITEMS = 500;

/** The delay of the sandbox's responses in milliseconds. */
export const LATENCY_MS = 50;

const LABEL: Record<ProviderName, string> = { paytr: 'PayTR SMS', payfull: 'Payfull request' };

const PROVIDERS: ProviderName[] = ['paytr', 'payfull'];

export interface Bench {
	install: N8nInstall;
	workflows: Workflows;
	provider: Provider;
	report: (progress: string) => void;
}

const runOf =
	({ workflows }: Bench, provider: ProviderName, side: Side, concurrency: number, latencyMs = 0) =>
	async () =>
		await workflows.run(provider, side, { count: ITEMS, maxConcurrency: concurrency, latencyMs });

const nodesMs = (runs: Run[]) => median(runs.map((one) => one.nodesMs));

/**
 * The ratio of the second time to the first: the ratio of the medians, and the range over all
 * rounds.
 */
function ratioOf(fast: Run[], slow: Run[]) {
	const [low, high] = range(fast.map((one, i) => slow[i].nodesMs / one.nodesMs));
	const ratio = nodesMs(slow) / nodesMs(fast);
	return { ratio, text: `${times(ratio)} (rounds: ${low.toFixed(2)} to ${high.toFixed(2)})` };
}

function row(provider: ProviderName, what: string, runs: Run[], base: Run[]): string[] {
	const time = nodesMs(runs);
	return [
		LABEL[provider],
		what,
		ms(time),
		ms(median(runs.map((one) => one.wallMs))),
		String(Math.round((ITEMS / time) * 1000)),
		times(nodesMs(base) / time),
		String(Math.max(...runs.map((one) => one.peak))),
		String(runs.length),
	];
}

const HEAD = [
	'',
	'How',
	'Nodes',
	'Execution',
	'Items/s',
	'By hand ÷ this',
	'Peak in flight',
	'Rounds',
];

const BY_HAND: Record<ProviderName, string> = {
	paytr: 'by hand: Crypto + HTTP Request',
	payfull: 'by hand: Code + HTTP Request',
};

/**
 * Runs n8n's and the sandbox's code often enough that Node.js compiles it before the measurements.
 */
export async function warmUp(bench: Bench): Promise<void> {
	for (const provider of PROVIDERS) {
		for (const side of ['node', 'by-hand', 'node-computed'] as const) {
			await interleave(3, { [side]: runOf(bench, provider, side, ITEMS) }, (progress) =>
				bench.report(`warm-up: ${progress}`),
			);
		}
	}
}

/** Compares this package's node with a workflow that a user builds by hand. */
export async function compareWithByHand(bench: Bench, latencyMs: number): Promise<Section> {
	const atOnce = latencyMs === 0;
	const wanted = atOnce ? 1.3 : 1.2;
	const section: Section = {
		title: `${ITEMS} requests, ${atOnce ? 'a provider that answers at once' : `a provider that takes ${latencyMs} ms`}`,
		head: HEAD,
		rows: [],
		notes: [],
		targets: [],
	};
	for (const provider of PROVIDERS) {
		const many = await interleave(
			3,
			{
				node: runOf(bench, provider, 'node', ITEMS, latencyMs),
				byHand: runOf(bench, provider, 'by-hand', ITEMS, latencyMs),
			},
			(progress) => bench.report(`${LABEL[provider]}: ${progress}`),
		);
		const few = await interleave<'5' | '32', Run>(
			atOnce ? 2 : 1,
			{
				5: runOf(bench, provider, 'node', 5, latencyMs),
				32: runOf(bench, provider, 'node', 32, latencyMs),
			},
			(progress) => bench.report(`${LABEL[provider]}, concurrency ${progress}`),
		);
		const { ratio, text } = ratioOf(many.node, many.byHand);
		section.rows.push(
			row(provider, BY_HAND[provider], many.byHand, many.byHand),
			row(provider, `node, concurrency ${ITEMS}`, many.node, many.byHand),
			...(['32', '5'] as const).map((concurrency) =>
				row(provider, `node, concurrency ${concurrency}`, few[concurrency], many.byHand),
			),
		);
		section.targets.push({
			what: `${LABEL[provider]}, ${atOnce ? 'answers at once: items per second' : `${latencyMs} ms: speed`} compared with the by-hand workflow, ${ITEMS} at once`,
			wanted: `≥ ${times(wanted)}`,
			got: text,
			met: ratio >= wanted,
		});
		if (!atOnce) continue;
		const { computed } = await interleave(1, {
			computed: runOf(bench, provider, 'node-computed', ITEMS),
		});
		section.rows.push(
			row(provider, `node, concurrency ${ITEMS}, computed fields *`, computed, many.byHand),
		);
		if (provider === 'paytr') continue;
		const { byFields } = await interleave(1, {
			byFields: runOf(bench, provider, 'by-fields', ITEMS),
		});
		section.rows.push(row(provider, 'by hand, by fields', byFields, many.byHand));
	}
	return section;
}

/** Sends the same requests with only Node's http in a separate process. Returns milliseconds. */
async function bareMs(
	{ install, provider }: Bench,
	name: ProviderName,
	concurrency: number,
	latencyMs: number,
	count = ITEMS,
): Promise<number> {
	await provider.prepare(latencyMs);
	const args = [provider.url, name, String(count), String(concurrency)];
	const lines = await run(install.node, ['--import', 'tsx', 'bench/bareClient.ts', ...args], {
		cwd: ROOT,
	});
	return Number(lines.at(-1));
}

/** A target: the ratio of the node's time to another time, with an upper limit. */
function bound(what: string, node: number[], other: number[], most: number) {
	const ratio = median(node) / median(other);
	const [low, high] = range(node.map((one, i) => one / other[i]));
	return {
		what,
		wanted: `≤ ${times(most)}`,
		got: `${times(ratio)} (rounds: ${low.toFixed(2)} to ${high.toFixed(2)})`,
		met: ratio <= most,
	};
}

/**
 * Compares this package's node with a bare client and with n8n's request helper in a loop. All use
 * the same concurrency and a new connection for each request.
 */
export async function compareWithFloor(bench: Bench): Promise<Section> {
	const section: Section = {
		title: `${ITEMS} requests compared with a bare client and n8n's request helper, ${LATENCY_MS} ms`,
		head: [
			'',
			'Concurrency',
			'Bare client',
			'Helper',
			'Node',
			'Node ÷ bare',
			'Node ÷ helper',
			'Helper ÷ bare',
			'Rounds',
		],
		rows: [],
		notes: [
			"The bare client uses Node's http in a separate process, on the same Node.js as n8n. The helper is an n8n node that only posts what it gets (`bench/floor`). Both get signed requests and check no parameters. Like this package's node, both open a new connection for each request. At 32, the helper's responses arrive together, and it sends all next requests before it waits again. This package's node starts at most four requests at a time, which spreads them out.",
		],
		targets: [],
	};
	for (const provider of PROVIDERS) {
		for (const [maxConcurrency, rounds] of [
			[5, 1],
			[32, 4],
		]) {
			const load = { count: ITEMS, maxConcurrency, latencyMs: LATENCY_MS };
			const { bare, helper, node } = await interleave<'bare' | 'helper' | 'node', number>(
				rounds,
				{
					bare: async () => await bareMs(bench, provider, maxConcurrency, LATENCY_MS),
					helper: async () => (await bench.workflows.runFloor(provider, load)).nodesMs,
					node: async () => (await bench.workflows.run(provider, 'node', load)).nodesMs,
				},
				(progress) =>
					bench.report(`${LABEL[provider]}, concurrency ${maxConcurrency}: ${progress}`),
			);
			section.rows.push([
				LABEL[provider],
				String(maxConcurrency),
				...[bare, helper, node].map((all) => ms(median(all))),
				...[bare, helper].map((all) => times(median(node) / median(all))),
				times(median(helper) / median(bare)),
				String(rounds),
			]);
			const at = `at concurrency ${maxConcurrency}`;
			section.targets.push(
				bound(`${LABEL[provider]}, time compared with a bare client ${at}`, node, bare, 1.3),
				bound(
					`${LABEL[provider]}, time compared with n8n's request helper ${at}`,
					node,
					helper,
					1.1,
				),
			);
		}
	}
	return section;
}

/** The sandbox's speed without latency, in requests per second. It must not be the bottleneck. */
export async function sandboxRate(bench: Bench): Promise<Record<ProviderName, number>> {
	const count = 3000;
	const rate = async (provider: ProviderName) => {
		const { bare } = await interleave(1, {
			bare: async () => await bareMs(bench, provider, 32, 0, count),
		});
		return Math.round((count / median(bare)) * 1000);
	};
	return { paytr: await rate('paytr'), payfull: await rate('payfull') };
}
