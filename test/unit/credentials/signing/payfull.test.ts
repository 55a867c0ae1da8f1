import fc from 'fast-check';

import { payfullHash, payfullMessage } from '../../../../credentials/signing/payfull';
import vectors from '../../../vectors/payfull.json';
import { runs } from '../../runs';
import { payfullSignature, payfullSignedText } from './independent';

/** Names as APIs have them, and some in other letters. */
const name = fc.oneof(
	fc.stringMatching(/^[a-z][a-zA-Z0-9_]{0,20}$/),
	fc.string({
		unit: fc.constantFrom('ş', 'İ', 'ı', 'a', 'Z', '_', '0'),
		minLength: 1,
		maxLength: 6,
	}),
);

const SPECIAL = ['🎉', '👩‍💻', '👍🏽', 'ğ', 'g\u0306', 'İ', '\u{10ffff}', '0', '9', '&', '='];

/** Values of every plane: ASCII, Turkish, combining marks, emoji with joiners and skin tones. */
const value = () =>
	fc.oneof(
		fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
		fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
		fc.string({
			unit: fc.constantFrom(...SPECIAL),
			minLength: 1,
			maxLength: 20,
		}),
	);

/** Made when asked for: 'binary' takes most of a second, which the other tests needn't wait for. */
const fields = () =>
	fc.uniqueArray(fc.tuple(name, value()), { maxLength: 27, selector: ([key]) => key });

const form = (entries: Array<[string, string]>) => Object.fromEntries(entries);

describe.each(vectors)('vector $id ($note)', ({ params, password, canonical, hash }) => {
	const given = form(Object.entries(params).map(([key, text]) => [key, String(text)]));

	it('has the same message', () => expect(payfullMessage(given)).toBe(canonical));

	it('has the same hash', () => expect(payfullHash(given, password)).toBe(hash));
});

describe('payfullMessage', () => {
	it('is what a second formulation over bytes says, for any form', () => {
		fc.assert(
			fc.property(fields(), (entries) => {
				expect(payfullMessage(form(entries))).toBe(payfullSignedText(entries));
			}),
			runs(500),
		);
	});

	it.each([
		['an emoji counts as one', '🎉', '1🎉'],
		['a joined emoji as its code points', '👩‍💻', '3👩‍💻'],
		['a composed letter as one', 'ğ', '1ğ'],
		['a combining mark as one more', 'g\u0306', '2g\u0306'],
		['the last character of the first plane as one', '\uffffa🎉', '3\uffffa🎉'],
		['Turkish letters as one each', 'Şİığ', '4Şİığ'],
		['spaces and line breaks count', ' a\r\n', '4 a\r\n'],
	])('%s', (_, text, message) => expect(payfullMessage({ text })).toBe(message));

	it('is right for each form of a series whose names differ, or come in another order', () => {
		const names = fc.shuffledSubarray(['a', 'b', 'c', 'z', 'hash'], { minLength: 2, maxLength: 3 });
		fc.assert(
			fc.property(fc.array(names, { minLength: 2, maxLength: 6 }), (series) => {
				for (const form of series) {
					const entries = form.map((key, i): [string, string] => [key, `${key}${i}`]);
					expect(payfullMessage(Object.fromEntries(entries))).toBe(payfullSignedText(entries));
				}
			}),
			runs(500),
		);
	});

	it('leaves the hash itself out', () => {
		expect(payfullMessage({ b: 'x', hash: 'f00', a: 'yy' })).toBe('2yy1x');
	});

	it('sorts by bytes, not by a language: capitals first, ç after z', () => {
		expect(payfullMessage({ ç: '1', z: '2', a: '3', Z: '4', _: '5' })).toBe('1415131211');
	});
});

describe('payfullHash', () => {
	it('is the HMAC of the second formulation, whatever the order of the fields', () => {
		const shuffled = fields().chain((entries) =>
			fc.tuple(
				fc.constant(entries),
				fc.shuffledSubarray(entries, { minLength: entries.length, maxLength: entries.length }),
			),
		);
		fc.assert(
			fc.property(shuffled, fc.string({ unit: 'grapheme' }), ([entries, other], password) => {
				const expected = payfullSignature(entries, password);
				expect(payfullHash(form(entries), password)).toBe(expected);
				expect(payfullHash(form(other), password)).toBe(expected);
			}),
			runs(100),
		);
	});

	it('changes with every value, name and password', () => {
		const hashes = [
			payfullHash({ a: '1', b: '2' }, 'p'),
			payfullHash({ a: '2', b: '2' }, 'p'),
			payfullHash({ a: '1', b: '2' }, 'q'),
			payfullHash({ a: '1', b: '2', c: '3' }, 'p'),
			payfullHash({ b: '1', a: '2' }, 'p'),
		];
		expect(new Set(hashes).size).toBe(hashes.length);
	});

	it('is 64 lowercase hexadecimal digits', () => {
		expect(payfullHash({ a: '1' }, 'p')).toMatch(/^[0-9a-f]{64}$/);
	});
});
