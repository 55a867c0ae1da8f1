/**
 * What comes along with copied text unseen: control characters, soft hyphens, direction marks,
 * zero-width characters.
 */
const BLANK = /[\s\p{Cc}\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/u;

/** Without blanks and invisible characters at its ends; linear, which a pattern with `$` is not. */
export function trimmed(text: string): string {
	let start = 0;
	let end = text.length;
	while (BLANK.test(text.charAt(start))) start++;
	while (BLANK.test(text.charAt(end - 1))) end--;
	return text.slice(start, end);
}

/** Without the invisible characters, for values that have none of their own: numbers, addresses. */
export const withoutInvisible = (text: string): string => text.replace(/\p{Cf}/gu, '');

/**
 * For comparing words: lower case, with İ, I and ı all as i. A Turkish keyboard's LİNK and an
 * English one's LINK are the same word.
 */
export const folded = (text: string): string =>
	text
		.replace(/[İIı]/g, 'i')
		.toLowerCase()
		.replace(/i\u0307/g, 'i');

/** The number of characters as people count them: Unicode code points. */
export const characters = (text: string): number => [...text].length;

/** At most so many characters of a text, none of them cut in half. */
export const firstCharacters = (text: string, max: number): string =>
	[...text.slice(0, max * 2)].slice(0, max).join('');
