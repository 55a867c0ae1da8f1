import type { Notice } from './notice';

/** How many keys a node remembers, two a payment; PayTR repeats a notice soon, not after hundreds. */
export const REMEMBERED = 2_000;

/** Keys of what this process took in lately, written again with every payment (see `takeIn`). */
const LATELY = 100;

/** Where the keys of the payments are kept, as n8n saves it. */
export interface SavedPayments {
	paid?: string[];
}

/** The response of a notice, as far as it tells that n8n is through with it. */
export interface WebhookResponse {
	readonly statusCode: number;
	/** n8n has answered, whether or not anyone was left to read it. */
	readonly writableEnded: boolean;
	/** Nothing goes out on it any more. */
	readonly closed: boolean;
	once(event: 'close', listener: () => void): unknown;
}

/**
 * - a function: start the workflow, and call it when n8n has stored the execution
 * - `known`: n8n has stored its execution
 * - `underWay`: n8n hasn't said yet whether it has
 */
export type Intake = (() => void) | 'known' | 'underWay';

type Payment = Pick<Notice, 'callbackId' | 'merchantOid'>;

interface UnderWay {
	keys: string[];
	response: WebhookResponse;
}

/**
 * The hash covers callback_id and merchant_oid as one text: a replay with the border between them
 * moved has another merchant_oid, but not another text.
 */
const keysOf = ({ callbackId, merchantOid }: Payment) => [merchantOid, callbackId + merchantOid];

/** What this process knows of one trigger node. */
class NodeMemory {
	private stored: string[] = [];

	private underWay: UnderWay[] = [];

	private store(payment: UnderWay): void {
		if (!this.underWay.includes(payment)) return;
		this.underWay = this.underWay.filter((one) => one !== payment);
		this.stored = [...this.stored, ...payment.keys].slice(-REMEMBERED);
	}

	/** What n8n answered with anything but 200 isn't stored: the payment's next notice starts it. */
	private settle(): void {
		for (const payment of this.underWay.filter(({ response }) => response.writableEnded)) {
			if (payment.response.statusCode === 200) this.store(payment);
			else this.underWay = this.underWay.filter((one) => one !== payment);
		}
	}

	async takeIn(saved: SavedPayments, keys: string[], response: WebhookResponse): Promise<Intake> {
		const paid = () => (Array.isArray(saved.paid) ? saved.paid : []);
		for (;;) {
			this.settle();
			if (keys.some((key) => paid().includes(key) || this.stored.includes(key))) return 'known';
			const other = this.underWay.find((one) => one.keys.some((key) => keys.includes(key)));
			if (!other) {
				const payment = { keys, response };
				this.underWay.push(payment);
				return () => {
					this.store(payment);
					const lately = this.stored.slice(-LATELY);
					saved.paid = [...new Set([...paid(), ...lately, ...keys])].slice(-REMEMBERED);
				};
			}
			// Its caller has hung up, and n8n is still at it.
			if (other.response.closed) return 'underWay';
			await new Promise<void>((resolve) => other.response.once('close', resolve));
		}
	}
}

const nodeMemories = new Map<string, NodeMemory>();

/**
 * Whether this payment's notice starts the workflow. A payment is remembered only when n8n has stored
 * its execution: where that failed, the next notice starts it, and a repeat that comes in between
 * waits, so that no OK goes out for a payment that n8n could still lose.
 *
 * Two calls at the same moment each read the memory before the other's is written, so what this
 * process took in lately is written along.
 * @param saved in the workflow's static data, which n8n saves right before it answers: it outlives
 * restarts
 * @param node what tells this node from others in the same process
 * @param response the response of this call, which n8n will send
 */
export async function takeIn(
	saved: SavedPayments,
	node: string,
	payment: Payment,
	response: WebhookResponse,
): Promise<Intake> {
	const nodeMemory = nodeMemories.get(node) ?? new NodeMemory();
	nodeMemories.set(node, nodeMemory);
	return await nodeMemory.takeIn(saved, keysOf(payment), response);
}
