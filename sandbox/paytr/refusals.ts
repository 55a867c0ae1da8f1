import type { Refusal } from '../service';
import type { Fields, JsonObject } from '../types';

/** PayTR's own words, in its ASCII spelling where it uses that. */
export const REASONS = {
	merchant: 'Gecersiz istek veya magaza aktif degil',
	token: 'paytr_token gonderilmedi veya gecersiz',
	id: 'İşlem başarısız. Geçersiz id.',
	/** No source gives PayTR's text for a passive link; this one is the sandbox's. */
	passive: 'İşlem başarısız. Link aktif değil.',
	notAllowed: 'Bu servis icin yetkiniz yok',
} as const;

/** The last part of each link service's path, as PayTR's texts name it. */
export function fieldReason(service: string, field: string): string {
	const name = service.replace('paytr.', '');
	const api = /^(send-sms|send-email|create|delete)$/.test(name) ? `Link API - ${name}` : name;
	return `Zorunlu alan degeri gecersiz veya gonderilmedi (${api}): ${field}`;
}

const ERR_NO_SERVICES =
	/^paytr\.(order-status|refund|transactions-report|payments-report|payment-detail-report)$/;

/**
 * A refusal in PayTR's form, in one of the two key styles it is known with: sends explain
 * themselves in `reason`, all other services in `err_msg`; status, refund and reports add `err_no`.
 * `status` is `error` when the request itself is wrong and `failed` when the thing can't be done.
 * With debug_on=1 the explanation ends in the detail.
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
	const { status = 'error', code, detail, answer, ...messages } = more;
	const text = fields.debug_on === '1' && detail ? `${reason} [debug: ${detail}]` : reason;
	const key = service.startsWith('paytr.send-') ? 'reason' : 'err_msg';
	const errNo: JsonObject =
		ERR_NO_SERVICES.test(service) && code !== undefined ? { err_no: code } : {};
	return {
		accepted: false,
		answer: { status, ...errNo, [key]: text, ...answer },
		reason: text,
		...(code === undefined ? {} : { code }),
		...(detail === undefined ? {} : { note: detail }),
		...messages,
	};
}
