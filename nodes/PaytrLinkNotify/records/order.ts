/* PayTR's order status, /odeme/durum-sorgu: the state of an order, and its refunds. */
import type { IDataObject } from 'n8n-workflow';
import { readJson, shownAnswer } from '../../shared/answer';
import { providerWords } from '../../shared/providerWords';
import { fail, ok, type Result } from '../../shared/result';
import type { Answer } from '../../shared/transport';
import { decisionOf, readPaytrJson } from '../answer';
import { amountOf, dateOf, installmentsOf, textOf } from './fields';

/** The order doesn't exist, or it has no successful payment (PayTR's order status page). */
const NOT_PAID = '004';

export interface Order extends IDataObject {
	/** PayTR's response. Undefined if the order isn't paid. */
	paid?: IDataObject;
	/** The reason in PayTR's words if the order isn't paid. */
	reason?: string;
}

/** Reads a response of the order status service. An unpaid order isn't a failure. */
export function readOrder(answer: Answer): Result<Order> {
	const read = readJson('PayTR', answer);
	if (!read.ok) return read;
	const { err_no: code, err_msg: reason } = read.value;
	if (decisionOf(read.value) === 'no' && textOf(code) === NOT_PAID) {
		return ok({ reason: providerWords(reason) });
	}
	const paid = readPaytrJson(answer, read.value);
	return paid.ok ? ok({ paid: shownAnswer(paid.value) }) : fail(paid.error);
}

/** The refunds of an order. The list may be missing. */
export const refundsOf = ({ returns }: IDataObject): IDataObject[] =>
	Array.isArray(returns) ? (returns as IDataObject[]) : [];

const refund = (entry: IDataObject): IDataObject => ({
	amount: amountOf(entry.return_amount),
	date: dateOf(entry.return_date),
	referenceNo: textOf(entry.reference_no),
	status: textOf(entry.date_completed) === null ? 'pending' : 'completed',
	completedDate: dateOf(entry.date_completed),
});

/** The order for the output, with amounts in major units. */
export function simplifiedOrder(merchantOid: string, paid: IDataObject): IDataObject {
	const refunds = refundsOf(paid).map(refund);
	const amounts = refunds.map(({ amount }) => amount as number | null);
	const refundedAmount = amounts.includes(null)
		? null
		: amounts.reduce((sum: number, amount) => sum + Math.round((amount ?? 0) * 100), 0) / 100;
	return {
		merchantOid,
		paid: true,
		paymentAmount: amountOf(paid.payment_amount),
		paymentTotal: amountOf(paid.payment_total),
		netAmount: amountOf(paid.net_tutar),
		fee: amountOf(paid.kesinti_tutari),
		currency: textOf(paid.currency),
		paymentDate: dateOf(paid.payment_date),
		installments: installmentsOf(paid.taksit),
		cardBrand: textOf(paid.kart_marka),
		cardNumber: textOf(paid.masked_pan),
		paymentMethod: textOf(paid.odeme_tipi),
		testMode: textOf(paid.test_mode) === '1',
		refundedAmount,
		refunds,
	};
}
