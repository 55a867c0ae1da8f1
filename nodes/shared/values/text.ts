import { ok } from '../result';
import { problem, shown, type Parsed } from './problem';

/**
 * A value as the text that is signed and sent: trimmed, Turkish letters in their composed form
 * (NFC). Lists and objects are refused, since they would arrive as "[object Object]".
 */
export function text(value: unknown): Parsed {
	if (value === undefined || value === null) return ok('');
	if (typeof value === 'object') {
		return problem(`holds a list or an object: ${shown(value)}`, 'Map a single text or number.');
	}
	return ok(String(value).normalize('NFC').trim());
}

/** A text that must not be empty. */
export function requiredText(value: unknown): Parsed {
	const result = text(value);
	return result.ok && result.value === ''
		? problem('is empty', 'Fill it in for this item.')
		: result;
}

/** A text of so many characters, counted in Unicode code points. */
export function textOfLength(min: number, max: number) {
	return (value: unknown): Parsed => {
		const result = requiredText(value);
		if (!result.ok) return result;
		const length = [...result.value].length;
		if (length >= min && length <= max) return result;
		const limit = min > 1 ? `${min} to ${max}` : `at most ${max}`;
		return problem(`has ${length} characters: ${shown(result.value)}`, `Use ${limit} characters.`);
	};
}

/** One of the listed values. */
export function oneOf(...allowed: string[]) {
	return (value: unknown): Parsed => {
		const result = requiredText(value);
		if (!result.ok || allowed.includes(result.value)) return result;
		return problem(`can't be ${shown(result.value)}`, `Use one of: ${allowed.join(', ')}.`);
	};
}

/** A switch as the providers take it: "1" or "0". */
export function flag(value: unknown): Parsed {
	const given = typeof value === 'string' ? value.trim().toLowerCase() : value;
	if (given === true || given === 1 || given === '1' || given === 'true') return ok('1');
	if (given === false || given === 0 || given === '0' || given === 'false') return ok('0');
	return problem(`is neither on nor off: ${shown(value)}`, 'Use true or false.');
}

/** A whole number within bounds, as digits. */
export function wholeNumber(min: number, max = Number.MAX_SAFE_INTEGER) {
	return (value: unknown): Parsed => {
		const result = requiredText(value);
		if (!result.ok) return result;
		const number = /^\d{1,16}$/.test(result.value) ? Number(result.value) : NaN;
		if (Number.isSafeInteger(number) && number >= min && number <= max) return ok(String(number));
		const limit = max === Number.MAX_SAFE_INTEGER ? `${min} or more` : `${min} to ${max}`;
		return problem(`is not a whole number of ${limit}: ${shown(value)}`, `Use ${limit}.`);
	};
}
