import { DateTime } from 'luxon';
import { ok } from '../result';
import { withoutInvisible } from './characters';
import { dayNumber, emptyValue, notACalendarDay, notADate, pastDate } from './problems';
import type { Parsed } from './problem';
import { text } from './text';

/**
 * The time zone of both providers. Their days begin and end in this time zone, wherever n8n runs.
 */
export const ISTANBUL = 'Europe/Istanbul';

/** A date with a time. YEAR_FIRST matches a date without a time. */
const ISO =
	/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?\s?(?:Z|[+-]\d{2}(?::?\d{2})?)?$/i;

const TIME = '(?:,? (\\d{1,2}):(\\d{2})(?::(\\d{2}))?)?';

const DAY_FIRST = new RegExp(`^(\\d{1,2})([./-])(\\d{1,2})\\2(\\d{4})${TIME}$`);

const YEAR_FIRST = new RegExp(`^(\\d{4})([./-])(\\d{1,2})\\2(\\d{1,2})${TIME}$`);

/** Google Sheets and Excel count days from 1900. These are the years 1954 to 2119. */
const DAY_NUMBER = /^[2-7]\d{4}(?:[.,]\d{1,15})?$/;

/**
 * Day serials of 2009 to 2100 without a time, or with noon, to which some time zones shift a date.
 */
const DAY_SERIAL = /^((?:[4-6]\d|7[0-3])\d{3})(?:[.,](?:0|50?|00))?$/;

/** The serial number of 1970-01-01. */
const EPOCH_SERIAL = 25_569;

const DAY_MS = 86_400_000;

/** Midnight with a time zone, as a data table or `new Date('2026-12-31')` writes a date. */
const ZONED_MIDNIGHT =
	/^(\d{4}-\d{2}-\d{2})[T ]00:00(?::00(?:[.,]0{1,9})?)?\s?(?:Z|[+-]\d{2}(?::?\d{2})?)$/i;

/** 24:00, the end of a day. */
const AS_24 = /([T ])24:00(?::00(?:[.,]0{1,9})?)?(?=$|[\sZ+-])/i;

/** Checks the tag, since a Date from another context isn't an instance of this context's Date. */
const isDate = (value: unknown): value is Date =>
	Object.prototype.toString.call(value) === '[object Date]';

/** The text of a date value: a text, a JS Date, or a Luxon DateTime of any copy of Luxon. */
function momentText(value: unknown): Parsed {
	if (isDate(value)) {
		return Number.isNaN(value.getTime()) ? notADate(value) : ok(value.toISOString());
	}
	const toISO: unknown =
		typeof value === 'object' && value !== null ? Reflect.get(value, 'toISO') : undefined;
	if (typeof toISO === 'function') return ok(String(toISO.call(value)));
	if (typeof value === 'object' && value !== null) return notADate(value);
	const given = text(value);
	if (!given.ok) return given;
	const line = withoutInvisible(given.value).replace(/\s+/g, ' ');
	const joined = line.replace(/ ?([./]) ?/g, '$1').replace(/(\d) ?- ?(?=\d)/g, '$1-');
	return ok(joined.replace(AS_24, '$123:59:59'));
}

/**
 * A cache, because many rows of a batch have the same dates, and time zone calculations are slow.
 */
const placed = new Map<string, DateTime>();

const PLACED_MAX = 100;

function inIstanbul(line: string): DateTime | undefined {
	const known = placed.get(line);
	if (known) return known;
	const date = place(line);
	if (!date) return undefined;
	if (placed.size === PLACED_MAX) placed.clear();
	placed.set(line, date);
	return date;
}

function place(line: string): DateTime | undefined {
	const dayFirst = DAY_FIRST.exec(line);
	const yearFirst = YEAR_FIRST.exec(line);
	if (ISO.test(line)) {
		const iso = line.replace(/^([\d-]+) /, '$1T').replace(' ', '');
		return DateTime.fromISO(iso, { zone: ISTANBUL });
	}
	const parts = dayFirst ?? yearFirst;
	if (!parts) return undefined;
	const [first, month, last, hour, minute, second] = [1, 3, 4, 5, 6, 7].map((i) =>
		Number(parts[i] ?? 0),
	);
	const [day, year] = dayFirst ? [first, last] : [last, first];
	return DateTime.fromObject({ year, month, day, hour, minute, second }, { zone: ISTANBUL });
}

const dayOfSerial = (serial: number): string =>
	new Date((serial - EPOCH_SERIAL) * DAY_MS).toISOString().slice(0, 10);

/**
 * A moment in Istanbul's time. Accepts n8n's date picker (2026-12-31T00:00:00 without a zone in all
 * n8n versions), ISO text, Luxon and JS dates, dd.mm.yyyy, dd-mm-yyyy and dd/mm/yyyy (optionally
 * followed by h:mm or hh:mm:ss), and a spreadsheet's date serial number. A value without a time
 * zone is in Istanbul's time. A value with a time zone is converted. 24:00 is the last second of
 * its day.
 */
export function moment(value: unknown): Parsed<DateTime> {
	const line = momentText(value);
	return line.ok ? momentOf(value, line.value) : line;
}

/** A moment for fields that need a date. Midnight in any time zone keeps its date. */
function dayMoment(value: unknown): Parsed<DateTime> {
	const line = momentText(value);
	if (!line.ok) return line;
	return momentOf(value, ZONED_MIDNIGHT.exec(line.value)?.[1] ?? line.value);
}

function momentOf(value: unknown, line: string): Parsed<DateTime> {
	if (line === '') return emptyValue();
	const serial = DAY_SERIAL.exec(line)?.[1];
	if (serial === undefined && DAY_NUMBER.test(line)) return dayNumber(value);
	const parsed = inIstanbul(serial === undefined ? line : dayOfSerial(Number(serial)));
	if (!parsed) return notADate(value);
	return parsed.isValid ? ok(parsed) : notACalendarDay(value);
}

/**
 * The moment at which something expires. A date without a time expires at 23:59:59. So does a date
 * with 00:00 in any time zone, as spreadsheets and the date picker write it. A moment in the past
 * is rejected.
 */
export function lastMoment(value: unknown): Parsed<DateTime> {
	const given = dayMoment(value);
	if (!given.ok) return given;
	const startOfDay = given.value.startOf('day');
	const isDay = given.value.toMillis() === startOfDay.toMillis();
	const end = isDay ? startOfDay.endOf('day') : given.value;
	return end.toMillis() <= Date.now() ? pastDate(value) : ok(end);
}

const asDay = (day: DateTime): string => day.toFormat('dd-MM-yyyy');

const MINUTE_MS = 60_000;

/**
 * A cache. A new day always begins with a new minute, so today's date stays valid for this minute.
 */
let thisMinute: { number: number; day: DateTime } | undefined;

function istanbulDay(): DateTime {
	const number = Math.floor(Date.now() / MINUTE_MS);
	if (thisMinute?.number !== number) {
		const day = DateTime.fromMillis(number * MINUTE_MS, { zone: ISTANBUL }).startOf('day');
		thisMinute = { number, day };
	}
	return thisMinute.day;
}

/** The current day in Istanbul, as dd-mm-yyyy. */
export const today = (): string => asDay(istanbulDay());

/** A day as dd-mm-yyyy, the format of Payfull's dates. */
export function dayText(value: unknown): Parsed {
	const day = dayMoment(value);
	return day.ok ? ok(asDay(day.value)) : day;
}

/** A day as dd-mm-yyyy that is today or later. */
export function comingDayText(value: unknown): Parsed {
	const day = dayMoment(value);
	if (!day.ok) return day;
	const isOver = day.value.toMillis() < istanbulDay().toMillis();
	return isOver ? pastDate(value) : ok(asDay(day.value));
}
