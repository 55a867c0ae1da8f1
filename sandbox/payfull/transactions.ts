import { major } from '../money';
import type { Answers } from '../answers';
import type { Context, Verdict } from '../service';
import type { Fields, JsonObject, JsonValue, Payment } from '../types';
import { refusal } from './errors';
import { success } from './request';
import { readDate } from './rules';
import { turkishDate, turkishTime } from './tags';

/** Payfull's own transaction number, in addition to the merchant's. */
export const transactionId = ({ merchantOid }: Pick<Payment, 'merchantOid'>) =>
	`T${merchantOid.slice(2)}`;

function stateOf({ canceledAt, refunded, totalAmount }: Payment): string {
	if (canceledAt !== undefined) return 'canceled';
	if (refunded === 0) return 'approved';
	return refunded < totalAmount ? 'partly refunded' : 'refunded';
}

/** A made-up row. The documents name only the fields transaction_id and date. */
export function transaction(payment: Payment): JsonObject {
	return {
		transaction_id: transactionId(payment),
		merchant_trx_id: payment.merchantOid,
		status: stateOf(payment),
		total: major(payment.totalAmount),
		refunded_total: major(payment.refunded),
		currency: payment.currency,
		installments: payment.installments,
		date: `${turkishDate(new Date(payment.at))} ${turkishTime(new Date(payment.at))}`,
	};
}

/** The place of a day's rows. No document specifies it. */
const DATA: Record<Answers['transactionRows'], (rows: JsonObject[]) => JsonValue> = {
	named: (transactions) => ({ transactions }),
	list: (rows) => rows,
	numbered: (rows) => Object.fromEntries(rows.entries()),
};

/** Get TransactionsList: the payments of one day in Turkey's time zone. */
export function transactionsOfDay(fields: Fields, { store, answers }: Context): Verdict {
	const day = fields.day_date;
	if (day === undefined) return refusal('01', fields, { field: 'day_date' });
	if (readDate(day) === undefined) return refusal('36', fields, { field: 'day_date' });
	const rows = store.payments
		.filter(({ provider, at }) => provider === 'payfull' && turkishDate(new Date(at)) === day)
		.map(transaction);
	return { accepted: true, answer: success(DATA[answers().transactionRows](rows)) };
}

/** The payment to refund, or the reason why there is none. */
function paymentOf(fields: Fields, { store }: Context): Payment | Verdict {
	const { transaction_id: id } = fields;
	if (id === undefined) return refusal('01', fields, { field: 'transaction_id' });
	const found = store.payments.find(
		(payment) => payment.provider === 'payfull' && transactionId(payment) === id,
	);
	return found ?? refusal('37', fields, { field: 'transaction_id', note: 'no such transaction' });
}

const isVerdict = (found: Payment | Verdict): found is Verdict => 'accepted' in found;

/** type=Return: refunds a payment or a part of it. */
export function refund(fields: Fields, context: Context): Verdict {
	const payment = paymentOf(fields, context);
	if (isVerdict(payment)) return payment;
	const { total } = fields;
	if (total === undefined) return refusal('01', fields, { field: 'total' });
	const amount = /^\d{1,9}\.\d{2}$/.test(total) ? Math.round(Number(total) * 100) : 0;
	const left = payment.canceledAt === undefined ? payment.totalAmount - payment.refunded : 0;
	if (amount === 0 || amount > left) {
		const note = amount === 0 ? 'a dot and two decimals, above zero' : `${major(left)} is left`;
		return refusal('06', fields, { field: 'total', note });
	}
	payment.refunded += amount;
	payment.refunds.push({ at: new Date().toISOString(), amount, referenceNo: '' });
	context.store.changed();
	return { accepted: true, answer: success({ approved: true }) };
}

/** type=Cancel: reports success even after the end of the day, when it has no effect. */
export function cancel(fields: Fields, context: Context): Verdict {
	const payment = paymentOf(fields, context);
	if (isVerdict(payment)) return payment;
	const isSameDay = turkishDate(new Date(payment.at)) === turkishDate(new Date());
	if (isSameDay && payment.refunded === 0) {
		payment.canceledAt ??= new Date().toISOString();
		context.store.changed();
	}
	const note = isSameDay ? {} : { note: 'the day of the sale has ended: nothing was canceled' };
	return { accepted: true, answer: success({ approved: true }), ...note };
}
