import { elapsed } from '../../../../nodes/shared/delivery/clock';
import { Throttle } from '../../../../nodes/shared/delivery/throttle';

const HOUR = 3_600_000;

beforeEach(() => {
	jest.useFakeTimers({ now: 10 * HOUR });
	elapsed();
});
afterEach(() => {
	jest.useRealTimers();
});

/** Changes only the wall clock, as a clock correction or a sleeping machine does. */
const setClock = (ms: number) => jest.setSystemTime(Date.now() + ms);

it.each<[string, number[], number]>([
	['goes on as before where the clock is set back', [-HOUR], 0],
	['counts the time that the machine has slept', [HOUR], HOUR],
	['counts it whatever the clock was set back by before', [-HOUR, HOUR, HOUR], 2 * HOUR],
	['does not gather the small corrections of a clock that is kept right', [300, -300, 300, 300], 0],
])('%s', (_, steps, more) => {
	const begin = elapsed();
	for (const step of steps) {
		jest.advanceTimersByTime(1_000);
		setClock(step);
		elapsed();
	}

	expect(elapsed() - begin).toBe(steps.length * 1_000 + more);
});

it('does not delay a request by an hour when the clock is set back by one', async () => {
	const throttle = new Throttle(1);
	await throttle.turn();
	setClock(-HOUR);
	let isNext = false;
	void throttle.turn().then(() => (isNext = true));
	await jest.advanceTimersByTimeAsync(1_000);

	expect(isNext).toBe(true);
});
