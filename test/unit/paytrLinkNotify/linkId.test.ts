import fc from 'fast-check';

import { linkId, linkIds } from '../../../nodes/PaytrLinkNotify/linkId';

const FIX = 'Use the ID, e.g. NB2Zlz3, or the whole link, e.g. https://www.paytr.com/link/NB2Zlz3.';
const SANDBOX = new URL('http://127.0.0.1:4010');

const ok = <T>(value: T) => ({ ok: true, value });
const refused = (message: string, fix: unknown = FIX) => ({ ok: false, error: { message, fix } });

it.each([
	['the ID', 'NB2Zlz3'],
	['the ID with spaces around it', '  NB2Zlz3\n'],
	['the link', 'https://www.paytr.com/link/NB2Zlz3'],
	['the link with a slash at its end', 'https://www.paytr.com/link/NB2Zlz3/'],
	['the link with a query', 'https://www.paytr.com/link/NB2Zlz3?utm_source=sms,mail'],
	['the link with a slash, a query and a fragment', 'www.paytr.com/link/NB2Zlz3/?a=/b#c'],
	['the link without https', 'paytr.com/link/NB2Zlz3'],
	['the link in capitals but for its ID', 'HTTPS://WWW.PAYTR.COM/link/NB2Zlz3'],
	['the ID with an invisible mark, as chats add it', '\u200eNB2Zlz3\u200b'],
	['a link of the sandbox', 'http://127.0.0.1:4010/link/NB2Zlz3'],
	['a link of the sandbox by its other name', 'http://localhost:4010/link/NB2Zlz3'],
])('reads a link from %s', (_what, given) => {
	expect(linkId(SANDBOX)(given)).toEqual(ok('NB2Zlz3'));
});

it('an ID may be a number, and keeps its case', () => {
	expect(linkId()(12345)).toEqual(ok('12345'));
	fc.assert(
		fc.property(fc.stringMatching(/^[A-Za-z1-9][A-Za-z0-9_-]{4,63}$/), (id) => {
			fc.pre(!/^(undefined|false)$/i.test(id));
			expect(linkId()(id)).toEqual(ok(id));
			expect(linkId()(`https://www.paytr.com/link/${id}`)).toEqual(ok(id));
		}),
	);
});

it.each([
	...['https://www.paytr.com/', 'https://www.paytr.com/link/', 'https://www.paytr.com/link/A/B'],
	...['https://www.paytr.com/odeme/link/A', 'https://www.paytr.com/link/A%2CB', '/link/A', 'ödeme'],
	...['https://me@www.paytr.com/link/A', 'ftp://www.paytr.com/link/A', 'x'.repeat(65), '-', '--'],
	...['0', '000', 'yok', 'YOK', 'None', 'null', 'NaN', 'undefined', '_', '-5'],
	...['https://www.paytr.com/link/A,https', 'https://www.paytr.com:x/link/A'],
])('rejects a value without a link: %s', (given) => {
	expect(linkId(SANDBOX)(given)).toEqual(refused(`is not a PayTR link: "${given}"`));
});

it.each([
	['https://example.com/link/A1', 'example.com'],
	['https://paytr.com.example.com/link/A1', 'paytr.com.example.com'],
	['https://www.paytr.com@example.com/link/A1', undefined],
	['https://www.paуtr.com/link/A1', 'www.xn--patr-w6d.com'],
	['https://example.com\\@www.paytr.com/link/A1', undefined],
	['http://127.0.0.1:4011/link/A1', '127.0.0.1:4011'],
	['https://www.paytr.com:4010/link/A1', 'www.paytr.com:4010'],
])('rejects a link of another site: %s', (given, host) => {
	const why = host ? `is a link of ${host}, not of PayTR` : 'is not a PayTR link';
	expect(linkId(SANDBOX)(given)).toEqual(refused(`${why}: "${given}"`));
});

it.each([
	'NB2 Zlz3',
	'A1,B2',
	'Link: https://www.paytr.com/link/A1',
	'https://www.paytr.com/link/A1 https://www.paytr.com/link/B2',
	'https://www.paytr.com/link/A1,https://www.paytr.com/link/B2',
	'https://www.paytr.com/link/A1?next=https://www.paytr.com/link/B2',
])('rejects more than one link: %s', (given) => {
	expect(linkId()(given)).toEqual(refused(`is not one PayTR link alone: "${given}"`));
});

it.each([undefined, null, '', '   '])('asks for a link if the value is empty: %j', (given) => {
	expect(linkId()(given)).toMatchObject({ error: { message: 'is empty' } });
});

it.each([
	['commas', 'A1,B2,C3'],
	['commas and spaces', ' A1, B2 , C3 '],
	['semicolons, as Excel exports them', 'A1;B2;C3'],
	['lines', 'A1\nB2\r\nC3\n'],
	['spaces', 'A1 B2\tC3'],
	['whole links among IDs', 'A1, https://www.paytr.com/link/B2 https://www.paytr.com/link/C3/'],
	['repeats and gaps', 'A1,,B2,A1, ,https://www.paytr.com/link/B2,C3,'],
	['a list', ['A1', 'https://www.paytr.com/link/B2', 'C3']],
])('reads several links from %s, each once and in order', (_what, given) => {
	expect(linkIds()(given)).toEqual(ok(['A1', 'B2', 'C3']));
});

it.each([
	['a1,A1', ok(['a1', 'A1'])],
	['A1, ödeme, C3', refused('is not a PayTR link: "ödeme"')],
	['A1, yok', refused('is not a PayTR link: "yok"')],
	[
		'A1 https://example.com/link/B2',
		refused('is a link of example.com, not of PayTR: "https://example.com/link/B2"'),
	],
	['', refused('is empty')],
	[' , ;\n', refused('is empty')],
	[[], refused('is empty')],
	[{ id: 'A1' }, refused('holds an object: "{"id":"A1"}"')],
	['A'.repeat(100_001), refused('has 100001 characters', expect.stringContaining('at most'))],
])('reads or rejects several links: %j', (given, expected) => {
	expect(linkIds()(given)).toEqual(expected);
});

it('reads thousands of links at once', () => {
	const ids = Array.from({ length: 10_000 }, (_, i) => `L${i}`);
	expect(linkIds()(ids.join(','))).toEqual(ok(ids));
});
