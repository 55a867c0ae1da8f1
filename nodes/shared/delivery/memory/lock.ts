import { asError, messageOf } from '../../result';
import { CLOCK, type Clock } from '../clock';
import { DeadLock } from './deadLock';
import { LOCK_ENTRY } from './entries';
import type { Row } from './table';

/** A holder shows that it lives by one more entry in the row each so many milliseconds. */
const BEAT_MS = 1_000;

/** Without a beat for so long, the holder's process is taken for dead. */
export const LEASE_MS = 15_000;

/** After a release, others come first: whoever takes it again at once starves them. */
const PAUSE_MS = 12;

const SHORTEST_POLL_MS = 2;
const LONGEST_POLL_MS = 12;

/** How often in a row taking a free lock may fail before it is the database that doesn't work. */
const FAILED_TAKES = 20;

const FAILED_WAIT_MS = 40;

/** Databases' errors, in SQLite, Postgres and MySQL, that leave no doubt: nothing was written. */
const NOT_CARRIED_OUT =
	/SQLITE_BUSY|is locked|deadlock|lock wait timeout|ECONNREFUSED|trying to connect|too many (?:clients|connections)/i;

/** The lock's row holds what isn't a lock: its place is taken. */
export class LockRowInUse extends Error {
	constructor() {
		super("a Remove Duplicates node with the scope 'Workflow' keeps its history in the same place");
	}
}

/** The lock was held for too long without a sign of life: another process may have taken it. */
export class LockLost extends Error {
	constructor() {
		super('the database was too slow to keep the lock');
	}
}

/**
 * Exclusion between processes, and in line within one, on a row of n8n's table: it is held by the
 * one whose INSERT made the row, and freed by deleting it. A living holder's row grows with every
 * beat, and each holder begins with a random length; so a row whose length doesn't change for
 * {@link LEASE_MS} belongs to a killed process.
 */
export class TableLock {
	/** Within the process, whoever came first holds first. */
	private line: Promise<unknown> = Promise.resolve();

	/** When the row was last seen to be ours; undefined while it isn't held. */
	private aliveAt?: number;

	private releasedAt = -Infinity;

	private beating = false;

	private beat: Promise<unknown> = Promise.resolve();

	/** Makes each mark in the row another one. */
	private marks = 0;

	constructor(
		private readonly clock: Clock = CLOCK,
		private readonly random: () => number = Math.random,
	) {}

	/**
	 * Runs the work while the lock is held, and frees it on every path.
	 * @throws what the work throws, or the error of a row that can't be read or written
	 */
	async hold<T>(row: Row, work: (assertHeld: () => void) => Promise<T>): Promise<T> {
		const turn = this.line.then(async () => {
			await this.take(row);
			try {
				return await work(() => this.assertAlive());
			} finally {
				await this.release(row);
			}
		});
		this.line = turn.catch(() => {});
		return await turn;
	}

	/** To be called before each write: a holder that was stalled must not write any more. */
	private assertAlive(): void {
		if (this.isStale()) throw new LockLost();
	}

	private isStale(aliveAt = this.aliveAt): boolean {
		return aliveAt === undefined || this.clock.now() - aliveAt > LEASE_MS / 2;
	}

	private async take(row: Row): Promise<void> {
		const pause = this.releasedAt + PAUSE_MS - this.clock.now();
		if (pause > 0) await this.clock.sleep(pause);
		let failures = 0;
		const deadLock = new DeadLock(this.clock, this.random);
		let seen = { count: 0, since: this.clock.now() };
		for (let poll = SHORTEST_POLL_MS; ; ) {
			const asked = this.clock.now();
			const count = await this.countOf(row);
			if (count !== seen.count) seen = { count, since: this.clock.now() };
			const patience = LEASE_MS * (1 + this.random() / 4);
			if (count === 0) {
				const taken = await this.insert(row, asked);
				if (taken === true) return;
				if (++failures >= FAILED_TAKES) throw taken;
			} else {
				failures = 0;
				if (this.clock.now() - seen.since > patience) {
					const removed = await deadLock.remove(row, count);
					// The row is as old as before, so it is tried again without another lease.
					if (removed === 'retry') continue;
					if (removed === 'noLock') throw new LockRowInUse();
					poll = SHORTEST_POLL_MS;
					seen = { count: -1, since: this.clock.now() };
				}
			}
			await this.clock.sleep(poll * (0.5 + this.random()));
			// A row that hasn't changed for long will hardly do so in the next milliseconds.
			const unchanged = this.clock.now() - seen.since;
			poll = Math.min(poll * 1.5, LONGEST_POLL_MS + unchanged / 10);
		}
	}

	private async countOf(row: Row): Promise<number> {
		for (let failures = 0; ; failures++) {
			try {
				return await row.count();
			} catch (error) {
				if (failures >= FAILED_TAKES) throw asError(error);
				await this.clock.sleep(FAILED_WAIT_MS * (1 + this.random()));
			}
		}
	}

	/** @returns true, or the error of a row that another made at the same moment or that is broken */
	private async insert(row: Row, asked: number): Promise<true | Error> {
		const length = 1 + Math.floor(this.random() * 200);
		const filling = Array.from({ length }, (_, i) => `holder:${i}`);
		let before: Set<string>;
		try {
			before = await row.record([LOCK_ENTRY, ...filling]);
		} catch (error) {
			return asError(error);
		}
		if (before.has(LOCK_ENTRY)) return new Error('the lock is held by another process');
		this.aliveAt = asked;
		if (this.isStale()) {
			// So slow that others may have taken it for dead already.
			this.aliveAt = undefined;
			return new LockLost();
		}
		void this.keepAlive(row);
		return true;
	}

	/** One loop for however many holders in a row; it ends when it finds the lock free. */
	private async keepAlive(row: Row): Promise<void> {
		if (this.beating) return;
		this.beating = true;
		try {
			for (;;) {
				await this.clock.sleep(BEAT_MS);
				const { aliveAt } = this;
				// Stalled for so long that the row may be another's, or gone: a beat would make it anew.
				if (aliveAt === undefined || this.isStale()) return;
				const now = this.clock.now();
				if (now - aliveAt < BEAT_MS) continue;
				// One that fails is no matter: a holder without beats stops writing by itself.
				this.beat = row.record([LOCK_ENTRY, `beat:${this.marks++}`]).then(
					() => {
						if (this.aliveAt === aliveAt) this.aliveAt = now;
					},
					() => {},
				);
				await this.beat;
			}
		} finally {
			this.beating = false;
		}
	}

	private async release(row: Row): Promise<void> {
		const { aliveAt } = this;
		this.aliveAt = undefined;
		// A beat that came after the deletion would make the row anew.
		await this.beat;
		for (let tries = 0; !this.isStale(aliveAt); tries++) {
			try {
				await row.clear();
				break;
			} catch (error) {
				// Otherwise the row may be another's by now; if it isn't, the lease runs out.
				if (!NOT_CARRIED_OUT.test(messageOf(error))) break;
				await this.clock.sleep(FAILED_WAIT_MS * (tries + 1));
			}
		}
		this.releasedAt = this.clock.now();
	}
}

const locks = new Map<string, TableLock>();

/** The lock of a workflow, one per process. */
export function lockOf(workflowId: string): TableLock {
	const lock = locks.get(workflowId) ?? new TableLock();
	locks.set(workflowId, lock);
	return lock;
}
