import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { unseen, type Seen, type Transaction } from '../../../nodes/PaytrPaymentTrigger/seen';

const DAY_MS = 24 * 3_600_000;
const dayOf = (day: number) => new Date(Date.UTC(2026, 0, 10 + day)).toISOString().slice(0, 10);
const minus = (day: string, days: number) =>
	new Date(Date.parse(day) - days * DAY_MS).toISOString().slice(0, 10);

/** The days that a report covers. The trigger remembers one more day. */
const SPAN = 3;
const firstDay = (newest: string) => minus(newest, SPAN + 1);

const sale = (
	merchantOid: string | null,
	day: number,
	more: IDataObject = {},
	raw: IDataObject = {},
): Transaction => ({
	json: { merchantOid, type: 'sale', amount: 10, date: dayOf(day), ...more },
	raw,
});

/** One poll of a day's transactions. */
function poll(rows: Transaction[], before: Seen, day = 0) {
	const { fresh, seen } = unseen(rows, before, `${dayOf(day)}T12:00:00+03:00`, firstDay);
	// n8n saves the data as JSON.
	return { fresh, seen: JSON.parse(JSON.stringify(seen)) as Seen };
}

describe('unseen', () => {
	it('finds new transactions', () => {
		const first = poll([sale('A', 0)], {});
		expect(first.fresh).toEqual([sale('A', 0)]);
		const second = poll([sale('A', 0), sale('B', 0)], first.seen);
		expect(second.fresh).toEqual([sale('B', 0)]);
		expect(poll([sale('B', 0), sale('A', 0)], second.seen).fresh).toEqual([]);
	});

	it.each([
		['a refund of the same order', { type: 'refund' }],
		['another amount', { amount: 11 }],
		['another day', { date: dayOf(1) }],
		['another order', { merchantOid: 'B' }],
	])('distinguishes: %s', (_, more) => {
		const { seen } = poll([sale('A', 0)], {});
		expect(poll([sale('A', 0), sale('A', 0, more)], seen).fresh).toEqual([sale('A', 0, more)]);
	});

	it('counts equal rows: two refunds of one amount on one day', () => {
		const refund = sale('A', 0, { type: 'refund' });
		const { seen } = poll([refund], {});
		const second = poll([refund, refund], seen);
		expect(second.fresh).toEqual([refund]);
		expect(poll([refund, refund], second.seen).fresh).toEqual([]);
		// A transaction that one report lacks is not reported again when it reappears.
		const third = poll([refund], second.seen);
		expect(poll([refund, refund], third.seen).fresh).toEqual([]);
	});

	it('ignores fields that PayTR fills in later', () => {
		const { seen } = poll([sale('A', 0, { fee: null })], {});
		expect(poll([sale('A', 0, { fee: 1.2 })], seen).fresh).toEqual([]);
	});

	it('identifies an unreadable row by its content', () => {
		const row = (no: string) => sale(null, 0, {}, { no });
		const { seen } = poll([row('1')], {});
		expect(poll([row('1'), row('2')], seen).fresh).toEqual([row('2')]);
	});

	it('forgets rows that are too old for any report', () => {
		let { seen } = poll([sale('A', 0)], {});
		for (let day = 1; day < 40; day++) ({ seen } = poll([sale(`B${day}`, day)], seen, day));
		expect(Object.keys(seen.rows ?? {})).toHaveLength(SPAN + 2);
	});

	it('forgets nothing after the clock was ahead', () => {
		const rows = [sale('A', 0)];
		const ahead = poll([], poll(rows, {}).seen, 500);
		expect(poll(rows, ahead.seen).fresh).toEqual([]);
	});

	it('reports nothing old after the clock is set back', () => {
		const old = sale('OLD', 0);
		const { seen } = poll([sale('NEW', 20)], poll([old], {}).seen, 20);
		expect(poll([old], seen, 1).fresh).toEqual([]);
	});

	it('reports each transaction once, even after late listing and failed polls', () => {
		const sales = fc.array(
			fc.record({ day: fc.integer({ min: 1, max: 30 }), late: fc.integer({ min: 0, max: 2 }) }),
			{ maxLength: 40 },
		);
		const failing = fc.array(fc.boolean(), { minLength: 40, maxLength: 40 });
		fc.assert(
			fc.property(sales, failing, (made, fails) => {
				const rows = made.map(({ day }, i) => sale(String(i), day));
				let seen: Seen = poll([], {}).seen;
				const started: unknown[] = [];
				let last = 0;
				for (let today = 1; today < 40; today++) {
					if (fails[today] && today < 38) continue;
					const listed = rows.filter(
						({ json: { date } }, i) =>
							made[i].day + made[i].late <= today &&
							String(date) >= dayOf(last - SPAN) &&
							String(date) <= dayOf(today),
					);
					const found = poll(listed, seen, today);
					started.push(...found.fresh.map(({ json }) => json.merchantOid));
					({ seen } = found);
					last = today;
				}
				expect(started.sort()).toEqual(rows.map(({ json }) => json.merchantOid).sort());
			}),
		);
	});
});
