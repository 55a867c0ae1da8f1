import { asError, messageOf } from '../result';
import { CLOCK, WRITE_WAITS, type Clock } from './clock';
import {
	again,
	agains,
	known,
	newFlight,
	open,
	type Flight,
	type Settlement,
	type Verdict,
} from './flight';
import { lockOf, LockRowInUse, TakeoverFailed, type TableLock } from './lock';
import type { Table } from './table';

/** Messages that a node remembers; beyond them, the oldest are forgotten. */
export const CAPACITY = 100_000;

/** The row grows over its capacity by so much before it is cut, since each cut rewrites it. */
const SLACK = 1.02;

/** How long the number of entries is trusted before it is read again. */
const COUNT_TRUSTED_MS = 60_000;

/** How long the lock is kept for what comes while it is held; then other processes have a turn. */
const TURN_MS = 250;

/** How often a message that another process has claimed is looked at, in milliseconds. */
const FIRST_LOOK_MS = 100;
const LATER_LOOKS_MS = 1_000;

/** How often it is looked whether a claim has to be renewed, in milliseconds. */
const RENEWAL_LOOKS_MS = 1_000;

/** Messages whose waiting time, or recipient, is kept in this process; the oldest go first. */
const KEPT = 10_000;

/** What is recorded of a claim beside known and open. */
const attemptOf = ({ key, attempt }: Claim) => (attempt ? [again(key, attempt)] : []);

interface Claim {
	key: string;
	/** `again` of the message, where it may be claimed although it is in doubt. */
	attempt?: number;
	flight: Flight;
	/** It is ours, and is to stay so. */
	isRenewal?: boolean;
	resolve: (verdict: Verdict) => void;
	reject: (error: Error) => void;
}

interface Removal {
	entries: string[];
	done: (error?: Error) => void;
}

/** What is written together: first the claims, then the removals. */
interface Batch {
	claims: Claim[];
	/** Of the claims, once they are written. */
	verdicts?: Verdict[];
	removals: Removal[];
	/** It has been tried to write the removals. */
	isRemoving?: boolean;
}

/** A write that failed after every retry. */
class WriteFailed extends Error {}

const stayedFailed = (error: unknown) => new WriteFailed(messageOf(error));

/**
 * What one node of one workflow has sent, as all of its executions in this process see it. Two
 * entries a message: `known` says that it was claimed, `open` that the claim isn't confirmed. One
 * write records both and confirming removes `open`; so a process that dies anywhere in between
 * leaves a message that reads as in doubt, never as sent.
 *
 * Claims and confirmations of all executions that come while a write is under way go out together
 * in the next one, under a lock that other processes respect. What is claimed is so as soon as that
 * is written; what was sent before, when the write has left no trace of the question.
 */
export class Memory {
	/** What this process is sending right now. */
	private readonly flights = new Map<string, Flight>();

	/** Until when to wait for a message that is open elsewhere, by its key. */
	private readonly doubts = new Map<string, number>();

	/** Whom a message of this key was sent to, by this process. */
	private readonly recipients = new Map<string, string>();

	/** Confirmed and not written, since the writes fail: still sent, and written with the next. */
	private readonly owed = new Map<string, string[]>();

	private claims: Claim[] = [];

	private removals: Removal[] = [];

	private isWriting = false;

	private isRenewing = false;

	private entries = { count: 0, readAt: -Infinity };

	/** Executions of this process that are at work. */
	private atWork = 0;

	constructor(
		private readonly lock: TableLock,
		private readonly clock: Clock = CLOCK,
		private readonly capacity = CAPACITY,
	) {}

	/**
	 * Claims a message, in one write with all that wait.
	 * @param attempt of 'Send Again'; without it, what is in doubt stays so
	 * @param longest milliseconds after which others take it for in doubt
	 * @throws where n8n's table can't be read or written
	 */
	async claim(table: Table, key: string, attempt?: number, longest = Infinity): Promise<Verdict> {
		if (this.flights.has(key)) return 'here';
		if (this.owed.has(key)) {
			// A moment to write what is owed.
			this.removals.push({ entries: [], done: () => {} });
			this.write(table);
			return 'sent';
		}
		const flight = newFlight(longest, attempt);
		this.flights.set(key, flight);
		let result: Verdict | undefined;
		try {
			result = await this.ask(table, { key, attempt, flight });
			if (result !== 'open') this.doubts.delete(key);
			if (result === 'claimed') void this.renewAll(table);
			return result;
		} finally {
			if (result !== 'claimed') this.land(key);
		}
	}

	private async ask(table: Table, claim: Omit<Claim, 'resolve' | 'reject'>): Promise<Verdict> {
		const verdict = new Promise<Verdict>((resolve, reject) =>
			this.claims.push({ ...claim, resolve, reject }),
		);
		this.write(table);
		return await verdict;
	}

	/** What waits for its request for long is renewed: while its process lives it isn't in doubt. */
	private async renewAll(table: Table): Promise<void> {
		if (this.isRenewing) return;
		this.isRenewing = true;
		while (this.flights.size > 0) {
			await this.clock.sleep(RENEWAL_LOOKS_MS);
			for (const [key, { longest, isSettling }] of this.flights) {
				if (!isSettling) void this.renew(table, key, longest / 2).catch(() => {});
			}
		}
		this.isRenewing = false;
	}

	/**
	 * Makes sure that a claimed message is still ours. A claim of more than so many milliseconds ago
	 * is noted once more, in the place that those who have chosen 'Send Again' would take.
	 * @returns false where it may be another's, who has taken it for in doubt
	 * @throws where n8n's table can't be read or written
	 */
	async renew(table: Table, key: string, after: number): Promise<boolean> {
		const flight = this.flights.get(key)!;
		while (flight.renewing) await flight.renewing;
		if (flight.isLost) return false;
		if (this.clock.now() - flight.since <= after) return true;
		const attempt = flight.attempt + 1;
		const asked = this.ask(table, { key, attempt, flight, isRenewal: true });
		flight.renewing = asked.catch(() => {});
		try {
			if ((await asked) === 'claimed') flight.attempt = attempt;
			else flight.isLost = true;
		} finally {
			flight.renewing = undefined;
		}
		return !flight.isLost;
	}

	/**
	 * Says what became of a claimed message; resolves when it is written.
	 * @returns the error of a write that stayed failed: for others the message is in doubt then
	 */
	async settle(table: Table, key: string, as: Settlement): Promise<Error | undefined> {
		const error = await this.writeSettlement(table, key, as).catch(asError);
		this.land(key);
		return error;
	}

	private async writeSettlement(
		table: Table,
		key: string,
		as: Settlement,
	): Promise<Error | undefined> {
		const flight = this.flights.get(key)!;
		flight.isSettling = true;
		const after = as === 'released' ? flight.longest / 2 : Infinity;
		const isOurs = await this.renew(table, key, after);
		const taken = agains(key, flight.attempt);
		// That a repetition was refused says nothing about the first request.
		if (as === 'unknown' || (as === 'released' && flight.inDoubt)) {
			for (const name of [key, ...taken]) this.doubt(name, -Infinity);
			return undefined;
		}
		// Whoever has taken it over says what becomes of it.
		if (as === 'released' && !isOurs) return undefined;
		const entries = as === 'sent' ? [open(key), ...taken] : [known(key), open(key), ...taken];
		const error = await this.removeAll(table, entries);
		if (error && as === 'sent') this.owed.set(key, entries);
		return error;
	}

	/**
	 * Waits for a message that isn't ours, and claims it as soon as that is possible.
	 * @param longest milliseconds that a request may take: whatever is open for longer is in doubt
	 * @returns claimed or sent, or `open` for what stays in doubt; `here` where the execution was
	 * cancelled, or where it has to be looked at from the first attempt on
	 */
	async claimInTurn(
		table: Table,
		key: string,
		longest: number,
		cancelled: () => boolean,
		attempt?: number,
	): Promise<Verdict> {
		let end: number | undefined;
		for (let look = FIRST_LOOK_MS; ; look = Math.min(look * 2, LATER_LOOKS_MS)) {
			const flight = this.flights.get(key);
			if (flight) {
				await Promise.race([flight.ended, this.clock.sleep(LATER_LOOKS_MS)]);
				if (cancelled()) return 'here';
				continue;
			}
			const verdict = await this.claim(table, key, attempt, longest);
			if (verdict === 'claimed' && end !== undefined && (await this.giveBack(table, key))) {
				return 'here';
			}
			if (verdict !== 'open' || cancelled()) return verdict;
			const now = this.clock.now();
			if (attempt !== undefined) {
				// What others were waited for once says nothing of who is at it now.
				const name = attempt ? again(key, attempt) : key;
				end ??= this.doubts.get(name) === -Infinity ? now : now + longest;
			} else end = this.doubt(key, now + longest);
			const left = end - now;
			if (left <= 0) return verdict;
			await this.clock.sleep(Math.min(look, left + 1));
		}
	}

	/**
	 * An attempt that was taken and is free had been given back with the message, and that is claimed
	 * anew: by us, or by another, who needs it no less than before.
	 * @returns whether it is another's
	 */
	private async giveBack(table: Table, key: string): Promise<boolean> {
		const { inDoubt, attempt } = this.flights.get(key)!;
		if (!inDoubt) return false;
		await this.removeAll(table, [again(key, attempt)]);
		this.land(key);
		return true;
	}

	/** @returns the error of a write that stayed failed */
	private async removeAll(table: Table, entries: string[]): Promise<Error | undefined> {
		return await new Promise((done) => {
			this.removals.push({ entries, done });
			this.write(table);
		});
	}

	/**
	 * Lets an execution work with the memory. What is too old is forgotten when none is at work any
	 * more: an execution must not push out what it will look for itself.
	 */
	async during<T>(table: Table, work: () => Promise<T>): Promise<T> {
		this.atWork++;
		try {
			return await work();
		} finally {
			this.atWork--;
			await this.forgetOldest(table).catch(() => {});
		}
	}

	private async forgetOldest(table: Table): Promise<void> {
		if (this.atWork || (await this.fill(table)) < SLACK) return;
		await this.lock.hold(table.lock, async (stillOurs) => {
			await table.memory.trim(this.capacity, stillOurs);
			this.entries.readAt = -Infinity;
		});
	}

	/** The share of the capacity that is used, 1 for full. */
	async fill(table: Table): Promise<number> {
		if (this.clock.now() - this.entries.readAt > COUNT_TRUSTED_MS) {
			this.entries = { count: await table.memory.count(), readAt: this.clock.now() };
		}
		return this.entries.count / this.capacity;
	}

	/** Until when to wait for this message; what is known of it already stays. */
	private doubt(key: string, until: number): number {
		const kept = this.doubts.get(key) ?? Infinity;
		if (kept <= until) return kept;
		keep(this.doubts, key, until);
		return until;
	}

	/** Says whom a message was sent to, which n8n's table doesn't hold. */
	noteRecipient(key: string, recipient: string): void {
		keep(this.recipients, key, recipient);
	}

	/** Whether what was sent went to somebody else, as far as this process knows. */
	isAnothers(key: string, recipient?: string): boolean {
		const known = this.recipients.get(key);
		return known !== undefined && recipient !== undefined && known !== recipient;
	}

	private land(key: string): void {
		const { end } = this.flights.get(key)!;
		this.flights.delete(key);
		end();
	}

	/** Begins to write unless a write is under way, which takes up what has come since. */
	private write(table: Table): void {
		if (!this.isWriting) void this.writeAll(table);
	}

	private async writeAll(table: Table): Promise<void> {
		this.isWriting = true;
		// Executions that start at the same moment go into the first write together.
		await this.clock.sleep(0);
		let batch: Batch | undefined;
		let tries = 0;
		while (batch || this.isWaiting()) {
			try {
				await this.lock.hold(table.lock, async (stillOurs) => {
					const end = this.clock.now() + TURN_MS;
					do {
						batch ??= this.takeUp();
						await this.writeBatch(table, batch, stillOurs);
						batch = undefined;
						tries = 0;
						// Whoever was answered may have the next item ready in a moment.
						await this.clock.sleep(0);
					} while (this.isWaiting() && this.clock.now() < end);
				});
			} catch (thrown) {
				batch ??= this.takeUp();
				if (tries < WRITE_WAITS.length && mayRetry(thrown, batch)) {
					await this.clock.sleep(WRITE_WAITS[tries++]);
					continue;
				}
				this.giveUp(batch, asError(thrown));
				batch = undefined;
				tries = 0;
			}
		}
		// In the same moment as the last look: what comes later finds nobody writing.
		this.isWriting = false;
	}

	private isWaiting(): boolean {
		return this.claims.length + this.removals.length > 0;
	}

	private takeUp(): Batch {
		const { claims, removals } = this;
		this.claims = [];
		this.removals = [];
		return { claims, removals };
	}

	private async writeBatch(table: Table, batch: Batch, stillOurs: () => void): Promise<void> {
		if (!batch.verdicts) {
			batch.verdicts = await this.record(table, batch.claims, stillOurs);
			// These can be sent while the rest is written, and what has ended since goes with that.
			this.answer(batch, (verdict) => verdict !== 'sent');
			batch.removals.push(...this.removals);
			this.removals = [];
		}
		await this.remove(table, batch, stillOurs);
		this.answer(batch, (verdict) => verdict === 'sent');
		batch.removals.forEach(({ done }) => done());
	}

	private answer({ claims, verdicts }: Batch, which: (verdict: Verdict) => boolean): void {
		claims.forEach(({ resolve }, i) => {
			const verdict = verdicts?.[i];
			if (verdict && which(verdict)) resolve(verdict);
		});
	}

	private giveUp({ claims, verdicts, removals }: Batch, error: Error): void {
		claims.forEach(({ key, resolve, reject }, i) => {
			if (!verdicts) reject(error);
			if (verdicts?.[i] !== 'sent') return;
			// Recorded, and not tidied up.
			this.owed.set(key, [open(key)]);
			resolve('sent');
		});
		removals.forEach(({ done }) => done(error));
	}

	/**
	 * Tries a write again, with the lock held all the time: one that is reported as failed may have
	 * been carried out, and what others write after it must not be undone by the next try.
	 */
	private async insist<T>(stillOurs: () => void, write: () => Promise<T>): Promise<T> {
		for (let tries = 0; ; tries++) {
			stillOurs();
			try {
				return await write();
			} catch (error) {
				if (tries >= WRITE_WAITS.length) throw stayedFailed(error);
				await this.clock.sleep(WRITE_WAITS[tries]);
			}
		}
	}

	private async record(
		{ memory }: Table,
		claims: Claim[],
		stillOurs: () => void,
	): Promise<Verdict[]> {
		if (!claims.length) return [];
		const asked = this.clock.now();
		const entries = claims.flatMap((claim) => [
			known(claim.key),
			open(claim.key),
			...attemptOf(claim),
		]);
		const before = await this.insist(
			stillOurs,
			async () => await memory.record(entries, stillOurs),
		);
		this.entries.count += entries.length - before.size;
		// Written late, it may be another's by now; that one was sent stays true.
		const claimed: Verdict = isStill(stillOurs) ? 'claimed' : 'open';
		return claims.map((claim) => {
			const { key, flight, isRenewal = false } = claim;
			if (before.has(known(key))) {
				if (!before.has(open(key))) return 'sent';
				const [entry] = attemptOf(claim);
				if (entry === undefined || before.has(entry)) return 'open';
				flight.inDoubt ||= !isRenewal;
			}
			flight.since = asked;
			return claimed;
		});
	}

	private async remove({ memory }: Table, batch: Batch, stillOurs: () => void): Promise<void> {
		const { claims, verdicts, removals } = batch;
		// Recording what was sent has opened it again.
		const reopened = claims.flatMap((claim, i) =>
			verdicts?.[i] === 'sent' ? [open(claim.key), ...attemptOf(claim)] : [],
		);
		const owed = [...this.owed];
		const entries = [
			...removals.flatMap((removal) => removal.entries),
			...owed.flatMap(([, late]) => late),
			...reopened,
		];
		if (entries.length) {
			await this.insist(stillOurs, async () => {
				batch.isRemoving = true;
				await memory.remove(entries, stillOurs);
			});
			this.entries.count -= entries.length;
			for (const [key] of owed) this.owed.delete(key);
		}
	}
}

function keep<T>(map: Map<string, T>, key: string, value: T): void {
	map.delete(key);
	map.set(key, value);
	const [oldest] = map.keys();
	if (map.size > KEPT) map.delete(oldest);
}

function isStill(ours: () => void): boolean {
	try {
		ours();
		return true;
	} catch {
		return false;
	}
}

/** A removal that may have been carried out is not for another turn, when others may have claimed. */
const mayRetry = (thrown: unknown, { isRemoving }: Batch) =>
	!isRemoving &&
	![LockRowInUse, TakeoverFailed, WriteFailed].some((kind) => thrown instanceof kind);

const memories = new Map<string, Memory>();

/** The memory of a node, one per process: all of its executions share it. */
export function memoryOf({ workflowId, nodeId }: Table): Memory {
	const name = `${workflowId}/${nodeId}`;
	const memory = memories.get(name) ?? new Memory(lockOf(workflowId));
	memories.set(name, memory);
	return memory;
}
