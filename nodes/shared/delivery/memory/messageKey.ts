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
 * A message as the memory keeps it: the step's name, the item's key and the store it belongs to,
 * hashed, so that no recipient is stored. Two stores may use the same invoice number.
 */
export function messageKey(step: string, key: string, account = ''): string {
	return createHash('sha256')
		.update(JSON.stringify(account === '' ? [step, key] : [step, key, account]))
		.digest('base64')
		.slice(0, 22);
}

const EXAMPLE = 'e.g. its invoice number, {{ $json.invoiceNumber }}';

const FIX = `Give each item what tells it apart, ${EXAMPLE}.`;

/** The same text for all ways to write a key: blanks, invisible characters, a number's zeros. */
function canonical(key: string): string {
	const line = withoutInvisible(key)
		.replace(/[\s\p{Cc}]+/gu, ' ')
		.trim();
	return withoutZeros(withoutMarks(line));
}

/**
 * An item's own key for 'Send Only Once': "1001,00" of a sheet's number column is 1001, and a
 * no-break space is a space. A key without meaning (empty, `false`, "-", the rest of a broken
 * expression) or with a shortened number would be the same for other items, whose customers would
 * never be contacted.
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
	/** As it stands in the expression, e.g. `{{ $json.month }}`. */
	field: string;
	value: unknown;
	/** `gap`: no field is known to be empty, but two separators have nothing between them. */
	why: 'empty' | 'broken' | 'cutOff' | 'gap';
}

export function lacksField(key: string, { field, value, why }: WrongPart): Problem {
	const messages = {
		empty: `has nothing in ${field}: ${shown(key)}`,
		broken: `has ${shown(value)} in ${field}: ${shown(key)}`,
		cutOff: `has lost digits in ${field}: ${shown(key)}`,
		gap: `lacks a part before or behind a separator: ${shown(key)}`,
	};
	return { message: messages[why], fix: why === 'cutOff' ? CUT_OFF_FIX : FILL_IN };
}

/** Two items of one key of which each is for somebody else: it doesn't tell them apart. */
export const isAnothersKey = (key: string, itemIndex: number): Problem => ({
	message: `is the same as in ${rowNumbers([itemIndex])}, which goes to somebody else: ${shown(key)}`,
	fix: FIX,
});
