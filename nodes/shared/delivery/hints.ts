import type { Provider } from '../result';
import type { ItemOutput } from './plan';

/** The results of a batch, for the hint above the node's output. */
export interface Tally {
	outputs: number;
	/** Failures with any outcome. */
	failed: number;
	/** Failures that certainly didn't reach the customer. */
	notAccepted: number;
	/** Failed or skipped items that may have been sent. */
	unknown: number;
	/** Items that were skipped because they were sent before. */
	skipped: number;
}

export function countOf(tally: Tally, outputs: ItemOutput[]): void {
	tally.outputs += outputs.length;
	for (const output of outputs) {
		if ('failure' in output) {
			tally.failed++;
			if (output.failure.outcome === 'unknown') tally.unknown++;
			else tally.notAccepted++;
		} else if (output.json.skipped === true) {
			if (output.json.reason === 'unknownOutcome') tally.unknown++;
			else tally.skipped++;
		}
	}
}

const NAMED = 20;

/** Row numbers of items, counted from 1. */
export function rowNumbers(items: number[]): string {
	const numbers = items.map((item) => item + 1);
	if (numbers.length === 1) return `row ${numbers[0]}`;
	const named = numbers.slice(0, NAMED).join(', ');
	const more = numbers.length - NAMED;
	return more > 0 ? `rows ${named} and ${more} more` : `rows ${named}`;
}

const plural = (count: number, unit: string) => `${count} ${unit}${count === 1 ? '' : 's'}`;

/**
 * The hints above the node's output. None if every item succeeded.
 * @param remarks the operation's hints, with the items of each
 */
export function deliveryHints(
	{ outputs, notAccepted, unknown, skipped }: Tally,
	{ provider, unit }: { provider: Provider; unit: string },
	remarks: ReadonlyMap<string, number[]>,
): string[] {
	const hints: string[] = [];
	if (notAccepted > 0) {
		const were = notAccepted === 1 ? 'was' : 'were';
		hints.push(`${notAccepted} of ${plural(outputs, unit)} ${were} not accepted.`);
	}
	if (unknown > 0) {
		const have = unknown === 1 ? 'has' : 'have';
		hints.push(
			`${unknown} ${have} an unknown outcome: check in the ${provider} panel before sending again.`,
		);
	}
	if (skipped > 0) {
		hints.push(`${plural(skipped, unit)} skipped: sent before.`);
	}
	for (const [remark, items] of remarks) hints.push(`${remark} (${rowNumbers(items)})`);
	return hints;
}
