/* eslint-disable @n8n/community-nodes/no-hardcoded-secrets -- test, never packed */
import fc from 'fast-check';

import { providerWords } from '../../../nodes/shared/providerWords';
import { runs } from '../runs';

const TOKEN = '4iNEdfZA+0R3LAVvtM5AZ8+AQo+AGCMx+UlyXIgdm7Q=';
const SLASHED = 'A5AVH9RDPBcjRkZm/OG28Bo2hZ1BKXtci9/sI8tXNrQ=';
const HASH = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

describe('providerWords', () => {
	it.each<[unknown, string]>([
		['Geçersiz İstek', 'Geçersiz İstek'],
		['  two\r\n lines\tand\u0000more\u2028end ', 'two lines and more end'],
		['a\u200bb\u202ec', 'abc'],
		[12, '12'],
		[false, 'false'],
		[null, ''],
		[undefined, ''],
		[[], ''],
		[['id', 'price', 3], 'id, price, 3'],
		[{ id: 'x' }, '{"id":"x"}'],
		[{ toString: 1, toJSON: 2 }, '{"toString":1,"toJSON":2}'],
		[[{ valueOf: 1 }], '[{"valueOf":1}]'],
	])('shows %j as %j', (value, shown) => expect(providerWords(value)).toBe(shown));

	it.each([
		`paytr_token=${TOKEN}`,
		`paytr_token=${TOKEN.slice(0, -1)}`,
		`id=1&paytr_token=${encodeURIComponent(TOKEN)}&x=1`,
		`x ${encodeURIComponent(SLASHED).toLowerCase()} y`,
		`{"paytr_token":"${SLASHED.replaceAll('/', '\\/')}"}`,
		`"${TOKEN.replaceAll('+', '\\u002B')}"`,
		`<b>${TOKEN.replaceAll('+', '&#43;')}</b>`,
		`hash: ${HASH}`,
		`hash: ${HASH.toUpperCase()}`,
		[{ got: SLASHED }],
		{ got: `{"t":"${SLASHED.replaceAll('/', '\\/')}"}` },
		TOKEN.split('').join('\u200b'),
	])('masks the signature in %j', (words) => {
		const shown = providerWords(words);
		expect(shown).toContain('[hidden]');
		for (const part of `${TOKEN}${SLASHED}`.match(/[A-Za-z0-9]{8,}/g)!) {
			expect(shown).not.toContain(part);
		}
		expect(shown.toLowerCase()).not.toContain(HASH.slice(0, 8));
	});

	it.each([
		'k$y.(a)[b]*+?^|\\-',
		'Pass word  two',
		'Şifre&Co="x"',
		'a/b/c',
		"it's-1",
		'1',
		'\ud800x',
	])('masks the secret %j in any encoding', (secret) => {
		const shown = (words: unknown) => providerWords(words, ['', secret]);
		expect(shown(`<${secret}>`)).toBe('<[hidden]>');
		expect(shown([secret, '-'])).toBe('[hidden], -');
		expect(shown({ echo: `<${secret}>` })).toBe('{"echo":"<[hidden]>"}');
		expect(shown(`<${encodeURIComponent(secret.replace('\ud800', ''))}>`)).toBe('<[hidden]>');
		expect(shown(String(new URLSearchParams({ y: secret })))).toBe('y=[hidden]');
	});

	it.each([
		['abcdef abc', ['abc', 'abcdef']],
		['a%20%20b a b', [' a  b\n']],
	])('masks each whole secret in %j', (words, secrets) => {
		expect(providerWords(words, secrets)).toBe('[hidden] [hidden]');
	});

	it('shortens to 300 characters after masking, and never within a character', () => {
		expect(providerWords(`${'x '.repeat(149)}xx`)).toBe(`${'x '.repeat(149)}xx`);
		expect(providerWords('x '.repeat(400))).toBe(`${'x '.repeat(150).slice(0, 299)}…`);
		expect(providerWords(`${'x '.repeat(145)}secret`, ['secret'])).toMatch(/x \[hidden\]$/);
		expect(providerWords(`😀 ${'x '.repeat(147)}y😀 z`)).toBe(`😀 ${'x '.repeat(147)}y…`);
	});

	it('is one line of at most 300 characters without the secret, for any JSON', () => {
		fc.assert(
			fc.property(fc.jsonValue(), fc.string({ minLength: 6 }), (value, secret) => {
				fc.pre(secret.trim().length > 5 && !'[hidden]'.includes(secret.trim()));
				const shown = providerWords([value, secret, { [secret]: value }], [secret]);
				expect(shown.length).toBeLessThanOrEqual(300);
				expect(shown).not.toMatch(/[\n\r\u2028]/);
				expect(shown).not.toContain(secret);
			}),
			runs(100),
		);
	});

	it('shows nothing of values that are nested too deeply', () => {
		let deep: unknown = 1;
		for (let i = 0; i < 100_000; i++) deep = { deep };
		expect(providerWords(deep)).toBe('');
	});

	it.each(['%2', 'a', '\\\\', '&#x4', ' ', '\u200b', 'a '.repeat(21), 'a'.repeat(42) + '.', '="'])(
		'reads 100,000 characters of %j about as fast as plain text',
		(piece) => {
			const time = (text: string) => {
				const begun = performance.now();
				for (let i = 0; i < 3; i++) providerWords(text, ['TestKey1234567AB']);
				return performance.now() - begun;
			};
			const plain = 'Gecersiz istek veya magaza. '.repeat(4_000).slice(0, 100_000);
			time(plain);
			const worst = piece.repeat(100_000 / piece.length);
			expect(time(worst)).toBeLessThan(40 * Math.max(5, time(plain)));
		},
	);
});
