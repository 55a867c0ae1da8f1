/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- development tool, never packed */
import { tmpdir } from 'node:os';
import { join, matchesGlob } from 'node:path';
import { parseArgs } from 'node:util';
import type { LogLevel, MutantResult, PartialStrykerOptions } from '@stryker-mutator/api/core';
import { Problem, runMain } from './lib/children';

interface Target {
	mutate: string[];
	/** The tests that should detect the mutants. */
	tests: string[];
}

const TARGETS: Record<string, Target> = {
	delivery: {
		mutate: ['nodes/shared/delivery/**/*.ts'],
		tests: ['test/unit/shared/delivery/**/*.test.ts'],
	},
	signing: {
		mutate: ['credentials/signing/**/*.ts'],
		tests: ['test/unit/credentials/**/*.test.ts', 'test/security/{crossSigning,requests}.test.ts'],
	},
	values: {
		mutate: ['nodes/shared/values/**/*.ts'],
		tests: ['test/unit/shared/values/**/*.test.ts', 'test/unit/messages.test.ts'],
	},
	answers: {
		mutate: [
			'nodes/shared/{answer,providerWords}.ts',
			'nodes/{PaytrLinkNotify,PayfullPaymentRequest}/{answer,codes}.ts',
		],
		tests: [
			'test/unit/shared/{answer,providerWords}.test.ts',
			'test/unit/{paytrLinkNotify,payfullPaymentRequest}/{answer,codes}.test.ts',
		],
	},
	notice: {
		mutate: ['nodes/PaytrLinkNotify/trigger/{notice,seen}.ts', 'nodes/PaytrPaymentTrigger/seen.ts'],
		tests: ['test/unit/{paytrLinkNotifyTrigger,paytrPaymentTrigger}/*.test.ts'],
	},
};

/** The minimum percentage of detected mutants in each folder. */
const BREAK = 90;

const HELP = `npm run test:mutation: changes the code in small ways and checks whether a test fails.

  npm run test:mutation                       all folders: ${Object.keys(TARGETS).join(', ')}
  npm run test:mutation -- <folder>           one folder (or several)
  npm run test:mutation -- <path/to/file.ts>  one file, or some lines: <file.ts>:10-20
  npm run test:mutation -- --incremental      only changes since the last incremental run (--force: all)

Fails if fewer than ${BREAK} % of a folder's mutants are detected. A report for the browser: reports/mutation/<name>.html.`;

/** The targets to mutate, by the name of their report. */
function chosen(names: string[]): Array<[string, Target]> {
	if (!names.length) return Object.entries(TARGETS);
	return names.map((name) => {
		if (Object.hasOwn(TARGETS, name)) return [name, TARGETS[name]];
		const path = name.replace(/^\.\//, '').replace(/\\/g, '/');
		const target = Object.values(TARGETS).find(({ mutate }) =>
			mutate.some((pattern) => matchesGlob(path.replace(/:.*/, ''), pattern)),
		);
		if (!target) throw new Problem(`'${name}' is neither a folder nor a file of one.\n\n${HELP}`);
		return [path.replace(/\W+/g, '-'), { ...target, mutate: [path] }];
	});
}

interface Flags {
	concurrency: string;
	incremental: boolean;
	force: boolean;
}

function stryker(
	name: string,
	mutate: string[],
	{ concurrency, incremental, force }: Flags,
): PartialStrykerOptions {
	return {
		testRunner: 'jest-file-by-file',
		plugins: [
			'@stryker-mutator/jest-runner',
			'./scripts/mutation.runner.mjs',
			'./scripts/mutation.ignorer.mjs',
		],
		ignorers: ['panels'],
		// Jest searches for related tests only below its roots, so it would miss imports through
		// nodes/.
		jest: { configFile: 'jest.mutation.config.js', enableFindRelatedTests: false },
		// Outside the project. Otherwise lint finds the remains of an interrupted run.
		tempDirName: join(tmpdir(), `n8n-nodes-paytr-payfull-mutation-${process.pid}`),
		coverageAnalysis: 'perTest',
		mutate,
		concurrency: Number(concurrency),
		ignorePatterns: ['/*', '!/nodes', '!/credentials', '!/test', '!/package.json', '!/*.js'],
		disableTypeChecks: false,
		incremental,
		force,
		incrementalFile: `reports/mutation/${name}.incremental.json`,
		htmlReporter: { fileName: `reports/mutation/${name}.html` },
		jsonReporter: { fileName: `reports/mutation/${name}.json` },
		reporters: ['clear-text', 'progress-append-only', 'html', 'json'],
		clearTextReporter: { allowColor: false, allowEmojis: false, reportTests: false },
		thresholds: { high: 95, low: BREAK, break: BREAK },
		// Long enough that a busy machine doesn't look like a detected mutant.
		timeoutMS: 4_000,
		timeoutFactor: 2,
		logLevel: 'warn' as LogLevel,
	};
}

interface Folder {
	name: string;
	mutants: number;
	/** Percent. */
	noticed: number;
	minutes: number;
}

/** A folder's line in the final table. */
function inShort(name: string, results: MutantResult[], ms: number): Folder {
	const of = (...wanted: string[]) => results.filter(({ status }) => wanted.includes(status));
	// Stryker doesn't count these mutants. Without this check, a run in which no mutant works passes.
	const broken = of('RuntimeError');
	if (broken.length > results.length / 2) {
		const [{ statusReason = '' }] = broken;
		throw new Problem(
			`${broken.length} of ${results.length} mutants could not be tried: ${statusReason}`,
		);
	}
	const noticed = of('Killed', 'Timeout').length;
	const mutants = noticed + of('Survived', 'NoCoverage').length;
	const rounded = (value: number) => Math.round(value * 10) / 10;
	return {
		name,
		mutants,
		noticed: rounded((noticed / mutants) * 100),
		minutes: rounded(ms / 60_000),
	};
}

async function main(): Promise<number> {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: {
			incremental: { type: 'boolean', default: false },
			force: { type: 'boolean', default: false },
			concurrency: { type: 'string', default: '2' },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) {
		console.log(HELP);
		return 0;
	}
	// If no example detects a mutant, the thousandth case of a property rarely detects it either.
	process.env.PROPERTY_RUNS ??= '20';
	const { Stryker } = await import('@stryker-mutator/core');
	const folders: Folder[] = [];
	for (const [name, { mutate, tests }] of chosen(positionals)) {
		console.log(`\n=== ${name} ===`);
		process.env.MUTATION_TESTS = JSON.stringify(tests);
		const begun = performance.now();
		const results = await new Stryker(stryker(name, mutate, values)).runMutationTest();
		folders.push(inShort(name, results, performance.now() - begun));
	}
	console.table(folders);
	return Number(process.exitCode ?? 0);
}

void runMain(main);
