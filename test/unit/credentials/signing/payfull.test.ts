import fc from 'fast-check';

import { payfullHash, payfullMessage } from '../../../../credentials/signing/payfull';
import vectors from '../../../vectors/payfull.json';
import { runs } from '../../runs';
import { payfullSignature, payfullSignedText } from './independent';

/** Field names: names from real APIs, and names with other letters. */
const name = fc.oneof(
	fc.stringMatching(/^[a-z][a-zA-Z0-9_]{0,20}$/),
	fc.string({
		unit: fc.constantFrom('ş', 'İ', 'ı', 'a', 'Z', '_', '0'),
		minLength: 1,
		maxLength: 6,
	}),
);

const SPECIAL = ['🎉', '👩‍💻', '👍🏽', 'ğ', 'g\u0306', 'İ', '\u{10ffff}', '0', '9', '&', '='];

/**
 * Values from all Unicode planes: ASCII, Turkish, combining marks, emoji with joiners and skin
 * tones.
 */
const value = () =>
	fc.oneof(
		fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
		fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
		fc.string({ unit: fc.constantFrom(...SPECIAL), minLength: 1, maxLength: 20 }),
	);

/** Lazy, because 'binary' takes most of a second, and the other tests don't need it. */
const fields = () =>
	fc.uniqueArray(fc.tuple(name, value()), { maxLength: 27, selector: ([key]) => key });

const form = (entries: Array<[string, string]>) => Object.fromEntries(entries);

// This test must run first, because the names of the previous form are cached.
it('has an empty message for a form without fields', () => expect(payfullMessage({})).toBe(''));

it.each(vectors)(
	'has the message and the hash of the vector $id ($note)',
	({ params, password, canonical, hash }) => {
		const given = form(Object.entries(params).map(([key, text]) => [key, String(text)]));

		expect(payfullMessage(given)).toBe(canonical);
		expect(payfullHash(given, password)).toBe(hash);
	},
);

describe('payfullMessage', () => {
	it.each([
		['counts an emoji as one', { text: '🎉' }, '1🎉'],
		['counts a joined emoji as its code points', { text: '👩‍💻' }, '3👩‍💻'],
		['counts a composed letter as one', { text: 'ğ' }, '1ğ'],
		['counts a combining mark as one more', { text: 'g\u0306' }, '2g\u0306'],
		['counts what ends the first plane as one', { text: '\uffffa🎉' }, '3\uffffa🎉'],
		['counts Turkish letters as one each', { text: 'Şİığ' }, '4Şİığ'],
		['counts spaces and line breaks', { text: ' a\r\n' }, '4 a\r\n'],
		['leaves the hash itself out', { b: 'x', hash: 'f00', a: 'yy' }, '2yy1x'],
		['sorts by bytes: capitals first, ç last', { ç: '1', z: '2', Z: '4', _: '5' }, '14151211'],
	])('%s', (_, fields, message) => expect(payfullMessage(fields)).toBe(message));

	it('is correct for a series of forms with different names or orders', () => {
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
});

describe('payfullHash', () => {
	it('is the HMAC of the independent implementation, for any order of fields', () => {
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
			runs(500),
		);
	});
});
