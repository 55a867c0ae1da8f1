import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { strykerPlugins as jestPlugins } from '@stryker-mutator/jest-runner';

/**
 * Stryker's jest runner loads every test file for each mutant and then skips the tests that don't
 * reach it. This runner loads one file after the other and stops at the first failure. It starts
 * with the mutated file's own tests, followed by the fastest files.
 */
const [{ factory: createJest }] = jestPlugins;

/** All processes of the sandbox share this file, so that only one of them makes the first run. */
const TESTS = 'mutation.tests.json';

/**
 * @param {Array<{id: string, fileName: string, timeSpentMs: number}>} tests
 * @param {string} mutated the mutated file
 * @returns {Array<{fileName: string, ids: string[]}>}
 */
function byFile(tests, mutated) {
	const own = `${basename(mutated, '.ts')}.test.ts`;
	const files = new Map();
	for (const { id, fileName, timeSpentMs } of tests) {
		const file = files.get(fileName) ?? { fileName, ids: [], time: 0 };
		file.ids.push(id);
		file.time += timeSpentMs;
		files.set(fileName, file);
	}
	const rank = ({ fileName, time }) => (basename(fileName) === own ? 0 : time);
	return [...files.values()].sort((a, b) => rank(a) - rank(b));
}

function createFileByFile(injector) {
	const jest = createJest(injector);
	let tests;
	return {
		capabilities: () => jest.capabilities(),
		init: () => jest.init(),
		async dryRun(options) {
			const result = await jest.dryRun(options);
			writeFileSync(TESTS, JSON.stringify(result.tests ?? []));
			return result;
		},
		async mutantRun(options) {
			tests ??= JSON.parse(readFileSync(TESTS, 'utf8'));
			// Without a filter, the mutant takes effect while a file is loaded, so any test may detect
			// it.
			const reaching = options.testFilter && new Set(options.testFilter);
			const all = reaching ? tests.filter(({ id }) => reaching.has(id)) : tests;
			let nrOfTests = 0;
			for (const { fileName, ids } of byFile(all, options.activeMutant.fileName)) {
				jest.jestConfig.testMatch = [fileName.replaceAll('\\', '/')];
				const result = await jest.mutantRun({ ...options, testFilter: reaching && ids });
				nrOfTests += result.nrOfTests ?? 0;
				if (result.status !== 'survived') return { ...result, nrOfTests };
			}
			return { status: 'survived', nrOfTests };
		},
	};
}
createFileByFile.inject = createJest.inject;

export const strykerPlugins = [
	{ kind: 'TestRunner', name: 'jest-file-by-file', factory: createFileByFile },
];
