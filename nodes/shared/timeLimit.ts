import { sleep } from 'n8n-workflow';
import { onAbort } from './onAbort';

/** How late a limit may be noticed; the one timer there is stays for this long after the last call. */
const TICK_MS = 200;

/** The limits of all calls under way in this process: one timer watches them all. */
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
 * The end of one call, whatever it is doing: connecting, waiting, reading. n8n's own time-out is one
 * of inactivity, and up to 2.8 it doesn't cover connecting.
 */
export class TimeLimit {
	private readonly controller = new AbortController();

	private deadline: number;

	private giveUp = () => {};

	private readonly forget: () => void;

	/**
	 * @param graceMs how long the call may still go on when the execution is cancelled
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

	/** For the call to listen to: aborted when its time is over. */
	get signal(): AbortSignal {
		return this.controller.signal;
	}

	/** The call as a promise that settles in time even if the call doesn't listen. */
	async hold<T>(call: Promise<T>): Promise<T> {
		const end = new Promise<never>((_, reject) => {
			this.giveUp = () => reject(this.signal.reason);
		});
		return await Promise.race([call, end]);
	}

	/** To be called when the call is over, in whichever way. */
	close(): void {
		open.delete(this);
		this.forget();
	}

	/** The first time after the deadline the call is told, and at the next tick it is left. */
	check(now: number): void {
		if (now < this.deadline) return;
		if (this.signal.aborted) this.giveUp();
		else this.controller.abort();
	}
}
