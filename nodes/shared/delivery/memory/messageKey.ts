import { createHash } from 'node:crypto';
import { ok } from '../../result';
import { withoutInvisible } from '../../values/characters';
import { CUT_OFF_FIX, digitsCutOff, FILL_IN } from '../../values/problems';
import { problem, shown, type Parsed, type Problem } from '../../values/problem';
import { hasLostDigits, hasShortened, withoutMarks, withoutZeros } from '../../values/spreadsheet';
import { isBroken } from '../../values/broken';
import { isNothing, text } from '../../values/text';
import { rowNumbers } from '../hints';

/**
 * The memory's key of a message: the step's name, the item's key and the store, hashed, so that no
 * recipient is stored. The store is included because two stores may use the same invoice number.
 */
export function messageKey(step: string, key: string, account = ''): string {
	return createHash('sha256')
		.update(JSON.stringify(account === '' ? [step, key] : [step, key, account]))
		.digest('base64')
		.slice(0, 22);
}

const EXAMPLE = 'e.g. its invoice number, {{ $json.invoiceNumber }}';

const FIX = `Give each item what tells it apart, ${EXAMPLE}.`;

/** Gives all spellings of a key the same text: spaces, invisible characters, zeros of a number. */
function canonical(key: string): string {
	const line = withoutInvisible(key)
		.replace(/[\s\p{Cc}]+/gu, ' ')
		.trim();
	return withoutZeros(withoutMarks(line));
}

/**
 * An item's own key for 'Send Only Once'. "1001,00" from a number column is 1001, and a no-break
 * space is a space. A key without meaning (empty, `false`, "-", the rest of a broken expression) or
 * with a shortened number is rejected: other items would have the same key, and their customers
 * would never be contacted.
 */
export function deduplicationKey(value: unknown): Parsed {
	const given = text(value);
	if (!given.ok) return given;
	const key = canonical(given.value);
	if (key === '') return problem("is empty, and 'Send Only Once' needs it", FIX);
	if (isNothing(key) || isBroken(key)) return problem(`is ${shown(value)}, which is no key`, FIX);
	return hasLostDigits(value) || hasShortened(key) ? digitsCutOff(value) : ok(key);
}

/** A part of a key that doesn't tell items apart. */
export interface WrongPart {
	/** As written in the expression, for example `{{ $json.month }}`. */
	field: string;
	value: unknown;
	/** `gap`: no field is known to be empty, but there is nothing between two separators. */
	why: 'empty' | 'broken' | 'cutOff' | 'gap';
}

export function missingKeyPart(key: string, { field, value, why }: WrongPart): Problem {
	const messages = {
		empty: `has nothing in ${field}: ${shown(key)}`,
		broken: `has ${shown(value)} in ${field}: ${shown(key)}`,
		cutOff: `has lost digits in ${field}: ${shown(key)}`,
		gap: `lacks a part before or behind a separator: ${shown(key)}`,
	};
	return { message: messages[why], fix: why === 'cutOff' ? CUT_OFF_FIX : FILL_IN };
}

/** The problem of two items that have the same key and different recipients. */
export const keyOfAnotherRecipient = (key: string, itemIndex: number): Problem => ({
	message: `is the same as in ${rowNumbers([itemIndex])}, which goes to somebody else: ${shown(key)}`,
	fix: FIX,
});
