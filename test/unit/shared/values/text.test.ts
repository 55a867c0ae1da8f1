import fc from 'fast-check';

import {
	flag,
	isNothing,
	oneOf,
	optional,
	readableText,
	requiredText,
	text,
	textOfLength,
	wholeNumber,
	withDefault,
} from '../../../../nodes/shared/values/text';
import { problemOf, valueOf } from '../../parsed';
import { PARSERS } from '../../parsers';
import { runs } from '../../runs';

describe('isNothing', () => {
	it.each(['', '-', ' _ / ', '0', '000', 'Yok', 'NONE', 'null', 'nil', 'na', 'NaN', 'yok-0'])(
		'is true for %j',
		(given) => expect(isNothing(given)).toBe(true),
	);

	it.each(['a', '7', '10', '05', 'yoksa', 'ayok', 'null7', '7null', 'yok 5', '5 yok', 'ş', '-ı'])(
		'is false for %j',
		(given) => expect(isNothing(given)).toBe(false),
	);
});

describe('withDefault', () => {
	const count = withDefault('1', wholeNumber(1, 12));

	it.each([null, undefined, '', '  ', '\u200b'])('is the default for %j', (given) => {
		expect(valueOf(count(given))).toBe('1');
	});

	it.each([
		['3', '3'],
		[12, '12'],
	])('reads %j', (given, expected) => expect(valueOf(count(given))).toBe(expected));

	it.each([0, 'x', '#N/A', false, [], {}])('checks %j', (given) => {
		expect(problemOf(count(given)).message).not.toBe('');
	});
});

describe('text', () => {
	it.each([
		["  Çay Bardağı 6'lı Set \n", "Çay Bardağı 6'lı Set"],
		['\u00a0\ufeffAd\u00a0', 'Ad'],
		['\u200b Ad\u200e \u2066', 'Ad'],
		['\u001f Ad\u0007\u007f', 'Ad'],
		['\u200b', ''],
		['a\u200db', 'a\u200db'],
		['S\u0327I\u0307g\u0306', 'Şİğ'], // typed on a Mac: letter and mark apart
		['İıŞşĞğÜüÖöÇç', 'İıŞşĞğÜüÖöÇç'],
		['two  spaces\nand lines', 'two  spaces\nand lines'],
		[0, '0'],
		[12.5, '12.5'],
		[false, 'false'],
		[undefined, ''],
		[null, ''],
		['', ''],
	])('reads %j', (given, read) => expect(valueOf(text(given))).toBe(read));

	it('is composed and trimmed for any text, and does not change when read again', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (given) => {
				fc.pre(!given.includes('#'));
				const read = valueOf(text(given));
				expect(given.normalize('NFC')).toContain(read);
				expect(read).toBe(read.trim());
				expect(valueOf(text(read))).toBe(read);
			}),
			runs(100),
		);
	});

	it.each([[{ a: 1 }], [['a']], [new Date(0)], [() => 'a']])('rejects %j', (given) => {
		const { message, fix } = problemOf(text(given));
		expect(message).toMatch(/^holds a list or an object: "/);
		expect(fix).toBe('Map a single text or number.');
	});

	it.each(['#REF!', '#N/A', '#YOK', '#DEĞER!', '#AD?', '#SAYI/0!', '########', ' #VALUE! '])(
		'rejects %s from a spreadsheet',
		(given) => {
			expect(problemOf(text(given)).message).toBe(
				`shows a failed formula or a column that is too narrow: "${given.trim()}"`,
			);
		},
	);

	it.each([
		['#N/A aidatı #REF!', '#N/A'],
		['Aidat #SPILL!', '#SPILL!'],
		['(#CALC!)', '#CALC!'],
		['#REF! 5', '#REF!'],
		['Aidat Loading...', 'Loading...'],
		['Aidat Err:504', 'Err:504'],
		['Stok #DEĞER! adet', '#DEĞER!'],
	])('rejects the spreadsheet error in %j', (given, found) => {
		expect(problemOf(text(given)).message).toBe(
			`contains ${found}, which a spreadsheet shows for a broken formula: "${given}"`,
		);
	});

	it.each(['{{ $json.name }}', 'Sayın {{$json["Ad"]}}', "{{\n$('Rows').item.json.x }}"])(
		'rejects %j, which n8n has not evaluated',
		(given) => {
			const { message, fix } = problemOf(text(given));
			expect(message).toMatch(/^holds an expression that n8n has not evaluated: "/);
			expect(fix).toBe('Switch the field from Fixed to Expression.');
		},
	);

	it.each(['{{name}}', '{ $5 }', '#1', 'A#REF!', '##', 'N/A', 'Err:5042'])(
		'accepts %s',
		(given) => {
			expect(valueOf(text(given))).toBe(given);
		},
	);

	it('accepts at most 10,000 characters', () => {
		for (const letter of ['x', '🎉']) {
			expect(valueOf(text(letter.repeat(10_000)))).toHaveLength(10_000 * letter.length);
			expect(problemOf(text(letter.repeat(10_001))).message).toBe(
				`has more than 10000 characters: "${letter.repeat(100)}…"`,
			);
		}
	});

	it('accepts at most 30 accents on a letter', () => {
		const accents = (count: number) => `q${'\u0323\u0307'.repeat(count / 2)}`;
		expect(valueOf(text(accents(30)))).toHaveLength(31);
		expect(problemOf(text(accents(32))).message).toMatch(/^has a letter with more than 30 accents/);
	});
});

it('optional accepts an empty value, and parses others', () => {
	const count = optional(wholeNumber(1));
	for (const given of ['', '  ', null, undefined]) expect(valueOf(count(given))).toBe('');
	expect(valueOf(count('2'))).toBe('2');
	expect([count('x').ok, count([]).ok]).toEqual([false, false]);
});

describe('readableText', () => {
	it.each([
		['undefined aidatı', 'undefined'],
		['Sayın null', 'null'],
		['Aidat NaN TL', 'NaN'],
		['Aidat [object Object]', '[object Object]'],
		['Aidat Invalid DateTime', 'Invalid DateTime'],
		['Son gün: Invalid Date', 'Invalid Date'],
	])('rejects %j', (given, found) => {
		expect(problemOf(readableText(given)).message).toBe(
			`contains ${found}, which a broken expression leaves in a text: "${given}"`,
		);
	});

	it.each([
		['A\ufffdustos', 'U+FFFD'],
		['Ay\ud83d', 'U+D83D'],
		['Ay\u{a9810}e', 'U+A9810'],
		['A\u011fustos \u00c3\u00bccreti', '\u00c3\u00bc'],
		['Ay\u00c5\u0178e', '\u00c5\u0178'],
		['Kas\u00c4\u00b1m', '\u00c4\u00b1'],
		['\u00c3\u2013deme', '\u00c3\u2013'],
	])('rejects %j of a file in another encoding', (given, found) => {
		expect(problemOf(readableText(given)).message).toContain(
			`contains ${found}, which a file in another encoding leaves in a text: `,
		);
	});

	it.each(['SÃO PAULO', 'MÃE Ägäis Ångström', 'Šárka Žižková', 'Çay 🫖'])('accepts %j', (given) =>
		expect(valueOf(readableText(given))).toBe(given),
	);

	it.each([
		['Çay &amp; Kahve &#8211; 2', 'Çay & Kahve – 2'],
		['&#x130;&ccedil; &amp;#8211; &Idot;', 'İç – İ'],
		['&nbsp;A&quot;', 'A"'],
		['A &unknown; &#xD800; &#7; & B;', 'A &unknown; &#xD800; &#7; & B;'],
		['https://a.co/?b=1&copy=2&amp;d=3', 'https://a.co/?b=1&copy=2&d=3'],
	])('decodes the entities of %j', (given, read) =>
		expect(valueOf(readableText(given))).toBe(read),
	);

	it.each(['Null modem', 'Undefined Behavior', 'NULL', 'Nan ekmeği', 'nullable', 'invalid date'])(
		'accepts %s',
		(given) => expect(valueOf(readableText(given))).toBe(given),
	);
});

describe('textOfLength', () => {
	const name = textOfLength(4, 200);

	it.each(['abcd', 'ğğğğ', '🎉🎉🎉🎉', 'x'.repeat(200), '🎉'.repeat(200)])(
		'accepts %s',
		(given) => {
			expect(valueOf(name(given))).toBe(given);
		},
	);

	it.each([
		['abc', 3],
		['  abc  ', 3],
		['🎉🎉🎉', 3],
		['x'.repeat(201), 201],
	])('rejects "%s" with its %d characters', (given, length) => {
		const { message, fix } = problemOf(name(given));
		expect(message).toContain(`has ${length} characters: "`);
		expect(fix).toBe('Use 4 to 200 characters.');
	});

	it('says "at most" if one character is enough', () => {
		expect(problemOf(textOfLength(1, 3)('abcd')).fix).toBe('Use at most 3 characters.');
		expect(problemOf(textOfLength(2, 3)('abcd')).fix).toBe('Use 2 to 3 characters.');
	});
});

describe('oneOf', () => {
	const language = oneOf('tr', 'en');

	it('accepts a listed word or number; I and İ are the same', () => {
		expect(['tr', ' en ', 'TR', 'En'].map((given) => valueOf(language(given)))).toEqual([
			...['tr', 'en', 'tr', 'en'],
		]);
		expect(valueOf(oneOf('e-mail')('E-MAİL'))).toBe('e-mail');
		expect(valueOf(oneOf('1', '2')(2))).toBe('2');
	});

	it.each(['de', 'tr,en'])('rejects "%s" and lists the allowed values', (given) => {
		expect(problemOf(language(given))).toEqual({
			message: `can't be "${given}"`,
			fix: 'Use one of: tr, en.',
		});
	});
});

describe('flag', () => {
	it.each<[string, unknown[]]>([
		['1', [true, 1, '1', '1.0', '1,0', 'true', ' TRUE ', 'Evet', 'EVET', 'DOĞRU', 'dogru', 'yes']],
		[
			'0',
			[false, 0, '0', '0.0', '0,0', 'false', 'Hayır', 'HAYIR', 'hayir', 'YANLIŞ', 'yanlis', 'No'],
		],
	])('is %s', (read, values) => {
		for (const given of values) expect(valueOf(flag(given))).toBe(read);
	});

	it.each([['maybe'], [2], ['10'], ['on off']])('rejects %j', (given) => {
		expect(problemOf(flag(given))).toEqual({
			message: `is neither on nor off: "${given}"`,
			fix: 'Use true or false (Evet or Hayır, 1 or 0).',
		});
	});
});

describe('wholeNumber', () => {
	it('accepts every whole number within its bounds, as text or number', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (number) => {
				expect(valueOf(wholeNumber(1)(number))).toBe(String(number));
				expect(valueOf(wholeNumber(1)(` ${number} `))).toBe(String(number));
			}),
			runs(100),
		);
	});

	it.each([
		[2, '2'],
		[12, '12'],
		['2.0', '2'],
		['12,00', '12'],
		['007', '7'],
	])('takes %p', (number, read) => expect(valueOf(wholeNumber(2, 12)(number))).toBe(read));

	it.each([
		...[1, 13, '1.5', 2.5, '3,5', '3,000', '3.', '-3', -3, '1e1', 'x', '٣'],
		...[NaN, Infinity, true],
	])('rejects %p outside 2 to 12', (given) => {
		const { message, fix } = problemOf(wholeNumber(2, 12)(given));
		expect(message).toMatch(/^is not a whole number of 2 to 12: "/);
		expect(fix).toBe('Use 2 to 12.');
	});

	it.each([[0], ['9007199254740993'], [1e21]])('rejects %j if 1 or more is required', (given) => {
		expect(problemOf(wholeNumber(1)(given)).fix).toBe('Use 1 or more.');
	});
});

it.each([
	...['requiredText', 'textOfLength', 'oneOf', 'flag', 'wholeNumber', 'minorUnits', 'currency'],
	...['percent', 'email', 'dayText', 'internationalPhone', 'turkishMobile'],
])('%s rejects empty values and lists', (name) => {
	const read = { ...PARSERS, requiredText }[name]!;
	for (const given of ['', ' \n ', '\u200b', undefined, null]) {
		expect(problemOf(read(given))).toEqual({
			message: 'is empty',
			fix: "Fill it in for this item. If the sheet has a value, check the column's name in the expression.",
		});
	}
	for (const given of [[], { a: 1 }]) {
		expect(problemOf(read(given)).message).toMatch(/^holds a list or an object: |^is not a date: /);
	}
});
