import { asError } from '../../result';
import { WRITE_WAITS, type Clock } from '../clock';
import { LOCK_ENTRY } from './entries';
import type { Row } from './table';

/** How long a takeover waits to see whether another process tries to take over, too. */
const SETTLE_MS = 3_000;

/** Thrown when the row of a killed holder can't be removed after all tries. */
export class TakeoverFailed extends Error {}

/** Removes the row of a killed holder, for one process that waits for the lock. */
export class DeadLock {
	private failures = 0;

	/** Makes every mark unique. */
	private marks = 0;

	constructor(
		private readonly clock: Clock,
		private readonly random: () => number,
	) {}

	/**
	 * Deletes the row of a killed holder, unless another process is about to do the same.
	 * @param count the number of entries that the row has had for a whole lease
	 * @returns `done` if the row is gone or another process removes it, `noLock` if the row isn't a
	 * lock at all, `retry` if it could not be read or written
	 * @throws TakeoverFailed if that failed in all tries
	 */
	async remove(row: Row, count: number): Promise<'done' | 'noLock' | 'retry'> {
		const removed = await this.tryToRemove(row, count).catch(asError);
		if (removed instanceof Error) {
			if (this.failures >= WRITE_WAITS.length) throw new TakeoverFailed(removed.message);
			await this.clock.sleep(WRITE_WAITS[this.failures++]);
			return 'retry';
		}
		if (removed) this.failures = 0;
		return removed ? 'done' : 'noLock';
	}

	/**
	 * Each process adds a mark to the row, waits, and continues only if its own mark is the only
	 * change.
	 * @returns false if the row isn't a lock at all
	 */
	private async tryToRemove(row: Row, count: number): Promise<boolean> {
		const mark = `takeover:${this.random()}:${this.marks++}`;
		let isLock = true;
		const marked = await this.isQuick(async () => {
			isLock = (await row.record([LOCK_ENTRY, mark])).has(LOCK_ENTRY);
			return isLock;
		});
		if (!isLock) return await this.leaveForeignRow(row, mark);
		if (!marked) return true;
		await this.clock.sleep(SETTLE_MS);
		const isOnly = await this.isQuick(
			async () =>
				(await row.count()) === count + 1 && (await row.record([LOCK_ENTRY, mark])).has(mark),
		);
		if (isOnly) await row.clear();
		return true;
	}

	/** Whether the work ends soon enough that no other process can have taken over unnoticed. */
	private async isQuick(work: () => Promise<boolean>): Promise<boolean> {
		const started = this.clock.now();
		return (await work()) && this.clock.now() - started < SETTLE_MS / 2;
	}

	/**
	 * Leaves a row that isn't the dead lock: it was no lock, or it was freed just before our mark
	 * created it again.
	 */
	private async leaveForeignRow(row: Row, mark: string): Promise<boolean> {
		if ((await row.count()) === 2) {
			await row.clear();
			return true;
		}
		await row.remove([LOCK_ENTRY, mark]);
		return false;
	}
}
