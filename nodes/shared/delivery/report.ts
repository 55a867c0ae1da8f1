import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { failureItem, forModel, nodeError, resultItem } from '../output';
import type { Failure, Result } from '../result';
import { countOf, deliveryHints, listed, type Tally } from './hints';
import { isTool } from './ledger';
import type { Delivery, ItemOutput } from './plan';

const isSkipped = (output: ItemOutput) => 'json' in output && output.json.skipped === true;

export const isFailed = (result: Result<ItemOutput[]>) =>
	!result.ok || result.value.some((output) => 'failure' in output);

/** What became of a batch: collects the items' results, and words them for the user. */
export class Report {
	private readonly outputs: ItemOutput[][] = [];

	private readonly tally: Tally = { outputs: 0, failed: 0, notAccepted: 0, unknown: 0, skipped: 0 };

	private readonly remarks = new Map<string, number[]>();

	/** Items whose sending could not be noted, and why. */
	private readonly unwritten: Array<{ itemIndex: number; message: string }> = [];

	constructor(
		private readonly ctx: IExecuteFunctions,
		private readonly delivery: Delivery,
		private readonly count: number,
		private readonly includeInputFields: boolean,
	) {}

	add(itemIndex: number, result: Result<ItemOutput[]>, remarks: string[] = []): void {
		const outputs = result.ok ? result.value : [{ failure: result.error }];
		this.outputs[itemIndex] = outputs;
		countOf(this.tally, outputs);
		for (const remark of remarks) this.remark(itemIndex, remark);
	}

	remark(itemIndex: number, remark: string): void {
		this.remarks.set(remark, [...(this.remarks.get(remark) ?? []), itemIndex]);
	}

	/** The memory could not be told what became of this item. */
	notNoted(itemIndex: number, { message }: Error): void {
		this.unwritten.push({ itemIndex, message });
	}

	get anyFailed(): boolean {
		return this.tally.failed > 0;
	}

	/** The lines over the node's output. */
	hints(): string[] {
		const lost = this.lost();
		return [...deliveryHints(this.tally, this.delivery, this.remarks), ...(lost ? [lost] : [])];
	}

	private lost(): string | undefined {
		const [first] = this.unwritten;
		if (!first) return undefined;
		const items = listed(this.unwritten.map(({ itemIndex }) => itemIndex));
		return `'Send Only Once' could not note what became of ${items} (${first.message}): later executions read them as unknown.`;
	}

	/**
	 * The output items in the order of their input items, linked to them.
	 * @throws in Stop mode, the error of the first failed item
	 */
	items(): INodeExecutionData[] {
		const stops = !this.ctx.continueOnFail();
		const toErrorOutput = this.ctx.getNode().onError === 'continueErrorOutput';
		const input = this.ctx.getInputData();
		const linked: INodeExecutionData[] = [];
		this.outputs.forEach((outputs, item) => {
			const fields = this.includeInputFields ? input[item].json : undefined;
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

	/** Says of the whole batch what became of it, since Stop mode has no output items. */
	private stopError(failure: Failure, itemIndex: number) {
		const { count } = this;
		const done = this.outputs.filter(Boolean);
		const failed = done.filter((outputs) => outputs.some((o) => 'failure' in o)).length;
		const skipped = done.filter((outputs) => outputs.every(isSkipped)).length;
		const counts = [
			`${done.length - failed - skipped} sent`,
			...(skipped ? [`${skipped} skipped`] : []),
			`${failed} failed`,
			`${count - done.length} not started`,
		].join(', ');
		const lost = this.lost();
		const description = [
			failure.description,
			...(count === 1 ? [] : [`(${count} items: ${counts}.)`]),
			...(lost ? [lost] : []),
		].join(' ');
		return nodeError(this.ctx.getNode(), this.told({ ...failure, description }), itemIndex);
	}

	private told(failure: Failure): Failure {
		return isTool(this.ctx) ? forModel(failure) : failure;
	}
}
