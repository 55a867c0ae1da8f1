import { asError } from '../../result';
import { CLOCK, type Clock } from '../clock';
import { Capacity, CAPACITY } from './capacity';
import {
	claimEntries,
	cleanupEntries,
	confirmEntries,
	leaseEntries,
	leaseName,
	leaseNames,
	readClaim,
	releaseEntries,
	unconfirmedEntry,
	type LeaseClaim,
	type Verdict,
} from './entries';
import { Flights, type Flight } from './flights';
import { GroupWriter } from './groupWriter';
import { lockOf, type TableLock } from './lock';
import { Patience } from './patience';
import { Recipients } from './recipients';
import type { Table } from './table';

/** The first interval for checking a message that another process has claimed, in milliseconds. */
const FIRST_LOOK_MS = 100;
const LATER_LOOKS_MS = 1_000;

/** The result of a claimed message. */
export type Settlement = 'sent' | 'unknown' | 'released';

export interface Waiting {
	/** Milliseconds that a request may take. A message that stays open longer is unclear. */
	leaseMs: number;
	/** Also claims a message whose outcome stays unknown. */
	takeOver?: boolean;
	signal?: AbortSignal;
}

/**
 * Decides which execution may send a message, for all executions of one node in this process.
 * README.md describes the protocol: a message is none, open or sent, and a process that dies at any
 * point leaves it open, never sent.
 */
export class Memory {
	readonly capacity: Capacity;

	readonly recipients = new Recipients();

	private readonly flights: Flights;

	private readonly patience = new Patience();

	private readonly writer: GroupWriter;

	constructor(
		readonly table: Table,
		lock: TableLock = lockOf(table.workflowId),
		private readonly clock: Clock = CLOCK,
		limit = CAPACITY,
	) {
		this.capacity = new Capacity(table, lock, clock, limit);
		this.flights = new Flights(clock);
		this.writer = new GroupWriter(table, lock, clock, (...change) => this.capacity.add(...change));
	}

	/**
	 * Claims a message without waiting.
	 * @param leaseMs milliseconds after which others consider its outcome unknown
	 * @param lease above 0 to take over a message that is unclear
	 * @returns `busy` if an execution of this process is sending it
	 * @throws if n8n's table can't be read or written
	 */
	async claim(key: string, leaseMs = Infinity, lease = 0): Promise<Verdict | 'busy'> {
		if (this.flights.get(key)) return 'busy';
		if (this.writer.owesRemovalOf(unconfirmedEntry(key))) {
			this.writer.flush();
			return 'sent';
		}
		const flight = this.flights.begin(key, leaseMs, lease);
		let verdict: Verdict | undefined;
		try {
			verdict = await this.record({ key, lease }, flight);
			if (verdict !== 'unclear') this.patience.forget(key);
			if (verdict === 'claimed') {
				void this.flights.keepFresh(async (open, after) => await this.renew(open, after));
			}
			return verdict;
		} finally {
			if (verdict !== 'claimed') this.flights.end(key);
		}
	}

	/**
	 * Waits for a message that others may be sending, and claims it as soon as possible.
	 * @throws the signal's reason, or if n8n's table can't be read or written
	 */
	async claimWhenFree(key: string, waiting: Waiting): Promise<Verdict> {
		for (let lease = 0; ; ) {
			waiting.signal?.throwIfAborted();
			const verdict = await this.waitForLease({ key, lease }, waiting);
			if (verdict === 'givenBack') lease = 0;
			else if (verdict === 'unclear' && waiting.takeOver) lease++;
			else return verdict;
		}
	}

	private async waitForLease(
		{ key, lease }: LeaseClaim,
		{ leaseMs, takeOver, signal }: Waiting,
	): Promise<Verdict | 'givenBack'> {
		let end: number | undefined;
		for (let look = FIRST_LOOK_MS; ; look = Math.min(look * 2, LATER_LOOKS_MS)) {
			const verdict = await this.claim(key, leaseMs, lease);
			if (verdict === 'busy') {
				await Promise.race([this.flights.get(key)?.ended, this.clock.sleep(LATER_LOOKS_MS)]);
				signal?.throwIfAborted();
				continue;
			}
			const hasWaited = end !== undefined;
			if (verdict === 'claimed' && hasWaited && (await this.giveBack(key))) return 'givenBack';
			if (verdict !== 'unclear') return verdict;
			signal?.throwIfAborted();
			const now = this.clock.now();
			if (takeOver) {
				// A finished wait for an earlier claim says nothing about the current one.
				const isOver = this.patience.isOver(leaseName({ key, lease }));
				end ??= isOver ? now : now + leaseMs;
			} else end = this.patience.until(key, now + leaseMs);
			const left = end - now;
			if (left <= 0) return verdict;
			await this.clock.sleep(Math.min(look, left + 1));
		}
	}

	/**
	 * Checks whether a lease that was taken is free again. Then the whole message was released, and
	 * another process may have claimed it since, so this process starts with the first lease.
	 * @returns whether the lease was released
	 */
	private async giveBack(key: string): Promise<boolean> {
		const { tookOver, lease } = this.flights.get(key)!;
		if (!tookOver) return false;
		await this.writer.remove(leaseEntries({ key, lease })).catch(() => {});
		this.flights.end(key);
		return true;
	}

	/**
	 * Makes sure that a claimed message is still ours. A claim older than the given number of
	 * milliseconds takes the next lease, the same one that a takeover would take.
	 * @returns false if another process may have taken it over
	 * @throws if n8n's table can't be read or written
	 */
	async renew(key: string, after: number): Promise<boolean> {
		const flight = this.flights.get(key)!;
		while (flight.renewing) await flight.renewing;
		if (flight.isLost) return false;
		if (this.clock.now() - flight.since <= after) return true;
		const lease = flight.lease + 1;
		const recorded = this.record({ key, lease }, flight, true);
		flight.renewing = recorded.catch(() => {});
		try {
			if ((await recorded) === 'claimed') flight.lease = lease;
			else flight.isLost = true;
		} finally {
			flight.renewing = undefined;
		}
		return !flight.isLost;
	}

	private async record(claim: LeaseClaim, flight: Flight, isRenewal = false): Promise<Verdict> {
		const { before, askedAt, wasHeld } = await this.writer.record(claimEntries(claim), (found) =>
			cleanupEntries(claim, found),
		);
		const { verdict, tookOver } = readClaim(claim, before);
		if (verdict !== 'claimed') return verdict;
		flight.tookOver ||= tookOver && !isRenewal;
		flight.since = askedAt;
		// If the claim was written late, another process may own it by now.
		return wasHeld ? 'claimed' : 'unclear';
	}

	/**
	 * Records the result of a claimed message. Resolves when it is written.
	 * @returns the error of a write that failed after all retries; others then consider the outcome
	 * unknown
	 */
	async settle(key: string, as: Settlement): Promise<Error | undefined> {
		const flight = this.flights.get(key)!;
		flight.isSettling = true;
		const error = await this.writeSettlement(key, flight, as).catch(asError);
		this.flights.end(key);
		return error;
	}

	private async writeSettlement(
		key: string,
		flight: Flight,
		as: Settlement,
	): Promise<Error | undefined> {
		const after = as === 'released' ? flight.leaseMs / 2 : Infinity;
		const isOurs = await this.renew(key, after);
		const { lease, tookOver } = flight;
		// A rejected second request says nothing about the first one.
		if (as === 'unknown' || (as === 'released' && tookOver)) {
			for (const name of leaseNames(key, lease)) this.patience.over(name);
			return undefined;
		}
		// The process that took the message over records its result.
		if (as === 'released' && !isOurs) return undefined;
		if (as === 'released') {
			await this.writer.remove(releaseEntries(key, lease));
			return undefined;
		}
		const entries = confirmEntries(key, lease);
		const error = await this.writer.remove(entries).then(() => undefined, asError);
		if (error) this.writer.removeLater(entries);
		return error;
	}
}
