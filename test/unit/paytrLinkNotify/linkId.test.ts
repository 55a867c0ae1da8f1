import fc from 'fast-check';

import { linkId, linkIds } from '../../../nodes/PaytrLinkNotify/linkId';

const FIX = 'Use the ID, e.g. NB2Zlz3, or the whole link, e.g. https://www.paytr.com/link/NB2Zlz3.';

describe('one link', () => {
	it.each([
		['the ID', 'NB2Zlz3'],
		['the ID with spaces around it', '  NB2Zlz3\n'],
		['the link', 'https://www.paytr.com/link/NB2Zlz3'],
		['the link with a slash at its end', 'https://www.paytr.com/link/NB2Zlz3/'],
		['the link with a query', 'https://www.paytr.com/link/NB2Zlz3?utm_source=sms'],
		['the link with a slash, a query and a fragment', 'www.paytr.com/link/NB2Zlz3/?a=/b#c'],
		['the link without https', 'paytr.com/link/NB2Zlz3'],
		['the ID with an invisible mark, as chats add it', '\u200eNB2Zlz3\u200b'],
	])('is read from %s', (_what, given) => {
		expect(linkId(given)).toEqual({ ok: true, value: 'NB2Zlz3' });
	});

	it('may be a number, as PayTR calls it in places', () => {
		expect(linkId(12345)).toEqual({ ok: true, value: '12345' });
	});

	it('keeps its upper and lower case, whatever it is made of', () => {
		const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);
		fc.assert(
			fc.property(id, (value) => {
				expect(linkId(value)).toEqual({ ok: true, value });
				expect(linkId(`https://www.paytr.com/link/${value}`)).toEqual({ ok: true, value });
			}),
		);
	});

	it.each([
		['https://www.paytr.com/', 'is not a PayTR link: "https://www.paytr.com/"'],
		['https://www.paytr.com/link/', 'is not a PayTR link: "https://www.paytr.com/link/"'],
		['https://www.paytr.com/link/A/B', 'is not a PayTR link: "https://www.paytr.com/link/A/B"'],
		['ödeme', 'is not a PayTR link: "ödeme"'],
		['NB2 Zlz3', 'is not a PayTR link: "NB2 Zlz3"'],
		['A,B', 'is not a PayTR link: "A,B"'],
		['x'.repeat(65), `is not a PayTR link: "${'x'.repeat(65)}"`],
	])('is not read from %j', (given, message) => {
		expect(linkId(given)).toEqual({ ok: false, error: { message, fix: FIX } });
	});

	it.each([undefined, null, '', '   '])('is asked for where there is none: %j', (given) => {
		expect(linkId(given)).toEqual({
			ok: false,
			error: { message: 'is empty', fix: 'Fill it in for this item.' },
		});
	});

	it('is not a list or an object', () => {
		expect(linkId({ id: 'NB2Zlz3' })).toEqual({
			ok: false,
			error: {
				message: 'holds a list or an object: "{"id":"NB2Zlz3"}"',
				fix: 'Map a single text or number.',
			},
		});
	});
});

describe('several links', () => {
	it.each([
		['commas', 'A1,B2,C3'],
		['commas and spaces', ' A1, B2 , C3 '],
		['semicolons, as Excel exports them', 'A1;B2;C3'],
		['lines', 'A1\nB2\r\nC3\n'],
		['spaces', 'A1 B2\tC3'],
		['whole links among IDs', 'A1, https://www.paytr.com/link/B2 https://www.paytr.com/link/C3/'],
		['repeats and gaps', 'A1,,B2,A1, ,https://www.paytr.com/link/B2,C3,'],
	])('are read from a text with %s, each once and in their order', (_what, given) => {
		expect(linkIds(given)).toEqual({ ok: true, value: ['A1', 'B2', 'C3'] });
	});

	it('are read from a list', () => {
		expect(linkIds(['A1', 'https://www.paytr.com/link/B2', 3])).toEqual({
			ok: true,
			value: ['A1', 'B2', '3'],
		});
	});

	it('differ by upper and lower case', () => {
		expect(linkIds('a1,A1')).toEqual({ ok: true, value: ['a1', 'A1'] });
	});

	it('are refused as a whole for one that is wrong, which is named', () => {
		expect(linkIds('A1, ödeme, C3')).toEqual({
			ok: false,
			error: { message: 'is not a PayTR link: "ödeme"', fix: FIX },
		});
	});

	it.each([[''], [' , ;\n'], [[]]])('are asked for where there are none: %j', (given) => {
		expect(linkIds(given)).toMatchObject({ ok: false, error: { message: 'is empty' } });
	});
});
