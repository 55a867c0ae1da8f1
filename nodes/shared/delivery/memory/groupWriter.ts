import { asError } from '../../result';
import { WRITE_WAITS, type Clock } from '../clock';
import { TakeoverFailed } from './deadLock';
import { isHeld, retryHoldingLock, WriteFailed } from './heldWrite';
import { LockRowInUse, type TableLock } from './lock';
import type { Table } from './table';

/** The lock is kept so long for writes that come meanwhile. Then other processes have a turn. */
const TURN_MS = 250;

/** What a write found and when it began. */
export interface Recorded {
	/** Of all entries of the group, those that were there before. */
	before: ReadonlySet<string>;
	/** The time before any other process can have seen the entries. */
	askedAt: number;
	/** Whether the lock was still held after the write. */
	stillHeld: boolean;
}

interface PendingRecord {
	entries: string[];
	cleanup: (before: ReadonlySet<string>) => string[];
	resolve: (recorded: Recorded) => void;
	reject: (error: Error) => void;
}

interface PendingRemoval {
	entries: string[];
	done: (error?: Error) => void;
}

/** What is written together: first the records, then the removals. */
interface WriteGroup {
	records: PendingRecord[];
	removals: PendingRemoval[];
	/** Set once the records are written. */
	recorded?: Recorded;
	/** Set once a removal may have been carried out. */
	isRemoving?: boolean;
}

/**
 * Writes a node's entries under the lock. Records and removals of all executions that come while a
 * write is under way go out together in the next one.
 *
 * Records come before removals. A record with nothing to clean up is answered between the two. A
 * removal that may have been carried out is never tried again in another turn of the lock, since
 * another process may have written in between.
 */
export class GroupWriter {
	private records: PendingRecord[] = [];

	private removals: PendingRemoval[] = [];

	/** Removals that failed and don't change what the message is: they go with the next write. */
	private readonly unwritten = new Set<string>();

	private isWriting = false;

	/** @param onChange is told by how many entries the row has grown */
	constructor(
		private readonly table: Table,
		private readonly lock: TableLock,
		private readonly clock: Clock,
		private readonly onChange: (entries: number) => void,
	) {}

	/**
	 * Adds entries.
	 * @param cleanup the entries to remove again in the same turn, given those that were there before
	 * @throws where n8n's table can't be read or written
	 */
	async record(entries: string[], cleanup: PendingRecord['cleanup']): Promise<Recorded> {
		return await new Promise((resolve, reject) => {
			this.records.push({ entries, cleanup, resolve, reject });
			this.write();
		});
	}

	/** @throws where n8n's table can't be read or written */
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

	/** Tries to write what {@link removeLater} has left. */
	flush(): void {
		this.removals.push({ entries: [], done: () => {} });
		this.write();
	}

	/** A write that is under way takes what has come meanwhile with it. */
	private write(): void {
		if (!this.isWriting) void this.writeAll();
	}

	private async writeAll(): Promise<void> {
		this.isWriting = true;
		// Executions that start at the same moment go into the first write together.
		await this.clock.sleep(0);
		let group: WriteGroup | undefined;
		let tries = 0;
		while (group || this.isWaiting()) {
			try {
				await this.lock.hold(this.table.lock, async (assertHeld) => {
					const end = this.clock.now() + TURN_MS;
					do {
						group ??= this.nextGroup();
						await this.writeGroup(group, assertHeld);
						group = undefined;
						tries = 0;
						// An execution that was answered may have its next item ready in a moment.
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
		// No await since the last look: what comes later finds nobody writing.
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

	private async writeGroup(group: WriteGroup, assertHeld: () => void): Promise<void> {
		if (!group.recorded) {
			const recorded = await this.writeRecords(group.records, assertHeld);
			group.recorded = recorded;
			// These messages can be sent while the rest is written.
			for (const { cleanup, resolve } of group.records) {
				if (!cleanup(recorded.before).length) resolve(recorded);
			}
			group.removals.push(...this.removals);
			this.removals = [];
		}
		await this.writeRemovals(group, group.recorded, assertHeld);
		// Those that were answered above ignore this.
		for (const { resolve } of group.records) resolve(group.recorded);
		group.removals.forEach(({ done }) => done());
	}

	private async writeRecords(records: PendingRecord[], assertHeld: () => void): Promise<Recorded> {
		const askedAt = this.clock.now();
		if (!records.length) return { before: new Set(), askedAt, stillHeld: true };
		const entries = records.flatMap((record) => record.entries);
		const before = await retryHoldingLock(
			this.clock,
			assertHeld,
			async () => await this.table.memory.record(entries, assertHeld),
		);
		this.onChange(entries.length - before.size);
		return { before, askedAt, stillHeld: isHeld(assertHeld) };
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

/** After a removal that may have been carried out, other processes may have claimed the message. */
const mayRetry = (thrown: unknown, { isRemoving }: WriteGroup) =>
	!isRemoving &&
	![LockRowInUse, TakeoverFailed, WriteFailed].some((kind) => thrown instanceof kind);
