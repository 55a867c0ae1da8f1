import { asError, messageOf } from '../../result';
import { CLOCK, type Clock } from '../clock';
import { DeadLock } from './deadLock';
import { LOCK_ENTRY } from './entries';
import { Heartbeat, LEASE_MS } from './heartbeat';
import type { Row } from './table';

/** A pause after a release, so that other processes get the lock before this one takes it again. */
const PAUSE_MS = 12;

const SHORTEST_POLL_MS = 2;
const LONGEST_POLL_MS = 12;

/** After this many failures in a row to take a free lock, the database is considered broken. */
const FAILED_TAKES = 20;

const FAILED_WAIT_MS = 40;

/** Errors of SQLite, Postgres and MySQL that prove that nothing was written. */
const NOT_CARRIED_OUT =
	/SQLITE_BUSY|is locked|deadlock|lock wait timeout|ECONNREFUSED|trying to connect|too many (?:clients|connections)/i;

/** Thrown if the lock's row contains something else. */
export class LockRowInUse extends Error {
	constructor() {
		super("a Remove Duplicates node with the scope 'Workflow' keeps its history in the same place");
	}
}

/**
 * Thrown if the lock was held for too long without a heartbeat: another process may have taken it.
 */
export class LockLost extends Error {
	constructor() {
		super('the database was too slow to keep the lock');
	}
}

/**
 * A lock between processes on a row of n8n's table, with a queue within the process. The process
 * whose INSERT created the row holds the lock, and deleting the row frees it. A living holder's row
 * grows with every heartbeat, and each holder begins with a random length. So a row whose length
 * doesn't change for {@link LEASE_MS} belongs to a killed process.
 */
export class TableLock {
	/** Within the process, first come, first served. */
	private line: Promise<unknown> = Promise.resolve();

	private releasedAt = -Infinity;

	private readonly heartbeat: Heartbeat;

	constructor(
		private readonly clock: Clock = CLOCK,
		private readonly random: () => number = Math.random,
	) {
		this.heartbeat = new Heartbeat(clock);
	}

	/**
	 * Runs the work while holding the lock, and frees it on every path. The work gets two functions:
	 * `assertHeld` throws if it is too late to begin a write, and `wasHeld` tells after a write that no
	 * other process can have taken the lock meanwhile.
	 * @throws what the work throws, or the error of a row that can't be read or written
	 */
	async hold<T>(
		row: Row,
		work: (assertHeld: () => void, wasHeld: () => boolean) => Promise<T>,
	): Promise<T> {
		const turn = this.line.then(async () => {
			await this.take(row);
			try {
				return await work(
					() => this.assertAlive(),
					() => !this.heartbeat.isOver(),
				);
			} finally {
				await this.release(row);
			}
		});
		this.line = turn.catch(() => {});
		return await turn;
	}

	/** Must be called before each write: a holder that was stalled must not write any more. */
	private assertAlive(): void {
		if (this.heartbeat.isStale()) throw new LockLost();
	}

	private async take(row: Row): Promise<void> {
		const pause = this.releasedAt + PAUSE_MS - this.clock.now();
		if (pause > 0) await this.clock.sleep(pause);
		let failures = 0;
		const deadLock = new DeadLock(this.clock, this.random);
		let seen = { count: 0, since: this.clock.now() };
		for (let poll = SHORTEST_POLL_MS; ; ) {
			const count = await this.countOf(row);
			if (count !== seen.count) seen = { count, since: this.clock.now() };
			const patience = LEASE_MS * (1 + this.random() / 4);
			if (count === 0) {
				const taken = await this.insert(row);
				if (taken === true) return;
				if (++failures >= FAILED_TAKES) throw taken;
			} else {
				failures = 0;
				if (this.clock.now() - seen.since > patience) {
					const removed = await deadLock.remove(row, count);
					// The row is as old as before, so the next try doesn't wait for another lease.
					if (removed === 'retry') continue;
					if (removed === 'noLock') throw new LockRowInUse();
					poll = SHORTEST_POLL_MS;
					seen = { count: -1, since: this.clock.now() };
				}
			}
			await this.clock.sleep(poll * (0.5 + this.random()));
			// A row that has not changed for long is unlikely to change in the next milliseconds.
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

	/**
	 * @returns true, or the error if another process created the row at the same moment or the row
	 * is broken
	 */
	private async insert(row: Row): Promise<true | Error> {
		const asked = this.clock.now();
		const length = 1 + Math.floor(this.random() * 200);
		const filling = Array.from({ length }, (_, i) => `holder:${i}`);
		let before: Set<string>;
		try {
			before = await row.record([LOCK_ENTRY, ...filling]);
		} catch (error) {
			return asError(error);
		}
		if (before.has(LOCK_ENTRY)) return new Error('the lock is held by another process');
		// After this long, others may already consider this process dead.
		if (this.heartbeat.isStale(asked)) return new LockLost();
		this.heartbeat.start(row, asked);
		return true;
	}

	private async release(row: Row): Promise<void> {
		const lastAlive = await this.heartbeat.stop();
		for (let tries = 0; !this.heartbeat.isStale(lastAlive); tries++) {
			try {
				await row.clear();
				break;
			} catch (error) {
				// Otherwise the row may be another process's by now. If it isn't, the lease runs
				// out.
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
