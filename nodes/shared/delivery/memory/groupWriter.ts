import { asError } from '../../result';
import { WRITE_WAITS, type Clock } from '../clock';
import { retryHoldingLock } from './heldWrite';
import type { TableLock } from './lock';
import type { Table } from './table';
import {
	mayRetry,
	type PendingRecord,
	type PendingRemoval,
	type Recorded,
	type WriteGroup,
} from './writeGroup';

/** How long the lock is kept for further writes. Then other processes have a turn. */
const TURN_MS = 250;

/**
 * Writes a node's entries under the lock. Records and removals of all executions that arrive during
 * a write are combined in the next one. Records come before removals. A record without cleanup is
 * answered between the two. A removal that may have taken effect is never retried in another turn
 * of the lock, since another process may have written in between.
 */
export class GroupWriter {
	private records: PendingRecord[] = [];

	private removals: PendingRemoval[] = [];

	/** Failed removals that don't change a message's state. The next write includes them. */
	private readonly unwritten = new Set<string>();

	private isWriting = false;

	/**
	 * @param onChange gets the number of entries by which the row has grown, and for added entries
	 * also how long the write took, without the wait for the lock, in milliseconds
	 */
	constructor(
		private readonly table: Table,
		private readonly lock: TableLock,
		private readonly clock: Clock,
		private readonly onChange: (entries: number, ms?: number) => void,
	) {}

	/**
	 * Adds entries.
	 * @param cleanup returns the entries to remove in the same turn, given the earlier entries
	 * @throws if n8n's table can't be read or written
	 */
	async record(entries: string[], cleanup: PendingRecord['cleanup']): Promise<Recorded> {
		return await new Promise((resolve, reject) => {
			this.records.push({ entries, cleanup, resolve, reject });
			this.write();
		});
	}

	/** @throws if n8n's table can't be read or written */
	async remove(entries: string[]): Promise<void> {
		await new Promise<void>((resolve, reject) => {
			this.removals.push({ entries, done: (error) => (error ? reject(error) : resolve()) });
			this.write();
		});
	}

	/** Removes entries with the next write that succeeds. */
	removeLater(entries: string[]): void {
		for (const entry of entries) this.unwritten.add(entry);
	}

	owesRemovalOf(entry: string): boolean {
		return this.unwritten.has(entry);
	}

	/** Tries to write the removals that {@link removeLater} has queued. */
	flush(): void {
		this.removals.push({ entries: [], done: () => {} });
		this.write();
	}

	/** Starts a write. A write in progress includes everything that arrives meanwhile. */
	private write(): void {
		if (!this.isWriting) void this.writeAll();
	}

	private async writeAll(): Promise<void> {
		this.isWriting = true;
		// Combines executions that start at the same moment in the first write.
		await this.clock.sleep(0);
		let group: WriteGroup | undefined;
		let tries = 0;
		while (group || this.isWaiting()) {
			try {
				await this.lock.hold(this.table.lock, async (assertHeld, wasHeld) => {
					const end = this.clock.now() + TURN_MS;
					do {
						group ??= this.nextGroup();
						await this.writeGroup(group, assertHeld, wasHeld);
						group = undefined;
						tries = 0;
						// An execution that was just answered may have its next item ready in a
						// moment.
						await this.clock.sleep(0);
					} while (this.isWaiting() && this.clock.now() < end);
				});
			} catch (thrown) {
				group ??= this.nextGroup();
				if (tries < WRITE_WAITS.length && mayRetry(thrown, group)) {
					await this.clock.sleep(WRITE_WAITS[tries++]);
					continue;
				}
				this.failGroup(group, asError(thrown));
				group = undefined;
				tries = 0;
			}
		}
		// No await since the queue was checked: later arrivals see that no write is in progress.
		this.isWriting = false;
	}

	private isWaiting(): boolean {
		return this.records.length + this.removals.length > 0;
	}

	private nextGroup(): WriteGroup {
		const { records, removals } = this;
		this.records = [];
		this.removals = [];
		return { records, removals };
	}

	private async writeGroup(
		group: WriteGroup,
		assertHeld: () => void,
		wasHeld: () => boolean,
	): Promise<void> {
		if (!group.recorded) {
			const recorded = await this.writeRecords(group.records, assertHeld, wasHeld);
			group.recorded = recorded;
			// These messages can already be sent while the removals are written.
			for (const { cleanup, resolve } of group.records) {
				if (!cleanup(recorded.before).length) resolve(recorded);
			}
			group.removals.push(...this.removals);
			this.removals = [];
		}
		await this.writeRemovals(group, group.recorded, assertHeld);
		// Has no effect on the records that were answered above.
		for (const { resolve } of group.records) resolve(group.recorded);
		group.removals.forEach(({ done }) => done());
	}

	private async writeRecords(
		records: PendingRecord[],
		assertHeld: () => void,
		wasHeld: () => boolean,
	): Promise<Recorded> {
		const askedAt = this.clock.now();
		if (!records.length) return { before: new Set(), askedAt, wasHeld: true };
		const entries = records.flatMap((record) => record.entries);
		const before = await retryHoldingLock(
			this.clock,
			assertHeld,
			async () => await this.table.memory.record(entries, assertHeld),
		);
		this.onChange(entries.length - before.size, this.clock.now() - askedAt);
		return { before, askedAt, wasHeld: wasHeld() };
	}

	private async writeRemovals(
		group: WriteGroup,
		{ before }: Recorded,
		assertHeld: () => void,
	): Promise<void> {
		const unwritten = [...this.unwritten];
		const entries = [
			...group.removals.flatMap((removal) => removal.entries),
			...unwritten,
			...group.records.flatMap(({ cleanup }) => cleanup(before)),
		];
		if (!entries.length) return;
		await retryHoldingLock(this.clock, assertHeld, async () => {
			group.isRemoving = true;
			await this.table.memory.remove(entries, assertHeld);
		});
		this.onChange(-entries.length);
		for (const entry of unwritten) this.unwritten.delete(entry);
	}

	private failGroup({ records, recorded, removals }: WriteGroup, error: Error): void {
		for (const { cleanup, resolve, reject } of records) {
			if (!recorded) {
				reject(error);
				continue;
			}
			this.removeLater(cleanup(recorded.before));
			resolve(recorded);
		}
		removals.forEach(({ done }) => done(error));
	}
}
