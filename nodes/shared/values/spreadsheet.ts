/**
 * Whether a text is a long number as a narrow spreadsheet column shows it, for example 5,32123E+09.
 */
export const isShortened = (text: string): boolean =>
	/^[+-]?\d(?:[.,]\d{1,20})?E[+-]?\d{1,3}$/i.test(text);

/**
 * Whether a number has lost its last digits: it has more digits than a double can store, or it has
 * the exact form of a spreadsheet's shortened number. `1E5` may be an ID.
 */
export const hasLostDigits = (value: unknown): boolean =>
	typeof value === 'number'
		? !(Math.abs(value) <= Number.MAX_SAFE_INTEGER)
		: isShortened(String(value).trim()) && /E\+\d{2}$/.test(String(value).trim());

/** Whether a text contains a shortened number such as 2,02612E+13, for example after `INV-`. */
export const hasShortened = (text: string): boolean =>
	/(?<![\p{L}\p{N}.,])\d(?:[.,]\d{1,20})?E\+\d{2,3}(?![\p{L}\p{N}])/iu.test(text);

/** A whole number without the ".0" of a number column: "5321234567.0" becomes 5321234567. */
export const withoutPointZero = (text: string): string => /^(\+?\d+)[.,]0$/.exec(text)?.[1] ?? text;

/** A whole number without zero decimals: "1001,00" and "1001.0" become 1001. */
export const withoutZeros = (text: string): string =>
	/^(\+?\d+)[.,]0{1,2}$/.exec(text)?.[1] ?? text;

/** The text of a formula that contains only a text: ="0532…". */
const ofFormula = (text: string): string | undefined => /^="([^"]*)"$/.exec(text)?.[1];

export const withoutFormula = (text: string): string => ofFormula(text) ?? text;

/** Removes a spreadsheet's marks for text: '0532… and ="0532…". */
export const withoutMarks = (text: string): string => ofFormula(text) ?? text.replace(/^['’]/, '');
