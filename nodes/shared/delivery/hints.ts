import type { Provider } from '../result';
import type { ItemOutput } from './plan';

/** What became of a batch, for the line over the node's output. */
export interface Tally {
	items: number;
	/** Failures of any outcome. */
	failed: number;
	/** Failures that are known not to have reached the customer. */
	notAccepted: number;
	/** Failed or skipped, and perhaps sent. */
	unknown: number;
	/** Skipped as sent in an earlier execution. */
	skipped: number;
}

export function countOf(tally: Tally, outputs: ItemOutput[]): void {
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

const have = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

/** The lines that n8n shows over the output; none for a batch that went well. */
export function deliveryHints(
	tally: Tally,
	provider: Provider,
	remarks: ReadonlyMap<string, number>,
): string[] {
	const { items, notAccepted, unknown, skipped } = tally;
	const hints: string[] = [];
	if (notAccepted > 0) {
		hints.push(
			`${notAccepted} of ${items} ${items === 1 ? 'item was' : 'items were'} not accepted.`,
		);
	}
	if (unknown > 0) {
		hints.push(
			`${have(unknown, 'has', 'have')} an unknown outcome: check in the ${provider} panel before sending again.`,
		);
	}
	if (skipped > 0) {
		hints.push(`${have(skipped, 'was', 'were')} skipped: sent in an earlier execution.`);
	}
	for (const [remark, count] of remarks) {
		hints.push(items === 1 ? remark : `${remark} (${have(count, 'item', 'items')})`);
	}
	return hints;
}
