import { rowsOf, rowsWithin } from '../../../../nodes/shared/records/rows';

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
	expect(rowsOf(answer as never, 'future_payments')).toEqual(expected);
});

it.each<[string, object, object[] | undefined]>([
	['at the top', { status: 1, transactions: [a] }, [a]],
	['under data', { status: 1, data: { approved: true, list: [a, b] } }, [a, b]],
	['deeper, beside an empty list', { data: { errors: [], page: { rows: [a] } } }, [a]],
	['under numbered keys of data', { data: { 0: a, 1: b } }, [a, b]],
	['and nearer to the top before what lies deeper', { data: { x: { y: [b] } }, z: [a] }, [a]],
	['which are none', { data: { transactions: [] } }, []],
	['nowhere', { status: 1, data: { approved: true } }, undefined],
])('finds the rows %s', (_, answer, expected) => {
	expect(rowsWithin(answer as never)).toEqual(expected);
});
