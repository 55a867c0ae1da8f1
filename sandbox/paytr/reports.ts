import { major } from '../money';
import type { Context, Verdict } from '../service';
import type { Fields, JsonObject, Payment } from '../types';
import { turkishTime } from './orders';
import { errNo, fieldReason, refusal } from './refusals';
import { isDate, isDateTime } from './rules';

const DAY_MS = 24 * 3_600_000;
const IBAN = 'TR000000000000000000000000';

/** YYYY-MM-DD HH:MM:SS → DD.MM.YYYY. */
const dotted = (time: string) => time.slice(0, 10).split('-').reverse().join('.');

interface Report {
	/** The format of start_date and end_date (or date), and the longest span in days. */
	time: 'dateTime' | 'date';
	days: number;
	rows: (payments: Payment[], from: string, to: string) => JsonObject[];
	/** With dummy=1, PayTR answers with made-up rows. */
	dummy?: () => JsonObject[];
	more?: JsonObject;
}

function transactionRow(
	payment: Payment,
	type: 'S' | 'I',
	amounts: { paid: number; total: number; at: string },
): JsonObject {
	return {
		islem_tipi: type,
		net_tutar: major(amounts.total),
		kesinti_tutari: '0.00',
		kesinti_orani: '0.00',
		islem_tutari: major(amounts.total),
		odeme_tutari: major(amounts.paid),
		islem_tarihi: dotted(amounts.at),
		para_birimi: payment.currency,
		taksit: String(payment.installments),
		kart_marka: 'Sandbox',
		kart_no: '435508******4358',
		siparis_no: payment.merchantOid,
		odeme_tipi: payment.paymentType === 'card' ? 'KART' : payment.paymentType.toUpperCase(),
	};
}

/** Sales and refunds whose own time is in the span. */
function transactionRows(payments: Payment[], from: string, to: string): JsonObject[] {
	const within = (at: string) => at >= from && at <= to;
	return payments.flatMap((payment) => {
		const { paymentAmount, totalAmount, at } = payment;
		const sale = { paid: paymentAmount, total: totalAmount, at: turkishTime(at) };
		const refunds = payment.refunds.map((refund) => ({
			paid: refund.amount,
			total: refund.amount,
			at: turkishTime(refund.at),
		}));
		return [
			...(within(sale.at) ? [transactionRow(payment, 'S', sale)] : []),
			...refunds
				.filter((refund) => within(refund.at))
				.map((refund) => transactionRow(payment, 'I', refund)),
		];
	});
}

/** The sandbox pays out on the day of the payment, so that reports contain rows. */
const payoutDay = ({ at }: Payment) => turkishTime(at).slice(0, 10);

const paidOut = (payments: Payment[], from: string, to: string) =>
	payments.filter((payment) => payoutDay(payment) >= from && payoutDay(payment) <= to);

/** One row per day and currency. */
function payoutRows(payments: Payment[], from: string, to: string): JsonObject[] {
	const groups = new Map<string, { sales: number; back: number }>();
	for (const payment of paidOut(payments, from, to)) {
		const key = `${payoutDay(payment)} ${payment.currency}`;
		const { sales, back } = groups.get(key) ?? { sales: 0, back: 0 };
		groups.set(key, { sales: sales + payment.totalAmount, back: back + payment.refunded });
	}
	return [...groups].sort().map(([key, { sales, back }]) => {
		const [date_paid, currency] = key.split(' ');
		return {
			date_paid,
			currency,
			sales: major(sales),
			return: major(back),
			net: major(sales - back),
			merchant_iban: IBAN,
		};
	});
}

const payoutDetails = (payments: Payment[], from: string, to: string) =>
	paidOut(payments, from, to).map(({ merchantOid, totalAmount, refunded, currency }) => ({
		merchant_oid: merchantOid,
		merchant_iban: IBAN,
		merchant_name: 'Örnek Mağaza',
		payment: major(totalAmount - refunded),
		currency,
	}));

const inventedPayment: Payment = {
	provider: 'paytr',
	merchantOid: 'DUMMY1',
	at: '2026-01-02T09:00:00.000Z',
	quantity: 1,
	installments: 1,
	paymentAmount: 1445,
	totalAmount: 1445,
	currency: 'TL',
	paymentType: 'card',
	testMode: '1',
	refunded: 0,
	refunds: [],
};

const REPORTS: Record<string, Report> = {
	'paytr.transactions-report': {
		time: 'dateTime',
		days: 3,
		rows: transactionRows,
		dummy: () => transactionRows([inventedPayment], '', '9'),
	},
	'paytr.payments-report': {
		time: 'date',
		days: 31,
		rows: payoutRows,
		more: { future_payments: {} },
	},
	'paytr.payment-detail-report': { time: 'date', days: 1, rows: payoutDetails },
	'paytr.returned-transfers': {
		time: 'dateTime',
		days: 31,
		// The sandbox has no returned transfers.
		rows: () => [],
		dummy: () => [
			{
				ref_no: '1000001',
				date_detected: '2026-01-02',
				date_reimbursed: '2026-01-03',
				transfer_name: 'Ayşe Yılmaz',
				transfer_iban: IBAN,
				transfer_amount: '14.45',
				transfer_currency: 'TL',
				transfer_date: '2026-01-01',
			},
		],
	},
};

/** The field that breaks its rule. Undefined if the span is valid. */
function brokenSpan({ time, days }: Report, from: [string, string], to: [string, string]) {
	const fits = time === 'date' ? isDate : isDateTime;
	for (const [name, value] of [from, to]) if (!fits(value)) return name;
	const ends = [from[1], to[1]].map((value) => Date.parse(`${value.replace(' ', 'T')}Z`));
	const length = ends[1] - ends[0];
	return length < 0 || length > days * DAY_MS ? 'end_date' : undefined;
}

/** The sandbox's own payments in a span. An empty report is `failed`, which isn't an error. */
export function report(service: string, fields: Fields, context: Context): Verdict {
	const wanted = REPORTS[service];
	const { time, days } = wanted;
	const single = fields.date !== undefined;
	const from: [string, string] = single ? ['date', fields.date] : ['start_date', fields.start_date];
	const to: [string, string] = single ? from : ['end_date', fields.end_date];
	const broken = brokenSpan(wanted, from, to);
	if (broken) {
		const form = time === 'date' ? 'YYYY-MM-DD' : 'YYYY-MM-DD hh:mm:ss';
		return refusal(service, fields, fieldReason(service, broken), {
			code: errNo(service, 'field'),
			detail: `${broken}: ${form}, not before the start, at most ${days} days after it`,
		});
	}
	const payments = context.store.payments.filter(({ provider }) => provider === 'paytr');
	const invented = fields.dummy === '1' ? wanted.dummy?.() : undefined;
	const rows = invented ?? wanted.rows(payments, from[1], to[1]);
	if (rows.length === 0) {
		const err_msg = 'Belirtilen tarih araliginda islem bulunamadi';
		return { accepted: true, answer: { status: 'failed', err_msg }, note: 'no rows in the range' };
	}
	const held: JsonObject =
		context.answers().reportRows === 'list'
			? { islemler: rows }
			: Object.fromEntries(rows.map((row, index) => [String(index), row]));
	return { accepted: true, answer: { status: 'success', ...held, ...wanted.more } };
}
