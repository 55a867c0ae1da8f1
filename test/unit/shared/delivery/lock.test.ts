import { TakeoverFailed } from '../../../../nodes/shared/delivery/memory/deadLock';
import { Heartbeat, LEASE_MS } from '../../../../nodes/shared/delivery/memory/heartbeat';
import { Process, seeded, SimulatedTable, VirtualTime } from './simulation';

function processes(count: number, random = seeded(1), latency = 5) {
	const time = new VirtualTime();
	const table = new SimulatedTable(time, random, { latency, failing: 0, unclear: 0 });
	return { time, table, list: Array.from({ length: count }, () => new Process(table)) };
}

/** One process with fixed random numbers and a table without delay. */
function exact(random = 0.5, latency = 0) {
	const { time, table, list } = processes(1, () => random, latency);
	const [{ lock, table: rows, clock }] = list;
	const entries = () => table.rows.get('lock') ?? [];
	const hold = async (ms = 0) =>
		await lock.hold(rows.lock, async (assertHeld) => {
			assertHeld();
			await clock.sleep(ms);
			assertHeld();
			return entries();
		});
	const { record } = rows.lock;
	/** Runs a function before entries are recorded. */
	const beforeRecord = (happens: (added: string[]) => unknown) => {
		rows.lock.record = async (added, mayWrite) => {
			await happens(added);
			return await record(added, mayWrite);
		};
	};
	return { time, table, clock, row: rows.lock, entries, lock, hold, beforeRecord };
}

const MARK = 'takeover:';
const isMark = (entry: string) => entry.startsWith(MARK);
const DEAD = ['lock', 'holder:0'];

it('lets one of three processes in at a time, in turns', async () => {
	const { time, list } = processes(3);
	let inside = 0;
	const order: number[] = [];
	const critical = async (i: number) =>
		await list[i].lock.hold(list[i].table.lock, async () => {
			expect(++inside).toBe(1);
			order.push(i);
			await list[i].clock.sleep(20);
			inside--;
		});
	const work = [0, 1, 2].flatMap((i) => Array.from({ length: 20 }, async () => await critical(i)));
	await time.ended(Promise.all(work));

	expect(order).toHaveLength(60);
	// Fair: no process waits until all other processes have finished.
	const firstHalf = order.slice(0, 30);
	for (const i of [0, 1, 2]) expect(firstHalf.filter((one) => one === i).length).toBeGreaterThan(4);
});

it('is taken over from a process that was killed while it held it', async () => {
	const { time, list } = processes(3);
	const [killed, ...others] = list;
	void killed.lock.hold(killed.table.lock, async () => await killed.clock.sleep(60_000));
	await time.until(() => false, 500);
	killed.kill();
	const died = time.now;
	let inside = 0;
	await time.ended(
		Promise.all(
			others.map(async ({ lock, table, clock }) =>
				lock.hold(table.lock, async () => {
					expect(++inside).toBe(1);
					await clock.sleep(100);
					inside--;
				}),
			),
		),
	);
	expect(time.now - died).toBeGreaterThan(LEASE_MS);
	expect(time.now - died).toBeLessThan(3 * LEASE_MS);
});

it('is lost by a process that stalls for long, which writes nothing later', async () => {
	const { time, table, list } = processes(2);
	const [stalled, other] = list;
	const held = stalled.lock.hold(stalled.table.lock, async (assertHeld) => {
		await stalled.clock.sleep(60_000);
		assertHeld();
	});
	const failure = held.catch((error: Error) => error.message);
	await time.until(() => table.rows.has('lock'), 1_000);
	stalled.stalled = true;
	await time.ended(other.lock.hold(other.table.lock, async () => {}));
	stalled.stalled = false;

	expect(await time.ended(failure)).toBe('the database was too slow to keep the lock');
	await time.until(() => false, 5_000);
	expect(table.rows.has('lock')).toBe(false);
});

it('is never taken from a process that is slow but alive', async () => {
	const { time, table, list } = processes(2);
	const [slow, other] = list;
	let isHeld = false;
	const long = slow.lock.hold(slow.table.lock, async (assertHeld) => {
		isHeld = true;
		await slow.clock.sleep(5 * LEASE_MS);
		assertHeld();
		// No process has tried to take the lock, so the second protection was not needed.
		expect(table.rows.get('lock')?.filter(isMark)).toEqual([]);
		isHeld = false;
	});
	await time.until(() => isHeld, 1_000);
	const second = other.lock.hold(other.table.lock, async () =>
		Promise.resolve(expect(isHeld).toBe(false)),
	);
	await time.ended(Promise.all([long, second]));
});

it.each([
	['goes on', 0],
	['is stopped before it writes', 1],
])('a holder %s after it stalled for half a lease and %d ms', async (_, late) => {
	const { time, lock, row, clock, entries } = exact();
	let write = () => {};
	const stalled = lock.hold(row, async (assertHeld) => {
		write = assertHeld;
		await clock.sleep(0);
		// The holder sends no heartbeat.
		time.now = LEASE_MS / 2 + late;
		assertHeld();
	});
	const tooSlow = 'the database was too slow to keep the lock';
	if (late) await expect(time.ended(stalled)).rejects.toThrow(tooSlow);
	else await time.ended(stalled);
	// The lock may belong to another process, so it isn't deleted.
	expect(entries()).toHaveLength(late ? 102 : 0);
	expect(write).toThrow(tooSlow);
});

it('is a row of random length, which grows by one heartbeat per second for all holders', async () => {
	const { time, hold, clock } = exact();
	const sleeps = jest.spyOn(clock, 'sleep');
	const held = async (ms: number) => await time.ended(hold(ms));
	expect(new Set(await held(500)).size).toBe(1 + 101);
	expect(await held(700)).toHaveLength(102);
	// The holder left 12 ms to other processes.
	expect(time.now).toBe(1_212);
	expect(sleeps.mock.calls.filter(([ms]) => ms === 1_000)).toHaveLength(2);
	await time.until(() => false, 2_000);
	expect((await held(3_500)).slice(102)).toEqual(['beat:0', 'beat:1', 'beat:2']);
});

it('checks the row of another process less often the longer it stays the same', async () => {
	const { time, table, row, hold } = exact(0.25, 5);
	table.rows.set('lock', DEAD);
	const count = jest.spyOn(row, 'count');
	time.now = 100_000;
	void hold();
	await time.until(() => false, 10_000);
	// 2 ms, 3 ms and so on, then 12 ms plus a tenth of the elapsed time, times three quarters.
	expect(count.mock.calls.length).toBeGreaterThan(55);
	expect(count.mock.calls.length).toBeLessThan(70);
});

it.each([
	[7_500, 'used', 0],
	[7_501, 'too old, and taken again when it is dead', 16_875],
])('taken in %d ms, it is %s', async (takes, _, after) => {
	const { time, clock, hold, beforeRecord } = exact();
	beforeRecord(async () => time.now === 0 && (await clock.sleep(takes)));
	await time.ended(hold());
	expect(time.now).toBeGreaterThanOrEqual(takes + after);
	expect(time.now).toBeLessThan(takes + after + 5_000);
});

it('gives up with the reason if others always take it first', async () => {
	const { time, table, row, hold, beforeRecord } = exact();
	// Free whenever this process looks, and taken when it writes.
	row.count = async () => await Promise.resolve(0);
	beforeRecord(() => table.rows.set('lock', [...DEAD]));
	await expect(time.ended(hold())).rejects.toThrow('the lock is held by another process');
});

describe('a dead row', () => {
	it.each([
		['mark', 1, 1_499, 1],
		['mark', 1, 1_500, 2],
		['last look', 2, 1_500, 2],
	])(
		'with a %s (call %d) that takes %d ms is taken over in %d rounds',
		async (_, slow, ms, rounds) => {
			const { time, table, clock, hold, beforeRecord } = exact();
			table.rows.set('lock', DEAD);
			let marks = 0;
			beforeRecord(async (added) => {
				if (added.some(isMark) && ++marks === slow) await clock.sleep(ms);
			});
			await time.ended(hold());
			// A lease and an eighth, plus three seconds in which other processes can do the same.
			expect(time.now).toBeGreaterThanOrEqual(rounds * 16_875 + 3_000);
			expect(time.now).toBeLessThan(rounds * 19_875 + 4_000);
		},
	);

	it.each([
		['a beat', 'beat:', false],
		['a last look', MARK, true],
	])(
		'is still a lock after %s creates it again, and not another node’s history',
		async (_, by, isDead) => {
			const { time, table, entries, hold, beforeRecord } = exact();
			if (isDead) table.rows.set('lock', DEAD);
			let calls = 0;
			beforeRecord((added) => {
				if (added.some((entry) => entry.startsWith(by)) && ++calls === (isDead ? 2 : 1)) {
					table.rows.delete('lock');
				}
			});
			expect(await time.ended(hold(isDead ? 0 : 1_500))).toContain('lock');
			expect(calls).toBeGreaterThan(0);
			expect(entries()).toEqual([]);
		},
	);

	it.each<[string, (row: string[]) => void]>([
		['beside ours', (row) => row.push(`${MARK}other`)],
		['in place of ours', (row) => row.splice(-1, 1, `${MARK}other`)],
	])('with a mark of another process %s is left to that process', async (_, change) => {
		const { time, table, entries, hold } = exact();
		table.rows.set('lock', DEAD);
		let isHeld = false;
		const held = hold().then(() => (isHeld = true));
		expect(await time.until(() => entries().some(isMark), 30_000)).toBe(true);
		change(entries());
		await time.until(() => false, 4_000);
		expect(isHeld).toBe(false);
		expect(entries()).toContain(`${MARK}other`);
		await time.ended(held);
	});

	it('that can’t be written is given up soon after its lease', async () => {
		const { time, table, row, hold, entries } = exact();
		table.rows.set('lock', DEAD);
		const broken = jest.fn(async () => await Promise.reject(new Error('database is locked')));
		row.record = broken;
		await expect(time.ended(hold())).rejects.toThrow(new TakeoverFailed('database is locked'));
		expect(broken).toHaveBeenCalledTimes(7);
		// A lease and an eighth, plus 7.75 seconds of tries.
		expect(time.now).toBeGreaterThan(16_875 + 7_750);
		expect(time.now).toBeLessThan(16_875 + 12_000);
		expect(entries()).toEqual(DEAD);
	});

	it('that can be written again in time is taken over', async () => {
		const { time, table, row, hold, entries } = exact();
		table.rows.set('lock', DEAD);
		const { record } = row;
		let tries = 0;
		row.record = async (added) => {
			if (++tries <= 6) throw new Error('database is locked');
			return await record(added);
		};
		await time.ended(hold());
		expect(entries()).toEqual([]);
		expect(time.now).toBeLessThan(2 * 16_875);
	});

	it('that is freed just before the mark is free', async () => {
		const { time, table, hold, entries, beforeRecord } = exact();
		table.rows.set('lock', DEAD);
		beforeRecord((added) => added.some(isMark) && table.rows.delete('lock'));
		await time.ended(hold());
		expect(time.now).toBeLessThan(19_000);
		expect(entries()).toEqual([]);
	});
});

describe('is free', () => {
	const fails = async () => await Promise.reject(new Error('database is locked'));

	it('after work that throws, with the same error', async () => {
		const { time, lock, row, entries } = exact();
		await expect(time.ended(lock.hold(row, fails))).rejects.toThrow('database is locked');
		expect(entries()).toEqual([]);
	});

	it('after a failed clear is repeated', async () => {
		const { time, row, hold, entries } = exact();
		jest.spyOn(row, 'clear').mockImplementationOnce(fails);
		expect(await time.ended(hold(2_500))).toHaveLength(104);
		expect(entries()).toEqual([]);
	});

	it('after a heartbeat that succeeded but was reported as failed', async () => {
		const { time, row, hold, entries } = exact();
		const { record } = row;
		row.record = async (added) => {
			const before = await record(added);
			if (added.at(-1)!.startsWith('beat')) await fails();
			return before;
		};
		expect(await time.ended(hold(1_500))).toHaveLength(103);
		expect(entries()).toEqual([]);
	});

	it('permanently, even if it is released during a heartbeat', async () => {
		const { time, clock, hold, entries, beforeRecord } = exact();
		beforeRecord(async (added) => added.at(-1)!.startsWith('beat') && (await clock.sleep(500)));
		await time.ended(hold(1_200));
		await time.until(() => false, 5_000);
		expect(entries()).toEqual([]);
	});

	it('and stays with the next holder after a clear that succeeded but was reported as failed', async () => {
		const { time, table, list } = processes(2);
		const [first, second] = list;
		const { clear } = first.table.lock;
		jest.spyOn(first.table.lock, 'clear').mockImplementationOnce(async () => {
			await clear();
			throw new Error('Connection terminated unexpectedly');
		});
		const one = first.lock.hold(first.table.lock, async () => await first.clock.sleep(50));
		await time.until(() => table.rows.has('lock'), 100);
		const other = second.lock.hold(second.table.lock, async () => {
			await second.clock.sleep(500);
			expect(table.rows.has('lock')).toBe(true);
		});
		await time.ended(Promise.all([one, other]));
	});
});

it.each<['count' | 'record' | 'clear', string, number, number | undefined]>([
	// 20 waits of 40 ms, half of which is random.
	['count', 'gone', 21, 1_200],
	['record', 'gone', 20, undefined],
	// 40 ms, then 80 ms and so on, within half a lease.
	['clear', 'SQLITE_BUSY: database is locked', 19, 7_600],
	// The row may belong to another process by then.
	['clear', 'gone', 1, 0],
])(
	'of a table whose %s fails (%s) is given up after %d tries',
	async (method, error, tries, ms) => {
		const { time, row, hold } = exact();
		const broken = jest.fn(async () => await Promise.reject(new Error(error)));
		row[method] = broken;
		const held = time.ended(hold());
		if (method === 'clear') await held;
		else await expect(held).rejects.toThrow(error);
		expect(broken).toHaveBeenCalledTimes(tries);
		if (ms !== undefined) expect(time.now).toBe(ms);
	},
);

it('a heartbeat that never began has never been alive', async () => {
	expect(await new Heartbeat(exact().clock).stop()).toBe(-Infinity);
});
