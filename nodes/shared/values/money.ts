import { ok } from '../result';
import { trimmed, withoutInvisible } from './characters';
import { currencyOf } from './currency';
import {
	ambiguousAmount,
	amountTooLarge,
	digitsCutOff,
	notAnAmount,
	otherCurrency,
	tooManyDecimals,
	zeroAmount,
} from './problems';
import type { Parsed } from './problem';
import { isShortened, withoutMarks } from './spreadsheet';
import { requiredText } from './text';

/** "1.234.567" with one kind of separator between groups of three. */
const GROUPED = /^[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*$/;

/** "1 234 567,89": spaces of any kind between groups of three. */
const SPACED = /^[1-9]\d{0,2}(?:\s\d{3})+(?:[.,]\d+)?$/;

/** An amount's digits before and after the decimal point. */
interface Digits {
	whole: string;
	decimals: string;
}

/**
 * From this decimal on, the digits of a computed number are noise. For example, 0.1 + 0.2 is
 * 0.30000000000000004.
 */
const NOISE_FROM = 8;

/** A double has 15 reliable digits. */
const DOUBLE_DIGITS = 15;

const withoutZeros = (decimals: string): string => {
	let end = decimals.length;
	while (decimals[end - 1] === '0') end--;
	return decimals.slice(0, end);
};

/** The amount in minor units. Decimals after the second one are cut off. */
const minorOf = (whole: string, decimals: string) =>
	BigInt(whole + decimals.padEnd(2, '0').slice(0, 2));

/**
 * Removes trailing zeros and the noise of binary fractions. Noise is a difference from the nearest
 * hundredth that begins only at the sixth to eighth decimal.
 */
function denoised({ whole, decimals }: Digits): Digits {
	const kept = withoutZeros(decimals);
	const cut = Math.min(NOISE_FROM, DOUBLE_DIGITS - whole.length);
	if (kept.length <= cut || cut < 6) return { whole, decimals: kept };
	const tail = kept.slice(2, cut);
	if (/^0+$/.test(tail)) return { whole, decimals: kept.slice(0, 2) };
	if (!/^9+$/.test(tail)) return { whole, decimals: kept };
	const up = String(minorOf(whole, kept) + 1n).padStart(3, '0');
	return { whole: up.slice(0, -2), decimals: up.slice(-2) };
}

/** The two nearest amounts with two decimals, the nearer one first. */
function neighbours({ whole, decimals }: Digits): string {
	const below = minorOf(whole, decimals);
	const rest = decimals.slice(2);
	const asText = (minor: bigint) => {
		const digits = String(minor).padStart(3, '0');
		return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
	};
	if (rest === '0') return asText(below);
	const both = [asText(below), asText(below + 1n)];
	return (rest >= '5' ? both.reverse() : both).filter((amount) => amount !== '0.00').join(' or ');
}

/** Splits an amount at its separators. */
function split(amount: string): Parsed<Digits> {
	const last = Math.max(amount.lastIndexOf('.'), amount.lastIndexOf(','));
	if (last === -1) return ok({ whole: amount, decimals: '' });
	const whole = amount.slice(0, last);
	const decimals = amount.slice(last + 1);
	if (/^\d+$/.test(whole)) {
		return GROUPED.test(amount)
			? ambiguousAmount(amount, whole + decimals, neighbours({ whole, decimals }))
			: ok({ whole, decimals });
	}
	if (GROUPED.test(amount)) return ok({ whole: amount.replace(/[.,]/g, ''), decimals: '' });
	if (GROUPED.test(whole) && !whole.includes(amount[last])) {
		return ok({ whole: whole.replace(/[.,]/g, ''), decimals });
	}
	return notAnAmount(amount);
}

/** The number in an amount. A currency sign or word is removed if it matches the currency. */
function withoutCurrency(given: string, expected: string | undefined): Parsed {
	const [, before, number, after] = /^(\D*)(\d(?:.*\d)?)(\D*)/s.exec(given) ?? [];
	if (number === undefined) return notAnAmount(given);
	for (const mark of [trimmed(before), trimmed(after)]) {
		if (mark === '') continue;
		const named = currencyOf(mark);
		if (named === undefined || expected === undefined) return notAnAmount(given);
		if (named !== currencyOf(expected)) return otherCurrency(given, named, expected);
	}
	return ok(number);
}

/**
 * An amount in minor units (kuruş, cent), computed with integers only. Accepts numbers, "149,90",
 * "149.90", "1.234,56", "1,234.56", "1 234,56", trailing zeros, and the sign or name of the given
 * currency. Rejects ambiguous amounts ("1.234"), more than two decimals, signs and exponents.
 * @param currency the provider's code of the item's currency. Without it, currency signs and names
 * are rejected
 */
export function minorUnits(value: unknown, currency?: string): Parsed<number> {
	const given = requiredText(value);
	if (!given.ok) return given;
	if (typeof value === 'string' && isShortened(given.value)) return digitsCutOff(value);
	const number = withoutCurrency(withoutMarks(withoutInvisible(given.value)), currency);
	if (!number.ok) return number;
	const amount = SPACED.test(number.value) ? number.value.replace(/\s/g, '') : number.value;
	if (!/^\d+([.,]\d+)*$/.test(amount)) return notAnAmount(value);
	// A number is never ambiguous: its point is the decimal point.
	const [whole, decimals = ''] = amount.split('.');
	const parts: Parsed<Digits> = typeof value === 'number' ? ok({ whole, decimals }) : split(amount);
	if (!parts.ok) return parts;
	if (parts.value.whole.length > 20) return amountTooLarge(value);
	const exact = denoised(parts.value);
	if (exact.decimals.length > 2) return tooManyDecimals(value, neighbours(exact));
	const minor = Number(minorOf(exact.whole, exact.decimals));
	if (!Number.isSafeInteger(minor)) return amountTooLarge(value);
	return minor === 0 ? zeroAmount() : ok(minor);
}

/** An amount × 100 as digits, for example 14.45 → "1445": the format of PayTR's price. */
export function minorUnitsText(value: unknown, currency?: string): Parsed {
	const minor = minorUnits(value, currency);
	return minor.ok ? ok(String(minor.value)) : minor;
}

/**
 * An amount with a point and two decimals, for example "12.25": the format of Payfull's amounts.
 */
export function decimalText(value: unknown, currency?: string): Parsed {
	const minor = minorUnits(value, currency);
	if (!minor.ok) return minor;
	return ok(`${Math.floor(minor.value / 100)}.${String(minor.value % 100).padStart(2, '0')}`);
}
