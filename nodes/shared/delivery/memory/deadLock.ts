import { asError } from '../../result';
import { WRITE_WAITS, type Clock } from '../clock';
import { LOCK_ENTRY } from './entries';
import type { Row } from './table';

/** How long a takeover waits to see whether another process tries the same. */
const SETTLE_MS = 3_000;

/** A killed holder's row can't be removed, however often it was tried. */
export class TakeoverFailed extends Error {}

/** Removes the row of a killed holder, for one process that waits for the lock. */
export class DeadLock {
	private failures = 0;

	/** Makes each mark different. */
	private marks = 0;

	constructor(
		private readonly clock: Clock,
		private readonly random: () => number,
	) {}

	/**
	 * Deletes the row of a killed holder, unless another process is about to do the same.
	 * @param count how many entries the row had for a whole lease
	 * @returns `done` where the row is gone or another process removes it, `noLock` where the row is
	 * no lock at all, `retry` where it could not be read or written
	 * @throws TakeoverFailed where that has failed in all tries
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
	 * Each process leaves a mark in the row, waits, and goes on only where its own mark is the only
	 * change.
	 * @returns false where the row is no lock at all
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

	/** Whether the work succeeds in a time in which no other process can have gone on unnoticed. */
	private async isQuick(work: () => Promise<boolean>): Promise<boolean> {
		const started = this.clock.now();
		return (await work()) && this.clock.now() - started < SETTLE_MS / 2;
	}

	/** The row was no lock, or it was freed just before the mark, which has made it anew. */
	private async leaveForeignRow(row: Row, mark: string): Promise<boolean> {
		if ((await row.count()) === 2) {
			await row.clear();
			return true;
		}
		await row.remove([LOCK_ENTRY, mark]);
		return false;
	}
}
