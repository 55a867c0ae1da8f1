import { Slots } from '../../../../nodes/shared/delivery/slots';

beforeEach(() => jest.useFakeTimers());

afterEach(() => jest.useRealTimers());

/** Begins so many works; each lasts until it is ended. */
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

/** The timers that are waiting now, and all that they lead to. */
const oneTurn = async () => await jest.runOnlyPendingTimersAsync();

describe('Slots', () => {
	it('lets four begin in a row, then n8n has its turn', async () => {
		const { begun } = begin(new Slots(10), 10);
		await Promise.resolve();
		await Promise.resolve();
		expect(begun).toEqual([0, 1, 2, 3]);
		await oneTurn();
		expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
		await oneTurn();
		expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
	});

	it('lets so many work at once, in the order in which they came', async () => {
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

	it('frees the slot of a work that fails', async () => {
		const slots = new Slots(1);
		await expect(slots.use(async () => await Promise.reject(new Error('no')))).rejects.toThrow(
			'no',
		);
		expect(await slots.use(async () => await Promise.resolve('next'))).toBe('next');
	});
});
