/* Splits a time span into the windows that a provider's reports allow. */
import { DateTime } from 'luxon';
import { ISTANBUL, moment } from '../values/date';
import { shown, type Parsed, type Problem } from '../values/problem';
import { ok } from '../result';

/** A window that includes both ends. */
export interface Span {
	start: DateTime;
	end: DateTime;
}

/** The first second of a span: a day without a time begins at midnight. */
export function spanStart(value: unknown): Parsed<DateTime> {
	const given = moment(value);
	return given.ok ? ok(given.value.startOf('second')) : given;
}

/** The last second of a span: a day without a time ends at 23:59:59. */
export function spanEnd(value: unknown): Parsed<DateTime> {
	const given = moment(value);
	if (!given.ok) return given;
	const isDay = given.value.toMillis() === given.value.startOf('day').toMillis();
	return ok(isDay ? given.value.endOf('day').startOf('second') : given.value.startOf('second'));
}

export const endBeforeStart = (value: unknown): Problem => ({
	message: `is before 'Start Date': ${shown(value)}`,
	fix: "Use a day that is not before 'Start Date'.",
});

/** Splits a span into windows of at most this many days, in order, without overlaps or gaps. */
export function windowsOf({ start, end }: Span, days: number): Span[] {
	const windows: Span[] = [];
	for (let from = start; from <= end; ) {
		const next = from.plus({ days });
		const to = next > end ? end : next.minus({ seconds: 1 });
		windows.push({ start: from, end: to });
		from = to.plus({ seconds: 1 });
	}
	return windows;
}

/** The date and time format of PayTR's reports. */
export const asMoment = (time: DateTime): string =>
	time.setZone(ISTANBUL).toFormat('yyyy-MM-dd HH:mm:ss');

/** The date format of PayTR's reports. */
export const asDate = (time: DateTime): string => time.setZone(ISTANBUL).toFormat('yyyy-MM-dd');
