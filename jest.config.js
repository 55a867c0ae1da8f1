const { availableParallelism } = require('node:os');

/**
 * Tests run the built code: an import of nodes/ or credentials/ is answered from dist/, which is
 * what n8n loads, and the source maps bring coverage back to the TypeScript files.
 */
module.exports = {
	testEnvironment: 'node',
	roots: ['<rootDir>/test'],
	testMatch: ['<rootDir>/test/{unit,engine,security}/**/*.test.ts'],
	setupFiles: ['<rootDir>/test/setup.js'],
	moduleNameMapper: {
		'^(?:\\.\\./)+(nodes|credentials)/(.*)$': '<rootDir>/dist/$1/$2',
	},
	transform: {
		'^.+/dist/(?:nodes|credentials)/.+\\.js$': '<rootDir>/test/sourceMapTransform.js',
		'^.+\\.ts$': [
			'@swc/jest',
			{ jsc: { parser: { syntax: 'typescript', decorators: true }, target: 'es2022' } },
		],
	},
	transformIgnorePatterns: ['/node_modules/'],
	collectCoverageFrom: ['dist/{nodes,credentials}/**/*.js'],
	// The first test of a file also loads n8n's engine, which takes its time on a fresh clone.
	testTimeout: 30_000,
	testSequencer: '<rootDir>/test/sequencer.js',
	// More than cores: some of the tests wait, see the sequencer.
	maxWorkers: availableParallelism() + 3,
	coverageDirectory: 'coverage',
	coverageReporters: ['text', 'lcovonly'],
	coverageThreshold: { global: { lines: 95, branches: 95 } },
};
