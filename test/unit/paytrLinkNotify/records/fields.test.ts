import {
	amountOf,
	dateOf,
	installmentsOf,
	textOf,
} from '../../../../nodes/PaytrLinkNotify/records/fields';

it.each<[unknown, number | null]>([
	['10,8', 10.8],
	['10.80', 10.8],
	['100,00', 100],
	[' 9.76 ', 9.76],
	['0', 0],
	[12.5, 12.5],
	['-3,5', -3.5],
	['1.234,56', null],
	['', null],
	['on', null],
	[NaN, null],
	[null, null],
	[['1'], null],
])('reads the amount %j as %j', (value, expected) => {
	expect(amountOf(value)).toBe(expected);
});

it.each<[unknown, string | null]>([
	['2021-01-01', '2021-01-01'],
	['2021-01-01 23:59:59', '2021-01-01T23:59:59+03:00'],
	['2021-01-01T09:30', '2021-01-01T09:30:00+03:00'],
	['02.03.2021', '2021-03-02'],
	['02.03.2021 11:26:09', '2021-03-02T11:26:09+03:00'],
	['', null],
	['yesterday', null],
	[undefined, null],
])('reads the date %j as %j and invents no time', (value, expected) => {
	expect(dateOf(value)).toBe(expected);
});

it('reads texts and installments, and null for missing ones', () => {
	expect([' a ', 5, '', null, {}].map(textOf)).toEqual(['a', '5', null, null, null]);
	expect(['0', '3', 12, '', 'x'].map(installmentsOf)).toEqual([0, 3, 12, null, null]);
});
