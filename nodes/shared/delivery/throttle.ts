import type { Failure } from '../result';
import { elapsed } from './clock';
import { wait } from './wait';

/** Spaces requests out in time, for all items of a batch together. */
export class Throttle {
	/** Requests start one after the other: a waiting one holds no other's place. */
	private line: Promise<unknown> = Promise.resolve();

	private next = 0;

	private closedBy?: Failure;

	/** @param requestsPerSecond 0 for no limit */
	constructor(
		private readonly requestsPerSecond: number,
		private readonly signal?: AbortSignal,
	) {}

	/**
	 * Waits for this request's turn; rejects when the execution is cancelled.
	 * @returns the failure that keeps all further requests from being sent, if there is one
	 */
	async turn(): Promise<Failure | undefined> {
		const turn = this.line.then(async () => await this.start());
		this.line = turn.catch(() => {});
		return await turn;
	}

	/** No request starts before this many milliseconds have passed. */
	pause(ms: number): void {
		this.next = Math.max(this.next, elapsed() + ms);
	}

	/** No further request starts at all. */
	close(failure: Failure): void {
		this.closedBy ??= failure;
	}

	private async start(): Promise<Failure | undefined> {
		// A pause that begins meanwhile holds for those already in line, too.
		while (!this.closedBy && this.next > elapsed()) {
			await wait(this.next - elapsed(), this.signal, () => this.closedBy !== undefined);
		}
		if (this.closedBy) return this.closedBy;
		if (this.requestsPerSecond > 0) this.next = elapsed() + 1000 / this.requestsPerSecond;
		return undefined;
	}
}
