/* eslint-disable @n8n/community-nodes/no-restricted-imports, no-console -- development tool, never packed */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onShutdown, runMain } from '../scripts/lib/children';
import { ensureN8n, N8N_VERSION } from '../scripts/lib/install';
import { packPackage } from '../scripts/lib/pack';
import { ROOT } from '../scripts/lib/paths';
import { runSteps } from '../scripts/lib/progress';
import { startN8n } from '../scripts/lib/runtime';
import { measureFootprint, measureSigning } from './footprint';
import { measureGuard } from './guard';
import { describeMachine } from './machine';
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
	"Nodes: the nodes' own execution time, by hand the sum of both. Execution: the whole workflow's time, with its trigger and the Code node that makes the items. Medians. n8n's HTTP Request node sends all its items at once, so concurrency 500 is its like.",
	'The by-hand Payfull workflow that is compared builds the whole form in its Code node, and the HTTP Request node posts it as one text: the faster way. "By fields" has the form filled in the HTTP Request node, one field for each parameter.',
];

async function main(): Promise<void> {
	const started = Date.now();
	const temporary = await mkdtemp(join(tmpdir(), 'n8n-bench-'));
	onShutdown(async () => await rm(temporary, { recursive: true, force: true, maxRetries: 3 }));
	const homes = {
		with: join(temporary, 'with'),
		without: join(temporary, 'without'),
		queue: join(temporary, 'queue'),
	};

	const tarball = { path: '' };
	const machine: string[] = [];
	const sections: Section[] = [];
	await runSteps([
		{
			title: 'Build and pack the package',
			async run(report) {
				tarball.path = await packPackage(report);
			},
		},
		{
			title: `Install n8n ${N8N_VERSION}, with a Node for it`,
			async run(report) {
				machine.push(...(await describeMachine(await ensureN8n(N8N_VERSION, report))));
			},
		},
		{
			title: "n8n's start, with and without the package",
			async run(report) {
				sections.push(await measureFootprint(await ensureN8n(), tarball.path, homes, report));
			},
		},
		{
			title: 'Signing',
			async run() {
				sections.push(await measureSigning(await ensureN8n(), homes.with));
			},
		},
		{
			title: 'Requests, by node, by hand and by a bare client',
			async run(report) {
				const provider = await Provider.start();
				const start = async (nodeOptions = '') =>
					await startN8n({
						userFolder: homes.with,
						env: {
							// The by-hand Payfull workflow signs in a Code node.
							NODE_FUNCTION_ALLOW_BUILTIN: 'crypto',
							N8N_CUSTOM_EXTENSIONS: join(ROOT, 'bench', 'floor'),
							NODE_OPTIONS: nodeOptions,
						},
					});
				const n8n = await start();
				const workflows = new Workflows(n8n.api, provider);
				await workflows.import();
				const bench: Bench = { install: await ensureN8n(), workflows, provider, report };
				await warmUp(bench);
				const atOnce = await compareWithByHand(bench, 0);
				const rate = await sandboxRate(bench);
				atOnce.notes.push(
					...BY_HAND_NOTES,
					'\\* With each field a computed expression, e.g. `{{ String($json.phone) }}`. n8n evaluates such an expression in an isolate, at about 0.1 ms each; fixed values and plain fields such as `{{ $json.phone }}` the node reads itself. The by-hand Payfull workflow has one expression per item, the rest is code, so it is faster than a node with nine computed fields.',
					`The sandbox isn't what is measured: a bare client gets ${rate.paytr.toLocaleString('en')} PayTR and ${rate.payfull.toLocaleString('en')} Payfull answers per second out of it. As it answers at once, it seldom sees two requests at a time.`,
				);
				const delayed = await compareWithByHand(bench, LATENCY_MS);
				delayed.notes.push('Read as the table above.');
				const floor = await compareWithFloor(bench);
				const guard = await measureGuard(workflows, provider, report);
				const scale = await measureScale(n8n, workflows, start, report);
				const queue = await measureQueue(
					{ version: N8N_VERSION, tarball: tarball.path, home: homes.queue },
					provider,
					report,
				);
				sections.unshift(atOnce, delayed, floor, scale, ...guard, queue);
			},
		},
	]);

	printReport(sections);
	machine.push(`duration of the run: ${Math.round((Date.now() - started) / 1000)} s`);
	await mkdir(join(ROOT, 'docs'), { recursive: true });
	await writeFile(join(ROOT, 'docs', 'benchmarks.md'), markdownReport(machine, sections));
	console.log('\nWritten to docs/benchmarks.md');
}

runMain(main);
