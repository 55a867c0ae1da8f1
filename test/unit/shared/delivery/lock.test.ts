import { LEASE_MS, LockRowInUse } from '../../../../nodes/shared/delivery/lock';
import { Process, seeded, SimulatedTable, VirtualTime } from './simulation';

function processes(count: number) {
	const time = new VirtualTime();
	const table = new SimulatedTable(time, seeded(1));
	return { time, table, list: Array.from({ length: count }, () => new Process(table)) };
}

/** Runs to the end, in virtual time. */
async function ended<T>(time: VirtualTime, work: Promise<T>, longest = 120_000): Promise<T> {
	let isDone = false;
	void work.then(
		() => (isDone = true),
		() => (isDone = true),
	);
	expect(await time.until(() => isDone, longest)).toBe(true);
	return await work;
}

it('lets one at a time in, of three processes, each in its turn', async () => {
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
	await ended(time, Promise.all(work));

	expect(order).toHaveLength(60);
	// Fair: nobody has to wait until all others are through.
	const firstHalf = order.slice(0, 30);
	for (const i of [0, 1, 2]) expect(firstHalf.filter((one) => one === i).length).toBeGreaterThan(4);
});

it('is free after work that throws, and hands on what was thrown', async () => {
	const { time, table, list } = processes(2);
	const { lock, table: rows } = list[0];
	const failing = lock.hold(rows.lock, async () => await Promise.reject(new Error('no')));
	await expect(ended(time, failing)).rejects.toThrow('no');
	expect(table.rows.has('lock')).toBe(false);
	await ended(
		time,
		list[1].lock.hold(list[1].table.lock, async () => {}),
		1_000,
	);
});

it('is taken over from a process that was killed while it held it', async () => {
	const { time, list } = processes(3);
	const [killed, ...others] = list;
	void killed.lock.hold(killed.table.lock, async () => await killed.clock.sleep(60_000));
	await time.until(() => false, 500);
	killed.kill();
	const died = time.now;
	let inside = 0;
	await ended(
		time,
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

it('is never taken from a process that is slow and lives', async () => {
	const { time, list } = processes(2);
	const [slow, other] = list;
	let isHeld = false;
	const long = slow.lock.hold(slow.table.lock, async (stillOurs) => {
		isHeld = true;
		await slow.clock.sleep(5 * LEASE_MS);
		stillOurs();
		isHeld = false;
	});
	await time.until(() => isHeld, 1_000);
	const second = other.lock.hold(other.table.lock, async () =>
		Promise.resolve(expect(isHeld).toBe(false)),
	);
	await ended(time, Promise.all([long, second]));
});

it('stops a holder that was stalled for too long before it writes', async () => {
	const { time, list } = processes(1);
	const [{ lock, table, clock }] = list;
	const stalled = lock.hold(table.lock, async (stillOurs) => {
		const { now } = time;
		// The whole process stands still: no beat goes out.
		await clock.sleep(0);
		time.now = now + LEASE_MS;
		stillOurs();
	});
	await expect(ended(time, stalled)).rejects.toThrow('too slow to keep the lock');
});

it('leaves a row alone that is no lock, and says whose it is', async () => {
	const { time, table, list } = processes(1);
	const history = ['hash of an item', 'hash of another'];
	table.rows.set('lock', [...history]);
	const held = list[0].lock.hold(list[0].table.lock, async () => {});
	await expect(ended(time, held)).rejects.toThrow(LockRowInUse);
	expect(table.rows.get('lock')).toEqual(history);
});

it('tells of a table that can’t be read', async () => {
	const { time, list } = processes(1);
	const broken = {
		...list[0].table.lock,
		count: async () => await Promise.reject(new Error('gone')),
	};
	await expect(
		ended(
			time,
			list[0].lock.hold(broken, async () => {}),
		),
	).rejects.toThrow('gone');
});
