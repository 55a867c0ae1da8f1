/* Decides which transactions a polling trigger has already reported. It has no side effects. */
import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';

/** The trigger's memory between two polls, in the form that n8n saves. */
export interface Seen {
	/** The end of the last poll's span, as an ISO time. */
	until?: string;
	/** The first day whose transactions are all remembered, YYYY-MM-DD. */
	since?: string;
	/** For each transaction's key: how often it was in the report, and its day. */
	rows?: Record<string, [count: number, day: string]>;
}

/** A row of the report, simplified and in its original form. */
export interface Transaction {
	json: IDataObject;
	raw: IDataObject;
}

/**
 * The key of a transaction. Rows have no unique field: two partial refunds of the same amount on
 * one day are equal rows, so equal rows are counted. The key leaves out fields that PayTR may fill
 * in later.
 */
function keyOf({ json: { merchantOid, type, amount, date }, raw }: Transaction): string {
	const known = merchantOid === null ? raw : [merchantOid, type, amount, date];
	return createHash('sha256').update(JSON.stringify(known)).digest('base64').slice(0, 16);
}

/**
 * The new transactions, and the memory for the next poll.
 * @param transactions all transactions of the span, in the report's order
 * @param until the end of the span, as an ISO time
 * @param firstDay returns the first day to remember, given the newest row's day (both YYYY-MM-DD).
 * Older rows are forgotten and never reported again. Otherwise they would be reported again after a
 * clock is set back.
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
		// A row without a day is kept as long as a row of the last day.
		const day = typeof date === 'string' ? date.slice(0, 10) : until.slice(0, 10);
		remembered.set(key, [Math.max(count, earlier), day]);
		return count > earlier && day >= (before.since ?? '');
	});
	// Uses the newest row's day instead of the clock, because a clock that is ahead must not delete
	// the memory.
	const days = [...remembered.values()].map(([, day]) => day).sort();
	const newest = days.at(-1);
	const first = [before.since ?? '', newest === undefined ? '' : firstDay(newest)].sort()[1];
	const kept = [...remembered].filter(([, [, day]]) => day >= first);
	return { fresh, seen: { until, since: first, rows: Object.fromEntries(kept) } };
}
