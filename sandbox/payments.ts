import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { CallbackSender } from './callbacks';
import { totalMinor } from './payfull/tags';
import { passiveReason, type Store } from './state';
import type { CallbackRecord, LinkRecord, Payment, PaymentRequestRecord } from './types';

export const paySchema = z
	.object({
		/** The quantity for product links. Default: min_count. */
		quantity: z.coerce.number().int().min(1).optional(),
		/** Minor units, for flex links. Default: the link's price. */
		amount: z.coerce.number().int().min(1).optional(),
		/** Each installment after the first adds 1.5 % to the total. */
		installments: z.coerce.number().int().min(1).max(12).default(1),
		testMode: z.enum(['0', '1']).default('0'),
		copies: z.coerce.number().int().min(1).max(20).optional(),
		override: z.record(z.string()).optional(),
	})
	.strict();

export type PayInput = z.infer<typeof paySchema>;

/** The payment page refused the payment. The message is shown to the payer. */
export class PaymentRefused extends Error {}

function installmentTotal(amount: number, installments: number): number {
	return installments === 1 ? amount : Math.round(amount * (1 + installments * 0.015));
}

function linkPayment(link: LinkRecord, input: PayInput): Payment {
	const passive = passiveReason(link);
	if (passive) throw new PaymentRefused(`This link is passive: ${passive}`);
	const quantity = link.linkType === 'product' ? (input.quantity ?? link.minCount ?? 1) : 1;
	if (quantity < (link.minCount ?? 1)) {
		throw new PaymentRefused(`At least ${link.minCount} pieces`);
	}
	if (link.stock !== null && quantity > link.stock) {
		throw new PaymentRefused(`Only ${link.stock} left`);
	}
	const price = link.linkType === 'flex' ? (input.amount ?? link.price) : link.price;
	if (price < link.price || (link.flexMaxPrice !== null && price > link.flexMaxPrice)) {
		throw new PaymentRefused('The amount lies outside the limits of this link');
	}
	if (input.installments > link.maxInstallment) {
		throw new PaymentRefused(`At most ${link.maxInstallment} installments`);
	}
	const paymentAmount = price * quantity;
	return {
		provider: 'paytr',
		merchantOid: `PTR${randomBytes(9).toString('hex').toUpperCase()}`,
		at: new Date().toISOString(),
		linkId: link.id,
		quantity,
		installments: input.installments,
		paymentAmount,
		totalAmount: installmentTotal(paymentAmount, input.installments),
		currency: link.currency,
		paymentType: 'card',
		testMode: input.testMode,
		refunded: 0,
		refunds: [],
	};
}

/**
 * Pays a PayTR link: reduces the stock, then sends the payment notification.
 * @throws PaymentRefused if the link doesn't accept this payment
 */
export function payLink(
	store: Store,
	callbacks: CallbackSender,
	link: LinkRecord,
	input: PayInput,
): { payment: Payment; callbacks: Promise<CallbackRecord[]> } {
	const payment = linkPayment(link, input);
	if (link.stock !== null) link.stock -= payment.quantity;
	store.addPayment(payment);
	return { payment, callbacks: callbacks.send(payment, link, input) };
}

/**
 * Pays a Payfull request. Payfull's documents mention no notification for this.
 * @throws PaymentRefused if it is deleted, or paid and not recurring
 */
export function payRequest(store: Store, request: PaymentRequestRecord, input: PayInput): Payment {
	if (request.deleted) throw new PaymentRefused('This payment request was deleted');
	if (request.paid && !request.recurring) throw new PaymentRefused('This is paid already');
	const quantity = Number(request.fields.quantity);
	const amount = totalMinor(request.fields);
	const payment: Payment = {
		provider: 'payfull',
		merchantOid: `PF${randomBytes(9).toString('hex').toUpperCase()}`,
		at: new Date().toISOString(),
		paymentRequestHash: request.hash,
		quantity,
		installments: 1,
		paymentAmount: amount,
		totalAmount: amount,
		currency: request.fields.currency,
		paymentType: 'card',
		testMode: input.testMode,
		refunded: 0,
		refunds: [],
	};
	request.paid = true;
	store.addPayment(payment);
	return payment;
}
