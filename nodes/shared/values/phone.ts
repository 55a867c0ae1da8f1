import { ok } from '../result';
import { problem, shown, type Parsed } from './problem';
import { requiredText } from './text';

const FIX = 'Use a Turkish mobile number such as 0532 123 45 67 or +90 532 123 45 67.';

/** The number without what people and address books put around the digits. */
function compact(value: string): string {
	return value.replace(/[\s\p{Cf}\p{Pd}().[\]/]/gu, '');
}

/** A phone column that holds numbers: one with a sign or a point was never a phone. */
const isNoPhone = (value: unknown) =>
	typeof value === 'number' && (!Number.isSafeInteger(value) || value < 0);

/** The ten digits of a Turkish mobile number (5…), in any of the ways that people write it. */
function turkishMobileDigits(digits: string): string | undefined {
	return /^(?:\+?90|0090)?0?(5\d{9})$/.exec(digits)?.[1];
}

/**
 * A Turkish mobile number as 05 + 9 digits, the form of PayTR's cell_phone. Takes +90…, 0090…,
 * 90…, 05… and 5…, with spaces, dashes, dots, slashes or brackets; text or number.
 */
export function turkishMobile(value: unknown): Parsed {
	const given = requiredText(value);
	if (!given.ok) return given;
	const digits = isNoPhone(value) ? undefined : turkishMobileDigits(compact(given.value));
	if (digits) return ok(`0${digits}`);
	return problem(`is not a Turkish mobile number: ${shown(value)}`, FIX);
}

/**
 * A phone number as 00 + country code + number, the form of Payfull's recipient_phone. Without a
 * country code it must be Turkish; other countries need + or 00 in front.
 */
export function internationalPhone(value: unknown): Parsed {
	const given = requiredText(value);
	if (!given.ok) return given;
	const digits = isNoPhone(value) ? '' : compact(given.value);
	const turkish =
		turkishMobileDigits(digits) ?? /^(?:(?:\+90|0090|90)0?|0)([2-4]\d{9})$/.exec(digits)?.[1];
	if (turkish) return ok(`0090${turkish}`);
	// E.164: at most 15 digits with the country code, which never begins with 0; 90 is Turkey's.
	const foreign = /^(?:\+|00)((?!90)[1-9]\d{6,14})$/.exec(digits)?.[1];
	if (foreign) return ok(`00${foreign}`);
	return problem(
		`is not a phone number: ${shown(value)}`,
		'Use a Turkish number such as 0532 123 45 67, or + and the country code for other countries.',
	);
}
