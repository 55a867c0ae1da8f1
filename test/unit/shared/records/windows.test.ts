import fc from 'fast-check';
import { DateTime } from 'luxon';

import { asMoment, spanEnd, spanStart, windowsOf } from '../../../../nodes/shared/records/windows';
import { runs } from '../../runs';

const zone = 'Europe/Istanbul';

const texts = (start: string, end: string, days: number) =>
	windowsOf(
		{ start: DateTime.fromISO(start, { zone }), end: DateTime.fromISO(end, { zone }) },
		days,
	).map((window) => [asMoment(window.start), asMoment(window.end)]);

it('splits like the samples of PayTR: three days, including both ends', () => {
	expect(texts('2021-02-02', '2021-02-04T23:59:59', 3)).toEqual([
		['2021-02-02 00:00:00', '2021-02-04 23:59:59'],
	]);
	expect(texts('2021-02-02', '2021-02-06T23:59:59', 3)).toEqual([
		['2021-02-02 00:00:00', '2021-02-04 23:59:59'],
		['2021-02-05 00:00:00', '2021-02-06 23:59:59'],
	]);
});

it('covers each second of any span exactly once, in windows of limited length', () => {
	const second = fc.integer({ min: 1_500_000_000, max: 1_900_000_000 });
	const length = fc.integer({ min: 0, max: 400 * 86_400 });
	fc.assert(
		fc.property(second, length, fc.constantFrom(1, 3, 31), (from, seconds, days) => {
			const start = DateTime.fromSeconds(from, { zone });
			const end = start.plus({ seconds });
			const windows = windowsOf({ start, end }, days);
			expect(windows[0].start.toSeconds()).toBe(from);
			expect(windows[windows.length - 1].end.toSeconds()).toBe(from + seconds);
			windows.forEach((window, i) => {
				const span = window.end.toSeconds() - window.start.toSeconds();
				expect(span).toBeGreaterThanOrEqual(0);
				expect(span).toBeLessThan(days * 86_400);
				if (i > 0) {
					expect(window.start.toSeconds()).toBe(windows[i - 1].end.toSeconds() + 1);
				}
			});
		}),
		runs(100),
	);
});

it.each([
	['2026-03-31', '2026-03-31 00:00:00', '2026-03-31 23:59:59'],
	['31.03.2026', '2026-03-31 00:00:00', '2026-03-31 23:59:59'],
	['2026-03-31T00:00:00', '2026-03-31 00:00:00', '2026-03-31 23:59:59'],
	['31.03.2026 14:30', '2026-03-31 14:30:00', '2026-03-31 14:30:00'],
	['2026-03-31T21:30:00Z', '2026-04-01 00:30:00', '2026-04-01 00:30:00'],
])('reads %s as the start %s and the end %s', (value, start, end) => {
	const [first, last] = [spanStart(value), spanEnd(value)];
	expect(first.ok && asMoment(first.value)).toBe(start);
	expect(last.ok && asMoment(last.value)).toBe(end);
});
