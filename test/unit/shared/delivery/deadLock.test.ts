import { WRITE_WAITS, type Clock } from '../../../../nodes/shared/delivery/clock';
import { DeadLock, TakeoverFailed } from '../../../../nodes/shared/delivery/memory/deadLock';
import type { Row } from '../../../../nodes/shared/delivery/memory/table';

const clock: Clock = { now: () => 0, sleep: async () => await Promise.resolve() };

/** A row with entries whose next writes fail. */
function rowOf(...entries: string[]) {
	const row = {
		failing: 0,
		entries,
		count: async () => await Promise.resolve(row.entries.length),
		record: async (added: string[]) => {
			if (row.failing-- > 0) throw new Error('disk full');
			const before = added.filter((entry) => row.entries.includes(entry));
			row.entries = [...new Set([...row.entries, ...added])];
			return await Promise.resolve(new Set(before));
		},
		remove: async (removed: string[]) => {
			row.entries = row.entries.filter((entry) => !removed.includes(entry));
			await Promise.resolve();
		},
		clear: async () => {
			row.entries = [];
			await Promise.resolve();
		},
	};
	return row;
}

/** As many removals as may fail. */
async function failAll(remove: () => Promise<string>): Promise<void> {
	const results: string[] = [];
	while (results.length < WRITE_WAITS.length) results.push(await remove());
	expect(new Set(results)).toEqual(new Set(['retry']));
}

const removalOf = (row: ReturnType<typeof rowOf>) => {
	const deadLock = new DeadLock(clock, () => 0.5);
	return async () => await deadLock.remove(row as object as Row, row.entries.length);
};

it('a row that cannot be written is tried again, and then given up', async () => {
	const row = rowOf('lock', 'holder:0');
	const remove = removalOf(row);
	row.failing = Infinity;
	await failAll(remove);
	await expect(remove()).rejects.toThrow(TakeoverFailed);
});

it('after a success, as many writes may fail again', async () => {
	const row = rowOf('lock', 'holder:0');
	const remove = removalOf(row);
	for (let round = 0; round < 2; round++) {
		row.entries = ['lock', 'holder:0'];
		row.failing = WRITE_WAITS.length;
		await failAll(remove);
		expect(await remove()).toBe('done');
		expect(row.entries).toEqual([]);
	}
});

it('leaves a row that is no lock', async () => {
	const row = rowOf('someone', 'else');
	expect(await removalOf(row)()).toBe('noLock');
	expect(row.entries).toEqual(['someone', 'else']);
});
