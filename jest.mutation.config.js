const { coverageThreshold: _bounds, ...usual } = require('./jest.config.js');

const { MUTATION_TESTS = '["test/{unit,security}/**/*.test.ts"]' } = process.env;

/**
 * Settings for mutation runs: fewer tests, a stop at the first failure, and less of n8n to load.
 */
module.exports = {
	...usual,
	// Stryker applies its own choice of files only in its first run.
	testMatch: JSON.parse(MUTATION_TESTS).map((pattern) => `<rootDir>/${pattern}`),
	testTimeout: 5_000,
	testEnvironment: require.resolve('./test/mutationEnvironment.js'),
	moduleNameMapper: { '^n8n-workflow$': '<rootDir>/test/n8nWorkflowParts.js' },
};
