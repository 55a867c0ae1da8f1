import { stopSummary, type Stopped } from '../../../../nodes/shared/delivery/stopSummary';

const NOTHING: Stopped = { sent: [], skipped: [], failed: [], notStarted: [], anyRequest: false };

const FIX = 'Nothing was sent: fix the failed rows and run the workflow again.';
const RUN_AGAIN = 'Fix the failed rows and run the workflow again: what was sent is skipped.';
const RETRY =
	'Fix the failed rows and use Retry on this execution, only once: a new run sends again what was sent.';

const range = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);

it.each<[string, Partial<Stopped>, string, boolean?]>([
	[
		'nothing was sent',
		{ failed: [0] },
		`(1 items: 0 sent, 1 failed, 0 not started.) Failed: row 1. ${FIX}`,
	],
	[
		'some were sent, once',
		{ sent: [0, 2], failed: [1], notStarted: [3], anyRequest: true },
		`(4 items: 2 sent, 1 failed, 1 not started.) Sent: row 1 (a@b.co), row 3. Failed: row 2 (A7). Not started: row 4. ${RUN_AGAIN}`,
		true,
	],
	[
		'some were sent, every time',
		{ sent: [2], failed: [3], anyRequest: true },
		`(2 items: 1 sent, 1 failed, 0 not started.) Sent: row 3. Failed: row 4. ${RETRY}`,
	],
	[
		'some were skipped',
		{ skipped: [4, 5], failed: [3] },
		`(3 items: 0 sent, 2 skipped, 1 failed, 0 not started.) Failed: row 4. ${FIX}`,
	],
	[
		'exactly ten',
		{ sent: range(10, 10), anyRequest: true },
		`(10 items: 10 sent, 0 failed, 0 not started.) Sent: ${range(11, 10)
			.map((row) => `row ${row}`)
			.join(', ')}. ${RETRY}`,
	],
	[
		'more than ten',
		{ notStarted: range(10, 12) },
		`(12 items: 0 sent, 0 failed, 12 not started.) Not started: ${range(11, 10)
			.map((row) => `row ${row}`)
			.join(', ')} and 2 more. ${FIX}`,
	],
])('%s', (_, given, summary, isOnce = false) => {
	const labels = new Map([
		[0, 'a@b.co'],
		[1, 'A7'],
	]);
	const stopped = { ...NOTHING, ...given };
	const named = given.failed?.[0] === 0 ? new Map<number, string>() : labels;
	expect(stopSummary(stopped, named, isOnce)).toBe(summary);
});
