import type { Capacity } from './memory/capacity';
import type { Slots } from './slots';

/** The fewest and the most items in progress, per slot. */
const FEWEST = 2;
const MOST = 5;

/** With fewer entries, a write takes a few milliseconds, and a longer one is an exception. */
const MANY_ENTRIES = 20_000;

/** An item waits for about this many writes: the two of its own and those in progress before. */
const WRITES = 4;

/**
 * Decides how many items are in progress at once when each item is recorded before and after its
 * request. A large memory writes slowly. Then more items are claimed ahead, so that requests don't
 * wait for it. The number stays small, because all items in progress have an unknown outcome after
 * n8n is killed.
 */
export function itemsInProgress(
	{ count, taskMs }: Pick<Slots, 'count' | 'taskMs'>,
	{ knownEntries, writeMs }: Pick<Capacity, 'knownEntries' | 'writeMs'>,
): number {
	if (knownEntries < MANY_ENTRIES) return count * FEWEST;
	// Little's law: items in progress = requests per millisecond × milliseconds per item.
	const perSlot = 1 + (WRITES * writeMs.current) / Math.max(taskMs.current, 1);
	return Math.round(count * Math.min(Math.max(perSlot, FEWEST), MOST));
}
