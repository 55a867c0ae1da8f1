import fc from 'fast-check';
import {
	getCountries,
	getCountryCallingCode,
	getExampleNumber,
	parsePhoneNumberFromString,
	type CountryCode,
} from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';

import { internationalPhone, phone, turkishMobile } from '../../../../nodes/shared/values/phone';
import { problemOf, valueOf } from '../../parsed';
import { runs } from '../../runs';

/** Notations of people, address books and spreadsheets for 0532 123 45 67. */
const WRITTEN: unknown[] = [
	...['05321234567', '5321234567', '905321234567', '+905321234567', '00905321234567'],
	...['0532 123 45 67', '532 123 45 67', '+90 532 123 45 67', '90 532 123 45 67'],
	...['0532-123-45-67', '0532.123.45.67', '0532/123 45 67', '(0532) 123 45 67'],
	...['0 (532) 123 45 67', '(0) 532 123 45 67', '+90 (532) 123-45-67', '(+90) 532 123 45 67'],
	...['+90 (0) 532 123 45 67', '+90 0532 123 45 67', '0090 0532 1234567', '[0532] 1234567'],
	'  05321234567\n',
	'0532\u00a0123\u00a045\u00a067', // no-break spaces, from a web page
	'0532\u202f123\u202f45\u202f67', // narrow no-break spaces
	'\u200e+90 532 123 45 67\u200e', // left-to-right marks, from a phone's contacts
	'\u202a+905321234567\u202c', // an embedding, from WhatsApp
	'\u200b0532\u200b1234567', // zero-width spaces
	'\ufeff05321234567', // a byte order mark, from a CSV file
	'0532\u2013123\u201345\u201367', // en dashes
	'0532\u2011123\u20114567', // no-break hyphens
	'0532\u00ad123\u00ad4567', // soft hyphens
	'0532\t1234567',
	"'05321234567", // a spreadsheet's mark for text
	'5321234567.0', // a number column, exported by a program
	'+905321234567,0',
	'p:+905321234567', // Meta's lead forms
	...['tel:+905321234567', 'Tel:0532 123 45 67', 'whatsapp:+905321234567'],
	...['905321234567@c.us', '905321234567@s.whatsapp.net'],
	'="05321234567"',
	'\u001f05321234567',
	5321234567,
	905321234567,
];

/** Notations of 0212 555 44 33, a landline. */
const LANDLINE: unknown[] = [
	...['2125554433', '02125554433', '0212 555 44 33', '+90 212 555 44 33', '902125554433'],
	...['0090 (0) 212 555 44 33', '(0212) 555-44-33', '2125554433.0', 2125554433],
];

/**
 * Turkish numbers with + or 00 but without the country code 90. They look like numbers of Cuba or
 * Morocco, or of countries without numbers of that length.
 */
const CODELESS: Array<[string, string]> = [
	['+532 123 45 67', '5321234567'],
	['00532 123 45 67', '5321234567'],
	['+532-123-45-67', '5321234567'],
	['+9 532 123 45 67', '5321234567'],
	['+212-509-42-76', '2125094276'],
	['00212 509 42 76', '2125094276'],
	['+312 509 42 76', '3125094276'],
	['+442 509 42 76', '4425094276'],
	['+4242 509 276', '4242509276'],
];

/** Values that are not phone numbers in any country. */
const NO_PHONE: unknown[] = [
	...['0532123456', '053212345678', '90532123456', '9053212345678', '+90 532 123 45 6'],
	...['+90 532 123 45 678', '0090 132 123 45 67', '+900532', '+0 532 123 45 67'],
	...['++905321234567', '1234567890', '04 321', '+12345', '+1 415 555 01'],
	...['+49 170', '+33 1 23 45 67', '+1234567890123456', '4915123456789'],
	...['+247 049732', '+36 0 30 123 4567', '+49 00170 1234567', '+43 (0) 1234', '+4912345678901234'],
	...["0532'123 45 67", 'Tel +49 1512 3456789', '+49 1512 3456789 x1', 'Tel +532 123 45 67'],
	...['A5E3', '5E3x', '0 5321234567.0', '5321234567.01'],
	...['0532 123 45 6O', '0532 123 45 67 x12', '05321234567, 05337654321', 'N/A', 'unknown'],
	...['05321234567;05337654321', '0532 123 45 67 / 0533 123 45 67', '٠٥٣٢١٢٣٤٥٦٧', '0'],
	...[true, -5321234567, 532.1234567, 5.321234567e20, '444 0 333'],
];

const show = (list: unknown[]) => list.map((entry) => [entry] as const);

describe.each([
	['turkishMobile', turkishMobile, 'is not a Turkish mobile number'],
	['internationalPhone', internationalPhone, 'is not a phone number'],
] as const)('%s', (name, read, unreadable) => {
	it.each(show(WRITTEN))('reads %j', (written) => {
		expect(valueOf(read(written))).toBe(
			name === 'turkishMobile' ? '05321234567' : '00905321234567',
		);
	});

	it.each(show(NO_PHONE))('rejects %j', (written) => {
		const { message, fix } = problemOf(read(written));
		expect(message).toMatch(new RegExp(`^${unreadable}: "`));
		expect(fix).toContain('0532 123 45 67');
	});

	it.each(CODELESS)('asks for +90 in %s', (written, number) => {
		const problem = problemOf(read(written));
		if (name === 'turkishMobile' && !number.startsWith('5')) {
			// With +90, the number is a landline, which is rejected.
			expect(problem.message).toBe(`${unreadable}: "${written}"`);
			return;
		}
		expect(problem).toEqual({
			message: `begins with + or 00, but not with +90: "${written}"`,
			fix: `For a Turkish number write +90 in front: +90${number}.`,
		});
	});

	it.each(['5,32123E+09', '5E+09', '+9,05321e11', '5.321234567E9'])(
		'explains the spreadsheet damage in %s',
		(written) => {
			expect(problemOf(read(written))).toEqual({
				message: `has lost digits: "${written}"`,
				fix: 'The spreadsheet has cut digits off: format the column as text, and enter the value again.',
			});
		},
	);
});

it.each([
	['532123456', 'a digit is missing.'],
	['+90 539 123 45 6', 'a digit is missing.'],
	['053212345678', 'it has a digit too many.'],
	['name@example.com', 'phone and e-mail columns may be swapped'],
])('reports for %s that %s', (written, why) => {
	for (const read of [turkishMobile, internationalPhone]) {
		expect(problemOf(read(written)).fix).toContain(why);
	}
});

it.each(show(WRITTEN))('%j is a mobile', (written) => {
	expect(valueOf(phone(written))).toEqual({ number: '00905321234567', kind: 'mobile' });
});

it.each(show(LANDLINE))('%j is a landline: a valid number, but not for an SMS', (written) => {
	expect(valueOf(phone(written))).toEqual({ number: '00902125554433', kind: 'landline' });
	const { message, fix } = problemOf(turkishMobile(written));
	expect(message).toMatch(/^is not a Turkish mobile number: "/);
	expect(fix).toContain('landline');
});

it.each([
	['+49 1512 3456789', '004915123456789'],
	['+49 (0)170 1234567', '00491701234567'],
	['0049 (0) 170 1234567', '00491701234567'],
	['+49 0170 1234567', '00491701234567'],
	['(+49) 170 1234567', '00491701234567'],
	['+44 (0)20 7946 0018', '00442079460018'],
	['+1 (415) 555-0132', '0014155550132'],
	['+994 50 123 45 67', '00994501234567'],
	['+49 (0)391 123 4567', '00493911234567'],
	['+49 1234567 890123', '00491234567890123'],
	['+597 421 234', '00597421234'],
	['+53 7 831234', '00537831234'],
	['+39 02 12345678', '00390212345678'], // in Italy the 0 stays
	['+250 06 123456', '0025006123456'],
	['+250 0788 123 456', '00250788123456'],
	['+36 06 30 123 4567', '0036301234567'], // in Hungary the trunk is 06
	['+36 30 061 2345', '0036300612345'],
	// Ten digits that begin with 2 to 4, in countries with numbers of that length.
	['0032 2 123 45 67', '003221234567'],
	['+45 20 12 34 56', '004520123456'],
	['+47 401 23 456', '004740123456'],
])('%s is a foreign number', (written, number) => {
	expect(valueOf(phone(written))).toEqual({ number, kind: 'foreign' });
	const { message, fix } = problemOf(turkishMobile(written));
	expect(message).toMatch(/^is not a Turkish mobile number/);
	expect(fix).toContain('0532 123 45 67 or +90 532 123 45 67');
});

describe('libphonenumber agrees', () => {
	const separators = fc.array(fc.constantFrom('', '', ' ', '-', '.', '\u00a0', '(', ')'), {
		minLength: 17,
		maxLength: 17,
	});
	const spread = (digits: string, between: string[]) =>
		[...digits].map((digit, i) => digit + (between[i] ?? '')).join('');

	const codes = getCountries().map((country) => getCountryCallingCode(country));
	/** The library assigns a number to only one country, and checks only that country's length. */
	const isShared = (code: string) => codes.indexOf(code) !== codes.lastIndexOf(code);

	it.each(getCountries().map((country) => [country]))('on the mobiles of %s', (country) => {
		const { number } = getExampleNumber(country, examples)!;
		const isCodeless = /^\+5\d{9}$/.test(number);
		for (const written of [number, number.replace('+', '00')]) {
			const read = internationalPhone(written);
			// Turkish merchants write numbers like this without 90. They look like mobiles of Cuba
			// and two small countries.
			expect(read).toEqual(
				isCodeless
					? expect.objectContaining({ ok: false })
					: { ok: true, value: number.replace('+', '00') },
			);
		}
	});

	it('on any Turkish mobile, with any grouping', () => {
		const prefix = fc.constantFrom('', '0', '90', '+90', '0090', '+90 0', '+90 (0) ');
		fc.assert(
			fc.property(
				prefix,
				fc.stringMatching(/^5[345]\d{8}$/),
				separators,
				(start, digits, between) => {
					const written = start + spread(digits, between);
					const theirs = parsePhoneNumberFromString(`+90${digits}`)!;
					expect(theirs.isPossible()).toBe(true);
					expect(valueOf(turkishMobile(written))).toBe(theirs.formatNational().replace(/\D/g, ''));
				},
			),
			runs(500),
		);
	});

	it('on every accepted number', () => {
		const codes = fc.constantFrom('+', '00', '+90', '+49', '+4', '+2', '+1', '+39', '0', '90', '');
		fc.assert(
			fc.property(codes, fc.stringMatching(/^\d{4,14}$/), separators, (start, digits, between) => {
				const written = start + spread(digits, between);
				const read = internationalPhone(written);
				if (!read.ok) return;
				const ours = read.value.replace('00', '+');
				const theirs = parsePhoneNumberFromString(ours)!;
				expect(theirs.isPossible() || isShared(theirs.countryCallingCode)).toBe(true);
				expect(valueOf(internationalPhone(read.value))).toBe(read.value);
				const plain = (start + digits).replace(/^00/, '+');
				const typed = parsePhoneNumberFromString(plain, 'TR');
				if (!typed?.isValid()) return;
				// The library also removes carrier codes of Brazil, Korea and others.
				const code = `+${typed.countryCallingCode}`;
				expect([typed.number, plain, plain.replace(`${code}0`, code)]).toContain(ours);
			}),
			runs(3000),
		);
	});

	it('on the length of every valid number', () => {
		const countries = fc.constantFrom<CountryCode>('DE', 'NL', 'GB', 'AZ', 'US', 'FR', 'BE', 'DK');
		fc.assert(
			fc.property(countries, fc.stringMatching(/^[1-9]\d{5,11}$/), (country, digits) => {
				const theirs = parsePhoneNumberFromString(digits, country);
				const type = theirs?.getType();
				fc.pre(type === 'MOBILE' || type === 'FIXED_LINE' || type === 'FIXED_LINE_OR_MOBILE');
				expect(valueOf(internationalPhone(theirs!.number))).toBe(theirs!.number.replace('+', '00'));
			}),
			runs(300),
		);
	});
});
