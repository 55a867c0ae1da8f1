import { createHash, createHmac } from 'node:crypto';
import { without } from '../fields';
import { payfullMessage, payfullSignature, sameText } from '../signatures';
import type { Fields } from '../types';

type Entry = [key: string, value: string];

const LENGTHS: Array<[string, (value: string) => number]> = [
	['lengths in code points', (value) => [...value].length],
	['lengths in UTF-16 units (JavaScript .length)', (value) => value.length],
	['lengths in bytes (strlen)', (value) => Buffer.byteLength(value)],
];

const ORDERS: Array<[string, (entries: Entry[]) => Entry[]]> = [
	['keys in byte order', (entries) => [...entries].sort(([a], [b]) => (a < b ? -1 : 1))],
	['keys unsorted, as received', (entries) => entries],
	[
		'keys sorted by localeCompare',
		(entries) => [...entries].sort(([a], [b]) => a.localeCompare(b, 'tr')),
	],
];

const VALUES: Array<[string, (value: string) => string]> = [
	['', (value) => value],
	[', values percent-encoded before signing', (value) => encodeURIComponent(value)],
	[', values trimmed after the request was built', (value) => value.trim()],
];

/**
 * Finds the mistake behind a wrong hash. An HMAC can't be inverted, so this function tries common
 * mistakes. If a mistake produces exactly this hash, its message was signed.
 */
export function explainHash(
	hash: string,
	params: Fields,
	password: string,
): { expectedMessage: string; receivedMessage?: string; note: string } {
	const expectedMessage = payfullMessage(params);
	const found = (receivedMessage: string, note: string) => ({
		expectedMessage,
		receivedMessage,
		note,
	});
	if (
		hash !== hash.toLowerCase() &&
		sameText(hash.toLowerCase(), payfullSignature(expectedMessage, password))
	) {
		return found(expectedMessage, 'the hash is right but not in lowercase');
	}
	const entries = Object.entries(params).filter(([key]) => key !== 'hash');
	const attempts: Array<[string, string]> = [];
	for (const [order, sorted] of ORDERS) {
		for (const [lengths, length] of LENGTHS) {
			for (const [values, encode] of VALUES) {
				const message = sorted(entries)
					.map(([, value]) => `${length(encode(value))}${encode(value)}`)
					.join('');
				attempts.push([`${order}, ${lengths}${values}`, message]);
			}
		}
		attempts.push([
			`${order}, no lengths`,
			sorted(entries)
				.map(([, value]) => value)
				.join(''),
		]);
	}
	for (const [name] of entries) {
		attempts.push([`${name} was left out`, payfullMessage(without(params, name))]);
	}
	for (const [slip, message] of attempts) {
		if (sameText(hash, payfullSignature(message, password))) return found(message, slip);
	}
	const sha1 = createHmac('sha1', password).update(expectedMessage).digest('hex');
	if (sameText(hash, sha1)) return found(expectedMessage, 'SHA-1 was used, not SHA-256');
	const base64 = createHmac('sha256', password).update(expectedMessage).digest('base64');
	if (sameText(hash, base64)) return found(expectedMessage, 'the digest is base64, not hex');
	const plain = createHash('sha256')
		.update(expectedMessage + password)
		.digest('hex');
	if (sameText(hash, plain)) return found(expectedMessage, 'plain SHA-256 was used, not HMAC');
	return {
		expectedMessage,
		note:
			'no usual slip gives this hash: the password is wrong, or the parameters changed after ' +
			'signing',
	};
}
