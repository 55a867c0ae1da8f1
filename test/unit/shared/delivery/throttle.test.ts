import { Throttle } from '../../../../nodes/shared/delivery/throttle';

beforeEach(() => {
	jest.useFakeTimers({ now: 0 });
});
afterEach(() => {
	jest.useRealTimers();
});

/** When each of so many turns starts, in milliseconds from now. */
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
	it('starts everything at once without a limit', async () => {
		const times = starts(new Throttle(0), 100);
		await pass(0);
		expect(times).toEqual(Array<number>(100).fill(0));
	});

	it('spaces requests out evenly', async () => {
		const times = starts(new Throttle(4), 5);
		await pass(0);
		expect(times).toEqual([0]);
		await pass(999);
		expect(times).toEqual([0, 250, 500, 750]);
		await pass(1);
		expect(times).toEqual([0, 250, 500, 750, 1000]);
	});

	it('takes less than one request per second', async () => {
		const times = starts(new Throttle(0.5), 3);
		await pass(10_000);
		expect(times).toEqual([0, 2000, 4000]);
	});

	it('saves up nothing while nothing is sent', async () => {
		const throttle = new Throttle(2);
		starts(throttle, 1);
		await pass(60_000);
		const times = starts(throttle, 3);
		await pass(5_000);
		expect(times).toEqual([0, 500, 1000]);
	});

	it('starts nothing during a pause, and goes on at its pace', async () => {
		const throttle = new Throttle(10);
		throttle.pause(3_000);
		const times = starts(throttle, 3);
		await pass(2_999);
		expect(times).toEqual([]);
		await pass(1_000);
		expect(times).toEqual([3000, 3100, 3200]);
	});

	it('pauses without a limit too', async () => {
		const throttle = new Throttle(0);
		throttle.pause(1_000);
		const times = starts(throttle, 2);
		await pass(999);
		expect(times).toEqual([]);
		await pass(1);
		expect(times).toEqual([1000, 1000]);
	});

	it('keeps the longer of two pauses', async () => {
		const throttle = new Throttle(0);
		throttle.pause(2_000);
		throttle.pause(500);
		const times = starts(throttle, 1);
		await pass(5_000);
		expect(times).toEqual([2000]);
	});

	it('pauses those that already wait for their turn', async () => {
		const throttle = new Throttle(1);
		const times = starts(throttle, 3);
		await pass(500);
		throttle.pause(10_000);
		await pass(60_000);
		expect(times[0]).toBe(0);
		expect(times[1]).toBeGreaterThanOrEqual(10_500);
		expect(times[2] - times[1]).toBeGreaterThanOrEqual(1000);
	});

	it('starts nothing more once it is closed, and lets nobody wait for that', async () => {
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

	it('ends the waiting when the execution is cancelled', async () => {
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
