import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Fields } from './types';

/*
 * Both providers' signature formulas, written only for the sandbox from the providers' own
 * descriptions. They share no code with the nodes, so they don't share the nodes' mistakes.
 */

/** Compares strings of equal length in constant time. Other lengths differ at once. */
export function sameText(a: string, b: string): boolean {
	const left = Buffer.from(a);
	const right = Buffer.from(b);
	return left.length === right.length && timingSafeEqual(left, right);
}

/** base64(HMAC-SHA256(key = merchant_key, message)), the format of PayTR's signatures. */
export function paytrSignature(message: string, merchantKey: string): string {
	return createHmac('sha256', merchantKey).update(message, 'utf8').digest('base64');
}

/** PayTR's message: the named fields in order, then the salt. A missing field counts as empty. */
export function paytrMessage(names: readonly string[], fields: Fields, merchantSalt: string) {
	return names.map((name) => fields[name] ?? '').join('') + merchantSalt;
}

/** The hash of PayTR's payment notification. Here the salt is the third part. */
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

/**
 * Payfull's message: every parameter except `hash`, in byte order of the keys, as length in code
 * points and value.
 */
export function payfullMessage(params: Fields): string {
	return Object.keys(params)
		.filter((key) => key !== 'hash')
		.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
		.map((key) => `${[...params[key]].length}${params[key]}`)
		.join('');
}

/** Lowercase hex HMAC-SHA256, the format of Payfull's signatures. */
export function payfullSignature(message: string, password: string): string {
	return createHmac('sha256', password).update(message, 'utf8').digest('hex');
}
