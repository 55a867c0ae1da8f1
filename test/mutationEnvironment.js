const { TestEnvironment } = require('jest-environment-node');

/** Skips the other tests of a file after the first failed test. jest's `bail` runs them. */
module.exports = class extends TestEnvironment {
	handleTestEvent(event) {
		if (event.name === 'test_done' && event.test.errors.length > 0) this.failed = true;
		if (event.name === 'test_start' && this.failed) event.test.mode = 'skip';
	}
};
