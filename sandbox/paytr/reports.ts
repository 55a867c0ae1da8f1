import type { Context, Verdict } from '../service';
import type { Fields, JsonObject, Payment } from '../types';
import { turkishTime } from './orders';
import { fieldReason, refusal } from './refusals';
import { isDateTime } from './rules';

const THREE_DAYS_MS = 3 * 24 * 3_600_000;

function row(payment: Payment): JsonObject {
	const amount = (payment.totalAmount / 100).toFixed(2);
	return {
		islem_tipi: 'S',
		siparis_no: payment.merchantOid,
		islem_tarihi: turkishTime(payment.at),
		islem_tutari: amount,
		odeme_tutari: (payment.paymentAmount / 100).toFixed(2),
		net_tutar: amount,
		kesinti_tutari: '0.00',
		para_birimi: payment.currency,
		taksit: String(payment.installments),
		kart_marka: 'Sandbox',
		kart_no: '435508******4358',
		odeme_tipi: payment.paymentType.toUpperCase(),
	};
}

/** The field that breaks its rule; undefined when the span can be reported. */
function brokenSpan(fields: Fields): string | undefined {
	if (fields.date !== undefined) {
		return isDateTime(`${fields.date} 00:00:00`) ? undefined : 'date';
	}
	if (!isDateTime(fields.start_date)) return 'start_date';
	if (!isDateTime(fields.end_date)) return 'end_date';
	const length = Date.parse(`${fields.end_date}Z`) - Date.parse(`${fields.start_date}Z`);
	return length < 0 || length > THREE_DAYS_MS ? 'end_date' : undefined;
}

/**
 * The three reports list the sandbox's own payments in their span (for `date`, that day). PayTR
 * answers `failed` where there is nothing to list; the rows here hold its best known columns only.
 */
export function report(service: string, fields: Fields, context: Context): Verdict {
	const broken = brokenSpan(fields);
	if (broken) {
		return refusal(service, fields, fieldReason(service, broken), {
			code: '001',
			detail: `${broken}: YYYY-MM-DD HH:MM:SS (date: YYYY-MM-DD), at most three days`,
		});
	}
	const from = fields.start_date ?? `${fields.date} 00:00:00`;
	const to = fields.end_date ?? `${fields.date} 23:59:59`;
	const rows = context.store.payments
		.filter((payment) => payment.provider === 'paytr')
		.filter(({ at }) => turkishTime(at) >= from && turkishTime(at) <= to)
		.map(row);
	if (rows.length === 0) {
		return refusal(service, fields, 'Belirtilen tarih araliginda islem bulunamadi', {
			status: 'failed',
		});
	}
	return { accepted: true, answer: { status: 'success', islemler: rows } };
}
