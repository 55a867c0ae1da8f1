import { sleep, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import { itemReader, wrongExpression } from '../fields';
import { failureItem, nodeError } from '../output';
import { asError, fail, messageOf, ok, type Failure, type Result } from '../result';
import { unknownOutcome } from '../transport';
import { problem, type Parsed } from '../values/problem';
import { text } from '../values/text';
import { guardKey } from './guard';
import { countOf, deliveryHints, type Tally } from './hints';
import { DEDUPLICATION_KEY } from './options';
import type { Delivery, ItemOutput, Plan } from './plan';
import { itemSender, notStarted, type Progress, type SenderContext } from './sender';

/** Items whose steps are claimed in one write of 'Skip Already Sent'. */
const CLAIM_BATCH = 50;

/** Items whose parameters are read without giving way to n8n's other work. */
const CHECKED_AT_ONCE = 200;

interface Prepared {
	plan: Plan;
	/** The guard's key of each step, by the step's name. */
	guardKeys: Map<string, string>;
}

const identityOf = ({ identity }: Plan, step: string): string =>
	JSON.stringify(Object.entries(typeof identity === 'function' ? identity(step) : identity).sort());

function deduplicationKey(value: unknown): Parsed {
	const key = text(value);
	if (!key.ok || key.value !== '') return key;
	return problem('is empty', 'Give every item a key, e.g. its invoice number.');
}

const isFailed = (result: Result<ItemOutput[]>) =>
	!result.ok || result.value.some((output) => 'failure' in output);

const isSkipped = (output: ItemOutput) => 'json' in output && output.json.skipped === true;

/** One run of a node over all of its input items. */
export class Batch {
	private readonly outputs: ItemOutput[][] = [];

	private readonly claims = new Map<number, Promise<Error | undefined>>();

	/** Read when they are needed, and dropped when they are done: memory stays flat. */
	private readonly prepared: Array<Result<Prepared> | undefined> = [];

	private readonly tally: Tally = {
		outputs: 0,
		failed: 0,
		notAccepted: 0,
		unknown: 0,
		skipped: 0,
	};

	private readonly remarks = new Map<string, number>();

	private readonly stopOnFailure: boolean;

	/** In Stop mode an item has failed: no other begins. */
	private stopped = false;

	constructor(
		private readonly ctx: IExecuteFunctions,
		private readonly delivery: Delivery,
		private readonly sending: SenderContext,
		private readonly count: number,
	) {
		this.stopOnFailure = !ctx.continueOnFail();
	}

	async run(): Promise<INodeExecutionData[][]> {
		const wrong = this.stopOnFailure ? await this.firstInvalid() : undefined;
		// In Stop mode nothing is sent while a row is wrong: the corrected batch can be run as a whole.
		if (wrong) this.record(wrong.itemIndex, fail(wrong.failure));
		else await this.deliverAll();
		await this.finish();
		return [this.linkedOutput()];
	}

	private async firstInvalid() {
		for (let itemIndex = 0; itemIndex < this.count; itemIndex++) {
			const item = this.item(itemIndex);
			const failure = item.ok ? item.value.plan.invalidPart : item.error;
			if (failure) return { itemIndex, failure };
			// Thousands of rows must not keep n8n from its other work.
			if (itemIndex % CHECKED_AT_ONCE === CHECKED_AT_ONCE - 1) await sleep(0);
		}
		return undefined;
	}

	/** An item with its parameters read and checked, once. */
	private item(itemIndex: number): Result<Prepared> {
		return (this.prepared[itemIndex] ??= this.prepare(itemIndex));
	}

	/** The same remark on many items is one line. */
	private remark(hints: string[]): void {
		for (const hint of hints) this.remarks.set(hint, (this.remarks.get(hint) ?? 0) + 1);
	}

	private prepare(itemIndex: number): Result<Prepared> {
		const plan = this.delivery.prepare(itemIndex);
		if (!plan.ok) return fail({ provider: this.delivery.provider, ...plan.error });
		this.remark(plan.value.hints ?? []);
		if (!this.sending.guard) return ok({ plan: plan.value, guardKeys: new Map() });
		const key = this.deduplicationKey(itemIndex);
		if (!key.ok) return fail({ provider: this.delivery.provider, ...key.error });
		const named = (step: string): [string, string] => [
			step,
			guardKey(step, key.value ?? identityOf(plan.value, step)),
		];
		return ok({ plan: plan.value, guardKeys: new Map(plan.value.steps.map(named)) });
	}

	/**
	 * The item's own key, undefined where the option isn't used. An empty key is no match for other
	 * empty keys: it is a mistake in the row.
	 */
	private deduplicationKey(itemIndex: number): Result<string | undefined> {
		const reader = itemReader((name) =>
			this.ctx.getNodeParameter(`options.${name}`, itemIndex, false),
		);
		try {
			const given = reader.value(DEDUPLICATION_KEY.name) !== false;
			const key = given ? reader.read(DEDUPLICATION_KEY, deduplicationKey) : undefined;
			return reader.finish(() => key);
		} catch (error) {
			return fail(wrongExpression(error));
		}
	}

	/** So many workers take the items one after the other. */
	private async deliverAll(): Promise<void> {
		let next = 0;
		const work = async () => {
			while (next < this.count && !this.stopped) {
				const itemIndex = next++;
				const progress: Progress = { begun: false, remembered: false };
				const result = await this.deliverItem(itemIndex, progress);
				if (this.stopped && !progress.begun && !progress.remembered) return;
				this.record(itemIndex, result);
				// What an earlier run left in doubt doesn't keep this one from sending the rest.
				const fromMemory = progress.remembered && !progress.begun;
				this.stopped ||= this.stopOnFailure && isFailed(result) && !fromMemory;
				this.prepared[itemIndex] = undefined;
			}
		};
		const workers = Math.min(this.sending.options.maxConcurrency, this.count);
		await Promise.all(Array.from({ length: workers }, work));
	}

	private async deliverItem(itemIndex: number, progress: Progress): Promise<Result<ItemOutput[]>> {
		const { provider } = this.delivery;
		const item = this.item(itemIndex);
		if (!item.ok) return item;
		const { plan, guardKeys } = item.value;
		const { signal } = this.sending;
		if (signal?.aborted) return fail(notStarted(provider, signal.reason, signal));
		const claimed = await this.claimBatch(itemIndex);
		if (claimed) return fail(notStarted(provider, claimed));
		const sending = { ...this.sending, stopped: () => this.stopped };
		try {
			return ok(await plan.run(itemSender(sending, itemIndex, guardKeys, progress)));
		} catch (error) {
			// The steps return their failures: whatever is thrown here may have come after a request.
			return fail(
				unknownOutcome(provider, `Reading this item's result failed (${messageOf(error)})`),
			);
		} finally {
			this.sending.guard?.releaseUnused(guardKeys.values());
		}
	}

	/**
	 * Before the first item of each batch starts, the steps of the whole batch are claimed.
	 * @returns the error of the guard's store, if it could not be done
	 */
	private async claimBatch(itemIndex: number): Promise<Error | undefined> {
		const { guard } = this.sending;
		const batch = Math.floor(itemIndex / CLAIM_BATCH);
		if (!guard) return undefined;
		let claim = this.claims.get(batch);
		if (!claim) {
			claim = guard.claim(this.guardKeysOf(batch)).then(() => undefined, asError);
			this.claims.set(batch, claim);
		}
		return await claim;
	}

	private guardKeysOf(batch: number): string[] {
		const keys: string[] = [];
		const end = Math.min(this.count, (batch + 1) * CLAIM_BATCH);
		for (let itemIndex = batch * CLAIM_BATCH; itemIndex < end; itemIndex++) {
			const item = this.item(itemIndex);
			if (item.ok) keys.push(...item.value.guardKeys.values());
		}
		return keys;
	}

	private record(itemIndex: number, result: Result<ItemOutput[]>): void {
		const outputs = result.ok ? result.value : [{ failure: result.error }];
		this.outputs[itemIndex] = outputs;
		countOf(this.tally, outputs);
	}

	private async finish(): Promise<void> {
		const { guard, ledger } = this.sending;
		guard?.releaseUnused();
		const storeError = await guard?.close();
		if (storeError) {
			const lost = `'Skip Already Sent' could not note everything (${storeError.message}): some sent items will read as unknown.`;
			this.ctx.addExecutionHints({ message: lost, location: 'outputPane' });
		}
		if (this.tally.failed === 0) ledger.clear();
		for (const message of deliveryHints(this.tally, this.delivery, this.remarks)) {
			this.ctx.addExecutionHints({ message, location: 'outputPane' });
		}
	}

	private linkedOutput(): INodeExecutionData[] {
		const toErrorOutput = this.ctx.getNode().onError === 'continueErrorOutput';
		const linked: INodeExecutionData[] = [];
		this.outputs.forEach((outputs, item) => {
			for (const output of outputs) {
				if ('failure' in output && this.stopOnFailure) throw this.stopError(output.failure, item);
				linked.push(
					'failure' in output
						? failureItem(output.failure, item, toErrorOutput)
						: { ...output, pairedItem: { item } },
				);
			}
		});
		return linked;
	}

	/** Says of the whole batch what became of it, since Stop mode has no output items. */
	private stopError(failure: Failure, itemIndex: number) {
		const items = this.count;
		const done = this.outputs.filter(Boolean);
		const failed = done.filter((outputs) => outputs.some((o) => 'failure' in o)).length;
		const skipped = done.filter((outputs) => outputs.every(isSkipped)).length;
		const counts = [
			`${done.length - failed - skipped} sent`,
			...(skipped ? [`${skipped} skipped`] : []),
			`${failed} failed`,
			`${items - done.length} not started`,
		].join(', ');
		const description =
			items === 1 ? failure.description : `${failure.description} (${items} items: ${counts}.)`;
		return nodeError(this.ctx.getNode(), { ...failure, description }, itemIndex);
	}
}
