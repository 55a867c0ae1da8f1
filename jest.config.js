const { availableParallelism } = require('node:os');

/** The tests read the TypeScript sources; only `test/engine/package.test.ts` reads the build. */
module.exports = {
	testEnvironment: 'node',
	roots: ['<rootDir>/test'],
	testMatch: ['<rootDir>/test/{unit,engine,security}/**/*.test.ts'],
	setupFiles: ['<rootDir>/test/setup.js'],
	transform: {
		'^.+\\.ts$': [
			'@swc/jest',
			{ jsc: { parser: { syntax: 'typescript', decorators: true }, target: 'es2022' } },
		],
	},
	transformIgnorePatterns: ['/node_modules/'],
	// Jest would watch n8n installs and builds, too.
	watchPathIgnorePatterns: ['/\\.n8n-real/', '/dist/', '/reports/', '/coverage/'],
	modulePathIgnorePatterns: ['<rootDir>/\\.n8n-real/', '<rootDir>/dist/packages/'],
	collectCoverageFrom: ['{nodes,credentials}/**/*.ts'],
	// The first test of a file also loads n8n's engine, which takes its time on a fresh clone.
	testTimeout: 60_000,
	testSequencer: '<rootDir>/test/sequencer.js',
	// More than cores: some of the tests wait, see the sequencer.
	maxWorkers: availableParallelism() + 3,
	coverageDirectory: 'coverage',
	coverageReporters: ['text', 'lcovonly'],
	coverageThreshold: { global: { lines: 95, branches: 95 } },
};
