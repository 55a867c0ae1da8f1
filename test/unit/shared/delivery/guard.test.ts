import fc from 'fast-check';
import type { IExecuteFunctions } from 'n8n-workflow';

import {
	Guard,
	GUARD_ENTRIES,
	guardKey,
	guardStore,
	type GuardStore,
	type Settlement,
} from '../../../../nodes/shared/delivery/guard';

/** A database that outlives the processes that use it; says how often it was written. */
class MemoryStore implements GuardStore {
	readonly writes: string[] = [];

	/** Thrown by the next calls of that name. */
	failing: { record?: Error; remove?: Error } = {};

	constructor(readonly entries = new Set<string>()) {}

	async record(entries: string[]): Promise<Set<string>> {
		await Promise.resolve();
		this.writes.push(`record ${entries.length}`);
		if (this.failing.record) throw this.failing.record;
		const before = new Set(entries.filter((entry) => this.entries.has(entry)));
		entries.forEach((entry) => this.entries.add(entry));
		return before;
	}

	async remove(entries: string[]): Promise<void> {
		await Promise.resolve();
		this.writes.push(`remove ${entries.length}`);
		if (this.failing.remove) throw this.failing.remove;
		entries.forEach((entry) => this.entries.delete(entry));
	}
}

/** What another execution, started now, reads of a key. */
async function readLater(store: MemoryStore, key: string) {
	const guard = new Guard(new MemoryStore(new Set(store.entries)));
	await guard.claim([key]);
	return guard.state(key);
}

async function settled(store: MemoryStore, key: string, as: Settlement) {
	const guard = new Guard(store);
	const { claim, settle } = await guard.hold(key);
	settle(as);
	await guard.close();
	return claim;
}

describe('a key', () => {
	it.each([
		['sent', 'sent'],
		['unknown', 'unknown'],
		['released', 'claimed'],
	] as const)('that was settled as %s reads as %s in a later execution', async (as, later) => {
		const store = new MemoryStore();
		expect(await settled(store, 'k', as)).toBe('claimed');
		expect(await readLater(store, 'k')).toBe(later);
	});

	it('that was claimed and never settled reads as unknown', async () => {
		const store = new MemoryStore();
		await new Guard(store).claim(['k']);
		expect(await readLater(store, 'k')).toBe('unknown');
	});

	it('stays sent, however often it is read', async () => {
		const store = new MemoryStore();
		await settled(store, 'k', 'sent');
		for (let execution = 0; execution < 3; execution++) {
			const guard = new Guard(store);
			await guard.claim(['k']);
			expect(guard.state('k')).toBe('sent');
			guard.releaseUnused();
			await guard.close();
		}
		expect(await readLater(store, 'k')).toBe('sent');
	});

	it('that was sent still reads so when a process reads it and dies', async () => {
		const store = new MemoryStore();
		await settled(store, 'k', 'sent');
		await new Guard(store).claim(['k']);
		expect(await readLater(store, 'k')).toBe('sent');
	});

	it('that was unknown is sent once a repetition was accepted', async () => {
		const store = new MemoryStore();
		await settled(store, 'k', 'unknown');
		expect(await settled(store, 'k', 'sent')).toBe('unknown');
		expect(await readLater(store, 'k')).toBe('sent');
	});

	it('that was released leaves nothing behind', async () => {
		const store = new MemoryStore();
		await settled(store, 'k', 'released');
		expect([...store.entries]).toEqual([]);
	});

	it('is nobody’s before it is claimed', () => {
		expect(new Guard(new MemoryStore()).state('k')).toBeUndefined();
	});
});

describe('a batch', () => {
	it('is claimed in one write, each key once', async () => {
		const store = new MemoryStore();
		const guard = new Guard(store);
		await guard.claim(['a', 'b', 'a', 'c']);
		await guard.claim(['c', 'b']);
		expect(store.writes).toEqual(['record 6']);
		expect(['a', 'b', 'c'].map((key) => guard.state(key))).toEqual([
			'claimed',
			'claimed',
			'claimed',
		]);
	});

	it('claimed twice at once is written once', async () => {
		const store = new MemoryStore();
		const guard = new Guard(store);
		await Promise.all([guard.claim(['a', 'b']), guard.claim(['a', 'b'])]);
		expect(store.writes).toEqual(['record 4']);
	});

	it('confirms many keys in few writes', async () => {
		const store = new MemoryStore();
		const guard = new Guard(store);
		const keys = Array.from({ length: 50 }, (_, i) => `k${i}`);
		await guard.claim(keys);
		const holds = await Promise.all(keys.map(async (key) => await guard.hold(key)));
		holds.forEach(({ settle }) => settle('sent'));
		expect(await guard.close()).toBeUndefined();
		expect(store.writes).toEqual(['record 100', 'remove 50']);
	});

	it('gives back what it did not use, and nothing else', async () => {
		const store = new MemoryStore();
		await settled(store, 'before', 'sent');
		await settled(store, 'doubtful', 'unknown');
		const guard = new Guard(store);
		await guard.claim(['before', 'doubtful', 'used', 'unused', 'held']);
		(await guard.hold('used')).settle('sent');
		const held = await guard.hold('held');
		guard.releaseUnused();
		await guard.close();
		expect(guard.state('unused')).toBe('released');
		expect(await readLater(store, 'unused')).toBe('claimed');
		expect(await readLater(store, 'before')).toBe('sent');
		expect(await readLater(store, 'doubtful')).toBe('unknown');
		expect(await readLater(store, 'used')).toBe('sent');
		expect(await readLater(store, 'held')).toBe('unknown');
		held.settle('sent');
		await guard.close();
		expect(await readLater(store, 'held')).toBe('sent');
	});

	it('gives back only the keys that are named', async () => {
		const store = new MemoryStore();
		const guard = new Guard(store);
		await guard.claim(['a', 'b']);
		guard.releaseUnused(['a', 'never claimed']);
		await guard.close();
		expect(await readLater(store, 'a')).toBe('claimed');
		expect(await readLater(store, 'b')).toBe('unknown');
	});
});

describe('steps with the same key', () => {
	it.each([
		['sent', 'sent'],
		['unknown', 'unknown'],
		['released', 'claimed'],
	] as const)('take turns: after %s the next one sees %s', async (as, seen) => {
		const guard = new Guard(new MemoryStore());
		const first = await guard.hold('k');
		const order: string[] = [];
		const second = guard.hold('k').then((hold) => {
			order.push('second holds');
			return hold;
		});
		await guard.claim(['other']); // gives the second every chance to run ahead
		order.push('first settles');
		first.settle(as);
		expect((await second).claim).toBe(seen);
		expect(order).toEqual(['first settles', 'second holds']);
		expect([first.used, (await second).used]).toEqual([false, true]);
	});

	it('are held by one at a time, many as they may be', async () => {
		const guard = new Guard(new MemoryStore());
		let holding = 0;
		let most = 0;
		const steps = Array.from({ length: 20 }, async (_, i) => {
			const { settle } = await guard.hold('k');
			most = Math.max(most, ++holding);
			await guard.claim([`other${i}`]);
			holding--;
			settle('released');
		});
		await Promise.all(steps);
		expect(most).toBe(1);
	});

	it('claim it again in the store after it was released', async () => {
		const store = new MemoryStore();
		const guard = new Guard(store);
		(await guard.hold('k')).settle('released');
		const { settle } = await guard.hold('k');
		expect(await readLater(store, 'k')).toBe('unknown');
		settle('sent');
		await guard.close();
		expect(await readLater(store, 'k')).toBe('sent');
	});
});

it('two executions that claim at once: one may send, the other sees an open claim', async () => {
	const keys = Array.from({ length: 30 }, (_, i) => `k${i}`);
	const store = new MemoryStore();
	const guards = [new Guard(store), new Guard(store)];
	await Promise.all(guards.map(async (guard) => await guard.claim(keys)));
	for (const key of keys) {
		expect(guards.map((guard) => guard.state(key)).sort()).toEqual(['claimed', 'unknown']);
	}
});

describe('a store that fails', () => {
	const broken = new Error('database is locked');

	it('while claiming: nothing may be sent, and the next try claims', async () => {
		const store = new MemoryStore();
		const guard = new Guard(store);
		store.failing = { record: broken };
		await expect(guard.claim(['k'])).rejects.toBe(broken);
		await expect(guard.hold('k')).rejects.toBe(broken);
		expect(guard.state('k')).toBeUndefined();
		store.failing = {};
		expect((await guard.hold('k')).claim).toBe('claimed');
	});

	it('while claiming again what was released: the key is free for the next step', async () => {
		const store = new MemoryStore();
		const guard = new Guard(store);
		(await guard.hold('k')).settle('released');
		await guard.close();
		store.failing = { record: broken };
		await expect(guard.hold('k')).rejects.toBe(broken);
		store.failing = {};
		expect((await guard.hold('k')).claim).toBe('claimed');
	});

	it('while confirming: says so at the end, and the key reads as unknown', async () => {
		const store = new MemoryStore();
		const guard = new Guard(store);
		const { settle } = await guard.hold('k');
		store.failing = { remove: broken };
		settle('sent');
		expect(await guard.close()).toBe(broken);
		expect(await readLater(store, 'k')).toBe('unknown');
	});

	it('names its first error, and an Error for whatever was thrown', async () => {
		const guard = new Guard({
			record: async () => await Promise.resolve(new Set()),
			remove: async () => await Promise.reject('disk full'),
		});
		(await guard.hold('a')).settle('sent');
		await guard.close();
		(await guard.hold('b')).settle('sent');
		expect(await guard.close()).toEqual(new Error('disk full'));
	});
});

/** A process that dies at its n-th event: from then on nothing that it waits for goes on. */
class Process {
	readonly death: Promise<void>;

	private die = () => {};

	private events = 0;

	constructor(private readonly lifetime: number) {
		this.death = new Promise((resolve) => (this.die = resolve));
	}

	async event(): Promise<void> {
		if (this.events++ < this.lifetime) return;
		this.die();
		await new Promise(() => {});
	}

	/** The database as this process reaches it: it may die before a write, and before its answer. */
	store(database: MemoryStore): GuardStore {
		return {
			record: async (entries) => {
				await this.event();
				const before = await database.record(entries);
				await this.event();
				return before;
			},
			remove: async (entries) => {
				await this.event();
				await database.remove(entries);
				await this.event();
			},
		};
	}
}

type Fate = 'accepted' | 'refused' | 'lost' | 'acceptedWithoutAnswer';

/** Sends what may be sent, as the node does; unknown outcomes are left alone. */
async function sendAll(
	process: Process,
	database: MemoryStore,
	steps: Array<{ key: string; fate: Fate }>,
	workers: number,
	accepted: string[],
): Promise<void> {
	const guard = new Guard(process.store(database));
	const waiting = [...steps];
	const work = async () => {
		for (let step = waiting.shift(); step; step = waiting.shift()) {
			const { key, fate } = step;
			await guard.claim([key, ...waiting.slice(0, 2).map((next) => next.key)]);
			const { claim, settle } = await guard.hold(key);
			if (claim !== 'claimed') {
				settle(claim);
				continue;
			}
			await process.event();
			if (/^accepted/.test(fate)) accepted.push(key);
			await process.event();
			settle(fate === 'accepted' ? 'sent' : fate === 'refused' ? 'released' : 'unknown');
			await process.event();
		}
	};
	await Promise.all(Array.from({ length: workers }, work));
	guard.releaseUnused();
	await guard.close();
}

describe('a process that is killed at any point', () => {
	const step = fc.record({
		key: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
		fate: fc.constantFrom<Fate>('accepted', 'refused', 'lost', 'acceptedWithoutAnswer'),
	});
	const runs = fc.array(
		fc.record({
			steps: fc.array(step, { minLength: 1, maxLength: 8 }),
			workers: fc.integer({ min: 1, max: 4 }),
			lifetime: fc.nat(40),
		}),
		{ minLength: 1, maxLength: 4 },
	);

	it('never leaves a key that reads as sent and wasn’t, or as new and was', async () => {
		await fc.assert(
			fc.asyncProperty(runs, async (executions) => {
				const database = new MemoryStore();
				const accepted: string[] = [];
				for (const { steps, workers, lifetime } of executions) {
					const process = new Process(lifetime);
					await Promise.race([sendAll(process, database, steps, workers, accepted), process.death]);
					for (const key of ['a', 'b', 'c', 'd', 'e']) {
						const later = await readLater(database, key);
						if (accepted.includes(key)) expect([key, later]).not.toEqual([key, 'claimed']);
						else expect([key, later]).not.toEqual([key, 'sent']);
					}
				}
				// So nobody is contacted twice, however often it is started again.
				expect(accepted).toEqual([...new Set(accepted)]);
			}),
			{ numRuns: 1000 },
		);
	});

	it('sends all that it may when it lives: the other keys were refused or are in doubt', async () => {
		const database = new MemoryStore();
		const accepted: string[] = [];
		const steps: Array<{ key: string; fate: Fate }> = [
			{ key: 'a', fate: 'accepted' },
			{ key: 'b', fate: 'refused' },
			{ key: 'b', fate: 'accepted' },
			{ key: 'a', fate: 'accepted' },
			{ key: 'c', fate: 'lost' },
			{ key: 'c', fate: 'accepted' },
			{ key: 'd', fate: 'refused' },
		];
		await sendAll(new Process(Infinity), database, steps, 3, accepted);
		expect(accepted.sort()).toEqual(['a', 'b']);
		expect(
			await Promise.all(['a', 'b', 'c', 'd'].map(async (key) => await readLater(database, key))),
		).toEqual(['sent', 'sent', 'unknown', 'claimed']);
	});
});

describe('guardKey', () => {
	it('tells steps and keys apart, also where one runs into the other', () => {
		const keys = [
			guardKey('sms', 'A'),
			guardKey('email', 'A'),
			guardKey('sms', 'B'),
			guardKey('sm', 'sA'),
			guardKey('sms","A', ''),
			guardKey('', 'sms","A'),
		];
		expect(new Set(keys).size).toBe(keys.length);
	});

	it('is the same in every execution, short, and keeps no recipient', () => {
		expect(guardKey('sms', '05321234567')).toBe(guardKey('sms', '05321234567'));
		expect(guardKey('sms', '05321234567')).toMatch(/^[A-Za-z0-9+/]{22}$/);
		expect(guardKey('sms', '05321234567')).not.toContain('532');
	});
});

describe('guardStore', () => {
	const context = (helpers: object) => ({ helpers }) as IExecuteFunctions;

	it('is n8n’s store of this node, which keeps a bounded number of entries', async () => {
		const options = { mode: 'entries', maxEntries: GUARD_ENTRIES };
		const checkProcessedAndRecord = jest
			.fn()
			.mockResolvedValue({ new: ['b'], processed: ['a', 7] });
		const removeProcessed = jest.fn().mockResolvedValue(undefined);
		const store = guardStore(context({ checkProcessedAndRecord, removeProcessed }));
		expect(await store?.record(['a', 'b', '7'])).toEqual(new Set(['a', '7']));
		await store?.remove(['a']);
		expect(checkProcessedAndRecord.mock.calls).toEqual([[['a', 'b', '7'], 'node', options]]);
		expect(removeProcessed.mock.calls).toEqual([[['a'], 'node', options]]);
	});

	it.each([[{}], [{ checkProcessedAndRecord: () => {} }], [{ removeProcessed: () => {} }]])(
		'does not exist where n8n is too old (%#)',
		(helpers) => {
			expect(guardStore(context(helpers))).toBeUndefined();
		},
	);
});
