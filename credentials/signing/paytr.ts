import { createHmac, timingSafeEqual } from 'node:crypto';
import { UnsignableRequest, type Form } from './form';

/**
 * Every signed PayTR service: its path, and the fields that its token covers, in this order, before
 * the merchant salt. Source: PayTR's developer pages and official samples.
 */
export const SERVICES: Readonly<Record<string, readonly string[]>> = {
	'/odeme/api/link/send-sms': ['id', 'merchant_id', 'cell_phone'],
	'/odeme/api/link/send-email': ['id', 'merchant_id', 'email'],
	'/odeme/api/link/create': ['name', 'price', 'currency', 'max_installment', 'link_type', 'lang'],
	'/odeme/api/link/delete': ['id', 'merchant_id'],
	'/odeme/durum-sorgu': ['merchant_id', 'merchant_oid'],
	'/odeme/iade': ['merchant_id', 'merchant_oid', 'return_amount'],
	'/rapor/islem-dokumu': ['merchant_id', 'start_date', 'end_date'],
	'/rapor/odeme-dokumu': ['merchant_id', 'start_date', 'end_date'],
	'/rapor/odeme-detayi': ['merchant_id', 'date'],
	'/odeme/api/bin-detail': ['bin_number', 'merchant_id'],
	'/odeme/taksit-oranlari': ['merchant_id', 'request_id'],
};

/** The create service signs one more field for two of its link types. */
const SIGNED_BY_LINK_TYPE: Readonly<Record<string, readonly string[]>> = {
	product: ['min_count'],
	collection: ['email'],
	flex: [],
};

function signedFields(path: string, form: Form): readonly string[] {
	const fields = SERVICES[path];
	if (!fields) {
		throw new UnsignableRequest(
			`PayTR has no signed service at "${path}"`,
			`The known ones are ${Object.keys(SERVICES).join(', ')}.`,
		);
	}
	if (path !== '/odeme/api/link/create') return fields;
	const { link_type: linkType = '' } = form;
	if (!Object.hasOwn(SIGNED_BY_LINK_TYPE, linkType)) {
		throw new UnsignableRequest(
			`'link_type' is not one of product, collection, flex: "${linkType}"`,
			'Set the field link_type of the link to create.',
		);
	}
	return [...fields, ...SIGNED_BY_LINK_TYPE[linkType]];
}

function hmac(message: string, merchantKey: string): Buffer {
	return createHmac('sha256', merchantKey).update(message, 'utf8').digest();
}

/**
 * The `paytr_token` of a form: base64 of HMAC-SHA256 over the service's fields and the salt.
 * @param path the service's path on PayTR's host, e.g. /odeme/api/link/send-sms
 * @throws UnsignableRequest for an unknown path or when a signed field is missing
 */
export function paytrToken(path: string, form: Form, merchantKey: string, merchantSalt: string) {
	const fields = signedFields(path, form);
	const missing = fields.filter((name) => !Object.hasOwn(form, name));
	if (missing.length) {
		throw new UnsignableRequest(
			missing.length === 1
				? `The signed field '${missing[0]}' is missing`
				: `The signed fields '${missing.join("', '")}' are missing`,
			`PayTR's token for ${path} covers ${fields.join(', ')}: send them all.`,
		);
	}
	const message = fields.map((name) => form[name]).join('') + merchantSalt;
	return hmac(message, merchantKey).toString('base64');
}

/** The fields of a payment notice that its hash covers. */
export interface SignedNotice {
	callback_id: string;
	merchant_oid: string;
	status: string;
	total_amount: string;
}

/**
 * Whether PayTR signed this notice of a paid link, compared in constant time. Here the salt stands
 * third, and callback_id is part of the message (PayTR's link callback page).
 */
export function isPaytrNotice(
	notice: SignedNotice,
	hash: string,
	merchantKey: string,
	merchantSalt: string,
): boolean {
	const { callback_id, merchant_oid, status, total_amount } = notice;
	const message = callback_id + merchant_oid + merchantSalt + status + total_amount;
	const expected = hmac(hmac(message, merchantKey).toString('base64'), merchantKey);
	// Hashing both sides once more makes them equally long, which timingSafeEqual needs.
	return timingSafeEqual(expected, hmac(hash, merchantKey));
}
