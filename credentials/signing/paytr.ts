import { createHmac, timingSafeEqual } from 'node:crypto';
import { requireOwnMessage } from './disjoint';
import type { Form } from './form';
import { FORMATS } from './formats';
import { shown, UnsignableRequest } from './refusal';
import { serviceAt, type SignedFields } from './services';

function hmac(message: string, merchantKey: string): Buffer {
	return createHmac('sha256', merchantKey).update(message).digest();
}

/** @throws UnsignableRequest if a signed field is missing or has the wrong format */
function requireFields(service: string, fields: SignedFields, form: Form): void {
	const names = Object.keys(fields);
	const missing = names.filter((name) => !Object.hasOwn(form, name));
	if (missing.length) {
		throw new UnsignableRequest(
			missing.length === 1
				? `The signed field '${missing[0]}' is missing`
				: `The signed fields '${missing.join("', '")}' are missing`,
			`PayTR's token for ${service} covers ${names.join(', ')}: send them all.`,
		);
	}
	const wrong = names.find((name) => !fields[name].pattern.test(form[name]));
	if (wrong !== undefined) {
		throw new UnsignableRequest(
			`'${wrong}' is not ${fields[wrong].is}: ${shown(form[wrong])}`,
			`PayTR's token for ${service} covers '${wrong}', so only a value of that form is signed.`,
		);
	}
}

/**
 * The `paytr_token` of a form: base64 of HMAC-SHA256 over the service's fields and the salt.
 * @param path the service's path on PayTR's host, e.g. /odeme/api/link/send-sms
 * @throws UnsignableRequest for an unknown path, for a missing or malformed signed field, and if
 * the joined fields equal the message of another service
 */
export function paytrToken(path: string, form: Form, merchantKey: string, merchantSalt: string) {
	const { service, fields } = serviceAt(path, form);
	requireFields(service, fields, form);
	// The stored-card services post merchant_id without signing it.
	requireFields(service, { merchant_id: FORMATS.merchantId }, form);
	const names = Object.keys(fields);
	const message = names.map((name) => form[name]).join('');
	requireOwnMessage(service, message, form.merchant_id, names);
	return hmac(message + merchantSalt, merchantKey).toString('base64');
}

/** The fields of a payment notification that its hash covers. */
export interface SignedNotice {
	callback_id: string;
	merchant_oid: string;
	status: string;
	total_amount: string;
}

/**
 * Whether PayTR signed this payment notification. Compares in constant time. Here the salt is the
 * third part, and callback_id is part of the message (PayTR's link callback page).
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
	// timingSafeEqual needs equal lengths, so both sides are hashed once more.
	return timingSafeEqual(expected, hmac(hash, merchantKey));
}
