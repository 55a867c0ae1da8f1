import { asError } from '../result';
import type { Settlement, Verdict } from './flight';
import type { Memory } from './memory';
import type { Table } from './table';

/** What the items of a batch share where they are sent only once across executions. */
export interface Guard {
	memory: Memory;
	table: Table;
	/** Milliseconds that a message may be in flight elsewhere before it is in doubt. */
	longest: number;
	/** Milliseconds after which a claim has to be renewed before a request begins. */
	begins: number;
	resend: boolean;
	cancelled: () => boolean;
	/** The messages that this execution has sent or tried. */
	used: Set<string>;
}

/** The messages of one item in the memory: claimed before they are sent, settled after. */
export class ItemClaims {
	private readonly verdicts = new Map<string, Verdict>();

	private readonly settling: Array<Promise<Error | undefined>> = [];

	/**
	 * @param keys the key of each step that may need a claim, by the step's name
	 * @param recipientOf whom a step contacts
	 */
	constructor(
		private readonly guard: Guard,
		private readonly keys: ReadonlyMap<string, string>,
		private readonly recipientOf: (step: string) => string | undefined,
	) {}

	/**
	 * Claims all messages of the item.
	 * @returns false where they are all being sent by others, so that this item had better wait
	 * @throws where the memory can't be read or written: then nothing is claimed
	 */
	async claimAll(): Promise<boolean> {
		const { memory, table, longest } = this.guard;
		const claim = async ([step, key]: [string, string]) => {
			this.verdicts.set(step, await memory.claim(table, key, undefined, longest));
		};
		const results = await Promise.allSettled([...this.keys].map(claim));
		const failed = results.find((result) => result.status === 'rejected');
		if (failed) {
			await this.finish();
			throw asError(failed.reason);
		}
		const verdicts = [...this.verdicts.values()];
		const isBusy = (verdict: Verdict) => verdict === 'here' || verdict === 'open';
		return !verdicts.length || !verdicts.every(isBusy);
	}

	/** Whether the step is guarded at all. */
	has(step: string): boolean {
		return this.keys.has(step);
	}

	/**
	 * What others have done about a step: sent, open, which is in doubt, or claimed by now, where they
	 * have not sent it. Waits for whoever is sending it.
	 */
	async known(step: string): Promise<Verdict> {
		const { memory, table, longest, cancelled } = this.guard;
		const found = this.verdicts.get(step);
		if (found === 'claimed' || found === 'sent') return found;
		const verdict = await memory.claimInTurn(table, this.keys.get(step)!, longest, cancelled);
		this.verdicts.set(step, verdict);
		return verdict;
	}

	/**
	 * The last word on a step: claimed and ours to send, sent, or open, which is in doubt then. Waits
	 * for whoever is sending it; `here` only where the execution was cancelled meanwhile.
	 */
	async decide(step: string): Promise<Verdict> {
		const { memory, table, longest, cancelled, resend, used } = this.guard;
		const key = this.keys.get(step)!;
		// Another item with the same key is no re-run: 'Send Again' doesn't mean it.
		const again = resend && !used.has(key);
		let verdict = again ? (this.verdicts.get(step) ?? 'here') : await this.known(step);
		const isDecided = () => verdict === 'claimed' || verdict === 'sent';
		for (let attempt = 0; again && !isDecided() && !cancelled(); ) {
			verdict = await memory.claimInTurn(table, key, longest, cancelled, attempt);
			attempt = verdict === 'open' ? attempt + 1 : 0;
		}
		used.add(key);
		this.verdicts.set(step, verdict);
		return verdict;
	}

	/**
	 * To be called before each request of a claimed step.
	 * @returns false where it is no longer ours: another process may be sending it
	 * @throws where the memory can't be read or written
	 */
	async renew(step: string): Promise<boolean> {
		const { memory, table, begins } = this.guard;
		return await memory.renew(table, this.keys.get(step)!, begins);
	}

	/** Says what became of a claimed step; it is written in the background. */
	settle(step: string, as: Settlement): void {
		if (this.verdicts.get(step) !== 'claimed') return;
		// Who asks again asks the memory, which knows it from here on.
		this.verdicts.delete(step);
		const { memory, table } = this.guard;
		const key = this.keys.get(step)!;
		const recipient = this.recipientOf(step);
		if (as === 'sent' && recipient) memory.noteRecipient(key, recipient);
		this.settling.push(memory.settle(table, key, as));
	}

	/** Whether what was sent in place of a step went to somebody else, as far as that is known. */
	get isAnothers(): boolean {
		const { memory } = this.guard;
		return [...this.verdicts.keys()].some((step) =>
			memory.isAnothers(this.keys.get(step)!, this.recipientOf(step)),
		);
	}

	/**
	 * Gives back what was claimed and not used, and waits until all is written.
	 * @returns the error of what could not be written
	 */
	async finish(): Promise<Error | undefined> {
		for (const step of [...this.verdicts.keys()]) this.settle(step, 'released');
		return (await Promise.all(this.settling)).find(Boolean);
	}
}
