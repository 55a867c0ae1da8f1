import type { Context, Verdict } from '../service';
import type { Fields, JsonObject, Payment } from '../types';
import { fieldReason, refusal } from './refusals';

/** 1445 → "14.45". */
const major = (minor: number) => (minor / 100).toFixed(2);

/** PayTR's times are Turkey's: `YYYY-MM-DD HH:MM:SS` at UTC+3. */
export function turkishTime(iso: string): string {
	return new Date(Date.parse(iso) + 3 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}

function findPayment(merchantOid: string, { store }: Context): Payment | undefined {
	return store.payments.find(
		(payment) => payment.provider === 'paytr' && payment.merchantOid === merchantOid,
	);
}

function noSuchOrder(service: string, fields: Fields): Verdict {
	return refusal(service, fields, 'merchant_oid ile basarili odeme bulunamadi', {
		code: '004',
		detail: `no paid order ${fields.merchant_oid} in this sandbox`,
	});
}

export function orderStatus(service: string, fields: Fields, context: Context): Verdict {
	const payment = findPayment(fields.merchant_oid, context);
	if (!payment) return noSuchOrder(service, fields);
	const returns: JsonObject[] =
		payment.refunded > 0 ? [{ amount: major(payment.refunded), type: 'iade' }] : [];
	return {
		accepted: true,
		answer: {
			status: 'success',
			payment_amount: major(payment.paymentAmount),
			payment_total: major(payment.totalAmount),
			payment_date: turkishTime(payment.at),
			currency: payment.currency,
			taksit: String(payment.installments),
			kart_marka: 'Sandbox',
			masked_pan: '435508******4358',
			odeme_tipi: payment.paymentType,
			test_mode: payment.testMode,
			returns,
		},
	};
}

export function refund(service: string, fields: Fields, context: Context): Verdict {
	const payment = findPayment(fields.merchant_oid, context);
	if (!payment) return noSuchOrder(service, fields);
	if (!/^\d{1,9}(\.\d{1,2})?$/.test(fields.return_amount) || Number(fields.return_amount) <= 0) {
		return refusal(service, fields, fieldReason(service, 'return_amount'), {
			code: '001',
			detail: 'return_amount: major units with a dot, e.g. 11.97',
		});
	}
	const amount = Math.round(Number(fields.return_amount) * 100);
	const left = payment.totalAmount - payment.refunded;
	if (amount > left) {
		// No source gives PayTR's text for this; it is the sandbox's.
		return refusal(service, fields, 'Iade tutari kalan tutardan buyuk olamaz', {
			code: '009',
			detail: `${major(left)} is left to give back`,
		});
	}
	payment.refunded += amount;
	context.store.changed();
	return {
		accepted: true,
		answer: {
			status: 'success',
			is_test: payment.testMode,
			merchant_oid: payment.merchantOid,
			return_amount: fields.return_amount,
			...(fields.reference_no ? { reference_no: fields.reference_no } : {}),
		},
	};
}
