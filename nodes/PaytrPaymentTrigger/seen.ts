/* Which transactions a polling trigger has started already. Pure. */
import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';

/** What the trigger remembers between two polls, as n8n saves it. */
export interface Seen {
	/** The end of the last poll's span, as an ISO time. */
	until?: string;
	/** The first day for which every transaction is remembered, YYYY-MM-DD. */
	since?: string;
	/** How often each transaction was in the report, by its key, and its day. */
	rows?: Record<string, [count: number, day: string]>;
}

/** A row of the report, simplified and as PayTR gave it. */
export interface Transaction {
	json: IDataObject;
	raw: IDataObject;
}

/**
 * What a transaction is known by. Nothing in a row is unique: two partial refunds of one amount on
 * one day are two equal rows, so rows are counted. Fields that PayTR may fill in later don't count.
 */
function keyOf({ json: { merchantOid, type, amount, date }, raw }: Transaction): string {
	const known = merchantOid === null ? raw : [merchantOid, type, amount, date];
	return createHash('sha256').update(JSON.stringify(known)).digest('base64').slice(0, 16);
}

/**
 * The transactions that were not there before, and what to remember.
 * @param transactions all of the span, in the report's order
 * @param until the end of the span, as an ISO time
 * @param firstDay the first day to remember, by the newest row's (both YYYY-MM-DD). What is older is
 * forgotten and starts nothing any more: otherwise a clock that is set back would start it again.
 */
export function unseen(
	transactions: Transaction[],
	before: Seen,
	until: string,
	firstDay: (newest: string) => string,
): { fresh: Transaction[]; seen: Seen } {
	const known = before.rows ?? {};
	const counts = new Map<string, number>();
	const remembered = new Map(Object.entries(known));
	const fresh = transactions.filter((transaction) => {
		const key = keyOf(transaction);
		const { date } = transaction.json;
		const count = (counts.get(key) ?? 0) + 1;
		counts.set(key, count);
		const earlier = known[key]?.[0] ?? 0;
		// A row without a day is kept as long as one of the last day.
		const day = typeof date === 'string' ? date.slice(0, 10) : until.slice(0, 10);
		remembered.set(key, [Math.max(count, earlier), day]);
		return count > earlier && day >= (before.since ?? '');
	});
	// By the newest row, not by the clock: a clock that runs ahead must not make it forget.
	const days = [...remembered.values()].map(([, day]) => day).sort();
	const newest = days.at(-1);
	const first = [before.since ?? '', newest === undefined ? '' : firstDay(newest)].sort()[1];
	const kept = [...remembered].filter(([, [, day]]) => day >= first);
	return { fresh, seen: { until, since: first, rows: Object.fromEntries(kept) } };
}
