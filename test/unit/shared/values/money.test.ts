import Decimal from 'decimal.js';
import fc from 'fast-check';

import { decimalText, minorUnits, minorUnitsText } from '../../../../nodes/shared/values/money';
import { problemOf, valueOf } from '../../parsed';
import { runs } from '../../runs';

/** 0.01 to 10⁹. Small and large amounts are equally likely. */
const amounts = fc
	.oneof(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 1, max: 100_000_000_000 }))
	.map((minor) => new Decimal(minor).div(100));

/** Small enough that a sum of twenty amounts keeps its decimals as a double. */
const small = amounts.filter((amount) => amount.lessThan(1_000_000));

const grouped = (whole: string, separator: string) =>
	whole.replace(/(?<=\d)(?=(?:\d{3})+$)/g, separator);

/** Notations of people and spreadsheets for 1234.56 lira. */
const NOTATIONS: Array<[string, (whole: string, decimals: string) => string]> = [
	['1234.56', (whole, decimals) => `${whole}.${decimals}`],
	['1234,56', (whole, decimals) => `${whole},${decimals}`],
	['1.234,56', (whole, decimals) => `${grouped(whole, '.')},${decimals}`],
	['1,234.56', (whole, decimals) => `${grouped(whole, ',')}.${decimals}`],
	['1 234,56', (whole, decimals) => `${grouped(whole, ' ')},${decimals}`],
	['no-break spaces', (whole, decimals) => `\u00a0${grouped(whole, '\u00a0')},${decimals}\u00a0`],
	['thin spaces', (whole, decimals) => `${grouped(whole, '\u2009')},${decimals}`],
	['narrow no-break spaces', (whole, decimals) => `${grouped(whole, '\u202f')}.${decimals}`],
	['direction marks', (whole, decimals) => `\u200e${whole},${decimals}\u200e`],
	['zeros at the end', (whole, decimals) => `${whole},${decimals}00`],
	['₺1.234,56', (whole, decimals) => `₺${grouped(whole, '.')},${decimals}`],
	['="1.234,56"', (whole, decimals) => `="${grouped(whole, '.')},${decimals}"`],
	['1.234,56 TL', (whole, decimals) => `${grouped(whole, '.')},${decimals} TL`],
];

describe('minorUnits', () => {
	it.each(NOTATIONS)('agrees with decimal.js on every amount written like %s', (_, write) => {
		fc.assert(
			fc.property(amounts, (amount) => {
				const [whole, decimals] = amount.toFixed(2).split('.');
				expect(valueOf(minorUnits(write(whole, decimals), 'TRY'))).toBe(
					amount.times(100).toNumber(),
				);
			}),
			runs(300),
		);
	});

	it('agrees with decimal.js on the sum of any numbers, with any noise', () => {
		fc.assert(
			fc.property(fc.array(small, { minLength: 1, maxLength: 20 }), (list) => {
				const sum = list.reduce((total, amount) => total + amount.toNumber(), 0);
				const exact = Decimal.sum(...list)
					.times(100)
					.toNumber();
				expect(valueOf(minorUnits(sum))).toBe(exact);
				expect(valueOf(minorUnits(sum.toFixed(12).replace(/(\.\d\d)0+$/, '$1')))).toBe(exact);
			}),
			runs(300),
		);
	});

	it('reads every number like decimal.js or rejects it', () => {
		fc.assert(
			fc.property(fc.double({ min: 0.01, max: 1e9, noNaN: true }), (number) => {
				const read = minorUnits(number);
				if (!read.ok) return;
				const deviation = new Decimal(number).times(100).minus(read.value).abs();
				expect(deviation.lessThan(1e-4)).toBe(true);
			}),
			runs(2000),
		);
	});

	it('rejects any text that another notation reads differently', () => {
		const text = fc.string({
			unit: fc.constantFrom('0', '1', '5', '9', '.', ',', ' '),
			maxLength: 12,
		});
		fc.assert(
			fc.property(text, (written) => {
				const read = minorUnits(written);
				if (!read.ok) return;
				// The only notation without decimals: "1.234.000".
				const grouped = /^\d{1,3}([.,])\d{3}(\1\d{3})+$/.test(written.trim());
				const [, whole = '', decimals = ''] = grouped
					? [written, written]
					: (/^(.*?)(?:[.,](\d{1,2}0*|\d{2}9+))?$/.exec(written.trim()) ?? []);
				const exact = new Decimal(`${whole.replace(/\D/g, '')}.${decimals || 0}`);
				expect(read.value).toBe(exact.times(100).round().toNumber());
			}),
			runs(3000),
		);
	});

	it.each([
		['149,9', 14990],
		['0,5', 50],
		['007.50', 750],
		[1.005e3, 100500],
		[1234, 123400],
		[4.35, 435],
		['1.234.567', 123456700],
		['1 234', 123400],
		['90071992547409.91', Number.MAX_SAFE_INTEGER],
		// Rounding noise of computed numbers.
		[0.1 + 0.2, 30],
		['0.30000000000000004', 30],
		[1.1 * 3, 330],
		[99.9999999999986, 10000],
		['149.89999999999998', 14990],
		[100000000.1 + 0.2, 10000000030],
		[123456789.02 + 0.1, 12345678912],
		['123456789.30000001', 12345678930],
		['0.02999999999', 3],
		// Trailing zeros.
		['149,9000', 14990],
		['1.234,500', 123450],
		['0.100', 10],
	])('reads %j as %d', (written, amount) => expect(valueOf(minorUnits(written))).toBe(amount));

	it.each([
		['TL', ['₺149,90', '149,90 ₺', '149,90TL', 'TRY 149,90', '149,90 Türk Lirası', '₺ 149,90 TL']],
		['TRY', ['149,90 tl', '149,90 LİRA', '149,90 Lira', '149,90\u00a0₺']],
		['EUR', ['€149.90', '149,90 €', '149,90 EUR', '149,90 Euro', 'Avro 149,90']],
		['USD', ['$149.90', '149,90 USD', 'US$149.90', '149,90 Dolar', '149,90 DOLAR']],
		['GBP', ['£149.90', '149.90 Sterlin', 'GBP 149.90']],
		['RUB', ['149,90 ₽', '149,90 RUBLE']],
	])('removes the matching currency of %s', (currency, written) => {
		for (const text of written) expect(valueOf(minorUnits(text, currency))).toBe(14990);
	});

	it.each([
		['149,90 €', 'TL', 'EUR'],
		['$149.90', 'TRY', 'USD'],
		['149,90 TL', 'EUR', 'TRY'],
		['€ 149,90 TL', 'TL', 'EUR'],
	])('rejects %s if the currency is %s', (written, currency, named) => {
		expect(problemOf(minorUnits(written, currency))).toEqual({
			message: `is in ${named}, but 'Currency' is ${currency}: "${written}"`,
			fix: `Choose ${named} as 'Currency', or correct the amount.`,
		});
	});

	it('rejects a currency if none is known', () => {
		expect(problemOf(minorUnits('149,90 €')).message).toBe('is not an amount: "149,90 €"');
	});

	it.each([
		['1.239', '1239', '1.24 or 1.23'],
		['1,231', '1231', '1.23 or 1.24'],
		['12.345', '12345', '12.35 or 12.34'],
		['149,900', '149900', '149.90'],
		['999.999', '999999', '1000.00 or 999.99'],
	])('rejects the ambiguous "%s", and shows the value unchanged', (written, whole, decimals) => {
		expect(problemOf(minorUnits(written))).toEqual({
			message: `can be read two ways: "${written}"`,
			fix: `Write ${whole} if thousands are meant, or with two decimals: ${decimals}.`,
		});
	});

	it.each([
		[1.239, '1.24 or 1.23'],
		['0.125', '0.13 or 0.12'],
		['1234.567', '1234.57 or 1234.56'],
		['1.234,567', '1234.57 or 1234.56'],
		['1 234.561', '1234.56 or 1234.57'],
		['0,001', '0.01'],
		[149.9000001, '149.90 or 149.91'],
		['0.29999999', '0.30 or 0.29'],
		['0.12340000001', '0.12 or 0.13'],
		['1234567890.120001', '1234567890.12 or 1234567890.13'],
		[`${'1'.repeat(20)}.1234`, `${'1'.repeat(20)}.12 or ${'1'.repeat(20)}.13`],
	])(
		'rejects %j, which has more than two decimals, and suggests its neighbors',
		(written, both) => {
			expect(problemOf(minorUnits(written))).toEqual({
				message: `has more than two decimals: "${written}"`,
				fix: `Write it with two: ${both}.`,
			});
		},
	);

	it.each<[RegExp, unknown[]]>([
		[
			/^is not an amount: /,
			[
				...['1.23.45', '1.2345,67', '1,23,456.00', '1.234,567.89', '1,234,56', '12,34.56'],
				...['1.234.56', '1234.567,89', '0.123.456', '0,123.45', '00.123,45', '-5', '+5', -5],
				...['5.', '.5', ',50', 1e21, 1e-7, '%18', '١٢', 'abc', 'NaN', NaN, Infinity, true],
				...['12 34', '0 532 123', '1 23 456', '1 234 56', '149,90 adet', '149,90 TL x', '(5)'],
			],
		],
		[/^is zero$/, ['0', '0,00', '0.0', 0, -0, '0,000000000001']],
		[/^is too large: /, ['90071992547409.92', `${'9'.repeat(21)}.1234`, '9'.repeat(400)]],
		[/^has lost digits: /, ['1,5E+09', '1.23457E+11']],
		[/^shows a failed formula or a column that is too narrow/, ['#REF!', '#DEĞER!', '####']],
	])('says %s', (message, values) => {
		for (const value of values)
			expect(problemOf(minorUnits(value, 'TRY')).message).toMatch(message);
	});
});

it.each([
	['14.45', '1445', '14.45'],
	[12, '1200', '12.00'],
	['0,05 TL', '5', '0.05'],
	['1.234,5', '123450', '1234.50'],
])('%j becomes %s for PayTR and %s for Payfull', (written, integer, decimal) => {
	expect(valueOf(minorUnitsText(written, 'TL'))).toBe(integer);
	expect(valueOf(decimalText(written, 'TRY'))).toBe(decimal);
	expect(problemOf(minorUnitsText('1.234')).message).toContain('two ways');
	expect(problemOf(decimalText('1.234')).message).toContain('two ways');
});
