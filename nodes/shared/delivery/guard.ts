import { createHash } from 'node:crypto';
import { sleep, type IExecuteFunctions } from 'n8n-workflow';
import { asError } from '../result';

/** Entries that n8n keeps per node; the oldest are forgotten first. */
export const GUARD_ENTRIES = 20_000;

/** Milliseconds that a settlement waits for others before it is written. */
const FLUSH_MS = 200;

/**
 * - `claimed`: new, and now ours to send;
 * - `sent`: confirmed by this or an earlier execution;
 * - `unknown`: claimed and never confirmed: the process died, or no usable answer came.
 */
export type Claim = 'claimed' | 'sent' | 'unknown';

export type Settlement = 'sent' | 'unknown' | 'released';

interface Key {
	state: Claim | 'released';
	/** Settles when the step that holds the key is done; steps with the same key take turns. */
	turn: Promise<void>;
	held: boolean;
	/** A step of this execution has held it before. */
	used: boolean;
}

/** n8n's database-backed de-duplication, as far as it is used here. */
export interface GuardStore {
	/** Records all; returns those that were there before. */
	record(entries: string[]): Promise<Set<string>>;
	remove(entries: string[]): Promise<void>;
}

/** The store of this node in this workflow, or undefined where n8n is too old to have one. */
export function guardStore(ctx: IExecuteFunctions): GuardStore | undefined {
	const { checkProcessedAndRecord, removeProcessed } = ctx.helpers;
	if (typeof checkProcessedAndRecord !== 'function' || typeof removeProcessed !== 'function') {
		return undefined;
	}
	const options = { mode: 'entries', maxEntries: GUARD_ENTRIES } as const;
	return {
		async record(entries) {
			const { processed } = await checkProcessedAndRecord(entries, 'node', options);
			return new Set(processed.map(String));
		},
		remove: async (entries) => await removeProcessed(entries, 'node', options),
	};
}

/** A step's key as it is stored: hashed, so no recipient is kept. */
export function guardKey(step: string, key: string): string {
	return createHash('sha256')
		.update(JSON.stringify([step, key]))
		.digest('base64')
		.slice(0, 22);
}

const known = (key: string) => `known:${key}`;
const open = (key: string) => `open:${key}`;
const both = (key: string) => [known(key), open(key)];

/**
 * Remembers across executions what was sent. Two entries a key: `known` says that it was claimed,
 * `open` that the claim isn't confirmed. One write records both, and confirming removes `open`; so
 * a process that dies anywhere in between leaves a key that reads as unknown, never as sent.
 */
export class Guard {
	private readonly keys = new Map<string, Key>();

	/** n8n reads, changes and writes one row without a lock: the calls stand in line. */
	private line: Promise<void> = Promise.resolve();

	private removals: string[] = [];

	private nextFlush?: Promise<void>;

	private storeError?: Error;

	constructor(private readonly store: GuardStore) {}

	/** Claims what is new of these keys, in one write. */
	async claim(keys: string[]): Promise<void> {
		const isNew = (key: string) => !this.keys.has(key);
		if (!keys.some(isNew)) return;
		await this.inLine(async () => {
			const fresh = [...new Set(keys)].filter(isNew);
			if (!fresh.length) return;
			const before = await this.store.record(fresh.flatMap(both));
			for (const key of fresh) this.keys.set(key, newKey(stateOf(key, before)));
			const confirmed = fresh.filter((key) => this.keys.get(key)?.state === 'sent');
			// Recording them has opened them again.
			this.removals.push(...confirmed.map(open));
		});
		await this.flush();
	}

	/** What is known of a key that was claimed in this execution, without holding it. */
	state(key: string): Claim | 'released' | undefined {
		return this.keys.get(key)?.state;
	}

	/**
	 * Waits until no other step holds the key, then holds it; the caller must settle it.
	 * @returns also whether another step of this execution has held the key before
	 */
	async hold(
		key: string,
	): Promise<{ claim: Claim; used: boolean; settle: (as: Settlement) => void }> {
		await this.claim([key]);
		const entry = this.keys.get(key)!;
		while (entry.held) await entry.turn;
		const { used } = entry;
		entry.held = true;
		entry.used = true;
		let done = () => {};
		entry.turn = new Promise((resolve) => (done = resolve));
		const settle = (as: Settlement) => {
			if (as === 'sent' && entry.state !== 'sent') this.remove(open(key));
			if (as === 'released') this.remove(...both(key));
			entry.state = as;
			entry.held = false;
			done();
		};
		let ready = entry.state !== 'released';
		try {
			if (!ready) {
				// Its removal must be written before it is recorded again.
				await this.flush();
				await this.inLine(async () => void (await this.store.record(both(key))));
			}
			ready = true;
		} finally {
			if (!ready) settle('released');
		}
		const claim = entry.state === 'released' ? 'claimed' : entry.state;
		entry.state = claim;
		return { claim, used, settle };
	}

	/** Gives back what was claimed and not used. */
	releaseUnused(keys: Iterable<string> = this.keys.keys()): void {
		for (const key of keys) {
			const entry = this.keys.get(key);
			if (entry?.state !== 'claimed' || entry.held) continue;
			entry.state = 'released';
			this.remove(...both(key));
		}
	}

	/**
	 * Waits until everything is written.
	 * @returns the first error of the store: what it could not confirm reads as unknown from now on
	 */
	async close(): Promise<Error | undefined> {
		await this.flush();
		return this.storeError;
	}

	/** Many settlements go in one write, since n8n rewrites all of a node's entries each time. */
	private remove(...entries: string[]): void {
		this.removals.push(...entries);
		this.nextFlush ??= sleep(FLUSH_MS).then(async () => {
			this.nextFlush = undefined;
			await this.flush();
		});
	}

	private async flush(): Promise<void> {
		await this.inLine(async () => {
			const entries = this.removals;
			if (!entries.length) return;
			this.removals = [];
			try {
				await this.store.remove(entries);
			} catch (error) {
				this.storeError ??= asError(error);
			}
		});
	}

	private async inLine(work: () => Promise<void>): Promise<void> {
		const done = this.line.then(work);
		this.line = done.catch(() => {});
		await done;
	}
}

const newKey = (state: Claim): Key => ({
	state,
	turn: Promise.resolve(),
	held: false,
	used: false,
});

function stateOf(key: string, before: Set<string>): Claim {
	if (before.has(open(key))) return 'unknown';
	return before.has(known(key)) ? 'sent' : 'claimed';
}
