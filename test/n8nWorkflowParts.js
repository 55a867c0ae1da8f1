/**
 * The parts of n8n-workflow that the published code uses at run time, for mutation runs. Loading all of n8n-workflow
 * would take half a second for each test file of each mutant.
 */
module.exports = {
	get sleep() {
		return require('n8n-workflow/dist/cjs/utils.js').sleep;
	},
	get updateDisplayOptions() {
		return require('n8n-workflow/dist/cjs/utils.js').updateDisplayOptions;
	},
	get NodeConnectionTypes() {
		return require('n8n-workflow/dist/cjs/interfaces.js').NodeConnectionTypes;
	},
	get NodeApiError() {
		return require('n8n-workflow/dist/cjs/errors/node-api.error.js').NodeApiError;
	},
	get NodeOperationError() {
		return require('n8n-workflow/dist/cjs/errors/node-operation.error.js').NodeOperationError;
	},
};
