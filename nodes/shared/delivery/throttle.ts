import type { Failure } from '../result';
import { elapsed } from './clock';
import { wait } from './wait';

/** Spreads out the requests of a whole batch over time. */
export class Throttle {
	/** Requests start one after the other. */
	private line: Promise<unknown> = Promise.resolve();

	private next = 0;

	private closedBy?: Failure;

	/** @param requestsPerSecond 0 for no limit */
	constructor(
		private readonly requestsPerSecond: number,
		private readonly signal?: AbortSignal,
	) {}

	/**
	 * Waits for this request's turn. Rejects when the execution is canceled.
	 * @returns the failure that keeps all further requests from being sent, if there is one
	 */
	async turn(): Promise<Failure | undefined> {
		const turn = this.line.then(async () => await this.start());
		this.line = turn.catch(() => {});
		return await turn;
	}

	/** Lets no request start for this many milliseconds. */
	pause(ms: number): void {
		this.next = Math.max(this.next, elapsed() + ms);
	}

	/** Lets no further request start. */
	close(failure: Failure): void {
		this.closedBy ??= failure;
	}

	private async start(): Promise<Failure | undefined> {
		// A pause that begins now also applies to the requests that are already in line.
		while (!this.closedBy && this.next > elapsed()) {
			await wait(this.next - elapsed(), this.signal, () => this.closedBy !== undefined);
		}
		if (this.closedBy) return this.closedBy;
		if (this.requestsPerSecond > 0) this.next = elapsed() + 1000 / this.requestsPerSecond;
		return undefined;
	}
}
