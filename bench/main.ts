/* eslint-disable @n8n/community-nodes/no-restricted-imports, no-console -- development tool, never packed */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { onShutdown, Problem, runMain } from '../scripts/lib/children';
import { ensureN8n, N8N_VERSION } from '../scripts/lib/install';
import { ROOT } from '../scripts/lib/paths';
import { preparation } from '../scripts/lib/preparation';
import { runSteps } from '../scripts/lib/progress';
import { installTarball, startN8n, type RunningN8n } from '../scripts/lib/runtime';
import { measureFootprint, measureSigning } from './footprint';
import { fillMemory, measureCost, measureSingles, type Customers } from './guard';
import { describeMachine } from './machine';
import { measurePayments } from './payments';
import { Provider } from './provider';
import { markdownReport, printReport, type Section } from './report';
import { measureQueue } from './queue';
import { measureScale } from './scale';
import {
	compareWithFloor,
	compareWithByHand,
	LATENCY_MS,
	sandboxRate,
	warmUp,
	type Bench,
} from './throughput';
import { Workflows } from './workflows';

const BY_HAND_NOTES = [
	"'Nodes' is the execution time of the node, or of both nodes by hand. 'Execution' is the time of the whole workflow, including its trigger and the Code node that creates the items. All times are medians. n8n's HTTP Request node sends all items at once, so compare it with concurrency 500.",
	'The comparison uses the faster by-hand workflow for Payfull: its Code node builds the whole form, and the HTTP Request node posts it as one text. In "by fields", the HTTP Request node has one field per parameter.',
];

const PARTS = [
	'start',
	'signing',
	'byHand',
	'floor',
	'guard',
	'singles',
	'payments',
	'scale',
	'queue',
] as const;

type Part = (typeof PARTS)[number];

/** The order of the parts in the document. */
const ORDER: Part[] = [
	'byHand',
	'floor',
	'guard',
	'singles',
	'queue',
	'payments',
	'scale',
	'start',
	'signing',
];

const TITLES: Record<Part, string> = {
	start: "n8n's start, with and without the package",
	signing: 'Signing',
	byHand: 'Requests, by node and by hand',
	floor: "Requests, by a bare client and by n8n's request helper",
	guard: 'Send Only Once',
	singles: 'Send Only Once, many executions',
	payments: 'A month of payments',
	scale: 'Many items',
	queue: 'Queue mode',
};

/** The parts to measure. A run of only some parts prints its results and writes no document. */
function wantedParts(): Part[] {
	const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });
	const unknown = values.only?.find((name) => !PARTS.some((part) => part === name));
	if (unknown !== undefined) throw new Problem(`--only takes ${PARTS.join(', ')}, not ${unknown}.`);
	return PARTS.filter((part) => values.only?.includes(part) ?? true);
}

async function byHandSections(bench: Bench): Promise<Section[]> {
	const atOnce = await compareWithByHand(bench, 0);
	const rate = await sandboxRate(bench);
	atOnce.notes.push(
		...BY_HAND_NOTES,
		'\\* Every field is a computed expression, for example `{{ String($json.phone) }}`. n8n evaluates it in an isolate, which takes about 0.1 ms. The node itself reads fixed values and plain fields such as `{{ $json.phone }}`. The by-hand Payfull workflow has only one expression per item, so it is faster than a node with nine computed fields.',
		`The sandbox is not the bottleneck: a bare client gets ${rate.paytr.toLocaleString('en')} PayTR and ${rate.payfull.toLocaleString('en')} Payfull responses per second from it. It responds at once, so it seldom has two requests at a time.`,
	);
	const delayed = await compareWithByHand(bench, LATENCY_MS);
	delayed.notes.push('The columns are the same as above.');
	return [atOnce, delayed];
}

async function main(): Promise<void> {
	const wanted = wantedParts();
	const started = Date.now();
	const temporary = await mkdtemp(join(tmpdir(), 'n8n-bench-'));
	onShutdown(async () => await rm(temporary, { recursive: true, force: true, maxRetries: 3 }));
	const homes = {
		with: join(temporary, 'with'),
		without: join(temporary, 'without'),
		queue: join(temporary, 'queue'),
	};

	const prepared = preparation();
	await runSteps(prepared.steps);
	const tarball = prepared.tarball();
	const install = await ensureN8n();
	const machine = await describeMachine(install);
	await installTarball(homes.with, tarball);
	const provider = await Provider.start();
	const start = async (nodeOptions = '') =>
		await startN8n({
			userFolder: homes.with,
			env: {
				// The by-hand workflow for Payfull signs in a Code node.
				NODE_FUNCTION_ALLOW_BUILTIN: 'crypto',
				N8N_CUSTOM_EXTENSIONS: join(ROOT, 'bench', 'floor'),
				NODE_OPTIONS: nodeOptions,
			},
		});
	const sections: Partial<Record<Part, Section[]>> = {};
	let warm: { n8n: RunningN8n; workflows: Workflows } | undefined;
	const running = async () => {
		if (warm) return warm;
		const n8n = await start();
		const workflows = new Workflows(n8n.api, provider);
		await workflows.import();
		return (warm = { n8n, workflows });
	};
	let bench: Promise<Bench> | undefined;
	const benchOf = async (report: (progress: string) => void): Promise<Bench> => {
		const warmedUp = async () => {
			const { workflows } = await running();
			const made = { install, workflows, provider, report };
			await warmUp(made);
			return made;
		};
		return { ...(await (bench ??= warmedUp())), report };
	};
	let customers: Promise<Customers> | undefined;
	const filled = async (): Promise<Customers> => {
		const database = join(homes.with, '.n8n', 'database.sqlite');
		return await (customers ??= fillMemory((await running()).workflows, install.node, database));
	};
	const measures: Record<Part, (report: (progress: string) => void) => Promise<Section[]>> = {
		start: async (report) => [await measureFootprint(install, tarball, homes, report)],
		signing: async () => [await measureSigning(install, homes.with)],
		byHand: async (report) => await byHandSections(await benchOf(report)),
		async floor(report) {
			return [await compareWithFloor(await benchOf(report))];
		},
		async guard(report) {
			const { n8n, workflows } = await running();
			return [await measureCost(n8n.url, workflows, await filled(), report)];
		},
		async singles(report) {
			const { workflows } = await running();
			return [await measureSingles(workflows, provider, await filled(), report)];
		},
		async payments(report) {
			return [await measurePayments((await running()).n8n, report)];
		},
		async scale(report) {
			const { n8n, workflows } = await running();
			return [await measureScale(n8n, workflows, start, report)];
		},
		async queue(report) {
			await warm?.n8n.stop();
			const options = { version: N8N_VERSION, tarball, home: homes.queue };
			return await measureQueue(options, provider, report);
		},
	};
	const measured = () => ORDER.flatMap((part) => sections[part] ?? []);
	try {
		await runSteps(
			wanted.map((part) => ({
				title: TITLES[part],
				async run(report) {
					sections[part] = await measures[part](report);
				},
			})),
		);
	} finally {
		// Prints the results so far if a part fails.
		printReport(measured());
	}

	const all = measured();
	if (wanted.length < PARTS.length) return;
	machine.push(`duration of the run: ${Math.round((Date.now() - started) / 1000)} s`);
	await mkdir(join(ROOT, 'docs'), { recursive: true });
	await writeFile(join(ROOT, 'docs', 'benchmarks.md'), markdownReport(machine, all));
	console.log('\nWritten to docs/benchmarks.md');
}

runMain(main);
