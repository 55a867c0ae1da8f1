import type { Verdict } from '../../../../nodes/shared/delivery/memory/entries';
import { Process, seeded, SimulatedTable, VirtualTime } from './simulation';

const LONGEST = 5_000;

let time: VirtualTime;
let table: SimulatedTable;

beforeEach(() => {
	time = new VirtualTime();
	table = new SimulatedTable(time, seeded(7));
});

const ended: VirtualTime['ended'] = async (work, longest) => await time.ended(work, longest);

const process = (capacity?: number) => new Process(table, 'node', capacity);

const claim = async ({ memory }: Process, key: string, lease?: number) =>
	await ended(memory.claim(key, LONGEST, lease));

const whenFree = async ({ memory }: Process, key: string, takeOver?: boolean) =>
	await memory.claimWhenFree(key, { leaseMs: LONGEST, takeOver });

const settle = async ({ memory }: Process, key: string, as: 'sent' | 'unknown' | 'released') =>
	await ended(memory.settle(key, as));

async function sending({ memory }: Process, ...keys: string[]): Promise<Array<Verdict | 'busy'>> {
	const verdicts: Array<Verdict | 'busy'> = [];
	for (const key of keys) {
		const verdict = await memory.claim(key);
		verdicts.push(verdict);
		if (verdict === 'claimed') await memory.settle(key, 'sent');
	}
	return verdicts;
}

const send = async (...given: Parameters<typeof sending>) => await ended(sending(...given));

/** Stops the heartbeats of the lock, so a write that takes longer than the lease loses it. */
function withoutBeats({ table: { lock } }: Process) {
	const { record } = lock;
	lock.record = async (given) => {
		if (given.at(-1)!.startsWith('beat')) throw new Error('Connection terminated unexpectedly');
		return await record(given);
	};
}

/** Whether the lock is released soon after the last write. */
const lockIsFree = async () => await time.until(() => !table.rows.has('lock'), 100);

const entries = () => table.rows.get('node') ?? [];

describe('a message', () => {
	it.each([
		['sent', 'sent'],
		['unknown', 'unclear'],
		['released', 'claimed'],
	] as const)('that was %s is %s for a later process', async (as, verdict) => {
		const first = process();
		expect(await claim(first, 'a')).toBe('claimed');
		await settle(first, 'a', as);
		expect(await claim(process(), 'a')).toBe(verdict);
	});

	it('takes one entry after it is sent, even if others looked it up', async () => {
		await send(process(), 'a');
		expect(await claim(process(), 'a')).toBe('sent');
		expect(entries()).toEqual(['known:a']);
		expect(await lockIsFree()).toBe(true);
	});

	it('is busy while this process sends it, and others wait for it', async () => {
		const own = process();
		await claim(own, 'a');
		expect(await claim(own, 'a')).toBe('busy');
		const other = whenFree(own, 'a');
		await settle(own, 'a', 'sent');
		expect(await ended(other, 500)).toBe('sent');
	});

	it.each([
		['sent', 'sent'],
		['released', 'claimed'],
	] as const)('that another process is sending and that is then %s: %s', async (as, verdict) => {
		const [first, second] = [process(), process()];
		await claim(first, 'a');
		const other = whenFree(second, 'a');
		await time.until(() => false, 3_300);
		await settle(first, 'a', as);
		expect(await ended(other, 1_500)).toBe(verdict);
	});

	it('is waited for again after another process claims it', async () => {
		const [one, two] = [process(), process()];
		await claim(one, 'a');
		const first = whenFree(two, 'a');
		await time.until(() => false, 1_000);
		await settle(one, 'a', 'released');
		expect(await ended(first)).toBe('claimed');
		await settle(two, 'a', 'released');
		time.now += LONGEST;
		await claim(one, 'a');
		const second = whenFree(two, 'a');
		await time.until(() => false, 1_000);
		await settle(one, 'a', 'sent');
		expect(await ended(second)).toBe('sent');
	});

	it('left unknown by this process is unknown at once', async () => {
		const own = process();
		await claim(own, 'a');
		await settle(own, 'a', 'unknown');
		expect(await ended(whenFree(own, 'a'), 500)).toBe('unclear');
	});

	it('of a killed process becomes unknown once, after the longest time of a request', async () => {
		const first = process();
		await claim(first, 'a');
		await lockIsFree();
		first.kill();
		const later = process();
		const before = time.now;
		expect(await ended(whenFree(later, 'a'))).toBe('unclear');
		expect(time.now - before).toBeGreaterThan(LONGEST);
		expect(time.now - before).toBeLessThan(LONGEST + 2_000);
		const again = time.now;
		expect(await ended(whenFree(later, 'a'))).toBe('unclear');
		expect(time.now - again).toBeLessThan(500);
	});

	it('of a canceled execution is no longer waited for', async () => {
		const own = process();
		await claim(own, 'a');
		const controller = new AbortController();
		const waiting = own.memory.claimWhenFree('a', { leaseMs: LONGEST, signal: controller.signal });
		controller.abort(new Error('cancelled'));
		await expect(ended(waiting, 3_000)).rejects.toThrow('cancelled');
	});
});

describe('Send Again', () => {
	async function inDoubt() {
		const first = process();
		await claim(first, 'a');
		await settle(first, 'a', 'unknown');
	}

	it('claims a message with an unknown outcome, for one process only', async () => {
		await inDoubt();
		const [one, two] = [process(), process()];
		expect(await claim(one, 'a', 1)).toBe('claimed');
		const other = whenFree(two, 'a', true);
		await settle(one, 'a', 'sent');
		expect(await ended(other)).toBe('sent');
		expect(entries()).toEqual(['known:a']);
	});

	it.each(['released', 'unknown'] as const)('stays unknown after it ends %s', async (as) => {
		await inDoubt();
		const one = process();
		await claim(one, 'a', 1);
		await settle(one, 'a', as);
		expect(entries().sort()).toEqual(['again1:a', 'known:a', 'open:a']);
		expect(await claim(one, 'a', 1)).toBe('unclear');
		expect(await claim(one, 'a', 2)).toBe('claimed');
	});

	it('sends a message again once after a process died while sending it', async () => {
		await inDoubt();
		const killed = process();
		await claim(killed, 'a', 1);
		killed.kill();
		const next = process();
		expect(await ended(whenFree(next, 'a', true))).toBe('claimed');
		expect(entries()).toContain('again2:a');
		await settle(next, 'a', 'sent');
		expect(entries()).toEqual(['known:a']);
	});
});

describe('writes', () => {
	it('that arrive together or during a write are combined into few writes', async () => {
		const own = process();
		const record = jest.spyOn(own.table.memory, 'record');
		const remove = jest.spyOn(own.table.memory, 'remove');
		const claimed = [...'abcdefgh'].map(async (key, i) => {
			// Pairs start at the same moment.
			await own.clock.sleep(Math.floor(i / 2) * 4);
			return await own.memory.claim(key);
		});
		await ended(Promise.all(claimed));
		expect([record.mock.calls.length, remove.mock.calls.length]).toEqual([3, 0]);
		await settle(own, 'a', 'sent');
		expect([record.mock.calls.length, remove.mock.calls.length]).toEqual([3, 1]);
	});

	it('report new and unclear messages early, and include claims that end meanwhile', async () => {
		const own = process();
		await send(process(), 'sent');
		await claim(own, 'refused');
		await claim(own, 'ended');
		const { record, remove } = own.table.memory;
		let writeOn = () => {};
		const slow = new Promise<void>((resolve) => (writeOn = resolve));
		let settled: Promise<unknown> = Promise.resolve();
		own.table.memory.record = async (given) => {
			const before = await record(given);
			settled = own.memory.settle('ended', 'sent');
			return before;
		};
		const removed: string[][] = [];
		own.table.memory.remove = async (given) => {
			removed.push(given);
			await slow;
			await remove(given);
		};
		const answers: string[] = [];
		void own.memory.settle('refused', 'released');
		for (const key of ['new', 'sent', 'newer']) {
			void own.memory.claim(key).then((verdict) => answers.push(`${key} ${verdict}`));
		}
		expect(await time.until(() => removed.length > 0, 1_000)).toBe(true);
		await time.until(() => false, 100);
		expect(answers).toEqual(['new claimed', 'newer claimed']);
		writeOn();
		await ended(settled);
		expect(answers).toEqual(['new claimed', 'newer claimed', 'sent sent']);
		expect(removed).toEqual([['known:refused', 'open:refused', 'open:ended', 'open:sent']]);
	});

	it('share one turn of the lock while more arrive; the turn ends for other processes', async () => {
		const [own, other] = [process(), process()];
		const released = jest.spyOn(own.table.lock, 'clear');
		let isBusy = true;
		const worker = async (name: number) => {
			for (let i = 0; isBusy; i++) await sending(own, `${name}-${i}`);
		};
		const work = Promise.all([1, 2, 3].map(worker));
		await time.until(() => false, 200);
		expect(released).not.toHaveBeenCalled();
		const before = time.now;
		expect(await claim(other, 'a')).toBe('claimed');
		expect(time.now - before).toBeLessThan(1_000);
		isBusy = false;
		await ended(work);
		expect(released.mock.calls.length).toBeGreaterThan(0);
	});

	it('that fail a few times lose nothing', async () => {
		const own = process();
		table.faults = { latency: 5, failing: 0.5, unclear: 0 };
		const keys = Array.from({ length: 10 }, (_, i) => `k${i}`);
		expect(await send(own, ...keys)).toEqual(Array(10).fill('claimed'));
		table.faults = { latency: 5, failing: 0, unclear: 0 };
		expect(await send(process(), ...keys)).toEqual(Array(10).fill('sent'));
	});

	it('that keep failing are reported, and completed later by this process', async () => {
		const own = process();
		await claim(own, 'a');
		const { remove } = own.table.memory;
		own.table.memory.remove = async () => await Promise.reject(new Error('disk full'));
		expect((await settle(own, 'a', 'sent'))?.message).toBe('disk full');
		expect(await claim(own, 'a')).toBe('sent');
		own.table.memory.remove = remove;
		expect(await claim(own, 'a')).toBe('sent');
		const isOpen = () => entries().some((entry) => entry.startsWith('open:'));
		expect(isOpen()).toBe(true);
		expect(await time.until(() => !isOpen(), 1_000)).toBe(true);
		for (const key of ['b', 'c']) {
			expect(await ended(own.memory.claim(key), 1_000)).toBe('claimed');
		}
		expect(await claim(process(), 'a')).toBe('sent');
	});

	it('of a release that succeeded but was reported as failed do not undo the next sender’s writes', async () => {
		const [own, next] = [process(), process()];
		await claim(own, 'a');
		const { remove } = own.table.memory;
		let failures = 0;
		own.table.memory.remove = async (given) => {
			await remove(given);
			if (failures++ < 3) throw new Error('Connection terminated unexpectedly');
		};
		const settled = own.memory.settle('a', 'released');
		await time.until(() => failures > 0, 1_000);
		expect(await ended(whenFree(next, 'a'))).toBe('claimed');
		expect(await ended(settled)).toBeUndefined();
		expect(await claim(process(), 'a')).toBe('unclear');
		await settle(next, 'a', 'sent');
		expect(await claim(process(), 'a')).toBe('sent');
	});

	it('that find the lock’s row broken are retried like any other write', async () => {
		const own = process();
		const { record } = own.table.lock;
		const broken = jest.fn(async () => await Promise.reject(new Error('disk full')));
		own.table.lock.record = broken;
		await expect(claim(own, 'a')).rejects.toThrow('disk full');
		// The lock is tried 20 times in a row, first at once and then after each of six waits.
		expect(broken).toHaveBeenCalledTimes(7 * 20);
		broken.mockClear();
		const claimed = own.memory.claim('a');
		await time.until(() => broken.mock.calls.length > 5 * 20, 60_000);
		own.table.lock.record = record;
		expect(await ended(claimed)).toBe('claimed');
	});

	it('give up at once if a Remove Duplicates node uses the lock’s row', async () => {
		table.rows.set('lock', ['history', 'of', 'others']);
		await expect(claim(process(), 'a')).rejects.toThrow('Remove Duplicates');
		expect(time.now).toBeLessThan(25_000);
	});

	it('are not repeated after the lock was lost', async () => {
		const own = process();
		await claim(own, 'a');
		await lockIsFree();
		withoutBeats(own);
		const remove = jest.fn(async () => {
			await own.clock.sleep(8_000);
			throw new Error('Connection terminated unexpectedly');
		});
		own.table.memory.remove = remove;
		const error = await settle(own, 'a', 'released');
		await time.until(() => false, 60_000);
		expect([error?.message, remove.mock.calls.length]).toEqual([
			'the database was too slow to keep the lock',
			1,
		]);
	});

	it('whose second half keeps failing report the claims of the first half', async () => {
		const own = process();
		await send(process(), 'sent');
		await claim(own, 'refused');
		const { remove } = own.table.memory;
		own.table.memory.remove = async () => await Promise.reject(new Error('disk full'));
		const settled = own.memory.settle('refused', 'released');
		const claims = ['new', 'sent'].map(async (key) => await own.memory.claim(key));
		expect(await ended(Promise.all(claims))).toEqual(['claimed', 'sent']);
		expect((await settled)?.message).toBe('disk full');
		own.table.memory.remove = remove;
		expect(await claim(own, 'sent')).toBe('sent');
		expect(await claim(own, 'refused')).toBe('unclear');
		expect(await claim(process(), 'sent')).toBe('sent');
	});

	it.each([1, 2, 3, 4, 5])(
		'of a very slow database are claims, and free the lock (seed %d)',
		async (seed) => {
			time = new VirtualTime();
			// 1.5 seconds on average for each half of a call.
			table = new SimulatedTable(time, seeded(seed), { latency: 3_000, failing: 0, unclear: 0 });
			const own = process();
			expect(await ended(own.memory.claim('a'))).toBe('claimed');
			await ended(own.memory.settle('a', 'sent'));
			expect(await time.until(() => !table.rows.has('lock'), 12_000)).toBe(true);
		},
	);

	it('that end late are claimed as long as nobody can have taken the lock', async () => {
		const own = process();
		withoutBeats(own);
		const { memory } = own.table;
		const { record } = memory;
		memory.record = async (...given) => {
			memory.record = record;
			const before = await record(...given);
			await own.clock.sleep(8_000);
			return before;
		};
		expect(await ended(own.memory.claim('a'))).toBe('claimed');
	});

	it('whose second half loses the lock are completed when it is held again', async () => {
		const own = process();
		await send(process(), 'a');
		withoutBeats(own);
		const { memory } = own.table;
		const { record } = memory;
		memory.record = async (...given) => {
			memory.record = record;
			const before = await record(...given);
			await own.clock.sleep(16_000);
			return before;
		};
		const claims = ['a', 'b'].map(async (key) => await own.memory.claim(key));
		// `sent` stays true. The other message may belong to another process by then.
		expect(await ended(Promise.all(claims))).toEqual(['sent', 'unclear']);
		expect(entries()).toEqual(['known:a', 'known:b', 'open:b']);
	});

	it.each<['record' | 'remove', string[]]>([
		['record', ['known:x', 'known:b', 'known:a']],
		['remove', ['known:x', 'known:a', 'known:b']],
	])(
		'of a process that stalls before it %ss do not undo other processes’ writes',
		async (half, row) => {
			const [stalled, other] = [process(), process()];
			await send(other, 'x');
			const { memory } = stalled.table;
			const { record, remove } = memory;
			const stall = () => {
				Object.assign(memory, { record, remove });
				stalled.stalled = true;
			};
			if (half === 'record') {
				memory.record = async (...given) => {
					stall();
					return await record(...given);
				};
			} else {
				memory.remove = async (...given) => {
					stall();
					await remove(...given);
				};
			}
			const sent = sending(stalled, 'a');
			await time.until(() => stalled.stalled, 1_000);
			const others = ended(sending(other, ...(half === 'record' ? ['b', 'a'] : ['b'])));
			expect((await others).every((verdict) => verdict === 'claimed')).toBe(true);
			stalled.stalled = false;
			expect(await ended(sent)).toEqual([half === 'record' ? 'sent' : 'claimed']);
			await send(stalled, 'c');
			expect(entries()).toEqual([...row, 'known:c']);
		},
	);

	it('of claims that keep failing prevent sending, and release the message', async () => {
		const own = process();
		const { record } = own.table.memory;
		own.table.memory.record = async () => await Promise.reject(new Error('disk full'));
		await expect(claim(own, 'a')).rejects.toThrow('disk full');
		own.table.memory.record = record;
		expect(await claim(own, 'a')).toBe('claimed');
	});
});

describe('capacity', () => {
	it('is never exceeded by forgetting messages that the batch itself needs', async () => {
		const own = process(20);
		const first = Array.from({ length: 20 }, (_, i) => `k${i}`);
		await send(own, ...first);
		// New rows in front must not push out the following ones, which were sent.
		const next = process(20);
		const sent = next.memory.capacity.during(() => sending(next, 'new', 'newer', ...first));
		expect(await ended(sent)).toEqual(['claimed', 'claimed', ...Array<Verdict>(20).fill('sent')]);
		expect(entries()).toHaveLength(20);
	});

	const some = (count: number) => Array.from({ length: count }, (_, i) => `known:k${i}`);
	const fill = async ({ memory }: Process) => await ended(memory.capacity.used());

	it.each([
		['101 of 100 entries', 101, 101],
		['102', 102, 100],
	])('forgets the oldest first, but not one by one: %s', async (_, count, kept) => {
		const own = process(100);
		table.rows.set('node', some(count));
		await ended(
			own.memory.capacity.during(async () => {
				await own.memory.capacity.during(async () => await Promise.resolve());
				// An execution is still running.
				expect(entries()).toHaveLength(count);
			}),
		);
		expect(entries()).toEqual(some(count).slice(count - kept));
		expect(await fill(own)).toBe(kept / 100);
	});

	it('keeps messages that others sent while it stalled before forgetting', async () => {
		const stalled = process(100);
		table.rows.set('node', some(102));
		const { memory } = stalled.table;
		const { trim } = memory;
		memory.trim = async (...given) => {
			stalled.stalled = true;
			await trim(...given);
		};
		const work = stalled.memory.capacity.during(async () => await Promise.resolve());
		await time.until(() => stalled.stalled, 1_000);
		await send(process(), 'x');
		stalled.stalled = false;
		await ended(work);
		expect(entries()).toEqual([...some(102), 'known:x']);
	});

	it('reads the row once for all executions that ask at the same time', async () => {
		const own = process(50);
		table.rows.set('node', some(10));
		const count = jest.spyOn(own.table.memory, 'count');
		const asked = Promise.all([own, own, own].map(({ memory }) => memory.capacity.used()));
		expect(await ended(asked)).toEqual([0.2, 0.2, 0.2]);
		expect(count).toHaveBeenCalledTimes(1);
	});

	it('knows how full it is by counting its entries and by checking each minute', async () => {
		table.faults.latency = 0;
		const own = process(50);
		expect(await fill(own)).toBe(0);
		await send(own, 'a', 'b', 'c', 'a');
		expect(await fill(own)).toBe(0.06);
		table.rows.set('node', some(10));
		time.now = 60_000;
		expect(await fill(own)).toBe(0.06);
		time.now = 60_001;
		expect(await fill(own)).toBe(0.2);
	});
});
