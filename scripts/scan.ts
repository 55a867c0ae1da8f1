/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- development tool, never packed */
import { appendFile, rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { CommandFailed, runMain } from './lib/children';
import { npm } from './lib/npm';
import { ROOT } from './lib/paths';
import { scan } from './lib/scanner';
import { pack, TARBALLS } from './split/pack';
import { writeTrees } from './split/write';

const HELP = `npm run scan: the package and the split ones, as n8n's verification sees them.

Each is built, linted strictly, tested, packed, and read by n8n's scanner, sources and tarball.

  npm run scan -- --no-tests     without the split packages' tests`;

interface Subject {
	name: string;
	folder: string;
	/** Checks the split packages. `npm test` covers lint and tests of the main package. */
	split: boolean;
}

type Outcome = { ok: boolean; text: string; why?: string };

/** The result in one cell of the table. */
async function outcome(work: () => Promise<string | undefined>): Promise<Outcome> {
	try {
		return { ok: true, text: (await work()) ?? 'passed' };
	} catch (error) {
		const failed = error instanceof CommandFailed;
		const why = failed ? error.tail.join('\n') : error instanceof Error ? error.message : '';
		return { ok: false, text: 'FAILED', why };
	}
}

const COLUMNS = ['Build', 'Lint', 'Types', 'Tests', 'Packed', 'Sources scan', 'Tarball scan'];

async function examine(subject: Subject, withTests: boolean): Promise<Outcome[]> {
	const { name, folder, split } = subject;
	const script = (...args: string[]) => outcome(async () => void (await npm(folder, args)));
	const skipped: Outcome = { ok: true, text: split ? 'skipped' : 'npm test' };
	console.log(`${name}: build, lint, tests`);
	const done = [await script('run', '-s', 'build')];
	for (const [command, wanted] of [
		[['run', '-s', 'lint'], split],
		[['run', '-s', 'typecheck'], split],
		[['exec', '--', 'jest'], split && withTests],
	] as const) {
		done.push(wanted ? await script(...command) : skipped);
	}
	let tarball = '';
	done.push(
		await outcome(async () => {
			const packed = await pack(folder);
			tarball = packed.tarball;
			return `${(packed.bytes / 1000).toFixed(1)} kB`;
		}),
	);
	console.log(`${name}: scan`);
	const found = await scan(folder, tarball);
	for (const why of [found.sources, found.tarball]) {
		done.push(
			why === undefined ? { ok: true, text: 'passed' } : { ok: false, text: 'FAILED', why },
		);
	}
	return done;
}

async function main(): Promise<number> {
	const { values } = parseArgs({
		options: { tests: { type: 'boolean', default: true }, help: { type: 'boolean', short: 'h' } },
		allowNegative: true,
	});
	if (values.help) {
		console.log(HELP);
		return 0;
	}
	const trees = await writeTrees();
	await rm(TARBALLS, { recursive: true, force: true });
	const subjects: Subject[] = [
		{ name: 'n8n-nodes-paytr-payfull', folder: ROOT, split: false },
		...trees.map(({ name, folder }) => ({ name, folder, split: true })),
	];
	const rows: Array<{ name: string; outcomes: Outcome[] }> = [];
	for (const subject of subjects) {
		rows.push({ name: subject.name, outcomes: await examine(subject, values.tests) });
	}
	const table = new Table({ head: ['Package', ...COLUMNS], style: { head: [], border: [] } });
	for (const { name, outcomes } of rows) table.push([name, ...outcomes.map(({ text }) => text)]);
	console.log(`\n${table.toString()}`);
	const failures = rows.flatMap(({ name, outcomes }) =>
		outcomes.flatMap(({ ok, why }, index) =>
			ok ? [] : [`\n${name}, ${COLUMNS[index]}:\n${why ?? ''}`],
		),
	);
	console.error(failures.join('\n'));
	// The summary page of a GitHub workflow run.
	const summary = process.env.GITHUB_STEP_SUMMARY;
	if (summary) {
		const line = (cells: string[]) => `| ${cells.join(' | ')} |\n`;
		const markdown = [
			line(['Package', ...COLUMNS]),
			line(['---', ...COLUMNS.map(() => '---')]),
			...rows.map(({ name, outcomes }) => line([name, ...outcomes.map(({ text }) => text)])),
		];
		await appendFile(summary, markdown.join(''));
	}
	return failures.length === 0 ? 0 : 1;
}

runMain(main);
