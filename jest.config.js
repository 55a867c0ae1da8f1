const { availableParallelism } = require('node:os');

/** The tests read the TypeScript sources. Only `test/engine/package.test.ts` reads the build. */
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
	// Otherwise jest also watches n8n installs and builds.
	watchPathIgnorePatterns: ['/\\.n8n-real/', '/dist/', '/reports/', '/coverage/'],
	modulePathIgnorePatterns: ['<rootDir>/\\.n8n-real/', '<rootDir>/dist/packages/'],
	collectCoverageFrom: ['{nodes,credentials}/**/*.ts'],
	// The first test of a file also loads n8n's engine, which is slow on a fresh clone.
	testTimeout: 60_000,
	testSequencer: '<rootDir>/test/sequencer.js',
	// More workers than cores, because some tests wait most of the time (see test/sequencer.js).
	maxWorkers: availableParallelism() + 3,
	coverageDirectory: 'coverage',
	coverageReporters: ['text', 'lcovonly'],
	coverageThreshold: { global: { lines: 95, branches: 95 } },
};
