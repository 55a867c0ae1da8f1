/** Whether a text is a long number as a narrow spreadsheet column shows it, e.g. 5,32123E+09. */
export const isShortened = (text: string): boolean =>
	/^[+-]?\d(?:[.,]\d{1,20})?E[+-]?\d{1,3}$/i.test(text);

/**
 * Whether a number's last digits are gone: beyond those that a double holds, or exactly as a
 * spreadsheet writes a long one. `1E5` may be an ID.
 */
export const hasLostDigits = (value: unknown): boolean =>
	typeof value === 'number'
		? !(Math.abs(value) <= Number.MAX_SAFE_INTEGER)
		: isShortened(String(value).trim()) && /E\+\d{2}$/.test(String(value).trim());

/** Whether a shortened number such as 2,02612E+13 stands in a text, e.g. behind `INV-`. */
export const hasShortened = (text: string): boolean =>
	/(?<![\p{L}\p{N}.,])\d(?:[.,]\d{1,20})?E\+\d{2,3}(?![\p{L}\p{N}])/iu.test(text);

/** A whole number as a number column exports it: "5321234567.0" is 5321234567. */
export const withoutPointZero = (text: string): string => /^(\+?\d+)[.,]0$/.exec(text)?.[1] ?? text;

/** A whole number without its zeros: "1001,00" and "1001.0" are 1001. */
export const withoutZeros = (text: string): string =>
	/^(\+?\d+)[.,]0{1,2}$/.exec(text)?.[1] ?? text;

/** The text of a formula that is nothing else: ="0532…". */
const ofFormula = (text: string): string | undefined => /^="([^"]*)"$/.exec(text)?.[1];

export const withoutFormula = (text: string): string => ofFormula(text) ?? text;

/** Without a spreadsheet's marks for text: '0532… and ="0532…". */
export const withoutMarks = (text: string): string => ofFormula(text) ?? text.replace(/^['’]/, '');
