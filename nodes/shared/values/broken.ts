/**
 * Text that JavaScript, Luxon or a file in another encoding leaves behind, in exactly this
 * spelling.
 */
const BROKEN_WORD =
	/(?<![\p{L}\p{N}])(?:undefined|null|NaN|Invalid (?:DateTime|Date))(?![\p{L}\p{N}])|\[object [A-Z]\w{0,40}\]/u;

/** A lost, halved or unassigned character. It shows that a file was read in the wrong encoding. */
const BROKEN_CHARACTER = /[\ufffd\p{Cs}\u{40000}-\u{dffff}]/u;

/**
 * Turkish letters of a UTF-8 file that was read as windows-1252 or windows-1254, for example Ã¼ for
 * ü.
 */
const BROKEN_LETTER = /Ã[\u00a1-\u00bf\u0080-\u009f–œ‡]|[ÄÅ][\u009e\u009f°±žŸ]/u;

const codePoint = (character: string): string =>
	`U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/** The trace of a wrong encoding in a text. */
export function brokenLetter(given: string): string | undefined {
	const letters = BROKEN_LETTER.exec(given)?.[0];
	const character = BROKEN_CHARACTER.exec(given)?.[0];
	return letters ?? (character === undefined ? undefined : codePoint(character));
}

/** The trace of a broken expression in a text. Real words such as `Null modem` don't count. */
export const brokenWord = (given: string): string | undefined => BROKEN_WORD.exec(given)?.[0];

/** Whether a text contains a trace of a broken expression or a wrong encoding. */
export const isBroken = (given: string): boolean =>
	(brokenWord(given) ?? brokenLetter(given)) !== undefined;
