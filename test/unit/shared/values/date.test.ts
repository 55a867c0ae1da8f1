/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test, never packed */
import { runInNewContext } from 'node:vm';

import fc from 'fast-check';
import { DateTime } from 'luxon';

import { dayText, moment } from '../../../../nodes/shared/values/date';
import { problemOf, valueOf } from '../../parsed';

const ISTANBUL = 'Europe/Istanbul';

const day = (value: unknown, zone = ISTANBUL) => valueOf(dayText(zone)(value));
const instant = (value: unknown, zone = ISTANBUL) => valueOf(moment(value, zone)).toMillis();

/** A Luxon DateTime as another copy of Luxon makes it: only its methods tell what it is. */
const ofAnotherCopy = (iso: string) => ({ toISO: () => iso, isLuxonDateTime: true });

describe('dayText', () => {
	const texts: Array<[unknown, string]> = [
		['2026-12-31', '31-12-2026'],
		['2026-12-31T00:00:00', '31-12-2026'], // n8n's date picker
		['2026-12-31T23:59:59.999', '31-12-2026'],
		['2026-12-31 08:30', '31-12-2026'],
		['2026-12-31 08:30:15', '31-12-2026'],
		['2026-12-31T20:59:59Z', '31-12-2026'],
		['2026-12-31T21:00:00Z', '01-01-2027'], // midnight in Istanbul
		['2026-12-31T21:00:00.000Z', '01-01-2027'],
		['2026-12-31T21:00:00+00:00', '01-01-2027'],
		['2026-12-31T23:30:00+03:00', '31-12-2026'],
		['2026-12-31 23:30:00 +0300', '31-12-2026'],
		['2026-12-31t21:00:00z', '01-01-2027'],
		['31.12.2026', '31-12-2026'],
		['31-12-2026', '31-12-2026'],
		['1.2.2026', '01-02-2026'],
		['01.02.2026 23:59', '01-02-2026'],
		['01-02-2026 23:59:59', '01-02-2026'],
		['  31.12.2026\n', '31-12-2026'],
		['29.02.2028', '29-02-2028'],
		[new Date('2026-12-31T21:00:00Z'), '01-01-2027'],
		[new Date('2026-12-31T20:59:59Z'), '31-12-2026'],
		[DateTime.fromISO('2026-12-31T23:00', { zone: ISTANBUL }), '31-12-2026'],
		[DateTime.fromISO('2026-12-31T23:00', { zone: 'utc' }), '01-01-2027'],
		[ofAnotherCopy('2026-12-31T23:00:00.000+00:00'), '01-01-2027'],
	];

	it.each(texts)('reads %j', (value, text) => expect(day(value)).toBe(text));

	it('reads a JS Date that another part of n8n made, in a context of its own', () => {
		const foreign: unknown = runInNewContext("new Date('2026-12-31T21:00:00Z')");
		expect(foreign).not.toBeInstanceOf(Date);
		expect(day(foreign)).toBe('01-01-2027');
	});

	it.each([
		['utc', '31-12-2026'],
		['Europe/Istanbul', '01-01-2027'],
		['America/New_York', '31-12-2026'],
		['Pacific/Kiritimati', '01-01-2027'],
	])('tells the day in the zone %s, not in UTC', (zone, text) => {
		expect(day('2026-12-31T22:00:00Z', zone)).toBe(text);
		expect(day(new Date('2026-12-31T22:00:00Z'), zone)).toBe(text);
	});

	it.each(['utc', 'Europe/Istanbul', 'America/New_York', 'Pacific/Kiritimati'])(
		'keeps the day of a date without a zone in %s',
		(zone) => {
			for (const written of [
				'2026-12-31',
				'2026-12-31T00:00:00',
				'31.12.2026',
				'31-12-2026 23:59',
			]) {
				expect(day(written, zone)).toBe('31-12-2026');
			}
		},
	);

	it('keeps the day where midnight does not exist that night', () => {
		expect(day('2018-11-04', 'America/Sao_Paulo')).toBe('04-11-2018');
		expect(day('04.11.2018', 'America/Sao_Paulo')).toBe('04-11-2018');
	});

	it('keeps the day where an hour comes twice or not at all', () => {
		for (const written of ['25.10.2026 02:30', '25.10.2026 03:30']) {
			expect(day(written, 'Europe/Berlin')).toBe('25-10-2026');
		}
		expect(day('29.03.2026 02:30', 'Europe/Berlin')).toBe('29-03-2026');
	});

	it('reads every day in every notation the same, in any zone', () => {
		const days = fc.date({
			min: new Date('2000-01-01T00:00:00Z'),
			max: new Date('2099-12-31T00:00:00Z'),
			noInvalidDate: true,
		});
		const zones = fc.constantFrom('utc', 'Europe/Istanbul', 'Asia/Tokyo', 'America/Los_Angeles');
		fc.assert(
			fc.property(days, zones, (date, zone) => {
				const [year, month, dayOfMonth] = date.toISOString().slice(0, 10).split('-');
				const expected = `${dayOfMonth}-${month}-${year}`;
				const written = [
					`${year}-${month}-${dayOfMonth}`,
					`${dayOfMonth}.${month}.${year}`,
					`${Number(dayOfMonth)}.${Number(month)}.${year}`,
					expected,
					DateTime.fromISO(`${year}-${month}-${dayOfMonth}T12:00`, { zone }),
				];
				expect(written.map((value) => day(value, zone))).toEqual(written.map(() => expected));
			}),
		);
	});

	it.each([[''], ['   '], [null], [undefined]])('calls %j empty', (value) => {
		expect(problemOf(dayText(ISTANBUL)(value))).toEqual({
			message: 'is empty',
			fix: 'Choose a date for this item.',
		});
	});

	it.each([
		['31.02.2026'],
		['29.02.2027'],
		['2026-02-30'],
		['2026-13-01'],
		['13.13.2026'],
		['00.01.2026'],
		['31-04-2026'],
		['2026-12-31T25:00:00'],
		['31.12.2026 24:30'],
		['31.12.2026 10:60'],
	])('refuses "%s", which is no day of the calendar', (value) => {
		const { message, fix } = problemOf(dayText(ISTANBUL)(value));
		expect(message).toBe(`is not a day of the calendar: "${value}"`);
		expect(fix).toContain('31.12.2026');
	});

	it.each([
		['12/31/2026'],
		['31/12/2026'],
		['31.12.26'],
		['31.12-2026'],
		['2026-1-1'],
		['20261231'],
		['2026-W53'],
		['tomorrow'],
		['31 Aralık 2026'],
		['2026-12-31T'],
		['x2026-12-31'],
		['2026-12-31x'],
		[1798750800000],
		[46387],
		[true],
		[{ date: '2026-12-31' }],
		[['2026-12-31']],
		[new Date(NaN)],
		[DateTime.invalid('test')],
		[{ toISO: '2026-12-31' }],
	])('refuses %j, which is no date', (value) => {
		expect(problemOf(dayText(ISTANBUL)(value)).message).toMatch(/^is not a date: "/);
	});
});

describe('moment', () => {
	it('is the same instant whatever names it', () => {
		const expected = Date.UTC(2026, 11, 31, 21, 30, 15);
		expect(instant('2026-12-31T21:30:15Z')).toBe(expected);
		expect(instant('2027-01-01T00:30:15+03:00')).toBe(expected);
		expect(instant('2027-01-01T00:30:15')).toBe(expected);
		expect(instant('2027-01-01 00:30:15')).toBe(expected);
		expect(instant('01.01.2027 00:30:15')).toBe(expected);
		expect(instant(new Date(expected))).toBe(expected);
		expect(instant(DateTime.fromMillis(expected, { zone: 'Asia/Tokyo' }))).toBe(expected);
	});

	it('begins at midnight of the zone where no time is given', () => {
		expect(instant('2026-07-01')).toBe(Date.UTC(2026, 5, 30, 21));
		expect(instant('01.07.2026', 'America/New_York')).toBe(Date.UTC(2026, 6, 1, 4));
	});

	it('takes any instant back from its own ISO text', () => {
		fc.assert(
			fc.property(
				fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }),
				(date) => {
					expect(instant(date.toISOString())).toBe(date.getTime());
					expect(instant(date)).toBe(date.getTime());
				},
			),
		);
	});

	it('is in the given zone', () => {
		expect(valueOf(moment('2026-12-31T21:00:00Z', ISTANBUL)).zoneName).toBe(ISTANBUL);
		expect(valueOf(moment('31.12.2026', ISTANBUL)).zoneName).toBe(ISTANBUL);
	});
});
