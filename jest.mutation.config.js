const {
	moduleNameMapper: _dist,
	coverageThreshold: _bounds,
	...usual
} = require('./jest.config.js');

/** Mutation runs: Stryker changes the TypeScript sources, so the tests read them and no build. */
module.exports = {
	...usual,
	moduleNameMapper: { '^n8n-workflow$': '<rootDir>/test/n8nWorkflowParts.js' },
};
