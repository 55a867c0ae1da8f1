import { UnsignableRequest } from './refusal';

/*
 * PayTR's message is the signed fields joined without separators, so what one service signs may be read
 * as what another signs. The formats of the fields keep most apart; here is what they can't. Left are
 * those that PayTR's own rule makes equal, and the README names them.
 */

/** From currency to language: in the middle of every message of create, where its name is free text. */
const CREATED_LINK = /(?:TL|EUR|USD|GBP|RUB)(?:1[0-2]?|[2-9])(?:product|collection|flex)(?:tr|en)/g;

/** The end of a platform transfer, whose holder's name is free text. */
const IBAN = /TR\d{24}$/;

/** Whether a message has the marks of its own service and of no other. */
function isOwn(service: string, message: string, merchantId: string, first: string): boolean {
	const links = message.match(CREATED_LINK)?.length ?? 0;
	if (links !== (service === '/odeme/api/link/create' ? 1 : 0)) return false;
	if (IBAN.test(message) !== (service === '/odeme/platform/transfer')) return false;
	if (first === 'id') {
		// An SMS ends with the merchant's ID and a phone; a list of links must not.
		const phoneAt = message.length - 11;
		const asSms = message.endsWith(merchantId, phoneAt) && /05\d{9}$/.test(message);
		if (asSms !== (service === '/odeme/api/link/send-sms')) return false;
	}
	if (service.startsWith('/odeme/capi/')) return !message.includes(merchantId);
	return first === 'merchant_id' || first === 'name' || !message.startsWith(merchantId);
}

/**
 * Refuses values that join to what PayTR could read as a message of another service.
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
