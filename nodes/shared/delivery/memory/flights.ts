import type { Clock } from '../clock';

/** How often this process looks for claims that need a renewal, in milliseconds. */
const RENEWAL_LOOKS_MS = 1_000;

/** A message that this process is claiming or sending. */
export interface Flight {
	/** Resolves when the message is settled and its result is written. */
	ended: Promise<void>;
	end: () => void;
	/** The time of the claim or the last renewal, before any other process can have seen it. */
	since: number;
	/** After this many milliseconds, others consider its outcome unknown. */
	leaseMs: number;
	/** Its highest lease. */
	lease: number;
	/** Its outcome was unknown before, and stays unknown unless the message is sent now. */
	tookOver: boolean;
	renewing?: Promise<unknown>;
	/** The claim was not renewed in time: another process may be sending the message. */
	isLost: boolean;
	isSettling: boolean;
}

/** The messages that this process is sending right now. */
export class Flights {
	private readonly byKey = new Map<string, Flight>();

	private isKeepingFresh = false;

	constructor(private readonly clock: Clock) {}

	get(key: string): Flight | undefined {
		return this.byKey.get(key);
	}

	begin(key: string, leaseMs: number, lease: number): Flight {
		let end = () => {};
		const ended = new Promise<void>((resolve) => (end = resolve));
		const flight: Flight = {
			ended,
			end,
			// Not claimed yet.
			since: Infinity,
			leaseMs,
			lease,
			tookOver: false,
			isLost: false,
			isSettling: false,
		};
		this.byKey.set(key, flight);
		return flight;
	}

	end(key: string): void {
		const flight = this.byKey.get(key);
		this.byKey.delete(key);
		flight?.end();
	}

	/**
	 * Renews claims that wait long for their request, so that they stay valid while this process
	 * lives. One loop serves all flights and ends with the last one.
	 * @param renew renews a claim that is older than the given number of milliseconds
	 */
	async keepFresh(renew: (key: string, after: number) => Promise<unknown>): Promise<void> {
		if (this.isKeepingFresh) return;
		this.isKeepingFresh = true;
		while (this.byKey.size > 0) {
			await this.clock.sleep(RENEWAL_LOOKS_MS);
			for (const [key, { leaseMs, isSettling }] of this.byKey) {
				if (!isSettling) void renew(key, leaseMs / 2).catch(() => {});
			}
		}
		this.isKeepingFresh = false;
	}
}
