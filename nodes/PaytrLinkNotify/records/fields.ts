/* Reads the fields of PayTR's order status and reports: amounts, dates, texts. */

/**
 * An amount in major units. PayTR uses both a decimal comma and a decimal point, even in one row:
 * "100,00" and "9.76" (public code and PayTR's order status page).
 * @returns null if it isn't an amount. The raw row still contains the value
 */
export function amountOf(value: unknown): number | null {
	if (typeof value === 'number') return Number.isFinite(value) ? value : null;
	if (typeof value !== 'string' || !/^-?\d{1,12}(?:[.,]\d{1,6})?$/.test(value.trim())) return null;
	return Number(value.trim().replace(',', '.'));
}

/** A text. Null if there is none. */
export function textOf(value: unknown): string | null {
	const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
	return text === '' ? null : text;
}

const TIME = String.raw`(?:[ T](\d{2}):(\d{2})(?::(\d{2}))?)?`;
const YEAR_FIRST = new RegExp(String.raw`^(\d{4})-(\d{2})-(\d{2})${TIME}$`);
const DAY_FIRST = new RegExp(String.raw`^(\d{2})\.(\d{2})\.(\d{4})${TIME}$`);

/**
 * A day as YYYY-MM-DD, followed by its Istanbul time if PayTR gives one. The function never adds a
 * time.
 */
export function dateOf(value: unknown): string | null {
	const text = textOf(value) ?? '';
	const [, year, month, day, ...time] = YEAR_FIRST.exec(text) ?? [];
	const [, lastDay, lastMonth, lastYear, ...lastTime] = DAY_FIRST.exec(text) ?? [];
	const date = year
		? `${year}-${month}-${day}`
		: lastYear
			? `${lastYear}-${lastMonth}-${lastDay}`
			: null;
	const [hour, minute, second = '00'] = year ? time : lastTime;
	return date === null || hour === undefined ? date : `${date}T${hour}:${minute}:${second}+03:00`;
}

/** The number of installments; PayTR writes 0 for a single payment. */
export const installmentsOf = (value: unknown): number | null => {
	const text = textOf(value) ?? '';
	return /^\d{1,2}$/.test(text) ? Number(text) : null;
};
