/**
 * The write barrier: entries that ask, when n8n looks at them, whether they may still be written.
 *
 * n8n looks at the entries, and at `maxEntries`, after it has read the row and right before it writes
 * it (1.123.81, 2.8.4 and 2.40.7). So a process that was stalled while n8n read the row doesn't undo
 * what others have written since: the access throws, and nothing is written.
 */
export function behindBarrier(entries: string[], mayWrite: () => void = () => {}): string[] {
	const [first] = entries;
	const get = () => {
		mayWrite();
		return first;
	};
	return entries.length ? Object.defineProperty([...entries], 0, { get }) : [];
}
