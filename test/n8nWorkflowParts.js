/**
 * The parts of n8n-workflow that the mutated code uses at run time. Loading all of n8n-workflow
 * would take half a second for each test file of each mutant.
 */
module.exports = {
	get sleep() {
		return require('n8n-workflow/dist/cjs/utils.js').sleep;
	},
	get NodeApiError() {
		return require('n8n-workflow/dist/cjs/errors/node-api.error.js').NodeApiError;
	},
	get NodeOperationError() {
		return require('n8n-workflow/dist/cjs/errors/node-operation.error.js').NodeOperationError;
	},
};
