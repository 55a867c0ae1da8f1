const { TestEnvironment } = require('jest-environment-node');

/** One test that fails is enough: the others of its file are passed over (jest's `bail` runs them). */
module.exports = class extends TestEnvironment {
	handleTestEvent(event) {
		if (event.name === 'test_done' && event.test.errors.length > 0) this.failed = true;
		if (event.name === 'test_start' && this.failed) event.test.mode = 'skip';
	}
};
