import { createHmac } from 'node:crypto';

import { credentials } from '../../../vectors/paytr.json';

/**
 * A second implementation of both providers' signatures, written from the providers' documents. The
 * tests compare the project's code with it.
 */

/** The merchant of the PayTR vectors. */
export const MERCHANT = {
	id: credentials.merchant_id,
	key: credentials.merchant_key,
	salt: credentials.merchant_salt,
};

/**
 * The signed fields of each PayTR service, from PayTR's developer pages. `with` selects the
 * variant.
 */
export const PAYTR_SERVICES: Array<{
	path: string;
	with?: Record<string, string>;
	fields: string;
}> = [
	{ path: '/odeme/api/link/send-sms', fields: 'id merchant_id cell_phone' },
	{ path: '/odeme/api/link/send-email', fields: 'id merchant_id email' },
	{
		path: '/odeme/api/link/create',
		with: { link_type: 'product' },
		fields: 'name price currency max_installment link_type lang min_count',
	},
	{
		path: '/odeme/api/link/create',
		with: { link_type: 'collection' },
		fields: 'name price currency max_installment link_type lang email',
	},
	{
		path: '/odeme/api/link/create',
		with: { link_type: 'flex' },
		fields: 'name price currency max_installment link_type lang',
	},
	{ path: '/odeme/api/link/delete', fields: 'id merchant_id' },
	{ path: '/odeme/durum-sorgu', fields: 'merchant_id merchant_oid' },
	{ path: '/odeme/iade', fields: 'merchant_id merchant_oid return_amount' },
	{ path: '/rapor/islem-dokumu', fields: 'merchant_id start_date end_date' },
	{ path: '/rapor/odeme-dokumu', fields: 'merchant_id start_date end_date' },
	{ path: '/rapor/odeme-detayi', fields: 'merchant_id date' },
	{ path: '/odeme/api/bin-detail', fields: 'bin_number merchant_id' },
	{ path: '/odeme/taksit-oranlari', fields: 'merchant_id request_id' },
	{
		path: '/odeme/api/get-token',
		fields:
			'merchant_id user_ip merchant_oid email payment_amount user_basket no_installment max_installment currency test_mode',
	},
	{
		path: '/odeme/api/get-token',
		with: { payment_type: 'eft' },
		fields: 'merchant_id user_ip merchant_oid email payment_amount payment_type test_mode',
	},
	{ path: '/odeme/capi/list', fields: 'utoken' },
	{ path: '/odeme/capi/delete', fields: 'ctoken utoken' },
	{
		path: '/odeme/platform/transfer',
		fields:
			'merchant_id merchant_oid trans_id submerchant_amount total_amount transfer_name transfer_iban',
	},
	{ path: '/odeme/geri-donen-transfer', fields: 'merchant_id start_date end_date' },
	{ path: '/odeme/hesaptan-gonder', fields: 'merchant_id trans_id' },
];

export type PaytrService = (typeof PAYTR_SERVICES)[number];

export const nameOf = ({ path, with: variant }: PaytrService) =>
	[path, ...Object.values(variant ?? {})].join(' ');

/** base64( HMAC-SHA256( bytes of the values and the salt ) ), computed on bytes instead of text. */
export function paytrSignature(values: string[], key: string, salt: string): string {
	const message = Buffer.concat([...values, salt].map((value) => Buffer.from(value, 'utf8')));
	return createHmac('sha256', Buffer.from(key, 'utf8')).update(message).digest('base64');
}

/** Payfull's message over UTF-8 bytes: keys in byte order, lengths in code points. */
export function payfullSignedText(fields: Array<[string, string]>): string {
	let message = '';
	const inOrder = fields
		.filter(([name]) => name !== 'hash')
		.sort(([a], [b]) => Buffer.compare(Buffer.from(a, 'utf8'), Buffer.from(b, 'utf8')));
	for (const [, value] of inOrder) message += String(Array.from(value).length) + value;
	return message;
}

export function payfullSignature(fields: Array<[string, string]>, password: string): string {
	const mac = createHmac('sha256', Buffer.from(password, 'utf8'));
	return mac.update(Buffer.from(payfullSignedText(fields), 'utf8')).digest('hex');
}

/** The text of a request's body. A one-time body is empty afterwards. */
export function bodyText(body: unknown): string {
	if (typeof body === 'string') return body;
	const { stream } = body as { stream(): Iterable<Buffer> };
	return Buffer.concat([...stream.call(body)]).toString('utf8');
}

/** The fields of a posted form-urlencoded body, in order. */
export function postedFields(posted: unknown): Array<[string, string]> {
	const body = bodyText(posted);
	return body.split('&').map((pair) => {
		const [name, value = ''] = pair
			.split('=')
			.map((part) => decodeURIComponent(part.replaceAll('+', ' ')));
		return [name, value];
	});
}
