import { itemsInProgress } from '../../../../nodes/shared/delivery/lookahead';
import { MovingAverage } from '../../../../nodes/shared/delivery/movingAverage';
import { Slots } from '../../../../nodes/shared/delivery/slots';

const averageOf = (value: number, count = 100): MovingAverage => {
	const average = new MovingAverage(0);
	for (let i = 0; i < count; i++) average.add(value);
	return average;
};

describe('itemsInProgress, with 10 slots', () => {
	it.each([
		['writes are fast', { writeMs: 5, taskMs: 500 }, 20],
		['writes are slow, and requests are slower', { writeMs: 150, taskMs: 2000 }, 20],
		['writes are slow, and requests take a little longer', { writeMs: 150, taskMs: 200 }, 40],
		['writes take longer than requests', { writeMs: 150, taskMs: 50 }, 50],
		['writes are slow, and the provider answers at once', { writeMs: 150, taskMs: 0 }, 50],
	])('%s', (_, { writeMs, taskMs }, items) => {
		const slots = { count: 10, taskMs: averageOf(taskMs) };
		const memory = { writeMs: averageOf(writeMs) };
		expect(itemsInProgress(slots, memory)).toBe(items);
	});
});

it('no more items are claimed ahead before any request has ended', () => {
	expect(itemsInProgress(new Slots(10), { writeMs: averageOf(150) })).toBe(20);
});

describe('MovingAverage', () => {
	it('follows the latest values', () => {
		expect(averageOf(150, 2).current).toBeLessThan(50);
		const average = averageOf(150);
		expect(average.current).toBeCloseTo(150, 0);
		for (let i = 0; i < 100; i++) average.add(5);
		expect(average.current).toBeCloseTo(5, 0);
	});
});
