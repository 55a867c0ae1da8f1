import { SANDBOX_CREDENTIALS } from '../sandbox';
import {
	payfullMessage,
	payfullSignature,
	paytrMessage,
	paytrSignature,
} from '../sandbox/signatures';

export type ProviderName = 'paytr' | 'payfull';

/** One signed form post, as bytes. */
export interface Request {
	path: string;
	body: Buffer;
}

const encode = (form: Record<string, string>) =>
	Buffer.from(new URLSearchParams(form).toString(), 'utf8');

function paytrSms(index: number): Request {
	const { merchantId, merchantKey, merchantSalt } = SANDBOX_CREDENTIALS.paytr;
	const form = {
		merchant_id: merchantId,
		id: 'NB2Zlz3',
		cell_phone: `05${300000000 + index}`,
		debug_on: '0',
	};
	const message = paytrMessage(['id', 'merchant_id', 'cell_phone'], form, merchantSalt);
	return {
		path: '/odeme/api/link/send-sms',
		body: encode({ ...form, paytr_token: paytrSignature(message, merchantKey) }),
	};
}

function payfullRequest(index: number): Request {
	const { merchant, password } = SANDBOX_CREDENTIALS.payfull;
	const form = {
		type: 'Set',
		set_param: 'Request',
		merchant,
		language: 'tr',
		client_ip: '127.0.0.1',
		via_email_sms: '2',
		recipient_phone: `0090${5300000000 + index}`,
		recipient_email: `musteri${index + 1}@example.com`,
		recipient_first_name: 'Gülşah',
		recipient_last_name: 'Öztürk',
		title: `Sipariş ${index + 1}`,
		predefined_payment: '0',
		payment_free_amount: '149.90',
		payment_free_title: 'İnce belli çay bardağı',
		quantity: '1',
		changeable_quantity: '0',
		currency: 'TRY',
		kdv: '18',
		start_date: '01-02-2026',
		end_date: '28-02-2026',
		request_type: 'normal',
		email_text: 'Sayın [email or name-surname], ödeme sayfanız: [LINK]',
		sms_text: 'Ödeme sayfanız: [LINK]',
	};
	const hash = payfullSignature(payfullMessage(form), password);
	return { path: '/integration/api/v1', body: encode({ ...form, hash }) };
}

/** The requests that the workflows in bench/workflows make for this many items. */
export function signedRequests(provider: ProviderName, count: number): Request[] {
	const make = provider === 'paytr' ? paytrSms : payfullRequest;
	return Array.from({ length: count }, (_, index) => make(index));
}
