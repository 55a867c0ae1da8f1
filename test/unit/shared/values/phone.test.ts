import fc from 'fast-check';

import { internationalPhone, turkishMobile } from '../../../../nodes/shared/values/phone';
import { problemOf, valueOf } from '../../parsed';

/** Ways in which people and address books write 0532 123 45 67. */
const WRITTEN: unknown[] = [
	'05321234567',
	'5321234567',
	'905321234567',
	'+905321234567',
	'00905321234567',
	'0532 123 45 67',
	'532 123 45 67',
	'+90 532 123 45 67',
	'90 532 123 45 67',
	'0090 532 123 45 67',
	'0532-123-45-67',
	'0532.123.45.67',
	'0532/123 45 67',
	'(0532) 123 45 67',
	'0 (532) 123 45 67',
	'+90 (532) 123-45-67',
	'+90(532)1234567',
	'+90 (0) 532 123 45 67',
	'+90 0532 123 45 67',
	'+90-0532-123-45-67',
	'0090 0532 1234567',
	'[0532] 1234567',
	'  05321234567\n',
	'0532\u00a0123\u00a045\u00a067', // no-break spaces, from a web page
	'0532\u202f123\u202f45\u202f67', // narrow no-break spaces
	'\u200e+90 532 123 45 67\u200e', // left-to-right marks, from a phone's contacts
	'\u202a+905321234567\u202c', // an embedding, from WhatsApp
	'\u200b0532\u200b1234567', // zero-width spaces
	'\ufeff05321234567', // a byte order mark, from a CSV file
	'0532\u2013123\u201345\u201367', // en dashes
	'0532\u2014123\u20144567', // em dashes
	'0532\u2011123\u20114567', // no-break hyphens
	'0532\u00ad123\u00ad4567', // soft hyphens
	'0532\t1234567',
	5321234567,
	905321234567,
	'5321234567 ',
];

/** What must never be read as a mobile number. */
const WRONG: unknown[] = [
	'0532123456', // a digit short
	'053212345678', // a digit long
	'04321234567', // no mobile prefix
	'02121234567', // a land line
	'1234567890',
	'+1 532 123 4567', // another country
	'+49 1512 3456789',
	'0049 532 1234567',
	'+9 532 123 45 67',
	'+900532',
	'++905321234567',
	'5.32123E+09', // a spreadsheet's rounding
	'9,05321E+11',
	'5.321234567E9',
	5.321234567e20,
	'0532 123 45 6O', // the letter O
	'0532 123 45 67 x12',
	'05321234567, 05337654321',
	'05321234567;05337654321',
	'tel:05321234567x',
	'N/A',
	'#N/A',
	true,
];

describe('turkishMobile', () => {
	it.each(WRITTEN.map((written) => [written]))('reads %j', (written) => {
		expect(valueOf(turkishMobile(written))).toBe('05321234567');
	});

	it.each(WRONG.map((written) => [written]))('refuses %j', (written) => {
		const { message, fix } = problemOf(turkishMobile(written));
		expect(message).toMatch(/^is not a Turkish mobile number: "/);
		expect(fix).toContain('0532 123 45 67');
	});

	it.each([[''], ['   '], [null], [undefined]])('calls %j empty', (written) => {
		expect(problemOf(turkishMobile(written)).message).toBe('is empty');
	});

	it.each([[-5321234567], [532.1234567], [-905321234567]])('refuses the number %j', (written) => {
		expect(turkishMobile(written).ok).toBe(false);
		expect(internationalPhone(written).ok).toBe(false);
	});

	it.each([[{ phone: '05321234567' }], [['05321234567']]])('refuses %j', (written) => {
		expect(problemOf(turkishMobile(written)).message).toContain('holds a list or an object');
	});

	it('reads any mobile number back, however it is grouped', () => {
		const digits = fc.stringMatching(/^5\d{9}$/);
		const prefix = fc.constantFrom('', '0', '90', '+90', '0090', '+90 0', '+90 (0) ');
		const separators = fc.array(fc.constantFrom('', ' ', '-', '.', '\u00a0', '\u200e', '('), {
			minLength: 10,
			maxLength: 10,
		});
		fc.assert(
			fc.property(prefix, digits, separators, (start, number, between) => {
				const written = start + [...number].map((digit, i) => between[i] + digit).join('');
				expect(valueOf(turkishMobile(written))).toBe(`0${number}`);
			}),
		);
	});

	it('takes nothing but 05 and nine digits as its result, and reads that as itself', () => {
		const written = fc.string({
			unit: fc.constantFrom('0', '5', '9', '1', '+', ' ', '(', 'E', ',', 'x'),
			maxLength: 16,
		});
		fc.assert(
			fc.property(written, (text) => {
				const read = turkishMobile(text);
				if (!read.ok) return;
				expect(read.value).toMatch(/^05\d{9}$/);
				expect(valueOf(turkishMobile(read.value))).toBe(read.value);
			}),
			{ numRuns: 2000 },
		);
	});
});

describe('internationalPhone', () => {
	it.each(WRITTEN.map((written) => [written]))('reads %j as Turkish', (written) => {
		expect(valueOf(internationalPhone(written))).toBe('00905321234567');
	});

	it.each([
		['+49 1512 3456789', '004915123456789'],
		['0049 1512 3456789', '004915123456789'],
		['+1 (415) 555-0132', '0014155550132'],
		['+44 20 7946 0018', '00442079460018'],
		['0212 123 45 67', '00902121234567'],
		['+90 212 123 45 67', '00902121234567'],
		['90 312 123 45 67', '00903121234567'],
		['0090 (0) 442 123 45 67', '00904421234567'],
		['+994 50 123 45 67', '00994501234567'],
		['0032 2 123 45 67', '003221234567'], // not 0322 123 45 67, which is in Adana
	])('reads "%s"', (written, number) => {
		expect(valueOf(internationalPhone(written))).toBe(number);
	});

	it.each([
		['4915123456789'], // a country code without + or 00
		['2121234567'], // a land line without 0: could be another country's
		['+90 532 123 45 6'],
		['+90 532 123 45 678'],
		['0090 132 123 45 67'],
		['+0 532 123 45 67'],
		['+12345'],
		['+1234567890123456'], // 16 digits
		['9,05321E+11'],
		['+49 1512 345678a'],
		['unknown'],
	])('refuses "%s"', (written) => {
		const { message, fix } = problemOf(internationalPhone(written));
		expect(message).toBe(`is not a phone number: "${written}"`);
		expect(fix).toContain('country code');
	});

	it.each([
		['', 'is empty'],
		[['+49'], 'holds a list or an object: "["+49"]"'],
	])('refuses %j', (written, message) => {
		expect(problemOf(internationalPhone(written)).message).toBe(message);
	});

	it('gives 00 and at most 15 digits, and reads that as itself', () => {
		const written = fc.tuple(
			fc.constantFrom('+', '00', '0', '90', ''),
			fc.stringMatching(/^\d{6,16}$/),
		);
		fc.assert(
			fc.property(written, ([start, number]) => {
				const read = internationalPhone(start + number);
				if (!read.ok) return;
				expect(read.value).toMatch(/^00[1-9]\d{6,14}$/);
				expect(valueOf(internationalPhone(read.value))).toBe(read.value);
			}),
			{ numRuns: 2000 },
		);
	});
});
