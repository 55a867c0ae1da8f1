const { coverageThreshold: _bounds, ...usual } = require('./jest.config.js');

const { MUTATION_TESTS = '["test/{unit,security}/**/*.test.ts"]' } = process.env;

/** Mutation runs: fewer tests, which stop at the first failure and load less of n8n. */
module.exports = {
	...usual,
	// Stryker's own choice of files holds for its first run only.
	testMatch: JSON.parse(MUTATION_TESTS).map((pattern) => `<rootDir>/${pattern}`),
	testTimeout: 5_000,
	testEnvironment: require.resolve('./test/mutationEnvironment.js'),
	moduleNameMapper: { '^n8n-workflow$': '<rootDir>/test/n8nWorkflowParts.js' },
};
