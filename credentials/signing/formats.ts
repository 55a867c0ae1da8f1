/** The format of a signed field of PayTR. */
export interface Format {
	/** The format in words, with an example, for error messages. */
	is: string;
	pattern: RegExp;
}

const EMAIL =
	/^(?=.{6,100}$)[\p{L}\p{M}\p{N}.!#$%&'*+/=?^_`{|}~-]+@[\p{L}\p{M}\p{N}-]+(?:\.[\p{L}\p{M}\p{N}-]+)*\.(?:[\p{L}\p{M}]{2,}|xn--[a-z\d-]*[a-z])$/u;
const DATE = /^\d{4}-(?:0\d|1[0-2])-(?:[0-2]\d|3[01])$/;
const MOMENT = /^\d{4}-(?:0\d|1[0-2])-(?:[0-2]\d|3[01]) (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d$/;
const IP = /^(?:\d{1,3}(?:\.\d{1,3}){3}|(?=.{2,39}$)[\da-f]*:[\da-f:.]*)$/i;

const ID = String.raw`[A-Za-z\d][\w-]{0,63}`;

const format = (is: string, pattern: RegExp): Format => ({ is, pattern });

const oneOf = (...words: string[]): Format =>
	format(`one of ${words.join(', ')}`, new RegExp(`^(?:${words.join('|')})$`));

/**
 * The formats of PayTR's signed fields. Source: the field tables of PayTR's developer pages. The
 * lengths of IDs, names and stored cards' tokens are assumptions.
 */
export const FORMATS = {
	merchantId: format('a number', /^\d{1,15}$/),
	linkId: format('the ID of a link, e.g. NB2Zlz3', new RegExp(`^${ID}$`)),
	linkIds: format(
		'one to ten IDs of links with commas between, e.g. NB2Zlz3,KC8Ymw1',
		new RegExp(`^${ID}(?:,${ID}){0,9}$`),
	),
	phone: format('a mobile number of 11 digits, e.g. 05321234567', /^05\d{9}$/),
	/** Ends in a letter, so it can't be confused with a value that ends in a digit. */
	email: format('an e-mail address of at most 100 characters', EMAIL),
	name: format('a text of 4 to 200 characters', /^[^]{4,200}$/u),
	/** The amount in hundredths. */
	minorUnits: format('an amount in hundredths, digits only, e.g. 1445', /^\d{1,12}$/),
	/** The point distinguishes a refund's message from an order number's message. */
	decimal: format('an amount with a point and decimals, e.g. 10.25', /^\d{1,12}\.\d{1,2}$/),
	currency: oneOf('TL', 'EUR', 'USD', 'GBP', 'RUB'),
	currencyOrTry: oneOf('TL', 'TRY', 'EUR', 'USD', 'GBP', 'RUB'),
	linkInstallments: format('a number from 1 to 12', /^(?:[1-9]|1[0-2])$/),
	installments: format('a number from 0 to 12', /^(?:\d|1[0-2])$/),
	linkType: oneOf('product', 'collection', 'flex'),
	language: oneOf('tr', 'en'),
	count: format('a whole number, e.g. 1', /^\d{1,9}$/),
	flag: oneOf('0', '1'),
	order: format('letters and digits, at most 64, e.g. ORDER1001', /^[A-Za-z\d]{1,64}$/),
	transfer: format('letters and digits, at most 60', /^[A-Za-z\d]{1,60}$/),
	request: format('letters and digits, at most 32', /^[A-Za-z\d]{1,32}$/),
	bin: format('the first 6 or 8 digits of a card', /^(?:\d{6}|\d{8})$/),
	date: format('a date, e.g. 2026-03-31', DATE),
	moment: format('a date and a time, e.g. 2026-03-31 23:59:59', MOMENT),
	ip: format('an IP address, e.g. 203.0.113.10', IP),
	basket: format(
		'a basket in base64, e.g. of [["Product","18.00",1]]',
		/^[A-Za-z\d+/]{4,100000}={0,2}$/,
	),
	cardToken: format('the token of a stored card or user', /^[\w.-]{1,200}$/),
	holder: format('a name of at most 200 characters', /^[^\p{Cc}]{1,200}$/u),
	iban: format('a Turkish IBAN of 26 characters without blanks', /^TR\d{24}$/),
	eft: oneOf('eft'),
} satisfies Record<string, Format>;
