import { TakeoverFailed } from './deadLock';
import { WriteFailed } from './heldWrite';
import { LockRowInUse } from './lock';

/** The result of a write, and the time at which it began. */
export interface Recorded {
	/** The entries of the group that existed before. */
	before: ReadonlySet<string>;
	/** A time before any other process can have seen the entries. */
	askedAt: number;
	/** Whether no other process can have taken the lock before the write ended. */
	wasHeld: boolean;
}

export interface PendingRecord {
	entries: string[];
	cleanup: (before: ReadonlySet<string>) => string[];
	resolve: (recorded: Recorded) => void;
	reject: (error: Error) => void;
}

export interface PendingRemoval {
	entries: string[];
	done: (error?: Error) => void;
}

/** Entries that are written together: first the records, then the removals. */
export interface WriteGroup {
	records: PendingRecord[];
	removals: PendingRemoval[];
	/** Set once the records are written. */
	recorded?: Recorded;
	/** Set once a removal may have taken effect. */
	isRemoving?: boolean;
}

/** After a removal that may have taken effect, another process may have claimed the message. */
export const mayRetry = (thrown: unknown, { isRemoving }: WriteGroup) =>
	!isRemoving &&
	![LockRowInUse, TakeoverFailed, WriteFailed].some((kind) => thrown instanceof kind);
