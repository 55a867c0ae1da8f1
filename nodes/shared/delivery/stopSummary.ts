/** The results of a batch that Stop mode has ended, by the items' indexes. */
export interface Stopped {
	sent: number[];
	skipped: number[];
	failed: number[];
	notStarted: number[];
	/** A request was sent, so a part of a failed item may have been sent, too. */
	anyRequest: boolean;
}

const NAMED = 10;

/** Row numbers counted from 1, with the recipient or the key if it is known. */
function rows(items: number[], labels: ReadonlyMap<number, string>): string {
	const named = items.slice(0, NAMED).map((item) => {
		const label = labels.get(item);
		return `row ${item + 1}${label ? ` (${label})` : ''}`;
	});
	const more = items.length - NAMED;
	return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

const sentence = (what: string, items: number[], labels: ReadonlyMap<number, string>) =>
	items.length ? [`${what}: ${rows(items, labels)}.`] : [];

/** The next step for the user, since a run in Stop mode has no output to show it. */
function nextStep({ anyRequest }: Stopped, isOnce: boolean): string {
	if (!anyRequest) return 'Nothing was sent: fix the failed rows and run the workflow again.';
	return isOnce
		? 'Fix the failed rows and run the workflow again: what was sent is skipped.'
		: 'Fix the failed rows and use Retry on this execution, only once: a new run sends again what was sent.';
}

/**
 * Lists the items that were sent, failed or did not start, and tells how to continue.
 * @param isOnce a new run skips items that were sent
 */
export function stopSummary(
	stopped: Stopped,
	labels: ReadonlyMap<number, string>,
	isOnce: boolean,
): string {
	const { sent, skipped, failed, notStarted } = stopped;
	const count = [sent, skipped, failed, notStarted].reduce((sum, { length }) => sum + length, 0);
	const counts = [
		`${sent.length} sent`,
		...(skipped.length ? [`${skipped.length} skipped`] : []),
		`${failed.length} failed`,
		`${notStarted.length} not started`,
	];
	return [
		`(${count} items: ${counts.join(', ')}.)`,
		...sentence('Sent', sent, labels),
		...sentence('Failed', failed, labels),
		...sentence('Not started', notStarted, labels),
		nextStep(stopped, isOnce),
	].join(' ');
}
