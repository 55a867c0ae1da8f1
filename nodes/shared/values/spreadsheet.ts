/** Whether a text is a long number as a narrow spreadsheet column shows it, e.g. 5,32123E+09. */
export const isShortened = (text: string): boolean =>
	/^[+-]?\d(?:[.,]\d{1,20})?E[+-]?\d{1,3}$/i.test(text);

/** A whole number as a number column exports it: "5321234567.0" is 5321234567. */
export const withoutPointZero = (text: string): string => /^(\+?\d+)[.,]0$/.exec(text)?.[1] ?? text;
