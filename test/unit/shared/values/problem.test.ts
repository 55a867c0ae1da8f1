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

	it('shortens long values', () => {
		expect(shown('x'.repeat(100))).toBe(`"${'x'.repeat(100)}"`);
		expect(shown('x'.repeat(5000))).toBe(`"${'x'.repeat(100)}…"`);
		expect(shown({ text: 'x'.repeat(5000) }).length).toBe(103);
		expect(shown('a'.padEnd(1000))).toBe('"a"');
		expect(shown(`a${' '.repeat(1000)}b`)).toBe('"a…"');
		expect(shown('🎉'.repeat(101))).toBe(`"${'🎉'.repeat(100)}…"`);
	});

	it('shows a substitute for values that can’t be shown', () => {
		const ring: Record<string, unknown> = {};
		ring.ring = ring;
		expect([ring, 5n, Symbol('s')].map(shown)).toEqual(['"(object)"', '"(bigint)"', '"Symbol(s)"']);
		expect(shown('a\u0000b\u001b[31m')).toBe('"a b [31m"');
	});
});

it('problem tells what is wrong and what to enter', () => {
	expect(problem('is empty', 'Fill it in.')).toEqual({
		ok: false,
		error: { message: 'is empty', fix: 'Fill it in.' },
	});
});
