import type { Capacity } from './memory/capacity';
import type { Slots } from './slots';

/** The fewest and the most items in progress, per slot. */
const FEWEST = 2;
const MOST = 5;

/** An item waits for about this many writes: the two of its own and those in progress before. */
const WRITES = 4;

/**
 * Decides how many items are in progress at once when each item is recorded before and after its
 * request. If writes are slow compared with the requests, as with a large memory, more items are
 * claimed ahead: requests don't wait, and a write takes more items. The number stays small, because
 * all items in progress have an unknown outcome after n8n is killed.
 */
export function itemsInProgress(
	{ count, taskMs }: Pick<Slots, 'count' | 'taskMs'>,
	{ writeMs }: Pick<Capacity, 'writeMs'>,
): number {
	// Little's law: items in progress = requests per millisecond × milliseconds per item.
	const perSlot = 1 + (WRITES * writeMs.current) / Math.max(taskMs.current, 1);
	return Math.round(count * Math.min(Math.max(perSlot, FEWEST), MOST));
}
