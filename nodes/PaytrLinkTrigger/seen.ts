import type { IDataObject } from 'n8n-workflow';
import type { Notice } from './notice';

/** How many keys a node remembers, two a payment; PayTR repeats a notice soon, not after hundreds. */
export const REMEMBERED = 2_000;

/** Keys of what this process took in lately, written again with every payment (see `claim`). */
const LATELY = 100;

/** The response of a notice, as far as it tells what n8n made of it. */
export interface Answer {
	readonly statusCode: number;
	/** n8n has answered, whether or not anyone was left to read it. */
	readonly writableEnded: boolean;
	/** Nothing goes out on it any more. */
	readonly closed: boolean;
	once(event: 'close', listener: () => void): unknown;
}

/**
 * - `new`: start the workflow
 * - `known`: n8n has stored its execution
 * - `underWay`: n8n hasn't said yet whether it has
 */
export type Claim = 'new' | 'known' | 'underWay';

type Payment = Pick<Notice, 'callbackId' | 'merchantOid'>;

/**
 * The hash covers callback_id and merchant_oid as one text: a replay with the border between them
 * moved has another merchant_oid, but not another text.
 */
const keysOf = ({ callbackId, merchantOid }: Payment) => [merchantOid, callbackId + merchantOid];

/** What this process knows of one trigger node. */
class Intake {
	private stored: string[] = [];

	private underWay: Array<{ keys: string[]; answer: Answer }> = [];

	/** n8n answers 200 behind the storing of the execution, and anything else when that failed. */
	private settle(): void {
		const ended = this.underWay.filter(({ answer }) => answer.writableEnded);
		if (ended.length === 0) return;
		this.underWay = this.underWay.filter((one) => !ended.includes(one));
		const taken = ended.filter(({ answer }) => answer.statusCode === 200);
		this.stored = [...this.stored, ...taken.flatMap(({ keys }) => keys)].slice(-REMEMBERED);
	}

	async claim(memory: IDataObject, keys: string[], answer: Answer): Promise<Claim> {
		for (;;) {
			this.settle();
			const paid = Array.isArray(memory.paid) ? (memory.paid as string[]) : [];
			if (keys.some((key) => paid.includes(key) || this.stored.includes(key))) return 'known';
			const other = this.underWay.find((one) => one.keys.some((key) => keys.includes(key)));
			if (!other) {
				this.underWay.push({ keys, answer });
				const known = new Set([...paid, ...this.stored.slice(-LATELY), ...keys]);
				memory.paid = [...known].slice(-REMEMBERED);
				return 'new';
			}
			// Its caller has hung up, and n8n is still at it.
			if (other.answer.closed) return 'underWay';
			await new Promise<void>((resolve) => other.answer.once('close', resolve));
		}
	}
}

const intakes = new Map<string, Intake>();

/**
 * Whether this payment's notice starts the workflow. A payment counts as known only when n8n has
 * stored its execution: a claim whose storing failed is free again, and a repeat that comes in
 * between waits, so that no OK goes out for a payment that n8n could still lose.
 *
 * n8n saves the memory behind the execution and before the answer (2.x). Two calls at the same
 * moment each read it before the other's is written, so what this process took in lately is written
 * along.
 * @param memory the node's static data, which n8n saves: it outlives restarts
 * @param node what tells this node from others in the same process
 * @param answer the response of this call, which n8n will send
 */
export async function claim(
	memory: IDataObject,
	node: string,
	payment: Payment,
	answer: Answer,
): Promise<Claim> {
	const intake = intakes.get(node) ?? new Intake();
	intakes.set(node, intake);
	return await intake.claim(memory, keysOf(payment), answer);
}
