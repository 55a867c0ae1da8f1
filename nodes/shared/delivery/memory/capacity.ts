import type { Clock } from '../clock';
import type { TableLock } from './lock';
import type { Table } from './table';

/** Messages that a node remembers. Beyond them, the oldest are forgotten. */
export const CAPACITY = 100_000;

/** The row grows over its capacity by this factor before it is cut, since each cut rewrites it. */
const SLACK = 1.02;

/** How long the number of entries is trusted before it is read again. */
const COUNT_TRUSTED_MS = 60_000;

/** How full the memory of a node is. Forgets the oldest messages when it is too full. */
export class Capacity {
	private entries = { count: 0, readAt: -Infinity };

	/** Executions of this process that are at work. */
	private atWork = 0;

	constructor(
		private readonly table: Table,
		private readonly lock: TableLock,
		private readonly clock: Clock,
		private readonly limit: number,
	) {}

	/** Counts entries that were written, or removed when below 0. */
	add(entries: number): void {
		this.entries.count += entries;
	}

	/** The share of the capacity that is used, 1 for full. */
	async used(): Promise<number> {
		if (this.clock.now() - this.entries.readAt > COUNT_TRUSTED_MS) {
			const count = await this.table.memory.count();
			this.entries = { count, readAt: this.clock.now() };
		}
		return this.entries.count / this.limit;
	}

	/**
	 * Lets an execution work with the memory. The oldest messages are forgotten when no execution is
	 * at work any more: an execution must not push out messages that it will look for itself.
	 */
	async during<T>(work: () => Promise<T>): Promise<T> {
		this.atWork++;
		try {
			return await work();
		} finally {
			this.atWork--;
			await this.forgetOldest().catch(() => {});
		}
	}

	private async forgetOldest(): Promise<void> {
		if (this.atWork || (await this.used()) < SLACK) return;
		await this.lock.hold(this.table.lock, async (assertHeld) => {
			await this.table.memory.trim(this.limit, assertHeld);
			this.entries.readAt = -Infinity;
		});
	}
}
