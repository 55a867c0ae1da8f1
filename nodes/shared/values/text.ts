import { ok } from '../result';
import { characters, folded, trimmed } from './characters';
import {
	hasLength,
	hasTooManyMarks,
	isEmpty,
	isExpression,
	isNoCount,
	isNoSwitch,
	isNotListed,
	isNoText,
	isSheetError,
	isTooLong,
} from './messages';
import type { Parsed } from './problem';

/** Characters of a text that states no limit of its own. */
export const TEXT_MAX = 10_000;

/**
 * Combining marks on one letter at most, as in Unicode's Stream-Safe Text Format (UAX #15). No
 * language writes more, and composing them takes time that grows with their square.
 */
const MARKS_MAX = 30;

/** Each run of marks is looked at once: `\p{M}{31}` would begin again at every mark. */
function hasLongRun(text: string): boolean {
	if (text.length <= MARKS_MAX) return false;
	for (const [run] of text.matchAll(/\p{M}+/gu)) if (run.length > MARKS_MAX) return true;
	return false;
}

/** What Excel, Google Sheets and LibreOffice write where a formula failed, in English and Turkish. */
const SHEET_ERROR =
	/^#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!|ERROR!|YOK|BAŞV!|DEĞER!|AD\?|SAYI\/0!|SAYI!|BOŞ!|##+)$/;

/** `{{ $json.name }}` in a field that was left on 'Fixed': a customer would read it. */
const EXPRESSION = /\{\{\s*\$/;

const isLonger = (text: string, max: number) =>
	text.length > 2 * max || (text.length > max && characters(text) > max);

/**
 * A value as the text that is signed and sent: trimmed, Turkish letters in their composed form
 * (NFC). Its length is checked before anything is done with it. Lists and objects are refused,
 * since they would arrive as "[object Object]".
 */
export function text(value: unknown): Parsed {
	if (value === undefined || value === null) return ok('');
	if (typeof value === 'object' || typeof value === 'function') return isNoText(value);
	const given = String(value);
	if (isLonger(given, TEXT_MAX)) return isTooLong(TEXT_MAX, given);
	if (hasLongRun(given)) return hasTooManyMarks(given);
	const result = trimmed(given.normalize('NFC'));
	if (EXPRESSION.test(result)) return isExpression(result);
	return SHEET_ERROR.test(result) ? isSheetError(result) : ok(result);
}

/** A text that must not be empty. */
export function requiredText(value: unknown): Parsed {
	const result = text(value);
	return result.ok && result.value === '' ? isEmpty() : result;
}

/** A field that may be left empty, and is checked where it isn't. */
export function optional(parse: (value: unknown) => Parsed) {
	return (value: unknown): Parsed => {
		const given = text(value);
		return given.ok && given.value === '' ? given : parse(value);
	};
}

/** What people, sheets and expressions put where there is nothing. */
const NOTHING = /^(?:0+|yok|none|null|nil|nan?|undefined|true|false)$/i;

/** Whether all words of a text say that there is nothing; "-" has none. */
export const isNothing = (given: string): boolean =>
	given.split(/[^\p{L}\p{N}]+/u).every((word) => word === '' || NOTHING.test(word));

/** A text of so many characters, counted in Unicode code points. */
export function textOfLength(min: number, max: number) {
	return (value: unknown): Parsed => {
		const result = requiredText(value);
		if (!result.ok) return result;
		const length = characters(result.value);
		return length >= min && length <= max ? result : hasLength(length, min, max, result.value);
	};
}

/** One of the listed values, in upper or lower case. */
export function oneOf(...allowed: string[]) {
	const byName = new Map(allowed.map((name) => [folded(name), name]));
	return (value: unknown): Parsed => {
		const result = requiredText(value);
		if (!result.ok) return result;
		const name = byName.get(folded(result.value));
		return name === undefined ? isNotListed(result.value, allowed) : ok(name);
	};
}

const ON = new Set(['1', '1.0', '1,0', 'true', 'yes', 'evet', 'doğru', 'dogru']);
const OFF = new Set(['0', '0.0', '0,0', 'false', 'no', 'hayir', 'yanliş', 'yanlis']);

/** A switch as the providers take it: "1" or "0". Takes true, 1, yes, Evet, DOĞRU and their opposites. */
export function flag(value: unknown): Parsed {
	const given = requiredText(value);
	if (!given.ok) return given;
	const word = folded(given.value);
	if (ON.has(word)) return ok('1');
	return OFF.has(word) ? ok('0') : isNoSwitch(value);
}

/** A whole number within bounds, as digits; "2.0" and "2,0" of a sheet's number column are 2. */
export function wholeNumber(min: number, max = Number.MAX_SAFE_INTEGER) {
	return (value: unknown): Parsed => {
		const result = requiredText(value);
		if (!result.ok) return result;
		const digits = /^(\d{1,16})(?:[.,]0{1,2})?$/.exec(result.value)?.[1];
		const number = Number(digits ?? NaN);
		if (Number.isSafeInteger(number) && number >= min && number <= max) return ok(String(number));
		return isNoCount(
			value,
			max === Number.MAX_SAFE_INTEGER ? `${min} or more` : `${min} to ${max}`,
		);
	};
}
