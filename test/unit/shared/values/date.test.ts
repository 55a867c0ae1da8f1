/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test, never packed */
import { runInNewContext } from 'node:vm';

import fc from 'fast-check';
import { DateTime } from 'luxon';

import {
	comingDayText,
	dayText,
	lastMoment,
	moment,
	today,
} from '../../../../nodes/shared/values/date';
import { problemOf, valueOf } from '../../parsed';
import { runs } from '../../runs';

const ISTANBUL = 'Europe/Istanbul';

const day = (value: unknown) => valueOf(dayText(value));
const instant = (value: unknown) => valueOf(moment(value)).toMillis();

/** A DateTime from another copy of Luxon. Only its methods identify it. */
const ofAnotherCopy = (iso: string) => ({ toISO: () => iso, isLuxonDateTime: true });

describe('dayText', () => {
	it.each<[unknown, string]>([
		// A date without a time zone stays the same date.
		['2026-12-31', '31-12-2026'], // n8n's date picker, days only
		['2026-12-31T00:00:00', '31-12-2026'], // n8n's date picker, with a time
		['2026-12-31T23:59:59.999', '31-12-2026'],
		['2026-12-31 08:30', '31-12-2026'],
		['2026-12-31T08:30', '31-12-2026'],
		['31.12.2026', '31-12-2026'],
		['31/12/2026', '31-12-2026'],
		['31-12-2026', '31-12-2026'],
		['1.2.2026', '01-02-2026'],
		['05/06/2026', '05-06-2026'], // day first, as in Turkey
		['2026/12/31', '31-12-2026'],
		['2026-1-1', '01-01-2026'],
		['29.02.2028', '29-02-2028'],
		['01.02.2026 23:59', '01-02-2026'],
		['01-02-2026 9:30', '01-02-2026'],
		['31/12/2026, 23:59:59', '31-12-2026'],
		// Spaces and invisible characters.
		['  31.12.2026\n', '31-12-2026'],
		['31. 12. 2026', '31-12-2026'],
		['31 .12 .2026', '31-12-2026'],
		['31- 12- 2026', '31-12-2026'],
		['31 -12 -2026', '31-12-2026'],
		['\u200e31.12.2026\u00a0\u202f9:30', '31-12-2026'],
		['\ufeff31\u200b.12.2026', '31-12-2026'],
		// A time with a zone becomes Istanbul's date.
		['2026-12-31T20:59:59Z', '31-12-2026'],
		['2026-12-31T21:00:00Z', '01-01-2027'],
		['2026-12-31t21:00:00z', '01-01-2027'],
		['2026-12-31T21:00:00.000+00:00', '01-01-2027'],
		['2026-12-31 23:30:00 +0300', '31-12-2026'],
		['2026-12-31T23:30:00 +0300', '31-12-2026'],
		['2026-12-31 16:00:00 -0500', '01-01-2027'],
		// Midnight in any zone keeps its date.
		['2026-12-31T00:00:00.000Z', '31-12-2026'],
		['2026-12-31T00:00:00.000-05:00', '31-12-2026'],
		['2026-12-31T00:00:00+09:00', '31-12-2026'],
		['2026-12-31T00:00:01+09:00', '30-12-2026'],
		['2026-12-31 00:00+14', '31-12-2026'],
		[new Date('2026-12-31'), '31-12-2026'],
		[DateTime.fromISO('2026-12-31', { zone: 'Asia/Tokyo' }), '31-12-2026'],
		['2026-12-31 23:59:59+03', '31-12-2026'], // Postgres
		['2026-12-31 22:59:59.5-05', '01-01-2027'],
		// 24:00 belongs to the day that ends then.
		['31.12.2026 24:00', '31-12-2026'],
		['2026-12-31T24:00:00', '31-12-2026'],
		['2026-12-31T24:00:00.000+03:00', '31-12-2026'],
		// Serial numbers from spreadsheets.
		[46387, '31-12-2026'],
		['46387', '31-12-2026'],
		['46387,5', '31-12-2026'],
		[46387.5, '31-12-2026'],
		['46387.0', '31-12-2026'],
		[73050, '31-12-2099'],
		[40000, '06-07-2009'],
		[new Date('2026-12-31T20:59:59Z'), '31-12-2026'],
		[new Date('2026-12-31T21:00:00Z'), '01-01-2027'],
		[DateTime.fromISO('2026-12-31T23:00', { zone: ISTANBUL }), '31-12-2026'],
		[DateTime.fromISO('2026-12-31T23:00', { zone: 'utc' }), '01-01-2027'],
		[ofAnotherCopy('2026-12-31T23:00:00.000+00:00'), '01-01-2027'],
	])('reads %j as %s', (value, text) => expect(day(value)).toBe(text));

	it('reads a JS Date from another context of n8n', () => {
		const foreign: unknown = runInNewContext("new Date('2026-12-31T21:00:00Z')");
		expect(foreign).not.toBeInstanceOf(Date);
		expect(day(foreign)).toBe('01-01-2027');
	});

	it('reads every day equally in all notations', () => {
		const days = fc.date({
			min: new Date('2000-01-01T00:00:00Z'),
			max: new Date('2099-12-31T00:00:00Z'),
			noInvalidDate: true,
		});
		fc.assert(
			fc.property(days, (date) => {
				const [year, month, dayOfMonth] = date.toISOString().slice(0, 10).split('-');
				const expected = `${dayOfMonth}-${month}-${year}`;
				const written = [
					`${year}-${month}-${dayOfMonth}`,
					`${dayOfMonth}.${month}.${year}`,
					`${Number(dayOfMonth)}/${Number(month)}/${year} 7:05`,
					expected,
					DateTime.fromISO(`${year}-${month}-${dayOfMonth}T12:00`, { zone: ISTANBUL }),
				];
				expect(written.map(day)).toEqual(written.map(() => expected));
			}),
			runs(100),
		);
	});

	it.each([
		[/^shows a failed formula or a column that is too narrow/, ['####', '#DEĞER!']],
		[
			/^is not a day of the calendar: "/,
			[
				...['31.02.2026', '29.02.2027', '2026-02-30', '2026-13-01', '12/31/2026', '00.01.2026'],
				...['31-04-2026', '2026-12-31T25:00:00', '31.12.2026 24:30', '31.12.2026 10:60'],
			],
		],
		[
			/^is an Excel date serial number, not a date: "/,
			[46387.25, '46387,75', 39999, '20000', 74000],
		],
		[
			/^is not a date: "/,
			[
				...['31.12.26', '31.12-2026', '20261231', '2026-W53', 'tomorrow', '31 Aralık 2026'],
				...['2026-12-31T', 'x2026-12-31', '2026-12-31x', '31.12.2026 9.30'],
				...['x2026-12-31T08:30', '2026-12-31T08:30x'],
				...[1798750800000, true, { date: '2026-12-31' }, ['2026-12-31'], new Date(NaN)],
				...[DateTime.invalid('test'), { toISO: '2026-12-31' }],
			],
		],
	])('says %s', (message, values) => {
		for (const value of values) expect(problemOf(dayText(value)).message).toMatch(message);
	});

	it('shows a time in the advice on how to write a date', () => {
		expect(problemOf(dayText('soon')).fix).toMatch(/31\.12\.2026 23:59.*2026-12-31T23:59/);
	});
});

describe('moment', () => {
	it('is the same instant in all notations', () => {
		const expected = Date.UTC(2026, 11, 31, 21, 30, 15);
		for (const value of [
			'2026-12-31T21:30:15Z',
			'2027-01-01T00:30:15+03:00',
			'2027-01-01T00:30:15',
			'2027-01-01 00:30:15',
			'01.01.2027 00:30:15',
			'1/1/2027 0:30:15',
			new Date(expected),
			DateTime.fromMillis(expected, { zone: 'Asia/Tokyo' }),
		]) {
			expect(instant(value)).toBe(expected);
		}
	});

	it('reads any instant back from its ISO text, in Istanbul’s time', () => {
		const dates = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) });
		fc.assert(
			fc.property(dates, (date) => {
				expect(instant(date.toISOString())).toBe(date.getTime());
				expect(instant(date)).toBe(date.getTime());
			}),
			runs(100),
		);
		expect(valueOf(moment('2026-12-31T21:00:00Z')).zoneName).toBe(ISTANBUL);
	});
});

describe('at 12:00 in Istanbul on 10 January', () => {
	beforeEach(() => jest.useFakeTimers({ now: new Date('2026-01-10T09:00:00Z') }));
	afterEach(() => jest.useRealTimers());

	it.each([
		['2026-01-10', '2026-01-10 23:59:59'],
		['10.01.2026 00:00', '2026-01-10 23:59:59'],
		['2026-01-10T00:00:00', '2026-01-10 23:59:59'],
		['2026-01-09T21:00:00Z', '2026-01-10 23:59:59'], // midnight in Istanbul
		['2026-01-10T00:00:00.000Z', '2026-01-10 23:59:59'],
		['2026-01-10T00:00:00.000-05:00', '2026-01-10 23:59:59'],
		[new Date('2026-01-10'), '2026-01-10 23:59:59'],
		[DateTime.fromISO('2026-01-10', { zone: 'America/New_York' }), '2026-01-10 23:59:59'],
		['10.01.2026 24:00', '2026-01-10 23:59:59'],
		['2026-01-10T24:00:00', '2026-01-10 23:59:59'],
		[46032, '2026-01-10 23:59:59'],
		['46032.5', '2026-01-10 23:59:59'],
		['2026-01-10 23:59:59+03', '2026-01-10 23:59:59'],
		['2026-01-10T12:00:01', '2026-01-10 12:00:01'],
		['2026-01-10T09:30:00Z', '2026-01-10 12:30:00'],
		['11.1.2026 9:30', '2026-01-11 09:30:00'],
	])('reads an expiry on %s as %s', (value, end) => {
		expect(valueOf(lastMoment(value)).toFormat('yyyy-MM-dd HH:mm:ss')).toBe(end);
	});

	it.each([['2026-01-10T12:00:00'], ['2026-01-10T09:00:00Z'], ['09.01.2026'], [new Date(0)]])(
		'rejects %j as past',
		(value) => expect(problemOf(lastMoment(value)).message).toMatch(/^is in the past: "/),
	);

	it.each([
		['10.01.2026', '10-01-2026'],
		['2026-01-10T08:00:00', '10-01-2026'],
		['2026-01-09T21:00:00Z', '10-01-2026'],
		['1.2.2026', '01-02-2026'],
	])('accepts %s as today or later', (value, text) =>
		expect(valueOf(comingDayText(value))).toBe(text),
	);

	it.each(['09.01.2026', '2026-01-09T20:59:59Z', '31.12.2025 23:59'])(
		'rejects %s as past',
		(value) => {
			expect(problemOf(comingDayText(value)).message).toBe(`is in the past: "${value}"`);
		},
	);

	it('today is the day in Istanbul', () => {
		jest.setSystemTime(new Date('2026-01-10T20:59:59.999Z'));
		expect(today()).toBe('10-01-2026');
		expect(valueOf(comingDayText('10.01.2026'))).toBe('10-01-2026');
		jest.setSystemTime(new Date('2026-01-10T21:00:00Z'));
		expect(today()).toBe('11-01-2026');
	});

	it.each([lastMoment, comingDayText])('rejects other values than dates', (read) => {
		expect(problemOf(read('soon')).message).toBe('is not a date: "soon"');
	});
});
