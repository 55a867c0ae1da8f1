import { UnsignableRequest } from './refusal';

/*
 * PayTR's message joins the signed fields without separators, so the messages of two services can
 * be equal. The formats of the fields exclude most of these cases, and this file excludes the rest.
 * A few cases remain, because PayTR's own rule makes the messages equal. The README lists them.
 */

/**
 * The part from currency to language in every message of the create service. A name is free text,
 * so it can contain the same text.
 */
const CREATED_LINK = /(?:TL|EUR|USD|GBP|RUB)(?:1[0-2]?|[2-9])(?:product|collection|flex)(?:tr|en)/g;

/** The end of a platform transfer's message. The account holder's name before it is free text. */
const IBAN = /TR\d{24}$/;

/** Whether a message has the marks of its own service and of no other service. */
function isOwn(service: string, message: string, merchantId: string, first: string): boolean {
	const links = message.match(CREATED_LINK)?.length ?? 0;
	if (links !== (service === '/odeme/api/link/create' ? 1 : 0)) return false;
	if (IBAN.test(message) !== (service === '/odeme/platform/transfer')) return false;
	if (first === 'id') {
		// An SMS message ends with the merchant's ID and a phone number. A list of links must not end
		// in the same way.
		const phoneAt = message.length - 11;
		const asSms = message.endsWith(merchantId, phoneAt) && /05\d{9}$/.test(message);
		if (asSms !== (service === '/odeme/api/link/send-sms')) return false;
	}
	if (service.startsWith('/odeme/capi/')) return !message.includes(merchantId);
	return first === 'merchant_id' || first === 'name' || !message.startsWith(merchantId);
}

/**
 * Rejects values whose joined message PayTR could read as the message of another service.
 * @param message the signed fields, joined, without the salt
 */
export function requireOwnMessage(
	service: string,
	message: string,
	merchantId: string,
	fields: readonly string[],
): void {
	if (isOwn(service, message, merchantId, fields[0])) return;
	throw new UnsignableRequest(
		`The fields '${fields.join("', '")}' together read like those of another PayTR service`,
		"PayTR's signature joins the values without separators, so these could be confused and are not signed: change one of them.",
	);
}
