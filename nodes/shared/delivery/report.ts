import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { failureItem, forModel, nodeError, resultItem } from '../output';
import type { Failure, Result } from '../result';
import { changingPart } from './changingKey';
import { countOf, deliveryHints, rowNumbers, type Tally } from './hints';
import { isTool } from './ledger';
import type { DeliveryOptions } from './options';
import type { Delivery, ItemOutput } from './plan';
import { changesEveryRun, DEDUPLICATION_KEY, REMINDER } from './sendOnce';
import { stopSummary, type Stopped } from './stopSummary';

const isSkipped = (output: ItemOutput) => 'json' in output && output.json.skipped === true;

/**
 * True for all items except invalid and skipped ones: even a rejected item may have a part that was
 * sent.
 */
const mayHaveGoneOut = (output: ItemOutput) =>
	'failure' in output ? output.failure.outcome !== 'invalid' : !isSkipped(output);

export const isFailed = (result: Result<ItemOutput[]>) =>
	!result.ok || result.value.some((output) => 'failure' in output);

/** Collects the results of a batch and describes them to the user. */
export class Report {
	private readonly outputs: ItemOutput[][] = [];

	private readonly tally: Tally = { outputs: 0, failed: 0, notAccepted: 0, unknown: 0, skipped: 0 };

	/** The recipient or the key of an item, by its index. */
	private readonly labels = new Map<number, string>();

	/** The number of items for each recipient. */
	private readonly counts = new Map<string, number>();

	private readonly remarks = new Map<string, number[]>();

	/** Items whose result could not be saved, and the reason. */
	private readonly unwritten: Array<{ itemIndex: number; message: string }> = [];

	constructor(
		private readonly ctx: IExecuteFunctions,
		private readonly delivery: Delivery,
		private readonly count: number,
		private readonly options: Pick<DeliveryOptions, 'includeInputFields' | 'sendOnce'>,
	) {}

	add(itemIndex: number, result: Result<ItemOutput[]>, remarks: string[] = []): void {
		const outputs = result.ok ? result.value : [{ failure: result.error }];
		this.outputs[itemIndex] = outputs;
		countOf(this.tally, outputs);
		for (const remark of remarks) this.remark(itemIndex, remark);
	}

	/** Records the recipient or the key of an item. */
	label(itemIndex: number, label: string): void {
		this.labels.set(itemIndex, label);
	}

	/** Counts one more item for these recipients. */
	recipients(recipients: string): void {
		const count = this.counts.get(recipients) ?? 0;
		this.counts.set(recipients, count + 1);
	}

	remark(itemIndex: number, remark: string): void {
		this.remarks.set(remark, [...(this.remarks.get(remark) ?? []), itemIndex]);
	}

	/** Records that the memory could not save the result of this item. */
	notNoted(itemIndex: number, { message }: Error): void {
		this.unwritten.push({ itemIndex, message });
	}

	get failures(): number {
		return this.tally.failed;
	}

	get anyFailed(): boolean {
		return this.failures > 0;
	}

	/** The hints above the node's output. */
	hints(): string[] {
		const { sendOnce } = this.options;
		const lost = this.lost();
		const changing = sendOnce === 'perKey' ? changingPart(this.rawKey()) : undefined;
		return [
			...deliveryHints(this.tally, this.delivery, this.remarks),
			...(this.tally.skipped > 0 &&
			sendOnce === 'perLinkAndRecipient' &&
			!this.delivery.isAlwaysOnce
				? [REMINDER]
				: []),
			...this.oneRecipient(),
			...(changing === undefined ? [] : [changesEveryRun(changing)]),
			...(lost ? [lost] : []),
		];
	}

	/** An expression such as `$('Rows').first()` gives all items the first item's recipient. */
	private oneRecipient(): string[] {
		const [[recipients, count] = ['', 0], ...others] = this.counts;
		if (count < 2 || recipients === '' || others.length > 0) return [];
		return [
			`All ${count} items are for the same recipient: ${recipients}. If they should not be, check the field's expression, e.g. use {{ $json.phone }}.`,
		];
	}

	private rawKey(): unknown {
		const { name } = DEDUPLICATION_KEY;
		return this.ctx.getNodeParameter(name, 0, null, { rawExpressions: true });
	}

	private lost(): string | undefined {
		const [first] = this.unwritten;
		if (!first) return undefined;
		const items = rowNumbers(this.unwritten.map(({ itemIndex }) => itemIndex));
		return `'Send Only Once' could not note what became of ${items} (${first.message}): later executions read them as unknown.`;
	}

	/**
	 * The output items in the order of their input items, linked to them.
	 * @throws the first failed item's error in Stop mode
	 */
	items(): INodeExecutionData[] {
		const stops = !this.ctx.continueOnFail();
		const toErrorOutput = this.ctx.getNode().onError === 'continueErrorOutput';
		const input = this.ctx.getInputData();
		const linked: INodeExecutionData[] = [];
		this.outputs.forEach((outputs, item) => {
			const fields = this.options.includeInputFields ? input[item].json : undefined;
			for (const output of outputs) {
				if ('failure' in output && stops) throw this.stopError(output.failure, item);
				linked.push(
					'failure' in output
						? failureItem(
								this.told(output.failure),
								item,
								toErrorOutput,
								toErrorOutput ? input[item].json : fields,
							)
						: resultItem(output, item, fields),
				);
			}
		});
		return linked;
	}

	/**
	 * Describes the results of the whole batch in the error, since Stop mode has no output items.
	 */
	private stopError(failure: Failure, itemIndex: number) {
		const all = Array.from({ length: this.count }, (_, i) => i);
		const of = (is: (outputs: ItemOutput[]) => boolean) =>
			all.filter((i) => this.outputs[i] && is(this.outputs[i]));
		const hasFailed = (outputs: ItemOutput[]) => outputs.some((o) => 'failure' in o);
		const wasSkipped = (outputs: ItemOutput[]) => outputs.every(isSkipped);
		const stopped: Stopped = {
			sent: of((outputs) => !hasFailed(outputs) && !wasSkipped(outputs)),
			skipped: of(wasSkipped),
			failed: of(hasFailed),
			notStarted: all.filter((i) => !this.outputs[i]),
			anyRequest: this.outputs.some((outputs) => outputs.some(mayHaveGoneOut)),
		};
		const isOnce = this.options.sendOnce !== 'off';
		const lost = this.lost();
		const description = [
			failure.description,
			...(this.count === 1 ? [] : [stopSummary(stopped, this.stopLabels(stopped), isOnce)]),
			...(lost ? [lost] : []),
		].join(' ');
		return nodeError(this.ctx.getNode(), this.told({ ...failure, description }), itemIndex);
	}

	/**
	 * Adds the reason to each failed item if there are several. The error itself has the first
	 * item's message.
	 */
	private stopLabels({ failed }: Stopped): ReadonlyMap<number, string> {
		if (failed.length < 2) return this.labels;
		const labels = new Map(this.labels);
		for (const item of failed) {
			const messages = this.outputs[item].flatMap((output) =>
				'failure' in output ? [output.failure.message] : [],
			);
			labels.set(item, [this.labels.get(item), ...messages].filter(Boolean).join(': '));
		}
		return labels;
	}

	private told(failure: Failure): Failure {
		return isTool(this.ctx) ? forModel(failure) : failure;
	}
}
