import fc from 'fast-check';

import {
	flag,
	oneOf,
	requiredText,
	text,
	textOfLength,
	wholeNumber,
} from '../../../../nodes/shared/values/text';
import { problemOf, valueOf } from '../../parsed';

describe('text', () => {
	it.each([
		["  Çay Bardağı 6'lı Set \n", "Çay Bardağı 6'lı Set"],
		['\u00a0\ufeffAd\u00a0', 'Ad'],
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

	it('is composed and trimmed for any text, and reads that as itself', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (given) => {
				const read = valueOf(text(given));
				expect(read).toBe(given.normalize('NFC').trim());
				expect(valueOf(text(read))).toBe(read);
			}),
		);
	});

	it.each([[{ a: 1 }], [['a']], [new Date(0)]])('refuses %j', (given) => {
		const { message, fix } = problemOf(text(given));
		expect(message).toMatch(/^holds a list or an object: "/);
		expect(fix).toBe('Map a single text or number.');
	});
});

describe('requiredText', () => {
	it('takes a text', () => expect(valueOf(requiredText(' a '))).toBe('a'));

	it.each([[''], [' \n '], [undefined], [null]])('calls %j empty', (given) => {
		expect(problemOf(requiredText(given))).toEqual({
			message: 'is empty',
			fix: 'Fill it in for this item.',
		});
	});

	it('refuses a list', () => {
		expect(problemOf(requiredText([])).message).toContain('holds a list or an object');
	});
});

describe('textOfLength', () => {
	const name = textOfLength(4, 200);

	it.each(['abcd', 'ğğğğ', '🎉🎉🎉🎉', 'x'.repeat(200), '🎉'.repeat(200)])('takes %s', (given) => {
		expect(valueOf(name(given))).toBe(given);
	});

	it.each([
		['abc', 3],
		['  abc  ', 3],
		['🎉🎉🎉', 3],
		['x'.repeat(201), 201],
	])('refuses "%s" with its %d characters', (given, length) => {
		const { message, fix } = problemOf(name(given));
		expect(message).toContain(`has ${length} characters: "`);
		expect(fix).toBe('Use 4 to 200 characters.');
	});

	it('says "at most" where one character is enough', () => {
		expect(problemOf(textOfLength(1, 3)('abcd')).fix).toBe('Use at most 3 characters.');
		expect(problemOf(textOfLength(2, 3)('abcd')).fix).toBe('Use 2 to 3 characters.');
	});

	it('calls nothing empty', () => expect(problemOf(name('')).message).toBe('is empty'));
});

describe('oneOf', () => {
	const language = oneOf('tr', 'en');

	it.each(['tr', ' en '])('takes "%s"', (given) => {
		expect(valueOf(language(given))).toBe(given.trim());
	});

	it('takes a number that is listed', () => expect(valueOf(oneOf('1', '2')(2))).toBe('2'));

	it.each(['de', 'TR', 'tr,en'])('refuses "%s" and lists what it may be', (given) => {
		expect(problemOf(language(given))).toEqual({
			message: `can't be "${given}"`,
			fix: 'Use one of: tr, en.',
		});
	});

	it('calls nothing empty', () => expect(problemOf(language(null)).message).toBe('is empty'));
});

describe('flag', () => {
	it.each([[true], [1], ['1'], ['true'], [' TRUE ']])('%j is on', (given) => {
		expect(valueOf(flag(given))).toBe('1');
	});

	it.each([[false], [0], ['0'], ['false'], ['False']])('%j is off', (given) => {
		expect(valueOf(flag(given))).toBe('0');
	});

	it.each([[''], ['yes'], [2], [null], [undefined], [[]], ['10']])('refuses %j', (given) => {
		const { message, fix } = problemOf(flag(given));
		expect(message).toMatch(/^is neither on nor off: /);
		expect(fix).toBe('Use true or false.');
	});
});

describe('wholeNumber', () => {
	it('takes every whole number within its bounds, as text or number', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (number) => {
				expect(valueOf(wholeNumber(1)(number))).toBe(String(number));
				expect(valueOf(wholeNumber(1)(` ${number} `))).toBe(String(number));
			}),
		);
	});

	it('writes a number without leading zeros', () => {
		expect(valueOf(wholeNumber(0)('007'))).toBe('7');
		expect(valueOf(wholeNumber(0)('0'))).toBe('0');
	});

	it.each([
		[2, '2'],
		[12, '12'],
	])('takes its bound %d', (number, read) =>
		expect(valueOf(wholeNumber(2, 12)(number))).toBe(read),
	);

	it.each([
		[1],
		[13],
		['1.5'],
		[2.5],
		['3,0'],
		['-3'],
		[-3],
		['1e1'],
		['x'],
		['٣'],
		[NaN],
		[Infinity],
		[true],
	])('refuses %p outside 2 to 12', (given) => {
		const { message, fix } = problemOf(wholeNumber(2, 12)(given));
		expect(message).toMatch(/^is not a whole number of 2 to 12: "/);
		expect(fix).toBe('Use 2 to 12.');
	});

	it.each([[0], ['9007199254740993'], [1e21]])('refuses %j where 1 or more is wanted', (given) => {
		expect(problemOf(wholeNumber(1)(given)).fix).toBe('Use 1 or more.');
	});

	it('calls nothing empty', () => expect(problemOf(wholeNumber(1)('')).message).toBe('is empty'));
});
