import { asError } from '../../result';
import type { Verdict } from './entries';
import type { Memory, Settlement } from './memory';

/** The settings that the items of a batch share if they are sent only once across executions. */
export interface SendOnce {
	memory: Memory;
	/**
	 * How long another process may be sending a message before its outcome counts as unknown, in
	 * milliseconds.
	 */
	leaseMs: number;
	/** A claim older than this many milliseconds is renewed before a request begins. */
	renewAfterMs: number;
	/** 'On Unknown Outcome' is 'Send Again'. */
	resend: boolean;
	signal?: AbortSignal;
	/** The messages that this execution has sent or tried to send. */
	used: Set<string>;
}

/**
 * The messages of one item in the memory. They are claimed before they are sent and settled
 * afterwards.
 */
export class ItemClaims {
	private readonly verdicts = new Map<string, Verdict | 'busy'>();

	private readonly settling: Array<Promise<Error | undefined>> = [];

	/**
	 * @param keys the key of each step that may need a claim, by the step's name
	 * @param recipientOf the recipient of a step
	 */
	constructor(
		private readonly sendOnce: SendOnce,
		private readonly keys: ReadonlyMap<string, string>,
		private readonly recipientOf: (step: string) => string | undefined,
	) {}

	/**
	 * Claims all messages of the item.
	 * @returns false if others are sending all of them, so the item should wait
	 * @throws if the memory can't be read or written; then nothing is claimed
	 */
	async claimAll(): Promise<boolean> {
		const { memory, leaseMs } = this.sendOnce;
		const claim = async ([step, key]: [string, string]) => {
			this.verdicts.set(step, await memory.claim(key, leaseMs));
		};
		const results = await Promise.allSettled([...this.keys].map(claim));
		const failed = results.find((result) => result.status === 'rejected');
		if (failed) {
			await this.finish();
			throw asError(failed.reason);
		}
		const verdicts = [...this.verdicts.values()];
		const isBusy = (verdict: Verdict | 'busy') => verdict === 'busy' || verdict === 'unclear';
		return !verdicts.length || !verdicts.every(isBusy);
	}

	/** Whether the step is sent only once. */
	has(step: string): boolean {
		return this.keys.has(step);
	}

	/**
	 * What others have done about a step: sent it, left it unclear, or not sent it; then it is
	 * claimed. Waits for a process that is sending it.
	 * @throws the signal's reason, or if the memory can't be read or written
	 */
	async known(step: string): Promise<Verdict> {
		const found = this.verdicts.get(step);
		if (found === 'claimed' || found === 'sent') return found;
		return await this.claimWhenFree(step, false);
	}

	/**
	 * The final verdict on a step: claimed, sent, or unclear. Waits for a process that is sending
	 * it.
	 * @throws the signal's reason, or if the memory can't be read or written
	 */
	async decide(step: string): Promise<Verdict> {
		const { resend, used } = this.sendOnce;
		const key = this.keys.get(step)!;
		// Another item with the same key isn't a re-run, so 'Send Again' doesn't apply to it.
		const takeOver = resend && !used.has(key);
		const found = this.verdicts.get(step);
		const isDecided = found === 'claimed' || found === 'sent';
		const verdict = isDecided ? found : await this.claimWhenFree(step, takeOver);
		used.add(key);
		return verdict;
	}

	private async claimWhenFree(step: string, takeOver: boolean): Promise<Verdict> {
		const { memory, leaseMs, signal } = this.sendOnce;
		const key = this.keys.get(step)!;
		const verdict = await memory.claimWhenFree(key, { leaseMs, takeOver, signal });
		this.verdicts.set(step, verdict);
		return verdict;
	}

	/**
	 * Must be called before each request of a claimed step.
	 * @returns false if the claim was lost: another process may be sending the message
	 * @throws if the memory can't be read or written
	 */
	async renew(step: string): Promise<boolean> {
		const { memory, renewAfterMs } = this.sendOnce;
		return await memory.renew(this.keys.get(step)!, renewAfterMs);
	}

	/** Records the result of a claimed step in the background. */
	settle(step: string, as: Settlement): void {
		if (this.verdicts.get(step) !== 'claimed') return;
		// From here on, later queries are answered by the memory.
		this.verdicts.delete(step);
		const { memory } = this.sendOnce;
		const key = this.keys.get(step)!;
		const recipient = this.recipientOf(step);
		if (as === 'sent' && recipient) memory.recipients.note(key, recipient);
		this.settling.push(memory.settle(key, as));
	}

	/**
	 * Whether an earlier message with the same key went to a different recipient, as far as this
	 * process knows.
	 */
	get wentToSomeoneElse(): boolean {
		const { recipients } = this.sendOnce.memory;
		return [...this.verdicts.keys()].some((step) =>
			recipients.wentToSomeoneElse(this.keys.get(step)!, this.recipientOf(step)),
		);
	}

	/**
	 * Releases unused claims, and waits until everything is written.
	 * @returns the error of a failed write
	 */
	async finish(): Promise<Error | undefined> {
		for (const step of [...this.verdicts.keys()]) this.settle(step, 'released');
		return (await Promise.all(this.settling)).find(Boolean);
	}
}
