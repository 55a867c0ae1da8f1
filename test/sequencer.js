const { default: Sequencer } = require('@jest/test-sequencer');

/** They wait most of their time: begun first, they leave the processors to all others meanwhile. */
const WAITING = ['kill', 'throughput', 'faults', 'connection'].map(
	(name) => `/engine/${name}.test.ts`,
);

/** On a fresh clone jest knows no durations, and would take a small file for a quick one. */
module.exports = class extends Sequencer {
	sort(tests) {
		const rank = ({ path }) =>
			WAITING.findIndex((name) => path.replaceAll('\\', '/').endsWith(name)) + 1 || Infinity;
		const order = (a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b));
		return super.sort(tests).sort(order);
	}
};
