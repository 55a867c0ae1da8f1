import { sleep } from 'n8n-workflow';
import { Slots } from '../../../../nodes/shared/delivery/slots';

beforeEach(() => jest.useFakeTimers());

afterEach(() => jest.useRealTimers());

/** Starts this many tasks. Each runs until it is ended. */
function begin(slots: Slots, count: number) {
	const begun: number[] = [];
	const ends: Array<() => void> = [];
	const all = Array.from({ length: count }, async (_, i) => {
		await slots.use(async () => {
			begun.push(i);
			await new Promise<void>((end) => (ends[i] = end));
		});
	});
	return { begun, ends, all };
}

/** Runs the timers that are pending now, and their consequences. */
const oneTurn = async () => await jest.runOnlyPendingTimersAsync();

describe('Slots', () => {
	it('starts four in a row, then n8n gets a turn', async () => {
		const { begun } = begin(new Slots(10), 10);
		await Promise.resolve();
		await Promise.resolve();
		expect(begun).toEqual([0, 1, 2, 3]);
		await oneTurn();
		expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
		await oneTurn();
		expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
	});

	it('runs a limited number of tasks at once, in order of arrival', async () => {
		const { begun, ends, all } = begin(new Slots(2), 4);
		await oneTurn();
		expect(begun).toEqual([0, 1]);
		ends[1]();
		await oneTurn();
		expect(begun).toEqual([0, 1, 2]);
		ends[2]();
		await oneTurn();
		ends[0]();
		ends[3]();
		await Promise.all(all);
		expect(begun).toEqual([0, 1, 2, 3]);
	});

	it('measures how long a task takes, without its wait for a slot', async () => {
		const slots = new Slots(1);
		const tasks = [100, 100].map(async (ms) => {
			await slots.use(async () => await sleep(ms));
		});
		await jest.advanceTimersByTimeAsync(250);
		await Promise.all(tasks);
		// Begins at 1,000, and each task counts for a tenth.
		expect(slots.taskMs.current).toBeCloseTo(829, 0);
	});

	it('frees the slot of a failed task', async () => {
		const slots = new Slots(1);
		await expect(slots.use(async () => await Promise.reject(new Error('no')))).rejects.toThrow(
			'no',
		);
		expect(await slots.use(async () => await Promise.resolve('next'))).toBe('next');
	});
});
