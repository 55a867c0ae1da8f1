/**
 * Invisible characters in copied text: control characters, soft hyphens, direction marks,
 * zero-width characters.
 */
const BLANK = /[\s\p{Cc}\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/u;

/**
 * Removes spaces and invisible characters at both ends. Takes linear time, unlike a pattern with
 * `$`.
 */
export function trimmed(text: string): string {
	let start = 0;
	let end = text.length;
	while (BLANK.test(text.charAt(start))) start++;
	while (BLANK.test(text.charAt(end - 1))) end--;
	return text.slice(start, end);
}

/**
 * Removes invisible characters from values that never contain any, such as numbers and addresses.
 */
export const withoutInvisible = (text: string): string => text.replace(/\p{Cf}/gu, '');

/**
 * Normalizes words for comparison: lower case, with İ, I and ı all as i. LİNK from a Turkish
 * keyboard and LINK from an English keyboard are then equal.
 */
export const folded = (text: string): string =>
	text
		.replace(/[İIı]/g, 'i')
		.toLowerCase()
		.replace(/i\u0307/g, 'i');

/** The number of characters as people count them: Unicode code points. */
export const characters = (text: string): number => [...text].length;

/** The first characters of a text, without cutting a character in half. */
export const firstCharacters = (text: string, max: number): string =>
	[...text.slice(0, max * 2)].slice(0, max).join('');
