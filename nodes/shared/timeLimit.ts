import { sleep } from 'n8n-workflow';
import { onAbort } from './onAbort';

/**
 * The precision of a limit. The shared timer also keeps running for this long after the last call.
 */
const TICK_MS = 200;

/** The limits of all calls in progress in this process. One timer watches them all. */
const open = new Set<TimeLimit>();

let watching = false;

async function watch(): Promise<void> {
	watching = true;
	while (open.size > 0) {
		await sleep(TICK_MS);
		const now = performance.now();
		for (const limit of open) limit.check(now);
	}
	watching = false;
}

/**
 * The time limit of one call, including connecting, waiting and reading. n8n's timeout only limits
 * inactivity, and up to 2.8 it doesn't cover connecting.
 */
export class TimeLimit {
	private readonly controller = new AbortController();

	private deadline: number;

	private giveUp = () => {};

	private readonly forget: () => void;

	/**
	 * @param graceMs how long the call may continue after the execution is canceled
	 * @param cancelled the execution's own signal
	 */
	constructor(ms: number, graceMs: number, cancelled?: AbortSignal) {
		this.deadline = performance.now() + ms;
		const cancel = () => {
			this.deadline = Math.min(this.deadline, performance.now() + graceMs);
		};
		if (cancelled?.aborted) cancel();
		this.forget = onAbort(cancelled, cancel);
		open.add(this);
		if (!watching) void watch();
	}

	/** The signal for the call. It is aborted when the time is over. */
	get signal(): AbortSignal {
		return this.controller.signal;
	}

	/** Wraps the call in a promise that settles in time even if the call ignores the signal. */
	async hold<T>(call: Promise<T>): Promise<T> {
		const end = new Promise<never>((_, reject) => {
			this.giveUp = () => reject(this.signal.reason);
		});
		return await Promise.race([call, end]);
	}

	/** Call this when the call has ended, successfully or not. */
	close(): void {
		open.delete(this);
		this.forget();
	}

	/** Aborts the call's signal at the deadline, and rejects the promise at the next tick. */
	check(now: number): void {
		if (now < this.deadline) return;
		if (this.signal.aborted) this.giveUp();
		else this.controller.abort();
	}
}
