/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test, never packed */
import { setTimeout as sleep } from 'node:timers/promises';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../../sandbox';
import { payfullMessage, payfullSignature, paytrSignature } from '../../../sandbox/signatures';
import { PAYTR_SERVICES } from '../../unit/credentials/signing/independent';

export { useSandbox } from '../../useSandbox';

export type Answer = Record<string, unknown>;
export type Fields = Record<string, unknown>;

/** Starts another sandbox for the duration of `work`. */
export async function withSandbox<T>(
	options: SandboxOptions,
	work: (other: Sandbox) => Promise<T>,
): Promise<T> {
	const other = await startSandbox(options);
	try {
		return await work(other);
	} finally {
		await other.close();
	}
}

/** A form. Undefined fields are omitted. */
export function formFields(fields: object): URLSearchParams {
	const form = new URLSearchParams();
	for (const [name, value] of Object.entries(fields)) {
		if (value !== undefined) form.set(name, String(value));
	}
	return form;
}

export async function post(url: string, fields: object): Promise<Answer> {
	const response = await fetch(url, { method: 'POST', body: formFields(fields) });
	return (await response.json()) as Answer;
}

/** Calls the sandbox's own interface. */
export async function control<Body = Answer>(
	{ url }: Sandbox,
	method: string,
	path: string,
	body?: object,
): Promise<{ status: number; body: Body }> {
	const response = await fetch(`${url}/_sandbox/${path}`, {
		method,
		headers: body ? { 'content-type': 'application/json' } : {},
		body: body ? JSON.stringify(body) : null,
	});
	return { status: response.status, body: (await response.json()) as Body };
}

/** The text that a service signs, from PayTR's pages. The given fields select the variant. */
function signedAt(path: string, fields: Fields): string {
	const variants = PAYTR_SERVICES.filter((service) => service.path === path);
	const fitting = variants.filter(({ with: variant = {} }) =>
		Object.entries(variant).every(([name, value]) => fields[name] === value),
	);
	return (fitting.at(-1) ?? variants[variants.length - 1]).fields;
}

/** The fields with PayTR's token. */
function withToken({ credentials }: Sandbox, fields: Fields, signed: string): Fields {
	const { merchantId, merchantKey, merchantSalt } = credentials.paytr;
	const all: Fields = { merchant_id: merchantId, ...fields };
	const values = signed.split(' ').map((name) => all[name] ?? '');
	return { paytr_token: paytrSignature(values.join('') + merchantSalt, merchantKey), ...all };
}

/** Posts to PayTR's path with a token. By default the token covers the service's signed fields. */
export const paytr = async (
	sandbox: Sandbox,
	path: string,
	fields: Fields,
	signed = signedAt(path, fields),
) => await post(sandbox.url + path, withToken(sandbox, fields, signed));

export const SEND_SMS = '/odeme/api/link/send-sms';

export const smsFields = (sandbox: Sandbox, fields: Fields = {}) => {
	const all = { id: 'NB2Zlz3', cell_phone: '05551234567', ...fields };
	return withToken(sandbox, all, signedAt(SEND_SMS, all));
};

export const sms = async (sandbox: Sandbox, fields: Fields = {}) =>
	await post(sandbox.url + SEND_SMS, smsFields(sandbox, fields));

export const email = async (sandbox: Sandbox, fields: Fields = {}) => {
	const all = { id: 'NB2Zlz3', email: 'gulsah@example.com', ...fields };
	return await paytr(sandbox, '/odeme/api/link/send-email', all);
};

const LINK = {
	name: 'Çay Bardağı',
	price: '1445',
	currency: 'TL',
	max_installment: '6',
	lang: 'tr',
};
export const PRODUCT = { ...LINK, link_type: 'product', min_count: '1' };
export const COLLECTION = { ...LINK, link_type: 'collection', email: 'payer@example.com' };
export const FLEX = { ...LINK, link_type: 'flex', flex_max_price: '9000' };

export const create = async (sandbox: Sandbox, fields: Fields = PRODUCT) =>
	await paytr(sandbox, '/odeme/api/link/create', fields);

export const remove = async (sandbox: Sandbox, id: string) =>
	await paytr(sandbox, '/odeme/api/link/delete', { id });

/** Creates a product link with these additional fields and returns its ID. */
export const newLink = async (sandbox: Sandbox, fields: Fields = {}) =>
	String((await create(sandbox, { ...PRODUCT, ...fields })).id);

/** Pays a link or a request. */
export const pay = async (sandbox: Sandbox, id: string, body: object = {}) =>
	await control<Answer & { payment: { merchantOid: string } }>(sandbox, 'POST', `pay/${id}`, body);

/** A valid payment request: e-mail and SMS, paid once. */
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

/** Posts to Payfull with a signature. Undefined fields are omitted. */
export async function payfull(
	{ url, credentials }: Sandbox,
	changes: Fields = {},
	base: Fields = REQUEST,
): Promise<Answer> {
	const fields = Object.fromEntries(formFields({ ...base, ...changes }));
	const hash = payfullSignature(payfullMessage(fields), credentials.payfull.password);
	return await post(`${url}/integration/api/v1`, { hash, ...fields });
}

/** Repeats a check until it holds. Fails after five seconds. */
export async function until(what: string, holds: () => boolean): Promise<void> {
	const end = Date.now() + 5000;
	while (!holds()) {
		if (Date.now() > end) throw new Error(`Waited in vain for: ${what}`);
		await sleep(2);
	}
}
