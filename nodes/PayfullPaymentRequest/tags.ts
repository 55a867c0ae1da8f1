import { ok } from '../shared/result';
import { folded, trimmed } from '../shared/values/characters';
import type { Parsed } from '../shared/values/problem';
import { requiredReadableText } from '../shared/values/text';
import { TAG_NAMES, TAGS } from './constants';
import { textWithoutLink } from './problems';

const BY_NAME = new Map(TAG_NAMES.map((name) => [folded(name), `[${name}]`]));

/**
 * Corrects the spelling of tags: [LİNK], [link] and [LINK ] become [LINK], which Payfull replaces.
 */
const withTags = (text: string): string =>
	text.replace(
		/\[([^[\]]{1,60})\]/g,
		(typed, name: string) => BY_NAME.get(folded(trimmed(name))) ?? typed,
	);

/** A text that the customer gets. */
export function messageText(value: unknown): Parsed {
	const given = requiredReadableText(value);
	return given.ok ? ok(withTags(given.value)) : given;
}

/** Whether phones show a word as a link. */
const isAddress = (word: string) =>
	/^\W?(?:https?:\/\/|www\.)\w/i.test(word) ||
	/^[a-z\d][a-z\d-]{0,62}(?:\.[a-z\d-]{1,63}){0,5}\.[a-z]{2,24}\/\S/i.test(word);

/** The text of an SMS. It must contain the tag for the payment page, or another address. */
export function smsText(value: unknown): Parsed {
	const given = messageText(value);
	if (!given.ok) return given;
	const isPayable = given.value.includes(TAGS.link) || given.value.split(/\s/).some(isAddress);
	return isPayable ? given : textWithoutLink(given.value);
}
