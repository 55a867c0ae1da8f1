import fc from 'fast-check';

import { decimalText, minorUnits, minorUnitsText } from '../../../../nodes/shared/values/money';
import { problemOf, valueOf } from '../../parsed';

/** Digits in groups of three from the right, with a separator between them. */
function grouped(whole: number, separator: string): string {
	const digits = String(whole);
	const first = digits.length % 3 || 3;
	const groups = [digits.slice(0, first)];
	for (let i = first; i < digits.length; i += 3) groups.push(digits.slice(i, i + 3));
	return groups.join(separator);
}

/** 0.01 to 10⁹ in minor units, small and large ones alike. */
const minor = fc.oneof(
	fc.integer({ min: 1, max: 100_000 }),
	fc.integer({ min: 1, max: 100_000_000_000 }),
);

const cents = (amount: number) => String(amount % 100).padStart(2, '0');

describe('minorUnits', () => {
	const notations: Array<[string, (whole: number, decimals: string) => string]> = [
		['1234.56', (whole, decimals) => `${whole}.${decimals}`],
		['1234,56', (whole, decimals) => `${whole},${decimals}`],
		['1.234,56', (whole, decimals) => `${grouped(whole, '.')},${decimals}`],
		['1,234.56', (whole, decimals) => `${grouped(whole, ',')}.${decimals}`],
		['spaces around', (whole, decimals) => ` ${whole}.${decimals}\n`],
		['no-break spaces around', (whole, decimals) => `\u00a0${whole}.${decimals}\u00a0`],
		['direction marks', (whole, decimals) => `\u200e${whole},${decimals}\u200e`],
	];

	it.each(notations)('reads every amount written like %s', (_, write) => {
		fc.assert(
			fc.property(minor, (amount) => {
				const written = write(Math.floor(amount / 100), cents(amount));
				expect(valueOf(minorUnits(written))).toBe(amount);
			}),
			{ numRuns: 500 },
		);
	});

	it('reads every amount given as a number', () => {
		fc.assert(
			fc.property(minor, (amount) => {
				// The nearest double prints with the two decimals that were meant.
				const number = Number(`${Math.floor(amount / 100)}.${cents(amount)}`);
				expect(valueOf(minorUnits(number))).toBe(amount);
			}),
			{ numRuns: 1000 },
		);
	});

	it('reads every whole amount, plain or in at least three groups', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 1_000_000_000 }), (whole) => {
				expect(valueOf(minorUnits(String(whole)))).toBe(whole * 100);
				if (whole < 1_000_000) return;
				expect(valueOf(minorUnits(grouped(whole, '.')))).toBe(whole * 100);
				expect(valueOf(minorUnits(grouped(whole, ',')))).toBe(whole * 100);
			}),
		);
	});

	it.each([
		['149,9', 14990],
		['149.9', 14990],
		['0,5', 50],
		['007.50', 750],
		['12.25', 1225],
		[12.25, 1225],
		[1.005e3, 100500],
		[1234, 123400],
		[1.1, 110],
		[4.35, 435],
		[1.15, 115],
		['1.234.567,8', 123456780],
		['90071992547409.91', Number.MAX_SAFE_INTEGER],
	])('reads %j as %d', (written, amount) => expect(valueOf(minorUnits(written))).toBe(amount));

	it.each(['1.234', '1,234', '12.345', '123,456', '999.999', '100.000'])(
		'refuses "%s", which can be read two ways, and offers both',
		(written) => {
			const { message, fix } = problemOf(minorUnits(written));
			const [whole, decimals] = written.split(/[.,]/);
			expect(message).toBe(`can be read two ways: "${written}"`);
			expect(fix).toContain(`${whole}${decimals}`);
			expect(fix).toContain(`${whole}.${decimals.slice(0, 2)}`);
		},
	);

	it('reads a number with three decimals one way only: too many', () => {
		expect(problemOf(minorUnits(1.234)).message).toBe('has more than two decimals: "1.234"');
	});

	it.each(['0.125', '1234.567', '12.3456', '1.234,567', '1,234.567', '0,001', '0.100', 0.1 + 0.2])(
		'refuses %j, which has more than two decimals',
		(written) => expect(problemOf(minorUnits(written)).message).toContain('more than two decimals'),
	);

	it.each([
		['1.23.45'],
		['1.2345,67'],
		['1,23,456.00'],
		['1.234,567.89'],
		['1,234,56'],
		['12,34.56'],
		['1.234.56'],
		['1234.567,89'],
		['0.123.456'],
		['0,123.45'],
		['00.123,45'],
		['1 234,56'],
		['-5'],
		['+5'],
		[-5],
		['5.'],
		['.5'],
		[',50'],
		['1e3'],
		[1e21],
		[1e-7],
		['₺149,90'],
		['149,90 TL'],
		['149,90₺'],
		['%18'],
		['١٢'],
		['abc'],
		['NaN'],
		[NaN],
		[Infinity],
		[true],
	])('refuses %j, which is no amount', (written) => {
		const { message, fix } = problemOf(minorUnits(written));
		expect(message).toMatch(/^is not an amount: /);
		expect(fix).toContain('149,90');
	});

	it.each([['0'], ['0,00'], ['0.0'], [0], [-0]])('refuses %j as zero', (written) => {
		expect(problemOf(minorUnits(written)).message).toBe('is zero');
	});

	it.each(['90071992547409.92', '9'.repeat(30), '9'.repeat(400)])(
		'refuses %s: it has no exact integer',
		(written) => expect(problemOf(minorUnits(written)).message).toMatch(/^is too large: /),
	);

	it.each([[''], [' '], [null], [undefined]])('calls %j empty', (written) => {
		expect(problemOf(minorUnits(written)).message).toBe('is empty');
	});

	it('never takes a text for an amount that another notation reads differently', () => {
		const text = fc.string({ unit: fc.constantFrom('0', '1', '5', '.', ','), maxLength: 12 });
		fc.assert(
			fc.property(text, (written) => {
				const read = minorUnits(written);
				if (!read.ok) return;
				// Whatever the separators say, the digits are kept, and at most two stand behind the last.
				const digits = written.replace(/[.,]/g, '');
				const decimals = /[.,](\d{1,2})$/.exec(written)?.[1].length ?? 0;
				expect(BigInt(read.value)).toBe(BigInt(digits + '0'.repeat(2 - decimals)));
			}),
			{ numRuns: 3000 },
		);
	});
});

describe('minorUnitsText and decimalText', () => {
	it('give the forms of PayTR and Payfull', () => {
		fc.assert(
			fc.property(minor, (amount) => {
				const written = `${Math.floor(amount / 100)},${cents(amount)}`;
				expect(valueOf(minorUnitsText(written))).toBe(String(amount));
				expect(valueOf(decimalText(written))).toBe(written.replace(',', '.'));
			}),
		);
	});

	it.each([
		['14.45', '1445', '14.45'],
		[14.45, '1445', '14.45'],
		[12, '1200', '12.00'],
		['0,05', '5', '0.05'],
		['1.234,5', '123450', '1234.50'],
	])('read %j', (written, integer, decimal) => {
		expect(valueOf(minorUnitsText(written))).toBe(integer);
		expect(valueOf(decimalText(written))).toBe(decimal);
	});

	it('refuse what is no amount', () => {
		expect(problemOf(minorUnitsText('1.234')).message).toContain('two ways');
		expect(problemOf(decimalText('1.234')).message).toContain('two ways');
	});
});
