import { createHash } from 'node:crypto';
import { text } from '../values/text';
import { problem, type Parsed } from '../values/problem';

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

/**
 * An item's own key for 'Skip Already Sent': trimmed, as text. Empty and `false` are no match for
 * other such items: they are a mistake in the row.
 */
export function deduplicationKey(value: unknown): Parsed {
	if (value === false || value === true) {
		return problem(
			`is ${String(value)}, which is no key`,
			`Give each item what tells it apart, ${EXAMPLE}.`,
		);
	}
	const key = text(value);
	if (!key.ok || key.value !== '') return key;
	return problem(
		"is empty, and 'Skip Already Sent' is on",
		`Give each item what tells it apart, ${EXAMPLE}.`,
	);
}
