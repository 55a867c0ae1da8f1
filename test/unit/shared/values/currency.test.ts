import { currency } from '../../../../nodes/shared/values/currency';
import { percent } from '../../../../nodes/shared/values/percent';
import { problemOf, valueOf } from '../../parsed';

describe('currency', () => {
	it.each([
		['TL', ['TL', 'TRY', 'tl', '₺', 'LİRA', 'Türk Lirası', 'Turk Lirasi', 'Turkish Lira']],
		['EUR', ['EUR', 'eur', '€', 'Euro', 'Euros', 'Avro']],
		['USD', ['USD', '$', 'US$', 'DOLAR', 'dollar', 'Dollars', 'US Dollar', 'Amerikan Doları']],
		['GBP', ['gbp', '£', 'Pound', 'pounds', 'Sterlin', 'British Pound', 'İngiliz Sterlini']],
		['RUB', ['RUB', '₽', 'Ruble', 'rubles', 'Rus Rublesi', 'Russian Ruble']],
	])('is %s for PayTR', (code, written) => {
		for (const text of written) {
			expect(valueOf(currency('TL', 'EUR', 'USD', 'GBP', 'RUB')(text))).toBe(code);
		}
	});

	it.each(['TL', 'TRY', ' try '])('is TRY for Payfull if it is "%s"', (text) => {
		expect(valueOf(currency('TRY', 'EUR')(text))).toBe('TRY');
	});

	it.each(['RUB', 'CHF', 'T', 'constructor'])('is not "%s", which is not listed', (text) => {
		expect(problemOf(currency('TRY', 'EUR')(text))).toEqual({
			message: `can't be "${text}"`,
			fix: 'Use one of: TRY, EUR.',
		});
	});
});

describe('percent', () => {
	const vat = percent('0', '1', '8', '10', '18', '20');

	it.each<[string, unknown[]]>([
		[
			'20',
			[20, '20', '%20', '% 20', '20 %', '20%', '20,00', '20.0', '20,00 %', 0.2, '0,2', '0.20'],
		],
		['18', [18, 0.18, '0,18', '%18']],
		['1', [1, '1', '1,00', 0.01, '0,01']],
		['8', [8, 0.08, '08']],
		['0', [0, '0', '%0', '0,00']],
	])('is %s', (rate, values) => {
		for (const value of values) expect(valueOf(vat(value))).toBe(rate);
	});

	it.each([5, '%0,2', '0,2 %', '0.2018', 5.2, '20 20', 'KDV', '-1', 200, '%%20', true])(
		'rejects %j',
		(value) => {
			expect(problemOf(vat(value))).toEqual({
				message: `can't be "${value}"`,
				fix: 'Use one of: 0, 1, 8, 10, 18, 20.',
			});
		},
	);
});
