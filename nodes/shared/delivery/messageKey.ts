import { createHash } from 'node:crypto';
import { ok } from '../result';
import { FILL_IN, isCutOff } from '../values/messages';
import { problem, shown, type Parsed, type Problem } from '../values/problem';
import { hasLostDigits, withoutPointZero } from '../values/spreadsheet';
import { isNothing, text } from '../values/text';

/**
 * A message as the memory keeps it: the step's name and the item's key, hashed, so that no recipient
 * is stored.
 */
export function messageKey(step: string, key: string): string {
	return createHash('sha256')
		.update(JSON.stringify([step, key]))
		.digest('base64')
		.slice(0, 22);
}

const EXAMPLE = 'e.g. its invoice number, {{ $json.invoiceNumber }}';

const FIX = `Give each item what tells it apart, ${EXAMPLE}.`;

/** What JavaScript writes for a field that isn't there, as a part of a text. */
const BROKEN = /(?<![\p{L}\p{N}])(?:undefined|null|NaN)(?![\p{L}\p{N}])|\[object Object\]/u;

/**
 * An item's own key for 'Skip Already Sent': trimmed, as text; "7.0" of a sheet's number column is 7.
 * What says nothing (empty, `false`, "-", the rest of a key whose columns are empty) and a number that
 * was cut off would be the same in other rows, and keep their customers from being contacted.
 */
export function deduplicationKey(value: unknown): Parsed {
	const key = text(value);
	if (!key.ok) return key;
	if (key.value === '') return problem("is empty, and 'Skip Already Sent' is on", FIX);
	if (isNothing(key.value) || BROKEN.test(key.value))
		return problem(`is ${shown(value)}, which is no key`, FIX);
	if (hasLostDigits(value)) return isCutOff(value);
	return ok(withoutPointZero(key.value));
}

/** @param field as it stands in the expression, e.g. `{{ $json.month }}` */
export const lacksField = (key: string, field: string): Problem => ({
	message: `has nothing in ${field}: ${shown(key)}`,
	fix: FILL_IN,
});

/** Two items of one key of which each is for somebody else: it doesn't tell them apart. */
export const isAnothersKey = (key: string, itemIndex: number): Problem => ({
	message: `is the same as in item ${itemIndex}, which goes to somebody else: ${shown(key)}`,
	fix: FIX,
});
