import { DateTime } from 'luxon';
import { ok } from '../result';
import { problem, shown, type Parsed } from './problem';

const FIX = 'Use the date picker, an ISO date (2026-12-31) or dd.mm.yyyy (31.12.2026).';

const ISO =
	/^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s?(?:Z|[+-]\d{2}:?\d{2})?)?$/i;

const DAY_FIRST = /^(\d{1,2})([.-])(\d{1,2})\2(\d{4})(?: (\d{2}):(\d{2})(?::(\d{2}))?)?$/;

/** By its tag, since a Date of another context is no instance of this one's. */
const isDate = (value: unknown): value is Date =>
	Object.prototype.toString.call(value) === '[object Date]';

/** The text of whatever stands for a moment: text, a JS Date, or a Luxon DateTime of any copy. */
function momentText(value: unknown): string {
	if (value === undefined || value === null) return '';
	if (isDate(value)) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
	if (typeof value === 'object') {
		const toISO: unknown = Reflect.get(value, 'toISO');
		if (typeof toISO === 'function') return String(toISO.call(value));
	}
	return typeof value === 'string' ? value.trim() : shown(value);
}

/**
 * A moment, read in the given time zone where the value names none. Takes n8n's date picker, ISO
 * text, Luxon and JS dates, dd.mm.yyyy and dd-mm-yyyy (with hh:mm or hh:mm:ss after it).
 */
export function moment(value: unknown, timezone: string): Parsed<DateTime> {
	const text = momentText(value);
	if (text === '') return problem('is empty', 'Choose a date for this item.');
	const dayFirst = DAY_FIRST.exec(text);
	if (!dayFirst && !ISO.test(text)) return problem(`is not a date: ${shown(value)}`, FIX);
	const parsed = dayFirst
		? fromParts(dayFirst, timezone)
		: DateTime.fromISO(text.replace(/^(\S+) /, '$1T').replace(' ', ''), { zone: timezone });
	if (!parsed.isValid) return problem(`is not a day of the calendar: ${shown(value)}`, FIX);
	return ok(parsed);
}

function fromParts(match: RegExpExecArray, zone: string): DateTime {
	const [day, month, year, hour, minute, second] = [1, 3, 4, 5, 6, 7].map((i) =>
		Number(match[i] ?? 0),
	);
	return DateTime.fromObject({ year, month, day, hour, minute, second }, { zone });
}

/** A day as dd-mm-yyyy in the workflow's time zone: the form of Payfull's dates. */
export function dayText(timezone: string) {
	return (value: unknown): Parsed => {
		const day = moment(value, timezone);
		return day.ok ? ok(day.value.toFormat('dd-MM-yyyy')) : day;
	};
}
