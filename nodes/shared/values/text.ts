import { ok } from '../result';
import { brokenLetter, brokenWord } from './broken';
import { characters, folded, trimmed } from './characters';
import {
	emptyValue,
	notACount,
	notASwitch,
	notAText,
	notListed,
	sheetErrorAlone,
	textWithBrokenLetter,
	textWithBrokenWord,
	textWithSheetError,
	tooLong,
	tooManyAccents,
	unevaluatedExpression,
	unreadableExpression,
	wrongLength,
} from './problems';
import { UnreadableExpression, type Parsed } from './problem';

/** The maximum length of texts without their own limit, in characters. */
export const TEXT_MAX = 10_000;

/**
 * The maximum number of combining marks on one letter, as in Unicode's Stream-Safe Text Format (UAX
 * #15). No language uses more, and composing takes quadratic time.
 */
const MARKS_MAX = 30;

/** Reads each run of marks only once. `\p{M}{31}` would start again at every mark. */
function hasLongRun(text: string): boolean {
	if (text.length <= MARKS_MAX) return false;
	for (const [run] of text.matchAll(/\p{M}+/gu)) if (run.length > MARKS_MAX) return true;
	return false;
}

/**
 * Errors that Excel, Google Sheets and LibreOffice write for a failed formula, in English and
 * Turkish.
 */
const SHEET_ERROR =
	/(?<![\p{L}\p{N}#/])(?:#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!|ERROR!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!|BUSY!|GETTING_DATA|YOK|BAŞV!|DEĞER!|AD\?|SAYI\/0!|SAYI!|BOŞ!|TAŞMA!|HESAPLA!|ALAN!)|(?:Err|Hata):5\d\d|Loading\.\.\.|Yükleniyor\.\.\.)(?![\p{L}\p{N}])/u;

/** A number in a column that is too narrow for it. */
const NARROW = /^###+$/;

/** `{{ $json.name }}` in a field whose mode is still 'Fixed'. Customers would read it unchanged. */
const EXPRESSION = /\{\{\s*\$/;

const isLonger = (text: string, max: number) =>
	text.length > 2 * max || (text.length > max && characters(text) > max);

/**
 * A value as the text that is signed and sent: trimmed, with Turkish letters in composed form
 * (NFC). The length check comes first. Lists and objects are rejected, because they would arrive as
 * "[object Object]".
 */
export function text(value: unknown): Parsed {
	if (value === undefined || value === null) return ok('');
	if (value instanceof UnreadableExpression) return unreadableExpression(value.expression);
	if (typeof value === 'object' || typeof value === 'function') return notAText(value);
	const given = String(value);
	if (isLonger(given, TEXT_MAX)) return tooLong(TEXT_MAX, given);
	if (hasLongRun(given)) return tooManyAccents(given);
	const result = trimmed(given.normalize('NFC'));
	if (EXPRESSION.test(result)) return unevaluatedExpression(result);
	if (NARROW.test(result)) return sheetErrorAlone(result);
	const sheetError = SHEET_ERROR.exec(result)?.[0];
	if (sheetError === undefined) return ok(result);
	return sheetError === result ? sheetErrorAlone(result) : textWithSheetError(result, sheetError);
}

/** A text that must not be empty. */
export function requiredText(value: unknown): Parsed {
	const result = text(value);
	return result.ok && result.value === '' ? emptyValue() : result;
}

const ENTITIES: Readonly<Record<string, string>> = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	apos: "'",
	nbsp: ' ',
	ndash: '–',
	mdash: '—',
	hellip: '…',
	lsquo: '‘',
	rsquo: '’',
	ldquo: '“',
	rdquo: '”',
	ccedil: 'ç',
	Ccedil: 'Ç',
	ouml: 'ö',
	Ouml: 'Ö',
	uuml: 'ü',
	Uuml: 'Ü',
	scedil: 'ş',
	Scedil: 'Ş',
	gbreve: 'ğ',
	Gbreve: 'Ğ',
	inodot: 'ı',
	Idot: 'İ',
};

const MAX_CODE_POINT = 0x10ffff;

function entity(whole: string, decimal?: string, hex?: string, name?: string): string {
	if (name !== undefined) return ENTITIES[name] ?? whole;
	const code = hex === undefined ? Number(decimal) : parseInt(hex, 16);
	const isCharacter = code >= 32 && code <= MAX_CODE_POINT && !(code >= 0xd800 && code <= 0xdfff);
	return isCharacter ? String.fromCodePoint(code) : whole;
}

/** Decodes HTML entities that web shops and CRMs leave in names. Some encode the & twice. */
const decoded = (given: string): string =>
	given
		.replace(/&amp;(?=#?\w{1,10};)/g, '&')
		.replace(/&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([A-Za-z]{2,8}));/g, entity);

/**
 * A text that a customer reads. HTML entities are decoded, and traces of a broken expression are
 * rejected.
 */
export function readableText(value: unknown): Parsed {
	const given = text(value);
	if (!given.ok) return given;
	const word = brokenWord(given.value);
	if (word !== undefined) return textWithBrokenWord(given.value, word);
	const letter = brokenLetter(given.value);
	if (letter !== undefined) return textWithBrokenLetter(given.value, letter);
	return ok(trimmed(decoded(given.value).normalize('NFC')));
}

/** A text for customers that must not be empty. */
export function requiredReadableText(value: unknown): Parsed {
	const result = readableText(value);
	return result.ok && result.value === '' ? emptyValue() : result;
}

/** A field that may be empty. A value that isn't empty is checked. */
export function optional(parse: (value: unknown) => Parsed) {
	return (value: unknown): Parsed => {
		const given = text(value);
		return given.ok && given.value === '' ? given : parse(value);
	};
}

/** A field with a default, which is sent if the field was not added or its cell is empty. */
export function withDefault(untouched: string, parse: (value: unknown) => Parsed) {
	return (value: unknown): Parsed => {
		const given = text(value);
		return given.ok && given.value === '' ? ok(untouched) : parse(value);
	};
}

/** Words that people, sheets and expressions use for a missing value. */
const NOTHING = /^(?:0+|yok|none|null|nil|nan?|undefined|true|false)$/i;

/** Whether a text has no words, such as "-", or only words that mean a missing value. */
export const isNothing = (given: string): boolean =>
	/^n\/a$/i.test(given) ||
	given.split(/[^\p{L}\p{N}]+/u).every((word) => word === '' || NOTHING.test(word));

/** A text for customers with a limited length, counted in Unicode code points. */
export function textOfLength(min: number, max: number) {
	return (value: unknown): Parsed => {
		const result = requiredReadableText(value);
		if (!result.ok) return result;
		const length = characters(result.value);
		return length >= min && length <= max ? result : wrongLength(length, min, max, result.value);
	};
}

/** One of the listed values, in any case. */
export function oneOf(...allowed: string[]) {
	const byName = new Map(allowed.map((name) => [folded(name), name]));
	return (value: unknown): Parsed => {
		const result = requiredText(value);
		if (!result.ok) return result;
		const name = byName.get(folded(result.value));
		return name === undefined ? notListed(result.value, allowed) : ok(name);
	};
}

const ON = new Set(['1', '1.0', '1,0', 'true', 'yes', 'evet', 'doğru', 'dogru']);
const OFF = new Set(['0', '0.0', '0,0', 'false', 'no', 'hayir', 'yanliş', 'yanlis']);

/**
 * A boolean in the providers' format: "1" or "0". Accepts true, 1, yes, Evet, DOĞRU and their
 * opposites.
 */
export function flag(value: unknown): Parsed {
	const given = requiredText(value);
	if (!given.ok) return given;
	const word = folded(given.value);
	if (ON.has(word)) return ok('1');
	return OFF.has(word) ? ok('0') : notASwitch(value);
}

/** A whole number within bounds, as digits. "2.0" and "2,0" from a number column become 2. */
export function wholeNumber(min: number, max = Number.MAX_SAFE_INTEGER) {
	return (value: unknown): Parsed => {
		const result = requiredText(value);
		if (!result.ok) return result;
		const digits = /^(\d{1,16})(?:[.,]0{1,2})?$/.exec(result.value)?.[1];
		const number = Number(digits ?? NaN);
		if (Number.isSafeInteger(number) && number >= min && number <= max) return ok(String(number));
		return notACount(
			value,
			max === Number.MAX_SAFE_INTEGER ? `${min} or more` : `${min} to ${max}`,
		);
	};
}
