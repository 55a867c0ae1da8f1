/**
 * The write barrier: entries that check, when n8n reads them, whether they may still be written.
 *
 * n8n reads the entries and `maxEntries` after it has read the row and right before it writes it
 * (1.123.81, 2.8.4 and 2.40.7). If the process was stalled while n8n read the row, the access
 * throws and nothing is written, so later writes of other processes are not undone.
 */
export function behindBarrier(entries: string[], mayWrite: () => void = () => {}): string[] {
	const [first] = entries;
	const get = () => {
		mayWrite();
		return first;
	};
	return entries.length ? Object.defineProperty([...entries], 0, { get }) : [];
}
