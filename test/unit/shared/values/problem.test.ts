import { problem, shown } from '../../../../nodes/shared/values/problem';

describe('shown', () => {
	it.each([
		['abc', '"abc"'],
		['  a\n\tb  ', '"a b"'],
		['', '""'],
		[5, '"5"'],
		[true, '"true"'],
		[null, '"null"'],
		[undefined, '"undefined"'],
		[{ a: [1] }, '"{"a":[1]}"'],
	])('shows %j on one line, quoted', (value, line) => expect(shown(value)).toBe(line));

	it('shortens what is long', () => {
		expect(shown('x'.repeat(100))).toBe(`"${'x'.repeat(100)}"`);
		expect(shown('x'.repeat(5000))).toBe(`"${'x'.repeat(100)}…"`);
		expect(shown({ text: 'x'.repeat(5000) }).length).toBe(103);
	});
});

it('problem says what is wrong and what to enter', () => {
	expect(problem('is empty', 'Fill it in.')).toEqual({
		ok: false,
		error: { message: 'is empty', fix: 'Fill it in.' },
	});
});
