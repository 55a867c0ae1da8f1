/* eslint-disable @n8n/community-nodes/no-restricted-globals -- test, never packed */
import type { Clock } from '../../../../nodes/shared/delivery/clock';
import { TableLock } from '../../../../nodes/shared/delivery/memory/lock';
import { Memory } from '../../../../nodes/shared/delivery/memory/memory';
import type { Row, Table } from '../../../../nodes/shared/delivery/memory/table';

/** A generator of numbers from 0 to 1 that repeats for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
	let state = seed | 0;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** Virtual time that advances only after all pending work has run. */
export class VirtualTime {
	now = 0;

	private events: Array<{ at: number; run: () => void }> = [];

	async sleep(ms: number, wakes = () => true): Promise<void> {
		await new Promise<void>((resolve) => {
			this.events.push({ at: this.now + Math.max(0, ms), run: () => wakes() && resolve() });
		});
	}

	/** Runs the work to its end. Fails if it takes longer than allowed. */
	async ended<T>(work: Promise<T>, longest = 120_000): Promise<T> {
		let isDone = false;
		const done = () => (isDone = true);
		work.then(done, done);
		if (!(await this.until(() => isDone, longest))) throw new Error('This never ends');
		return await work;
	}

	/**
	 * Advances the time until the work is done.
	 * @returns false if it isn't done in time
	 */
	async until(done: () => boolean, longest: number): Promise<boolean> {
		const end = this.now + longest;
		for (;;) {
			await new Promise((resolve) => setImmediate(resolve));
			if (done()) return true;
			let next = -1;
			this.events.forEach(({ at }, i) => {
				if (next === -1 || at < this.events[next].at) next = i;
			});
			if (next === -1 || this.events[next].at > end) return false;
			const [{ at, run }] = this.events.splice(next, 1);
			this.now = Math.max(this.now, at);
			run();
		}
	}
}

export interface Faults {
	/** The longest time of one half of a call, in milliseconds. */
	latency: number;
	/** The share of writes that fail. */
	failing: number;
	/** The share of failed writes whose effect is unclear. Half of these have taken effect. */
	unclear: number;
}

/**
 * n8n's deduplication table. Each call reads a row and writes it as a whole some time later, even
 * if others have written meanwhile. Only the INSERT of a row is atomic. An UPDATE of a deleted row
 * does nothing.
 */
export class SimulatedTable {
	readonly rows = new Map<string, string[]>();

	/** The number of row writes. */
	writes = 0;

	constructor(
		readonly time: VirtualTime,
		readonly random: () => number,
		public faults: Faults = { latency: 5, failing: 0, unclear: 0 },
	) {}

	/**
	 * A stalled process gets its results late, but its writes take effect. A killed process gets no
	 * results, and its pending writes have no effect.
	 */
	row(name: string, { alive, awake }: { alive: () => boolean; awake: () => Promise<void> }): Row {
		const { rows } = this;
		const pause = async () => await this.time.sleep(this.random() * this.faults.latency, alive);
		const read = async () => {
			await pause();
			const found = rows.get(name);
			await awake();
			return found;
		};
		const write = async (apply: () => void) => {
			await pause();
			if (this.random() < this.faults.failing) {
				const isUnclear = this.random() < this.faults.unclear;
				if (isUnclear && this.random() < 0.5) apply();
				throw new Error(
					isUnclear ? 'Connection terminated unexpectedly' : 'SQLITE_BUSY: database is locked',
				);
			}
			apply();
			this.writes++;
			await awake();
		};
		const update = (data: string[]) => {
			if (rows.has(name)) rows.set(name, data);
		};
		const insert = (data: string[]) => {
			if (rows.has(name)) throw new Error('UNIQUE constraint failed');
			rows.set(name, data);
		};
		return {
			async record(entries, mayWrite) {
				const found = await read();
				mayWrite?.();
				if (!found) {
					await write(() => insert([...entries]));
					return new Set();
				}
				const before = new Set(entries.filter((entry) => found.includes(entry)));
				const data = [...found, ...entries.filter((entry) => !before.has(entry))];
				await write(() => update(data));
				return before;
			},
			async remove(entries, mayWrite) {
				const found = await read();
				if (!found) return;
				mayWrite?.();
				const data = [...found];
				for (const entry of entries) {
					const index = data.indexOf(entry);
					if (index !== -1) data.splice(index, 1);
				}
				await write(() => update(data));
			},
			async count() {
				return (await read())?.length ?? 0;
			},
			async trim(entries, mayWrite) {
				const found = await read();
				mayWrite();
				if (found) await write(() => update(found.slice(Math.max(0, found.length - entries))));
			},
			async clear() {
				await write(() => rows.delete(name));
			},
		};
	}
}

/** A process with its own view of the node's table. It never continues after a kill. */
export class Process {
	alive = true;

	/**
	 * Nothing continues, except for requests that the database already has, like on a sleeping
	 * machine.
	 */
	stalled = false;

	readonly memory: Memory;

	readonly lock: TableLock;

	readonly table: Table;

	readonly clock: Clock;

	constructor(simulated: SimulatedTable, node = 'node', limit?: number) {
		const { time, random } = simulated;
		const alive = () => this.alive;
		const awake = async () => {
			while (this.stalled) await time.sleep(50, alive);
		};
		this.clock = {
			now: () => time.now,
			sleep: async (ms) => {
				await time.sleep(ms, alive);
				await awake();
			},
		};
		this.lock = new TableLock(this.clock, random);
		this.table = {
			memory: simulated.row(node, { alive, awake }),
			lock: simulated.row('lock', { alive, awake }),
			workflowId: 'workflow',
			nodeId: node,
		};
		this.memory = new Memory(this.table, this.lock, this.clock, limit);
	}

	kill(): void {
		this.alive = false;
	}
}
