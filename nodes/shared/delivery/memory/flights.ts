import type { Clock } from '../clock';

/** How often the claims are checked for one that has to be renewed, in milliseconds. */
const RENEWAL_LOOKS_MS = 1_000;

/** A message that this process is claiming or sending. */
export interface Flight {
	/** Resolves when the message is settled and that is written. */
	ended: Promise<void>;
	end: () => void;
	/** When it was claimed or renewed, before any other process can have seen that. */
	since: number;
	/** Milliseconds from then on after which others take its outcome for unknown. */
	leaseMs: number;
	/** The highest lease that it has. */
	lease: number;
	/** Its outcome was unknown before, and stays so unless it is sent now. */
	tookOver: boolean;
	renewing?: Promise<unknown>;
	/** It was not renewed in time: another process may be sending it. */
	isLost: boolean;
	isSettling: boolean;
}

/** What this process is sending right now. */
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
			// It is not claimed yet.
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
	 * lives. One loop serves all flights; it ends with the last of them.
	 * @param renew renews a claim that is older than so many milliseconds
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
