import { problem, shown, type Parsed } from './problem';

/**
 * All problems of values: one function per problem, named after it. Each message completes
 * "'<Label>' …", and its fix says what to enter. `about` shows the value at the end of the message.
 */
const about = (message: string, fix: string) => (value: unknown) =>
	problem(`${message}: ${shown(value)}`, fix);

// Texts

export const FILL_IN =
	"Fill it in for this item. If the sheet has a value, check the column's name in the expression.";

export const emptyValue = (): Parsed<never> => problem('is empty', FILL_IN);

export const notAText = about('holds a list or an object', 'Map a single text or number.');

export const unevaluatedExpression = about(
	'holds an expression that n8n has not evaluated',
	'Switch the field from Fixed to Expression.',
);

/** A column name with a space after a point, for example `$json.Cep Tel`. */
const BLANK_IN_NAME = /(?<=\$json|\.json)\.([\p{L}\d_]{1,60}(?: [\p{L}\d_]{1,60}){1,9})/u;

/** @param expression code that isn't JavaScript */
export function unreadableExpression(expression: string): Parsed<never> {
	const corrected = expression.replace(BLANK_IN_NAME, '["$1"]');
	return problem(
		`has an expression that n8n can't read: ${shown(expression)}`,
		corrected === expression
			? 'Drag the column from the input panel onto the field.'
			: `Write a name with a blank in brackets: ${corrected}.`,
	);
}

export const sheetErrorAlone = about(
	'shows a failed formula or a column that is too narrow',
	'Correct the formula, or widen the column, and export the file again.',
);

/** @param found the spreadsheet error in the text, for example #REF! */
export const textWithSheetError = (value: unknown, found: string): Parsed<never> =>
	problem(
		`contains ${found}, which a spreadsheet shows for a broken formula: ${shown(value)}`,
		'Correct the formula in the spreadsheet, and export it again.',
	);

/** @param found the trace of a wrong encoding in the text, for example U+FFFD */
export const textWithBrokenLetter = (value: unknown, found: string): Parsed<never> =>
	problem(
		`contains ${found}, which a file in another encoding leaves in a text: ${shown(value)}`,
		'Save the file as .xlsx, or as CSV UTF-8, and read it again.',
	);

/** @param found the trace of a broken expression in the text, for example undefined */
export const textWithBrokenWord = (value: unknown, found: string): Parsed<never> =>
	problem(
		`contains ${found}, which a broken expression leaves in a text: ${shown(value)}`,
		"Correct the column's name or the value in the expression. If you mean the word, begin it with a capital letter.",
	);

export const tooLong = (max: number, value: unknown): Parsed<never> =>
	problem(
		`has more than ${max} characters: ${shown(value)}`,
		`Use at most ${max} characters. Check that the expression maps the right column.`,
	);

export const tooManyAccents = about(
	'has a letter with more than 30 accents on it',
	'Write the text again without them.',
);

export const wrongLength = (length: number, min: number, max: number, value: unknown) =>
	problem(
		`has ${length} characters: ${shown(value)}`,
		`Use ${min > 1 ? `${min} to ${max}` : `at most ${max}`} characters.`,
	);

export const notListed = (value: unknown, allowed: readonly string[]): Parsed<never> =>
	problem(`can't be ${shown(value)}`, `Use one of: ${allowed.join(', ')}.`);

export const notASwitch = about(
	'is neither on nor off',
	'Use true or false (Evet or Hayır, 1 or 0).',
);

export const notACount = (value: unknown, limit: string): Parsed<never> =>
	problem(`is not a whole number of ${limit}: ${shown(value)}`, `Use ${limit}.`);

/** For a long number that a spreadsheet has turned into 5,32123E+09. */
export const CUT_OFF_FIX =
	'The spreadsheet has cut digits off: format the column as text, and enter the value again.';

export const digitsCutOff = about('has lost digits', CUT_OFF_FIX);

// Amounts

const AMOUNT_FIX = 'Write it with at most two decimals, e.g. 149.90, 149,90 or 1.234,56.';

export const notAnAmount = about('is not an amount', AMOUNT_FIX);

export const amountTooLarge = about('is too large', AMOUNT_FIX);

export const zeroAmount = (): Parsed<never> => problem('is zero', 'Enter an amount above zero.');

export const ambiguousAmount = (value: string, whole: string, decimals: string): Parsed<never> =>
	problem(
		`can be read two ways: ${shown(value)}`,
		`Write ${whole} if thousands are meant, or with two decimals: ${decimals}.`,
	);

/** @param decimals the nearest valid amounts, for example "1.24 or 1.23" */
export const tooManyDecimals = (value: unknown, decimals: string): Parsed<never> =>
	problem(`has more than two decimals: ${shown(value)}`, `Write it with two: ${decimals}.`);

export const otherCurrency = (value: unknown, named: string, expected: string): Parsed<never> =>
	problem(
		`is in ${named}, but 'Currency' is ${expected}: ${shown(value)}`,
		`Choose ${named} as 'Currency', or correct the amount.`,
	);

// Phones

export const notATurkishMobile = about(
	'is not a Turkish mobile number',
	'Use a Turkish mobile number such as 0532 123 45 67 or +90 532 123 45 67.',
);

export const landlineNumber = about(
	'is not a Turkish mobile number',
	'This is a landline, and an SMS needs a mobile number such as 0532 123 45 67.',
);

export const notAPhone = about(
	'is not a phone number',
	'Use a Turkish number such as 0532 123 45 67, or + and the country code for other countries.',
);

/** The same message with a different fix. */
const withFix = (given: Parsed<never>, fix: string): Parsed<never> =>
	given.ok ? given : problem(given.error.message, fix);

export const missingDigit = (given: Parsed<never>): Parsed<never> =>
	withFix(
		given,
		'Check the number: a digit is missing. A Turkish mobile number such as 0532 123 45 67 has 10 digits behind the 0; this one has 9.',
	);

export const extraDigit = (given: Parsed<never>): Parsed<never> =>
	withFix(
		given,
		'Check the number: it has a digit too many. A Turkish mobile number such as 0532 123 45 67 has 10 digits behind the 0; this one has 11.',
	);

export const emailInsteadOfPhone = (given: Parsed<never>): Parsed<never> =>
	withFix(
		given,
		'Check the columns in the expressions: this looks like an e-mail address, so the phone and e-mail columns may be swapped. Enter a number such as 0532 123 45 67.',
	);

export const phoneInsteadOfEmail = (given: Parsed<never>): Parsed<never> =>
	withFix(
		given,
		'Check the columns in the expressions: this looks like a phone number, so the phone and e-mail columns may be swapped. Enter an address such as name@example.com.',
	);

/** +532 123 45 67 would reach Cuba. */
export const missingCountryCode = (value: unknown, number: string): Parsed<never> =>
	problem(
		`begins with + or 00, but not with +90: ${shown(value)}`,
		`For a Turkish number write +90 in front: +90${number}.`,
	);

// Dates

const DATE_FIX =
	'Use the date picker, 31.12.2026, 31.12.2026 23:59 or an ISO date (2026-12-31T23:59).';

export const notADate = about('is not a date', DATE_FIX);

export const notACalendarDay = about('is not a day of the calendar', DATE_FIX);

export const dayNumber = about(
	'is an Excel date serial number, not a date',
	'Write the day as text, e.g. 31.12.2026 or 31.12.2026 14:30.',
);

export const pastDate = about('is in the past', 'Choose today or a later day.');

// E-mail

const EMAIL_FIX =
	'Use one address such as name@example.com, without a display name or anything else around it.';

export const notAnEmail = about('is not an e-mail address', EMAIL_FIX);

export const turkishDomain = (value: unknown, likely: string): Parsed<never> =>
	problem(
		`has a Turkish i in its domain: ${shown(value)}`,
		`It is likely ${likely}. If the domain is really spelled this way, enter its form that begins with xn--.`,
	);

export const turkishLetters = (value: unknown, likely: string): Parsed<never> =>
	problem(
		`has Turkish letters before the @: ${shown(value)}`,
		`Use the address as the customer's mail service has it. It is likely ${likely}.`,
	);
