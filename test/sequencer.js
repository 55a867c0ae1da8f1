const { default: Sequencer } = require('@jest/test-sequencer');

/** Tests that mostly wait. They start first, so other tests use the processors meanwhile. */
const WAITING = ['kill', 'throughput', 'faults', 'connection'].map(
	(name) => `/engine/${name}.test.ts`,
);

/**
 * On a fresh clone, jest knows no durations and guesses them from the file size, which is wrong for
 * these tests.
 */
module.exports = class extends Sequencer {
	sort(tests) {
		const rank = ({ path }) =>
			WAITING.findIndex((name) => path.replaceAll('\\', '/').endsWith(name)) + 1 || Infinity;
		const order = (a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b));
		return super.sort(tests).sort(order);
	}
};
