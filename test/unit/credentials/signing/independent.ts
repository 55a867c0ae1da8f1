import { createHmac } from 'node:crypto';

import { credentials } from '../../../vectors/paytr.json';

/**
 * The providers' signatures, written a second time from their documents, so that the project's own
 * code is never measured by itself.
 */

/** The merchant of the PayTR vectors. */
export const MERCHANT = {
	id: credentials.merchant_id,
	key: credentials.merchant_key,
	salt: credentials.merchant_salt,
};

/** Signed fields of each PayTR service and link type, from PayTR's developer pages. */
export const PAYTR_SERVICES: Array<{ path: string; linkType?: string; fields: string }> = [
	{ path: '/odeme/api/link/send-sms', fields: 'id merchant_id cell_phone' },
	{ path: '/odeme/api/link/send-email', fields: 'id merchant_id email' },
	{
		path: '/odeme/api/link/create',
		linkType: 'product',
		fields: 'name price currency max_installment link_type lang min_count',
	},
	{
		path: '/odeme/api/link/create',
		linkType: 'collection',
		fields: 'name price currency max_installment link_type lang email',
	},
	{
		path: '/odeme/api/link/create',
		linkType: 'flex',
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
];

/** base64( HMAC-SHA256( bytes of the values and the salt ) ), over bytes instead of text. */
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

/** The fields of a posted form-urlencoded body, in the order in which they stand there. */
export function postedFields(body: unknown): Array<[string, string]> {
	if (typeof body !== 'string') throw new TypeError('The posted body is not a text');
	return body.split('&').map((pair) => {
		const [name, value = ''] = pair
			.split('=')
			.map((part) => decodeURIComponent(part.replaceAll('+', ' ')));
		return [name, value];
	});
}
