/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test, never packed */
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { emptyPartFinder } from '../../../../nodes/shared/delivery/keyParts';
import { runs } from '../../runs';

/** Stands in for n8n's expressions: an error counts as nothing. */
function evaluated(expression: string, json: IDataObject): unknown {
	const valueOf = (code: string): unknown => {
		const $input = { item: { json } };
		const $ = () => ({ item: { json }, first: () => ({ json }), last: () => ({ json }) });
		try {
			return runInNewContext(`(${code})`, { $json: json, $input, $, $if: if3 });
		} catch {
			return undefined;
		}
	};
	const [, whole] = /^\{\{((?:(?!\}\}).)*)\}\}$/s.exec(expression) ?? [];
	if (whole !== undefined) return valueOf(whole);
	return expression.replace(/\{\{(.*?)\}\}/gs, (_, code: string) => String(valueOf(code) ?? ''));
}

const if3 = (condition: boolean, yes: unknown, no: unknown) => (condition ? yes : no);

function find(expression: unknown, json: IDataObject) {
	const asked: string[] = [];
	const ctx = {
		getNode: () => ({ type: 'paytrLinkNotify' }),
		getInputData: () => [{ json }],
		evaluateExpression: (code: string) => {
			asked.push(code);
			return evaluated(code, json);
		},
	};
	return { found: emptyPartFinder(ctx as object as IExecuteFunctions, expression)(0), asked };
}

const MEMBER = { member: 7, month: '' };

describe('emptyPartFinder finds the part without a value', () => {
	it.each<[string, string, IDataObject?]>([
		['={{ $json.member }}-{{ $json.month }}', '$json.month'],
		['={{ $json.month }}-{{ $json.member }}', '$json.month'],
		['=INV-{{ $json.absent }}', '$json.absent'],
		["=INV {{ $json['month'] }}", "$json['month']"],
		['=INV {{ $json["a b"] }}', '$json["a b"]'],
		['=INV {{ $json.person.name }}', '$json.person.name', { person: { name: null } }],
		['=INV {{ $json?.month }}', '$json?.month'],
		['=INV {{ $(\'A "b"\').item.json.month }}', '$(\'A "b"\').item.json.month'],
		['=INV {{ $("A").first().json.month }}', '$("A").first().json.month'],
		['=INV {{ $input.item.json.month }}', '$input.item.json.month'],
		['=INV {{ $json.month.trim() }}', '$json.month.trim()'],
		['=INV {{ $json.absent.trim() }}', '$json.absent.trim()'],
		["={{ $json.member + '-' + $json.month }}", '$json.month'],
		["={{ 'INV-' + $json.month }}", '$json.month'],
		["={{ $json.member + ('-' + $json.month) }}", '$json.month'],
		["={{ ($json.month) + '-' + $json.member }}", '$json.month'],
		['={{ `${$json.member}-${$json.month}` }}', '$json.month'],
		["={{ `${$json.member}` + '-' + `${$json.month}` }}", '$json.month'],
		["={{ `${'a' + $json.month}` }}", '$json.month'],
		['={{ `a\\`b${$json.month}` }}', '$json.month'],
		["={{ 'it\\'s ' + $json.month }}", '$json.month'],
		["={{ '+' + $json.month }}", '$json.month'],
		["={{ [$json.member, $json.month].join('-') }}", '$json.month'],
		["={{ $json.member.toString() + '-' + $json.month }}", '$json.month'],
		["={{ $json.names[0] + '-' + $json.month }}", '$json.month', { names: ['a'], month: '' }],
		["={{ $json.member + '-' + $json.month?.trim() }}", '$json.month?.trim()'],
	])('%s', (expression, code, json = MEMBER) => {
		const { found } = find(expression, json);
		expect(found?.field).toBe(`{{ ${code} }}`);
		expect(found?.why).toBe('empty');
	});
});

/** If the text is divided in the wrong place, the part that is found is a different one. */
describe('emptyPartFinder divides a text into its parts', () => {
	const nested = (around: (code: string) => string, times: number) =>
		Array.from({ length: times }).reduce<string>((code) => around(code), '$json.month.trim()');

	it.each<[string, string, IDataObject?]>([
		["={{ 'it\\'s + ' + $json.month.trim() }}", '$json.month.trim()'],
		["={{ 'a b' + $json.month.trim() }}", '$json.month.trim()'],
		["={{ '${' + $json.month.trim() }}", '$json.month.trim()'],
		['={{ `a$b{${$json.month.trim()}` }}', '$json.month.trim()'],
		['={{ `a${"}" + $json.month.trim()}b` }}', '$json.month.trim()'],
		["={{ $json.month.replace(')+', '') + 'x' }}", "$json.month.replace(')+', '')"],
		["={{ $json.month.slice((0) + 0) + 'x' }}", '$json.month.slice((0) + 0)'],
		["={{ ['a'][0] + $json.month.trim() }}", '$json.month.trim()'],
		["={{ ({ a: 'x' }).a + $json.month.trim() }}", '$json.month.trim()'],
		// Not a sum of texts, or more than a sum.
		['={{ $json.month.trim() + $json.member * 1 }}', '$json.month'],
		['={{ $json.month.trim() + typeof $json.month }}', '$json.month'],
		['=INV {{ +$json.month.trim() }}', '$json.month'],
		['={{ $json.member + + $json.month.trim() }}', '$json.month'],
		['=INV {{ [$json.month.trim()] }}', '$json.month'],
		// Fields inside a part.
		["={{ 'x'.concat($('AB').item.json.month) }}", "$('AB').item.json.month"],
		['={{ "x".concat($("AB").first().json.month) }}', '$("AB").first().json.month'],
		["={{ 'x'.concat($('AB').last().json['month']) }}", "$('AB').last().json['month']"],
		['={{ "x".concat($json["month"]) }}', '$json["month"]'],
		['={{ "x".concat($json?.["month"]) }}', '$json?.["month"]'],
		["={{ 'x'.concat($json?.['month']) }}", "$json?.['month']"],
		["={{ 'x'.concat($input.item.json.month) }}", '$input.item.json.month'],
		// Only 20 levels deep.
		[`=INV {{ ${nested((code) => `(${code})`, 30)} }}`, nested((code) => `(${code})`, 9)],
		[
			`=INV {{ ${nested((code) => `\`\${${code}}\``, 30)} }}`,
			nested((code) => `\`\${${code}}\``, 9),
		],
	])('%s', (expression, code, json = MEMBER) => {
		expect(find(expression, json).found?.field).toBe(`{{ ${code} }}`);
	});

	type Tree = { code: string; parts: string[] };
	const literal = fc
		.constantFrom("'a + b'", '"it\'s"', "'\\''", '`x`', "'${'", '")"', "'['")
		.map((code): Tree => ({ code, parts: [] }));
	const part = fc
		.tuple(fc.nat(5), fc.constantFrom('.trim()', '.slice(0)', '.replace("+", ")")'))
		.map(([i, call]): Tree => ({ code: `$json.f${i}${call}`, parts: [`$json.f${i}${call}`] }));
	const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
		tree: fc.oneof(
			{ depthSize: 'small', withCrossShrink: true },
			part,
			literal,
			tie('tree').map(({ code, parts }) => ({ code: `( ${code})`, parts })),
			fc.tuple(tie('tree'), tie('tree')).map(([a, b]) => ({
				code: `${a.code} + ${b.code}`,
				parts: [...a.parts, ...b.parts],
			})),
			fc.tuple(tie('tree'), tie('tree')).map(([a, b]) => ({
				code: `\`a\${ ${a.code} }$\${${b.code}}\``,
				parts: [...a.parts, ...b.parts],
			})),
		),
	}));

	it('so that the first part without a value is found, however they are combined', () => {
		fc.assert(
			fc.property(tree, fc.nat(5), ({ code, parts }, missing) => {
				const json = Object.fromEntries(
					Array.from({ length: 6 }, (_, i) => [`f${i}`, i === missing ? '' : `v${i}`]),
				);
				const expected = parts.find((one) => one.startsWith(`$json.f${missing}.`));
				const { found } = find(`=INV {{ ${code} }}`, json);
				expect(found?.field).toBe(expected && `{{ ${expected} }}`);
			}),
			runs(300),
		);
	});
});

describe('emptyPartFinder judges the value of a part', () => {
	it.each<[unknown, string | undefined]>([
		['', 'empty'],
		[' \u00a0', 'empty'],
		[null, 'empty'],
		[undefined, 'empty'],
		['-', 'broken'],
		['yok', 'broken'],
		['#N/A', 'broken'],
		['#REF!', 'broken'],
		['[object Object]', 'broken'],
		['undefined', 'broken'],
		[NaN, 'cutOff'],
		[2 ** 53, 'cutOff'],
		['2,02612E+13', 'cutOff'],
		['5', undefined],
		[0, undefined],
		['0', undefined],
		[false, undefined],
		['2026-05', undefined],
		[{}, undefined],
	])('%p: %s', (month, why) => {
		const { found } = find('=INV-{{ $json.month }}', { month } as IDataObject);
		expect(found?.why).toBe(why);
		if (why) expect(found?.value).toBe(month);
	});
});

describe('emptyPartFinder accepts', () => {
	it.each<[unknown, IDataObject?]>([
		[7],
		[null],
		['{{ $json.month }}'],
		['=INV'],
		['={{ $now }}-{{ "" }}'],
		// The value of the whole expression is the key, which is checked by itself.
		['={{ $json.month }}'],
		['={{$json.month}}'],
		['= {{ $json.month }} '],
		['={{ $json.month || "7-" }}'],
		["={{ $json.month.trim() + $json.member ?? 'x' }}"],
		['=INV {{ Object.keys($json).length }}'],
		[' ={{ $json.month }}'],
		// Parts that may be empty on purpose.
		["={{ $json.member }}{{ $json.month ? ' again' : '' }}"],
		["={{ $json.member }}{{ $json.month || '' }}"],
		["={{ $json.member }}{{ $json.month && 'x' }}"],
		["={{ $json.member }}{{ $if($json.month, 'x', '') }}"],
		["={{ $json.member + ($json.month || '') }}"],
		// Signs in a text or a value are no gap.
		['={{ `${$json.member}-${$json.month.replace("-", "+")}` }}', { member: 7, month: 'a-b' }],
		['={{ $json.member }}-{{ $json.month }}', { member: 7, month: '_x--y_' }],
		['={{ $json.month.split("x+")[0] }}', { month: '2026-' }],
		["={{ $json.month.split('x+')[0] }}", { month: '2026-' }],
		['={{ $json.month.split("\\"+")[0] }}', { month: '2026-' }],
		["={{ $json.month.split('\\'+')[0] }}", { month: '2026-' }],
		["={{ [$json.member, $json.month].join('-') }}", { member: 7, month: '2026-05' }],
		["={{ $json.member * 2 }}-{{ $json.month || 'x' }}"],
	])('%s', (expression, json = MEMBER) => {
		expect(find(expression, json).found).toBeUndefined();
	});
});

describe('emptyPartFinder finds a gap in a text whose parts it can not check', () => {
	it.each<[string, string]>([
		["={{ $json.member + '-' + ($json.month || '') }}", '7-'],
		["={{ ($json.month || '') + '-' + $json.member }}", '-7'],
		["={{ $json.member }}-{{ $json.month || '' }}-{{ $json.member }}", '7--7'],
		["={{ $json.member }}/ {{ $json.month || '' }}/{{ $json.member }}", '7/ /7'],
		["={{ $json.member }}{{ $json.month ? '' : ':' }}", '7:'],
		["={{ $json.month ? '' : '#' }}{{ $json.member }}", '#7'],
		['={{ "x" }}-{{ $json.month || "" }}', 'x-'],
		['={{ $json.member }}{{ $json.month || "" }}- ', '7- '],
		["={{ [$json.member, $json.month || ''].join('-') }}", '7-'],
		["={{ $json.member.toString().concat('-') }}", '7-'],
	])('%s', (expression, value) => {
		const { found } = find(expression, MEMBER);
		expect(found).toEqual({ field: expression.slice(1), value, why: 'gap' });
	});

	it('but not in a text without separators at its ends, or in a value that is no text', () => {
		expect(find("={{ $json.member }}-x-{{ $json.month || 'a' }}", MEMBER).found).toBeUndefined();
		expect(find('={{ $json.month || $json.member }}', { member: 7 }).found).toBeUndefined();
		expect(find("={{ [$json.member, $json.month || ''] }}", MEMBER).found).toBeUndefined();
	});
});

describe('emptyPartFinder reads', () => {
	it('plain fields without asking n8n', () => {
		const { asked } = find('={{ $json.member }}-{{ $json["month"] }}', { member: 7, month: 'May' });
		expect(asked).toEqual([]);
	});

	it('each part once', () => {
		const { asked } = find('={{ $json.month.trim() }}-{{ $json.month.trim() }}', { month: 'May' });
		expect(asked).toEqual(['{{ $json.month.trim() }}']);
	});

	it('very deep brackets as one piece', () => {
		const deep = `={{ ${'('.repeat(30)}$json.month${')'.repeat(30)} + 'x' }}`;
		expect(find(deep, { month: 'May' }).found).toBeUndefined();
	});

	it('any text without an error, also with unclosed brackets and strings', () => {
		const signs = fc.constantFrom(...'()[]{}`"\'\\+-?.$ a,', '${', '$json.month', '{{', '}}');
		const code = fc.array(signs, { maxLength: 30 }).map((parts) => `={{ ${parts.join('')} }}`);
		fc.assert(
			fc.property(code, (expression) => {
				const { found } = find(expression, { month: 'May' });
				expect([undefined, 'empty', 'broken', 'cutOff', 'gap']).toContain(found?.why);
			}),
			runs(300),
		);
	});
});
