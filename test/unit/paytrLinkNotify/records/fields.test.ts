import {
	amountOf,
	dateOf,
	installmentsOf,
	rowsOf,
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

it('reads texts and installments, and null where there are none', () => {
	expect([' a ', 5, '', null, {}].map(textOf)).toEqual(['a', '5', null, null, null]);
	expect(['0', '3', 12, '', 'x'].map(installmentsOf)).toEqual([0, 3, 12, null, null]);
});

const [a, b] = [{ siparis_no: 'A' }, { siparis_no: 'B' }];

it.each<[string, object, object[] | undefined]>([
	['a list under any name', { status: 'success', data: [a, b] }, [a, b]],
	['another name', { returns: [a] }, [a]],
	['numbered keys in the order of their numbers', { 10: b, 9: a, status: 'success' }, [a, b]],
	['an empty list', { status: 'success', data: [] }, []],
	['a list of texts only', { data: ['x'] }, undefined],
	['neither', { status: 'success', total: '5' }, undefined],
	['payments to come, which are no rows', { future_payments: [a], rows: [b] }, [b]],
])('finds the rows in %s', (_, answer, expected) => {
	expect(rowsOf(answer as never)).toEqual(expected);
});
