import type { Clock } from '../clock';
import { MovingAverage } from '../movingAverage';
import type { TableLock } from './lock';
import type { Table } from './table';

/** The number of messages that a node remembers. Beyond this, the oldest are forgotten. */
export const CAPACITY = 100_000;

/** The row may exceed its capacity by this factor before it is cut, since each cut rewrites it. */
const SLACK = 1.02;

/** The number of entries is read again after this time. */
const COUNT_TRUSTED_MS = 60_000;

/**
 * Tracks how full a node's memory is and how slow that makes it, and forgets the oldest messages
 * when it is too full.
 */
export class Capacity {
	private entries = { count: 0, readAt: -Infinity };

	/** How long it takes to add entries, in milliseconds. Writes count as fast at first. */
	readonly writeMs = new MovingAverage(0);

	/** A reading that is in progress. Executions that end together share it. */
	private reading?: Promise<number>;

	/** Executions of this process that are using the memory. */
	private atWork = 0;

	constructor(
		private readonly table: Table,
		private readonly lock: TableLock,
		private readonly clock: Clock,
		private readonly limit: number,
	) {}

	/**
	 * Counts entries that were written. A negative number counts removed entries.
	 * @param ms how long the write took
	 */
	add(entries: number, ms?: number): void {
		this.entries.count += entries;
		if (ms !== undefined) this.writeMs.add(ms);
	}

	/** The share of the capacity that is used, 1 for full. */
	async used(): Promise<number> {
		if (this.clock.now() - this.entries.readAt > COUNT_TRUSTED_MS) {
			this.reading ??= this.table.memory.count().finally(() => (this.reading = undefined));
			const count = await this.reading;
			this.entries = { count, readAt: this.clock.now() };
		}
		return this.entries.count / this.limit;
	}

	/**
	 * Runs an execution's work with the memory. The oldest messages are forgotten only after the
	 * last execution has finished, since an execution must not push out messages that it will look
	 * up itself.
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
