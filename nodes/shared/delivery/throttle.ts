import { wait } from './wait';

/** Spaces requests out in time, for all items of a batch together. */
export class Throttle {
	private next = 0;

	private pausedUntil = 0;

	/** @param requestsPerSecond 0 for no limit */
	constructor(
		private readonly requestsPerSecond: number,
		private readonly signal?: AbortSignal,
	) {}

	/** Waits for this request's turn; rejects when the execution is cancelled. */
	async turn(): Promise<void> {
		for (;;) {
			const now = Date.now();
			const { pausedUntil } = this;
			const start = Math.max(now, this.next, pausedUntil);
			if (this.requestsPerSecond > 0) this.next = start + 1000 / this.requestsPerSecond;
			if (start > now) await wait(start - now, this.signal);
			// A pause that began meanwhile holds for those already in line, too.
			if (this.pausedUntil === pausedUntil) return;
		}
	}

	/** No request starts before this many milliseconds have passed. */
	pause(ms: number): void {
		this.pausedUntil = Math.max(this.pausedUntil, Date.now() + ms);
	}
}
