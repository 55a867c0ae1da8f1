import { asError } from '../result';
import { CLOCK, type Clock } from './clock';
import { lockOf, LockRowInUse, type TableLock } from './lock';
import type { Table } from './table';

/** Messages that a node remembers; beyond them, the oldest are forgotten. */
export const CAPACITY = 100_000;

/** The row grows over its capacity by so much before it is cut, since each cut rewrites it. */
const SLACK = 1.02;

/** How long the number of entries is trusted before it is read again. */
const COUNT_TRUSTED_MS = 60_000;

/** Waits between the tries of a write that fails, in milliseconds. */
const WRITE_WAITS = [50, 200, 500, 1_000, 2_000, 4_000];

/** How often a message that another process has claimed is looked at, in milliseconds. */
const FIRST_LOOK_MS = 100;
const LATER_LOOKS_MS = 1_000;

/** Messages in doubt whose waiting time is kept; the oldest go first. */
const DOUBTS_KEPT = 10_000;

/**
 * - `claimed`: new, and now ours to send;
 * - `sent`: confirmed, by whichever execution;
 * - `here`: an execution of this process is sending it right now;
 * - `open`: claimed and not confirmed: in flight in another process, or in doubt.
 */
export type Verdict = 'claimed' | 'sent' | 'here' | 'open';

/** What became of a claimed message. */
export type Settlement = 'sent' | 'unknown' | 'released';

/** A message that is claimed although it is in doubt: the user chose 'Send Again'. */
export interface Again {
	/** Counts up past those that died at the same. */
	attempt: number;
}

const known = (key: string) => `known:${key}`;
const open = (key: string) => `open:${key}`;
const again = (key: string, attempt: number) => `again${attempt}:${key}`;

interface Flight {
	/** Resolves when the message is settled and that is written. */
	ended: Promise<void>;
	end: () => void;
	/** What 'Send Again' has recorded of it, to be removed when it is settled. */
	repeats: string[];
	/** It was in doubt before, and stays so unless the repetition is sent. */
	inDoubt: boolean;
}

interface Claim {
	key: string;
	again?: Again;
	resolve: (verdict: Verdict) => void;
	reject: (error: Error) => void;
}

interface Removal {
	entries: string[];
	done: (error?: Error) => void;
}

/**
 * What one node of one workflow has sent, as all of its executions in this process see it. Two
 * entries a message: `known` says that it was claimed, `open` that the claim isn't confirmed. One
 * write records both and confirming removes `open`; so a process that dies anywhere in between
 * leaves a message that reads as in doubt, never as sent.
 *
 * Claims and confirmations of all executions that come while a write is under way go out together
 * in the next one, under a lock that other processes respect.
 */
export class Memory {
	/** What this process is sending right now. */
	private readonly flights = new Map<string, Flight>();

	/** Until when to wait for a message that is open elsewhere, by its key. */
	private readonly doubts = new Map<string, number>();

	/** Confirmed and not written, since the writes fail: still sent, and written with the next. */
	private readonly owed = new Map<string, string[]>();

	private claims: Claim[] = [];

	private removals: Removal[] = [];

	private isWriting = false;

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
	 * @throws where n8n's table can't be read or written
	 */
	async claim(table: Table, key: string, resend?: Again): Promise<Verdict> {
		if (this.flights.has(key)) return 'here';
		if (this.owed.has(key)) {
			// A moment to write what is owed.
			this.removals.push({ entries: [], done: () => {} });
			this.write(table);
			return 'sent';
		}
		this.flights.set(key, newFlight(key, resend));
		const verdict = new Promise<Verdict>((resolve, reject) =>
			this.claims.push({ key, again: resend, resolve, reject }),
		);
		this.write(table);
		let result: Verdict | undefined;
		try {
			result = await verdict;
			if (result !== 'open') this.doubts.delete(key);
			return result;
		} finally {
			if (result !== 'claimed') this.land(key);
		}
	}

	/**
	 * Says what became of a claimed message; resolves when it is written.
	 * @returns the error of a write that stayed failed: for others the message is in doubt then
	 */
	async settle(table: Table, key: string, as: Settlement): Promise<Error | undefined> {
		const { repeats, inDoubt } = this.flights.get(key)!;
		const entries = [...repeats];
		if (as === 'sent') entries.push(open(key));
		// That a repetition was refused says nothing about the first request.
		else if (as === 'unknown' || inDoubt) this.doubt(key, -Infinity);
		else entries.push(known(key), open(key));
		if (!entries.length) {
			this.land(key);
			return undefined;
		}
		const error = await new Promise<Error | undefined>((done) => {
			this.removals.push({ entries, done });
			this.write(table);
		});
		if (error && as === 'sent') this.owed.set(key, entries);
		this.land(key);
		return error;
	}

	/**
	 * Waits for a message that isn't ours, and claims it as soon as that is possible.
	 * @param longest milliseconds that a request may take: whatever is open for longer is in doubt
	 * @returns claimed or sent, or `open` for what stays in doubt
	 */
	async claimInTurn(
		table: Table,
		key: string,
		longest: number,
		cancelled: () => boolean,
		resend?: Again,
	): Promise<Verdict> {
		for (let look = FIRST_LOOK_MS; ; look = Math.min(look * 2, LATER_LOOKS_MS)) {
			const flight = this.flights.get(key);
			if (flight) {
				await Promise.race([flight.ended, this.clock.sleep(LATER_LOOKS_MS)]);
				if (cancelled()) return 'here';
				continue;
			}
			const verdict = await this.claim(table, key, resend);
			if (verdict !== 'open' || cancelled()) return verdict;
			const left = this.doubt(key, this.clock.now() + longest) - this.clock.now();
			if (left <= 0) return verdict;
			await this.clock.sleep(Math.min(look, left + 1));
		}
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
			stillOurs();
			await table.memory.trim(this.capacity);
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
		this.doubts.delete(key);
		this.doubts.set(key, until);
		if (this.doubts.size > DOUBTS_KEPT) this.doubts.delete([...this.doubts.keys()][0]);
		return until;
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
		while (this.claims.length || this.removals.length) {
			const { claims, removals } = this;
			this.claims = [];
			this.removals = [];
			await this.writeTogether(table, claims, removals);
		}
		// In the same moment as the last look: what comes later finds nobody writing.
		this.isWriting = false;
	}

	private async writeTogether(table: Table, claims: Claim[], removals: Removal[]): Promise<void> {
		let verdicts: Verdict[] | undefined;
		for (let tries = 0; ; tries++) {
			try {
				const written = await this.lock.hold(table.lock, async (stillOurs) => {
					verdicts ??= await this.record(table, claims, stillOurs);
					await this.remove(table, claims, verdicts, removals, stillOurs);
					return verdicts;
				});
				this.answer(claims, written);
				removals.forEach(({ done }) => done());
				return;
			} catch (thrown) {
				const error = asError(thrown);
				if (tries < WRITE_WAITS.length && !(error instanceof LockRowInUse)) {
					await this.clock.sleep(WRITE_WAITS[tries]);
					continue;
				}
				if (verdicts) this.answer(claims, verdicts);
				else claims.forEach(({ reject }) => reject(error));
				claims.forEach(({ key }, i) => {
					// Recorded, and not tidied up.
					if (verdicts?.[i] === 'sent') this.owed.set(key, [open(key)]);
				});
				removals.forEach(({ done }) => done(error));
				return;
			}
		}
	}

	private answer(claims: Claim[], verdicts: Verdict[]): void {
		claims.forEach(({ resolve }, i) => resolve(verdicts[i]));
	}

	private async record(
		{ memory }: Table,
		claims: Claim[],
		stillOurs: () => void,
	): Promise<Verdict[]> {
		if (!claims.length) return [];
		const entries = claims.flatMap(({ key, again: resend }) => [
			known(key),
			open(key),
			...(resend ? [again(key, resend.attempt)] : []),
		]);
		stillOurs();
		const before = await memory.record(entries);
		this.entries.count += entries.length - before.size;
		return claims.map(({ key, again: resend }) => {
			if (!before.has(known(key))) return 'claimed';
			if (!before.has(open(key))) return 'sent';
			if (!resend || before.has(again(key, resend.attempt))) return 'open';
			this.flights.get(key)!.inDoubt = true;
			return 'claimed';
		});
	}

	private async remove(
		{ memory }: Table,
		claims: Claim[],
		verdicts: Verdict[],
		removals: Removal[],
		stillOurs: () => void,
	): Promise<void> {
		// Recording what was sent has opened it again.
		const reopened = claims.flatMap(({ key, again: resend }, i) =>
			verdicts[i] === 'sent' ? [open(key), ...(resend ? [again(key, resend.attempt)] : [])] : [],
		);
		const owed = [...this.owed];
		const entries = [
			...removals.flatMap((removal) => removal.entries),
			...owed.flatMap(([, late]) => late),
			...reopened,
		];
		if (entries.length) {
			stillOurs();
			await memory.remove(entries);
			this.entries.count -= entries.length;
			for (const [key] of owed) this.owed.delete(key);
		}
	}
}

function newFlight(key: string, resend?: Again): Flight {
	let end = () => {};
	const ended = new Promise<void>((resolve) => (end = resolve));
	const repeats = Array.from({ length: resend?.attempt ?? 0 }, (_, i) => again(key, i + 1));
	return { ended, end, repeats, inDoubt: false };
}

const memories = new Map<string, Memory>();

/** The memory of a node, one per process: all of its executions share it. */
export function memoryOf({ workflowId, nodeId }: Table): Memory {
	const name = `${workflowId}/${nodeId}`;
	const memory = memories.get(name) ?? new Memory(lockOf(workflowId));
	memories.set(name, memory);
	return memory;
}
