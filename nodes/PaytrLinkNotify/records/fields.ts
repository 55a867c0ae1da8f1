/* Reads the fields of PayTR's order status and reports: amounts, dates, texts. */
import type { IDataObject } from 'n8n-workflow';

/**
 * An amount in major units. PayTR writes a decimal comma in one place and a point in another, also
 * within one row ("100,00", "9.76"; integrators' code and PayTR's order status page).
 * @returns null for what isn't an amount; the raw row has it
 */
export function amountOf(value: unknown): number | null {
	if (typeof value === 'number') return Number.isFinite(value) ? value : null;
	if (typeof value !== 'string' || !/^-?\d{1,12}(?:[.,]\d{1,6})?$/.test(value.trim())) return null;
	return Number(value.trim().replace(',', '.'));
}

/** A text, or null where there is none. */
export function textOf(value: unknown): string | null {
	const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
	return text === '' ? null : text;
}

const TIME = String.raw`(?:[ T](\d{2}):(\d{2})(?::(\d{2}))?)?`;
const YEAR_FIRST = new RegExp(String.raw`^(\d{4})-(\d{2})-(\d{2})${TIME}$`);
const DAY_FIRST = new RegExp(String.raw`^(\d{2})\.(\d{2})\.(\d{4})${TIME}$`);

/** A day as YYYY-MM-DD, with its time of Istanbul behind it where PayTR gives one; never invented. */
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

/** Payments to come, which the payments report lists beside its rows. */
const FUTURE = 'future_payments';

const isRecord = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The rows of a report. No document names the key that holds them, and integrators read `data` or
 * `returns`: the first list of objects under any key, else the objects under numbered keys.
 * @returns undefined where there is neither
 */
export function rowsOf(answer: IDataObject): IDataObject[] | undefined {
	const entries = Object.entries(answer).filter(([key]) => key !== FUTURE);
	for (const [, value] of entries) {
		const list: unknown[] = Array.isArray(value) ? value : [];
		if (list.length > 0 && list.every(isRecord)) return list.filter(isRecord);
	}
	const numbered = entries
		.filter(([key, value]) => /^\d+$/.test(key) && isRecord(value))
		.sort(([a], [b]) => Number(a) - Number(b));
	if (numbered.length > 0) return numbered.map(([, value]) => value as IDataObject);
	const isEmpty = entries.some(([, value]) => Array.isArray(value) && value.length === 0);
	return isEmpty ? [] : undefined;
}
