import { ok } from '../result';
import { problem, shown, type Parsed } from './problem';
import { requiredText } from './text';

const FIX = 'Write it with at most two decimals, e.g. 149.90, 149,90 or 1.234,56.';

/** "1.234.567" with one kind of separator between groups of three. */
const GROUPED = /^[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*$/;

/** Whole part and decimals of an amount, its separators told apart. */
function split(amount: string): Parsed<{ whole: string; decimals: string }> {
	const last = Math.max(amount.lastIndexOf('.'), amount.lastIndexOf(','));
	const separators = amount.replace(/\d/g, '');
	if (last === -1) return ok({ whole: amount, decimals: '' });
	const whole = amount.slice(0, last);
	const decimals = amount.slice(last + 1);
	if (separators.length === 1) {
		if (GROUPED.test(amount)) {
			return problem(
				`can be read two ways: ${shown(amount)}`,
				`Write ${whole}${decimals} or ${whole}.${decimals.slice(0, 2)}, whichever is meant.`,
			);
		}
		return ok({ whole, decimals });
	}
	if (GROUPED.test(amount)) return ok({ whole: amount.replace(/[.,]/g, ''), decimals: '' });
	if (GROUPED.test(whole) && !whole.includes(amount[last])) {
		return ok({ whole: whole.replace(/[.,]/g, ''), decimals });
	}
	return problem(`is not an amount: ${shown(amount)}`, FIX);
}

/**
 * An amount in minor units (kuruş, cent), by integer arithmetic only. Takes numbers, "149,90",
 * "149.90", "1.234,56" and "1,234.56". What can be read two ways ("1.234") is refused, and so are
 * more than two decimals, signs, exponents and currency marks.
 */
export function minorUnits(value: unknown): Parsed<number> {
	const given = requiredText(value);
	if (!given.ok) return given;
	const amount = given.value.replace(/\p{Cf}/gu, '');
	if (!/^\d+([.,]\d+)*$/.test(amount)) return problem(`is not an amount: ${shown(value)}`, FIX);
	// A number has one reading only: its point is the decimal point.
	const parts: Parsed<{ whole: string; decimals: string }> =
		typeof value === 'number'
			? ok({ whole: amount.split('.')[0], decimals: amount.split('.')[1] ?? '' })
			: split(amount);
	if (!parts.ok) return parts;
	const { whole, decimals } = parts.value;
	if (decimals.length > 2) return problem(`has more than two decimals: ${shown(value)}`, FIX);
	const minor = Number(whole) * 100 + Number(decimals.padEnd(2, '0'));
	if (!Number.isSafeInteger(minor)) return problem(`is too large: ${shown(value)}`, FIX);
	if (minor === 0) return problem('is zero', 'Enter an amount above zero.');
	return ok(minor);
}

/** An amount × 100 as digits, e.g. 14.45 → "1445": the form of PayTR's price. */
export function minorUnitsText(value: unknown): Parsed {
	const minor = minorUnits(value);
	return minor.ok ? ok(String(minor.value)) : minor;
}

/** An amount with a dot and two decimals, e.g. "12.25": the form of Payfull's amounts. */
export function decimalText(value: unknown): Parsed {
	const minor = minorUnits(value);
	if (!minor.ok) return minor;
	return ok(`${Math.floor(minor.value / 100)}.${String(minor.value % 100).padStart(2, '0')}`);
}
