import { ok } from '../result';
import { dialled } from './countries';
import { trimmed } from './characters';
import {
	digitsCutOff,
	emailInsteadOfPhone,
	extraDigit,
	landlineNumber,
	missingCountryCode,
	missingDigit,
	notAPhone,
	notATurkishMobile,
} from './problems';
import type { Parsed } from './problem';
import { isShortened, withoutMarks, withoutPointZero } from './spreadsheet';
import { requiredText } from './text';

export interface Phone {
	/** 00 + country code + number. */
	number: string;
	/**
	 * The kind of number. An SMS needs a mobile number. Foreign numbers aren't classified further.
	 */
	kind: 'mobile' | 'landline' | 'foreign';
}

/** Additions of lead forms, links and WhatsApp to a number: p:+90…, tel:+90…, 90…@c.us. */
const AROUND = /^(?:p|tel|phone|whatsapp):|@(?:c\.us|s\.whatsapp\.net)$/gi;

/**
 * The number without the characters that people, address books and spreadsheets put around the
 * digits.
 */
function compact(value: string): string {
	const visible = trimmed(value.replace(/\p{Cc}/gu, ' '));
	const number = trimmed(withoutMarks(visible)).replace(AROUND, '');
	return trimmed(withoutPointZero(number)).replace(/[\s\p{Cf}\p{Pd}().[\]/]/gu, '');
}

/** A numeric cell with a sign or a decimal point was never a phone number. */
const isWrongNumber = (value: unknown) =>
	typeof value === 'number' && (!Number.isSafeInteger(value) || value < 0);

/** A Turkish number in all usual spellings. Mobiles begin with 5. */
const TURKISH = /^(?:\+?90|0090)?0?([2-5]\d{9})$/;

/** A foreign number. It needs + or 00 and has at most 15 digits (E.164). */
const FOREIGN = /^(?:\+|00)(?!90)([1-9]\d{6,15})$/;

/**
 * +532 …, 00532 …, +212 …, +9 532 …: Turkish numbers without their 90. Without it, they would reach
 * Cuba, Morocco or Myanmar.
 */
const NO_COUNTRY_CODE = /^(?:\+|00)(?:9(?=5))?([2-5]\d{9})$/;

/** A Turkish mobile number with one missing or additional digit. */
const MISCOUNTED = /^(?:\+?90|0090)?0?(5\d{8}|5\d{10})$/;

/** @param unreadable returns the problem of a text that isn't a number at all */
function digitsOf(value: unknown, unreadable: (value: unknown) => Parsed<never>): Parsed {
	const given = requiredText(value);
	if (!given.ok) return given;
	if (isWrongNumber(value)) return unreadable(value);
	if (isShortened(given.value)) return digitsCutOff(value);
	const digits = compact(given.value);
	const miscounted = MISCOUNTED.exec(digits)?.[1];
	if (miscounted) {
		return miscounted.length < 10 ? missingDigit(unreadable(value)) : extraDigit(unreadable(value));
	}
	return digits.includes('@') ? emailInsteadOfPhone(unreadable(value)) : ok(digits);
}

/**
 * A phone number as 00 + country code + number, the format of Payfull's recipient_phone, and its
 * kind. A number without a country code must be Turkish. Foreign numbers need + or 00 in front.
 */
export function phone(value: unknown): Parsed<Phone> {
	const digits = digitsOf(value, notAPhone);
	if (!digits.ok) return digits;
	const turkish = TURKISH.exec(digits.value)?.[1];
	if (turkish) {
		return ok({ number: `0090${turkish}`, kind: turkish[0] === '5' ? 'mobile' : 'landline' });
	}
	const abroad = FOREIGN.exec(digits.value)?.[1];
	const whole = abroad && dialled(abroad);
	// Without the 0 that people don't dial from abroad, the number may be too short.
	const dialledAs = whole && FOREIGN.test(`00${whole}`) ? whole : undefined;
	const codeless = NO_COUNTRY_CODE.exec(dialledAs ? `00${dialledAs}` : digits.value)?.[1];
	if (codeless && (codeless[0] === '5' || !dialledAs)) return missingCountryCode(value, codeless);
	return dialledAs ? ok({ number: `00${dialledAs}`, kind: 'foreign' }) : notAPhone(value);
}

/** Only the number of `phone`, without its kind. */
export function internationalPhone(value: unknown): Parsed {
	const result = phone(value);
	return result.ok ? ok(result.value.number) : result;
}

/**
 * A Turkish mobile number as 05 + 9 digits, the format of PayTR's cell_phone. Accepts +90…, 0090…,
 * 90…, 05… and 5…, with spaces, dashes, dots, slashes or brackets, as text or number.
 */
export function turkishMobile(value: unknown): Parsed {
	const digits = digitsOf(value, notATurkishMobile);
	if (!digits.ok) return digits;
	const turkish = TURKISH.exec(digits.value)?.[1];
	if (turkish) return turkish[0] === '5' ? ok(`0${turkish}`) : landlineNumber(value);
	const codeless = NO_COUNTRY_CODE.exec(digits.value)?.[1];
	return codeless?.[0] === '5' ? missingCountryCode(value, codeless) : notATurkishMobile(value);
}
