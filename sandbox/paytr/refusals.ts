import type { Answers } from '../answers';
import type { FaultRule } from '../faults';
import type { Body, Refusal, Verdict } from '../service';
import type { Fields, JsonObject } from '../types';

/** PayTR's own texts, in ASCII spelling where PayTR uses it. */
export const REASONS = {
	merchant: 'Gecersiz istek veya magaza aktif degil',
	token: 'paytr_token gonderilmedi veya gecersiz',
	id: 'İşlem başarısız. Geçersiz id.',
	/** No source has PayTR's text for an inactive link, so this text is made up. */
	passive: 'İşlem başarısız. Link aktif değil.',
	notAllowed: 'Bu servis icin yetkiniz yok',
} as const;

/** The err_no table of the refund page. 006 isn't in it. */
export const REFUND_ERRORS = {
	'000': 'iade yapilamiyor, daha sonra tekrar deneyin',
	'001': REASONS.merchant,
	'002': 'Gecersiz merchant_oid',
	'003': 'Gecersiz return_amount',
	'004': REASONS.token,
	'005': 'merchant_oid ile basarili odeme bulunamadi',
	'007': 'merchant_oid bulundu ancak odeme henuz siteye bildirilmemis',
	'008': 'XYZ odeme tipi iade desteklemiyor',
	'009': 'Toplam iade tutari odeme tutarindan fazla olamaz',
	'010': 'Net bakiyeniz yetersiz',
	'011': 'Bir yildan eski islemler icin iade islemi yapilamaz.',
} as const;

const refundErrors = new Map<string, string>(Object.entries(REFUND_ERRORS));

const LINK_SERVICE = /^paytr\.(send-sms|send-email|create|delete)$/;

/** The last part of a link service's path, as it appears in PayTR's texts. */
export function fieldReason(service: string, field: string): string {
	const name = service.replace('paytr.', '');
	const api = LINK_SERVICE.test(service) ? `Link API - ${name}` : name;
	return `Zorunlu alan degeri gecersiz veya gonderilmedi (${api}): ${field}`;
}

/** The error numbers that no service's document assigns. */
const ERR_NO: Record<string, string> = { merchant: '001', field: '001', token: '003' };

/** The err_no of an invalid request. The refund service has different numbers. */
export function errNo(service: string, what: 'merchant' | 'token' | 'field', field?: string) {
	if (service === 'paytr.refund') {
		if (what === 'token') return '004';
		if (what === 'field') return field === 'return_amount' ? '003' : '002';
	}
	return field === 'merchant_oid' ? '002' : ERR_NO[what];
}

const ERR_NO_SERVICES =
	/^paytr\.(order-status|refund|platform-transfer|account-transfer|returned-transfers|.+-report)$/;

/**
 * A refusal in PayTR's format. Sends of link services and get-token explain it in `reason`, all
 * other services in `err_msg`. Status, refund, transfers and reports add `err_no`. `status` is
 * `error` for a malformed request, and `failed` for a request that can't be carried out. With
 * debug_on=1, the details follow the explanation.
 */
export function refusal(
	service: string,
	fields: Fields,
	reason: string,
	more: {
		status?: 'error' | 'failed';
		code?: string;
		detail?: string;
		expectedMessage?: string;
		receivedMessage?: string;
		answer?: Refusal['answer'];
	} = {},
): Refusal {
	const iframe = service === 'paytr.get-token';
	const { status = iframe ? 'failed' : 'error', code, detail, answer, ...messages } = more;
	const text = fields.debug_on === '1' && detail ? `${reason} [debug: ${detail}]` : reason;
	const key = iframe || service.startsWith('paytr.send-') ? 'reason' : 'err_msg';
	const number: JsonObject =
		ERR_NO_SERVICES.test(service) && code !== undefined ? { err_no: code } : {};
	return {
		accepted: false,
		answer: { status, ...number, [key]: text, ...answer },
		reason: text,
		...(code === undefined ? {} : { code }),
		...(detail === undefined ? {} : { note: detail }),
		...messages,
	};
}

/** A refusal for the fault `refuse`. A refund's err_no has its own text. */
export function refusalOnDemand(service: string, { reason, code }: FaultRule, fields: Fields) {
	const known = service === 'paytr.refund' ? refundErrors.get(code ?? '') : undefined;
	const status = known === undefined ? 'failed' : 'error';
	return refusal(service, fields, reason ?? known ?? REASONS.notAllowed, { code, status });
}

/** The response as it is sent. A link service's refusal uses the configured field and status. */
export function inWordsOf(
	{ reasonField, refusalWord }: Answers,
	service: string,
	{ accepted }: Verdict,
	answer: Body,
): Body {
	if (accepted || Array.isArray(answer) || !LINK_SERVICE.test(service)) return answer;
	const { status, reason, err_msg, ...rest } = answer;
	const text = reason ?? err_msg;
	const mixed = reason === undefined ? 'err_msg' : 'reason';
	return {
		status: refusalWord === 'mixed' ? status : refusalWord,
		[reasonField === 'mixed' ? mixed : reasonField]: text,
		...rest,
	};
}
