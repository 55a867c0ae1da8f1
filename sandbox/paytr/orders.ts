import { major } from '../money';
import type { Context, Verdict } from '../service';
import type { Fields, JsonObject, Payment } from '../types';
import { REFUND_ERRORS, refusal } from './refusals';
import { isAlphanumeric, isMajor } from './rules';

const YEAR_MS = 365 * 24 * 3_600_000;

/** PayTR's times are in Turkey's time zone: `YYYY-MM-DD HH:MM:SS` at UTC+3. */
export function turkishTime(iso: string): string {
	return new Date(Date.parse(iso) + 3 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}

function findPayment(merchantOid: string, { store }: Context): Payment | undefined {
	return store.payments.find(
		(payment) => payment.provider === 'paytr' && payment.merchantOid === merchantOid,
	);
}

/** One entry of `returns` as in the Postman collection, where several fields may be empty. */
function returned(refund: Payment['refunds'][number]): JsonObject {
	return {
		return_amount: major(refund.amount),
		return_date: turkishTime(refund.at),
		return_type: 'iade',
		date_completed: turkishTime(refund.at),
		return_auth_code: '',
		return_ref_num: '',
		reference_no: refund.referenceNo,
		return_source: 'api',
	};
}

/** Order status. The decimal comma in payment_total is from PayTR's own example. */
export function orderStatus(service: string, fields: Fields, context: Context): Verdict {
	const { merchant_oid } = fields;
	const payment = findPayment(merchant_oid, context);
	if (!payment) {
		const begun = context.store.orders.has(merchant_oid);
		return refusal(
			service,
			fields,
			`merchant_oid ile ${begun ? 'basarili odeme' : 'islem'} bulunamadi`,
			{ code: '004', detail: `${begun ? 'no payment of order' : 'no order'} ${merchant_oid}` },
		);
	}
	return {
		accepted: true,
		answer: {
			status: 'success',
			payment_amount: major(payment.paymentAmount),
			payment_total: String(payment.totalAmount / 100).replace('.', ','),
			net_tutar: major(payment.totalAmount),
			kesinti_tutari: '0.00',
			payment_date: turkishTime(payment.at).slice(0, 10),
			currency: payment.currency,
			taksit: String(payment.installments),
			kart_marka: 'Sandbox',
			masked_pan: '435508******4358',
			odeme_tipi: payment.paymentType === 'card' ? 'KART' : payment.paymentType.toUpperCase(),
			test_mode: payment.testMode,
			returns: payment.refunds.map(returned),
		},
	};
}

/** An order stays unfinished if the payment notification was not answered with OK. */
function isUnfinished({ merchantOid, linkId }: Payment, { store }: Context): boolean {
	const link = linkId === undefined ? undefined : store.links.get(linkId);
	if (!link?.callbackLink) return false;
	return !store.callbacks.some((notice) => notice.merchantOid === merchantOid && notice.ok);
}

export function refund(service: string, fields: Fields, context: Context): Verdict {
	const refuse = (
		code: keyof typeof REFUND_ERRORS,
		detail: string,
		status: 'error' | 'failed' = 'error',
	) => refusal(service, fields, REFUND_ERRORS[code], { code, detail, status });
	const { merchant_oid, return_amount, reference_no = '' } = fields;
	if (!isMajor(return_amount)) return refuse('003', 'return_amount: with a dot, e.g. 10.25');
	if (reference_no !== '' && !isAlphanumeric(reference_no, 64)) {
		return refusal(service, fields, 'Gecersiz reference_no', {
			detail: 'reference_no: at most 64 letters and digits; its err_no is not documented',
		});
	}
	const payment = findPayment(merchant_oid, context);
	if (!payment) {
		return refuse('005', `no paid order ${merchant_oid}`, context.answers().refundOfUnknown);
	}
	if (isUnfinished(payment, context)) return refuse('007', 'its notice was not answered OK yet');
	if (Date.now() - Date.parse(payment.at) > YEAR_MS) return refuse('011', `paid ${payment.at}`);
	const amount = Math.round(Number(return_amount) * 100);
	const left = payment.totalAmount - payment.refunded;
	if (amount > left) return refuse('009', `${major(left)} is left to give back`);
	payment.refunded += amount;
	payment.refunds.push({ at: new Date().toISOString(), amount, referenceNo: reference_no });
	context.store.changed();
	return {
		accepted: true,
		answer: {
			status: 'success',
			is_test: payment.testMode,
			merchant_oid,
			return_amount,
			...(reference_no ? { reference_no } : {}),
		},
	};
}
