import type { Notice } from './notice';

/**
 * The number of keys that a node remembers, two per payment. PayTR repeats a payment notification
 * soon, before hundreds of others.
 */
export const REMEMBERED = 2_000;

/**
 * The keys of recent payments of this process. Every new payment writes them again (see `takeIn`).
 */
const LATELY = 100;

/** The payments' keys in the form that n8n saves. */
export interface SavedPayments {
	paid?: string[];
}

/**
 * The HTTP response to a payment notification. It shows when n8n has finished with the
 * notification.
 */
export interface WebhookResponse {
	readonly statusCode: number;
	/** n8n has responded, even if the caller has hung up. */
	readonly writableEnded: boolean;
	/** The connection can't send any more data. */
	readonly closed: boolean;
	once(event: 'close', listener: () => void): unknown;
}

/**
 * - a function: start the workflow, and call it when n8n has stored the execution
 * - `known`: n8n has stored the execution of this payment
 * - `underWay`: it isn't known yet whether n8n has stored it
 */
export type Intake = (() => void) | 'known' | 'underWay';

type Payment = Pick<Notice, 'callbackId' | 'merchantOid'>;

interface UnderWay {
	keys: string[];
	response: WebhookResponse;
}

/**
 * The hash covers callback_id and merchant_oid as one text. A replayed notification may move
 * characters between the two fields. Its merchant_oid then differs, but the joined text doesn't.
 */
const keysOf = ({ callbackId, merchantOid }: Payment) => [merchantOid, callbackId + merchantOid];

/** The payments of one trigger node that this process knows. */
class NodeMemory {
	private stored: string[] = [];

	private underWay: UnderWay[] = [];

	private store(payment: UnderWay): void {
		if (!this.underWay.includes(payment)) return;
		this.underWay = this.underWay.filter((one) => one !== payment);
		this.stored = [...this.stored, ...payment.keys].slice(-REMEMBERED);
	}

	/**
	 * Forgets payments to which n8n didn't respond with 200. n8n didn't store them, so the next
	 * payment notification starts the workflow.
	 */
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
			// The caller has hung up, but n8n is still working on the payment.
			if (other.response.closed) return 'underWay';
			await new Promise<void>((resolve) => other.response.once('close', resolve));
		}
	}
}

const nodeMemories = new Map<string, NodeMemory>();

/**
 * Whether this payment notification starts the workflow. A payment is remembered only after n8n has
 * stored its execution. If storing failed, the next notification starts the workflow. A repeated
 * notification waits until the result is known, so that PayTR gets no OK for a payment that n8n
 * could still lose.
 *
 * Two calls at the same moment read the memory before either payment is written. So each write
 * includes the recent payments of this process.
 * @param saved in the workflow's static data, which n8n saves right before it responds. It survives
 * restarts
 * @param node identifies the node within the process
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
