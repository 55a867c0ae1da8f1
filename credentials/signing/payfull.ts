import { createHmac } from 'node:crypto';
import type { Form } from './form';

/** Length in Unicode code points, as PHP's mb_strlen counts: an emoji is 1. */
function codePoints(value: string): number {
	let count = 0;
	for (let i = 0; i < value.length; i += value.codePointAt(i)! > 0xffff ? 2 : 1) count++;
	return count;
}

/**
 * The text that Payfull's hash covers: for each parameter but `hash`, in byte order of the names,
 * the value's length and the value. Source: Payfull's "Ödeme İsteği Gönderme", steps of the hash.
 */
export function payfullMessage(form: Form): string {
	return Object.keys(form)
		.filter((name) => name !== 'hash')
		.sort()
		.map((name) => `${codePoints(form[name])}${form[name]}`)
		.join('');
}

/** Payfull's `hash`: lowercase hex of HMAC-SHA256 over the message, keyed by the password. */
export function payfullHash(form: Form, password: string): string {
	return createHmac('sha256', password).update(payfullMessage(form), 'utf8').digest('hex');
}
