import { foundRows } from '../../../../nodes/shared/records/report';
import { problemOf } from '../../parsed';

it('returns the found rows, or an empty list', () => {
	expect(foundRows('PayTR', {}, [{ no: 'A' }])).toEqual({
		ok: true,
		value: { rows: [{ no: 'A' }] },
	});
	expect(foundRows('PayTR', {}, [])).toEqual({ ok: true, value: { rows: [] } });
});

it.each(['PayTR', 'Payfull'] as const)(
	'names the answer of %s if there are no rows',
	(provider) => {
		const failure = problemOf(foundRows(provider, { status: 'success', total: '5' }, undefined));
		expect(failure).toMatchObject({ outcome: 'unknown', provider });
		expect(failure.message).toContain(
			`${provider}'s report contains no rows that can be read (status, total)`,
		);
	},
);

it('names at most ten fields of an answer', () => {
	const many = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`f${i}`, i]));
	const { message } = problemOf(foundRows('PayTR', many, undefined));
	expect(message).toContain('(f0, f1, f2, f3, f4, f5, f6, f7, f8, f9)');
});
