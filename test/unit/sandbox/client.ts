/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test, never packed */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Sandbox } from '../../../sandbox';
import { payfullMessage, payfullSignature, paytrSignature } from '../../../sandbox/signatures';

export type Answer = Record<string, unknown>;

export async function post(
	url: string,
	fields: Record<string, string>,
	signal?: AbortSignal,
): Promise<Answer> {
	const response = await fetch(url, {
		method: 'POST',
		body: new URLSearchParams(fields),
		...(signal ? { signal } : {}),
	});
	return (await response.json()) as Answer;
}

/** Posts to PayTR's path with a token over the named fields, in the order given. */
export async function paytr(
	{ url, credentials }: Sandbox,
	path: string,
	signed: string[],
	fields: Record<string, string>,
): Promise<Answer> {
	const { merchantId, merchantKey, merchantSalt } = credentials.paytr;
	const all: Record<string, string> = { merchant_id: merchantId, ...fields };
	const message = signed.map((name) => all[name] ?? '').join('') + merchantSalt;
	return await post(url + path, { paytr_token: paytrSignature(message, merchantKey), ...all });
}

export const sms = async (sandbox: Sandbox, fields: Record<string, string> = {}) =>
	await paytr(sandbox, '/odeme/api/link/send-sms', ['id', 'merchant_id', 'cell_phone'], {
		id: 'NB2Zlz3',
		cell_phone: '05551234567',
		...fields,
	});

export const email = async (sandbox: Sandbox, fields: Record<string, string> = {}) =>
	await paytr(sandbox, '/odeme/api/link/send-email', ['id', 'merchant_id', 'email'], {
		id: 'NB2Zlz3',
		email: 'gulsah@example.com',
		...fields,
	});

const COMMON = ['name', 'price', 'currency', 'max_installment', 'link_type', 'lang'];

export const PRODUCT = {
	name: 'Çay Bardağı',
	price: '1445',
	currency: 'TL',
	max_installment: '6',
	link_type: 'product',
	lang: 'tr',
	min_count: '1',
};

export const create = async (sandbox: Sandbox, fields: Record<string, string> = PRODUCT) =>
	await paytr(
		sandbox,
		'/odeme/api/link/create',
		[
			...COMMON,
			...({ product: ['min_count'], collection: ['email'] }[fields.link_type as 'product'] ?? []),
		],
		fields,
	);

export const remove = async (sandbox: Sandbox, id: string) =>
	await paytr(sandbox, '/odeme/api/link/delete', ['id', 'merchant_id'], { id });

/** Pays a link or a request; answers with the order's number. */
export async function pay({ url }: Sandbox, id: unknown, body: object = {}): Promise<string> {
	const response = await fetch(`${url}/_sandbox/pay/${String(id)}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	const { payment } = (await response.json()) as { payment: { merchantOid: string } };
	return payment.merchantOid;
}

/** A payment request that Payfull takes: e-mail and SMS, paid once. */
export const REQUEST: Record<string, string> = {
	merchant: 'sandbox_merchant',
	type: 'Set',
	set_param: 'Request',
	language: 'en',
	client_ip: '85.105.12.34',
	title: "Çay Bardağı 6'lı Set",
	recipient_first_name: 'Gülşah',
	recipient_last_name: 'Öztürkoğlu',
	recipient_email: 'gulsah@example.com',
	recipient_phone: '00905321234567',
	start_date: '01-12-2026',
	end_date: '31-12-2026',
	changeable_quantity: '0',
	predefined_payment: '0',
	payment_free_amount: '149.90',
	payment_free_title: 'İnce belli çay bardağı',
	quantity: '2',
	currency: 'TRY',
	kdv: '18',
	via_email_sms: '2',
	email_text: 'Sayın [email or name-surname], [TOTAL], son gün [LASTPAYMENTDATE].',
	sms_text: 'Ödeme linkiniz: [LINK] Tutar: [TOTAL]',
	request_type: 'normal',
};

/** Posts to Payfull, signed; a field given as undefined is left out. */
export async function payfull(
	{ url, credentials }: Sandbox,
	changes: Record<string, string | undefined> = {},
	base: Record<string, string> = REQUEST,
): Promise<Answer> {
	const fields: Record<string, string> = {};
	for (const [name, value] of Object.entries({ ...base, ...changes })) {
		if (value !== undefined) fields[name] = value;
	}
	const hash = payfullSignature(payfullMessage(fields), credentials.payfull.password);
	return await post(`${url}/integration/api/v1`, { hash, ...fields });
}

/** A vector's inputs as form fields. */
export const formOf = (inputs: object): Record<string, string> =>
	Object.fromEntries(Object.entries(inputs));

/** Asks again until it holds; fails with the last answer after five seconds. */
export async function until(what: string, holds: () => boolean): Promise<void> {
	const end = Date.now() + 5000;
	while (!holds()) {
		if (Date.now() > end) throw new Error(`Waited in vain for: ${what}`);
		await sleep(2);
	}
}
