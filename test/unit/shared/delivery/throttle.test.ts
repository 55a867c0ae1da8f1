import { Throttle } from '../../../../nodes/shared/delivery/throttle';

beforeEach(() => {
	jest.useFakeTimers({ now: 0 });
});
afterEach(() => {
	jest.useRealTimers();
});

/** The start times of several turns, in milliseconds from now. */
function starts(throttle: Throttle, count: number): number[] {
	const begin = Date.now();
	const times: number[] = [];
	for (let i = 0; i < count; i++) {
		void throttle.turn().then(() => times.push(Date.now() - begin));
	}
	return times;
}

const pass = async (ms: number) => await jest.advanceTimersByTimeAsync(ms);

describe('Throttle', () => {
	it.each<[string, number, number[], number[]]>([
		['all at once without a limit', 0, [], [0, 0, 0]],
		['evenly spaced', 4, [], [0, 250, 500, 750, 1000]],
		['less than one a second', 0.5, [], [0, 2000, 4000]],
		['after a pause, and then at its pace', 10, [3_000], [3000, 3100, 3200]],
		['after a pause also without a limit', 0, [1_000], [1000, 1000]],
		['after the longer of two pauses', 0, [2_000, 500], [2000]],
	])('starts %s', async (_, perSecond, pauses, expected) => {
		const throttle = new Throttle(perSecond);
		for (const ms of pauses) throttle.pause(ms);
		const times = starts(throttle, expected.length);
		await pass(10_000);
		expect(times).toEqual(expected);
	});

	it('does not accumulate unused turns', async () => {
		const throttle = new Throttle(2);
		starts(throttle, 1);
		await pass(60_000);
		const times = starts(throttle, 3);
		await pass(5_000);
		expect(times).toEqual([0, 500, 1000]);
	});

	it('also pauses requests that already wait for their turn', async () => {
		const throttle = new Throttle(1);
		const times = starts(throttle, 3);
		await pass(500);
		throttle.pause(10_000);
		await pass(60_000);
		expect(times[0]).toBe(0);
		expect(times[1]).toBeGreaterThanOrEqual(10_500);
		expect(times[2] - times[1]).toBeGreaterThanOrEqual(1000);
	});

	it('starts nothing more after it is closed, and lets no request wait', async () => {
		const closedBy = { outcome: 'notSent', message: 'Asked to wait', description: '' } as const;
		const throttle = new Throttle(0);
		throttle.pause(60_000);
		const waiting = throttle.turn();
		await pass(10);
		throttle.close(closedBy);
		throttle.close({ ...closedBy, message: 'Later' });
		await pass(1_000);
		expect(await Promise.race([waiting, 'still waiting'])).toEqual(closedBy);
		expect(await throttle.turn()).toEqual(closedBy);
	});

	it('stops waiting when the execution is canceled', async () => {
		const cancel = new AbortController();
		const throttle = new Throttle(1, cancel.signal);
		await throttle.turn();
		const waiting = throttle.turn();
		const rejection = expect(waiting).rejects.toThrow();
		await pass(10);
		cancel.abort();
		await rejection;
		expect(Date.now()).toBe(10);
	});
});
