import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { Form } from './form';

const SURROGATE = /[\uD800-\uDFFF]/;

/** The length in Unicode code points, like PHP's mb_strlen: an emoji is 1. */
function codePoints(value: string): number {
	let count = 0;
	for (let i = 0; i < value.length; i += value.codePointAt(i)! > 0xffff ? 2 : 1) count++;
	return count;
}

/** The names of the last form, and the order of its signed names by bytes. */
let last: { names: string[]; order: number[] } = { names: [], order: [] };

/**
 * All forms of a batch have the same names, so the names are sorted only once. Sorting is the most
 * expensive step.
 */
function signedOrder(names: string[]): number[] {
	let same = names.length === last.names.length;
	for (let i = 0; same && i < names.length; i++) same = names[i] === last.names[i];
	if (!same) {
		const order = names.map((_, i) => i).filter((i) => names[i] !== 'hash');
		last = { names, order: order.sort((a, b) => (names[a] < names[b] ? -1 : 1)) };
	}
	return last.order;
}

/**
 * The text that Payfull's hash covers. For each parameter except `hash`, in byte order of the
 * names, it contains the value's length and the value. Source: Payfull's "Ödeme İsteği Gönderme",
 * steps of the hash.
 */
export function payfullMessage(form: Form): string {
	const values = Object.values(form);
	const order = signedOrder(Object.keys(form));
	let message = '';
	for (const i of order) message += `${values[i].length}${values[i]}`;
	// Without surrogates, the number of code points is the string's length.
	if (!SURROGATE.test(message)) return message;
	return order.map((i) => `${codePoints(values[i])}${values[i]}`).join('');
}

/**
 * The key of the last password. A batch has only one password, and creating the key takes a seventh
 * of the time of a signature.
 */
let lastKey: { password: string; key: KeyObject } | undefined;

function keyOf(password: string): KeyObject {
	if (lastKey?.password !== password) {
		lastKey = { password, key: createSecretKey(password, 'utf8') };
	}
	return lastKey.key;
}

/** Payfull's `hash`: lowercase hex of HMAC-SHA256 over the message, with the password as key. */
export function payfullHash(form: Form, password: string): string {
	return createHmac('sha256', keyOf(password)).update(payfullMessage(form), 'utf8').digest('hex');
}
