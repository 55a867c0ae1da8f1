import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Fields } from './types';

/*
 * Both providers' formulas, written for the sandbox alone from the providers' own description: it
 * shares no code with the nodes, so a mistake there can't be agreed with here.
 */

/** The same secret strings compare equal in constant time; other lengths differ at once. */
export function sameText(a: string, b: string): boolean {
	const left = Buffer.from(a);
	const right = Buffer.from(b);
	return left.length === right.length && timingSafeEqual(left, right);
}

/** base64(HMAC-SHA256(key = merchant_key, message)), PayTR's form of a signature. */
export function paytrSignature(message: string, merchantKey: string): string {
	return createHmac('sha256', merchantKey).update(message, 'utf8').digest('base64');
}

/** PayTR: the named fields in their order (a missing one counts as empty), then the salt. */
export function paytrMessage(names: readonly string[], fields: Fields, merchantSalt: string) {
	return names.map((name) => fields[name] ?? '').join('') + merchantSalt;
}

/** PayTR's notice to a callback_link: here the salt stands third. */
export function paytrCallbackHash(
	notice: { callback_id: string; merchant_oid: string; status: string; total_amount: string },
	{ merchantKey, merchantSalt }: { merchantKey: string; merchantSalt: string },
): string {
	const { callback_id, merchant_oid, status, total_amount } = notice;
	return paytrSignature(
		callback_id + merchant_oid + merchantSalt + status + total_amount,
		merchantKey,
	);
}

/** Payfull: every parameter but `hash`, by key in byte order, as length in code points and value. */
export function payfullMessage(params: Fields): string {
	return Object.keys(params)
		.filter((key) => key !== 'hash')
		.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
		.map((key) => `${[...params[key]].length}${params[key]}`)
		.join('');
}

/** Lowercase hex HMAC-SHA256, Payfull's form of a signature. */
export function payfullSignature(message: string, password: string): string {
	return createHmac('sha256', password).update(message, 'utf8').digest('hex');
}
