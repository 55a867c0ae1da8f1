import type { Clock } from '../clock';
import { LOCK_ENTRY } from './entries';
import type { Row } from './table';

/** The holder adds an entry to the row at this interval to show that it is alive. */
const BEAT_MS = 1_000;

/** Without a heartbeat for this long, the holder's process counts as dead. */
export const LEASE_MS = 15_000;

/** Keeps the row of a held lock growing, and knows for how long it is certainly ours. */
export class Heartbeat {
	/** When the row was last known to be ours. Undefined while the lock isn't held. */
	private aliveAt?: number;

	/** When the latest successful heartbeat began. */
	private beatAt = -Infinity;

	private latest: Promise<unknown> = Promise.resolve();

	private isBeating = false;

	/** Makes every entry unique. */
	private beats = 0;

	constructor(private readonly clock: Clock) {}

	/** @param since a time before the row was created */
	start(row: Row, since: number): void {
		this.aliveAt = since;
		void this.keepAlive(row);
	}

	/**
	 * Ends the heartbeats: one after the row's deletion would create the row again.
	 * @returns when the row was last known to be ours
	 */
	async stop(): Promise<number> {
		const { aliveAt = -Infinity } = this;
		this.aliveAt = undefined;
		await this.latest;
		return Math.max(aliveAt, this.beatAt);
	}

	/** A holder that was stalled for this long must not begin a write any more. */
	isStale(aliveAt = this.aliveAt): boolean {
		return this.isOlderThan(LEASE_MS / 2, aliveAt);
	}

	/** Whether another process can have taken the lock by now. */
	isOver(): boolean {
		return this.isOlderThan(LEASE_MS, this.aliveAt);
	}

	private isOlderThan(ms: number, aliveAt?: number): boolean {
		return aliveAt === undefined || this.clock.now() - aliveAt > ms;
	}

	/** One loop serves any number of consecutive holders. It ends when it finds the lock free. */
	private async keepAlive(row: Row): Promise<void> {
		if (this.isBeating) return;
		this.isBeating = true;
		try {
			for (;;) {
				await this.clock.sleep(BEAT_MS);
				const { aliveAt } = this;
				// After a long stall the row may be another process's, or gone: a heartbeat would
				// create it again.
				if (aliveAt === undefined || this.isStale()) return;
				const now = this.clock.now();
				if (now - aliveAt < BEAT_MS) continue;
				// A failed heartbeat does no harm: a holder without heartbeats stops writing by
				// itself.
				this.latest = row.record([LOCK_ENTRY, `beat:${this.beats++}`]).then(
					() => {
						this.beatAt = now;
						if (this.aliveAt === aliveAt) this.aliveAt = now;
					},
					() => {},
				);
				await this.latest;
			}
		} finally {
			this.isBeating = false;
		}
	}
}
