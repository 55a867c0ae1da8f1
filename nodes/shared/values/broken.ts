/** What JavaScript, Luxon and a file in another encoding leave in a text; they write it just so. */
const BROKEN_WORD =
	/(?<![\p{L}\p{N}])(?:undefined|null|NaN|Invalid (?:DateTime|Date))(?![\p{L}\p{N}])|\[object [A-Z]\w{0,40}\]/u;

/** A lost character, half of one, or one that no language has: a file was read in another encoding. */
const BROKEN_CHARACTER = /[\ufffd\p{Cs}\u{40000}-\u{dffff}]/u;

/** Turkish letters of a UTF-8 file that was read as windows-1252 or windows-1254, e.g. Ã¼ for ü. */
const BROKEN_LETTER = /Ã[\u00a1-\u00bf\u0080-\u009f–œ‡]|[ÄÅ][\u009e\u009f°±žŸ]/u;

const codePoint = (character: string): string =>
	`U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/** What a file in another encoding has left in a text. */
export function brokenLetter(given: string): string | undefined {
	const letters = BROKEN_LETTER.exec(given)?.[0];
	const character = BROKEN_CHARACTER.exec(given)?.[0];
	return letters ?? (character === undefined ? undefined : codePoint(character));
}

/** What a broken expression has left in a text; real words such as `Null modem` are none. */
export const brokenWord = (given: string): string | undefined => BROKEN_WORD.exec(given)?.[0];

/** Whether an expression or a file has left something broken in a text. */
export const isBroken = (given: string): boolean =>
	(brokenWord(given) ?? brokenLetter(given)) !== undefined;
