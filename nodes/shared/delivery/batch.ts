import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Form } from '../fields';
import { fail, messageOf, ok, type Failure, type Result } from '../result';
import { unknownOutcome, type Answer } from '../transport';
import type { DryRunSummary } from './dryRun';
import type { CredentialData } from './itemCredentials';
import { inLanes } from './lanes';
import { itemsInProgress } from './lookahead';
import { ItemClaims, type SendOnce } from './memory/itemClaims';
import { notStarted } from './notStarted';
import { recipientOf, type Delivery, type ItemOutput } from './plan';
import { isFailed, Report } from './report';
import { labelOf, recipientsOf, type PreparedItem, type PreparedItems } from './preparedItems';
import { DEDUPLICATION_KEY } from './sendOnce';
import type { Progress } from './request';
import { itemSender, type SenderContext } from './sender';

export interface BatchContext {
	ctx: IExecuteFunctions;
	delivery: Delivery;
	sending: Omit<SenderContext, 'stopped' | 'onFailure' | 'post'> & {
		post(credential: CredentialData, path: string, form: Form): Promise<Result<Answer>>;
	};
	/** Set if items are sent only once across executions. */
	sendOnce?: SendOnce;
	/** Set if nothing may leave this machine. */
	dryRun?: DryRunSummary;
	items: PreparedItems;
	report: Report;
}

/**
 * Marks an item that another execution is sending right now. It is checked again after all others.
 */
const LATER = Symbol('later');

const WAS_ANOTHERS = `Sent before to somebody else: '${DEDUPLICATION_KEY.displayName}' does not tell them apart`;

/** One run of a node over all of its input items. */
export class Batch {
	private readonly stopOnFailure: boolean;

	/** An item has failed in Stop mode, so no other item begins. */
	private stopped = false;

	/**
	 * Credentials that the provider has refused. It would refuse every other item with them, too.
	 */
	private readonly refused = new Map<CredentialData, Failure>();

	constructor(private readonly batch: BatchContext) {
		this.stopOnFailure = !batch.ctx.continueOnFail();
	}

	async run(): Promise<INodeExecutionData[][]> {
		const { ctx, items, report, sending, dryRun } = this.batch;
		const wrong = this.stopOnFailure ? await items.invalidItems() : new Map<number, Failure>();
		// In Stop mode one invalid item stops the batch, so that the corrected batch can run as a
		// whole.
		for (const [itemIndex, failure] of wrong) report.add(itemIndex, fail(failure));
		if (wrong.size === 0) await this.deliverAll();
		// A dry run doesn't change the record of an earlier try of this execution.
		if (!report.anyFailed && !dryRun) sending.ledger.clear();
		const hints = dryRun ? [dryRun.hint(report.failures)] : report.hints();
		for (const message of hints) {
			ctx.addExecutionHints({ message, location: 'outputPane' });
		}
		return [report.items()];
	}

	private async deliverAll(): Promise<void> {
		const all = Array.from({ length: this.batch.items.count }, (_, i) => i);
		const later = await this.deliverEach(all, true);
		await this.deliverEach(later, false);
	}

	/**
	 * Processes the items in order, several at once. If items are sent only once, further items are
	 * claimed and recorded while requests are in flight.
	 * @returns the items that others are sending, if these may wait
	 */
	private async deliverEach(indexes: number[], mayWait: boolean): Promise<number[]> {
		const { items, sendOnce } = this.batch;
		const { slots } = this.batch.sending;
		const later: number[] = [];
		let next = 0;
		const limit = () => (sendOnce ? itemsInProgress(slots, sendOnce.memory.capacity) : slots.count);
		await inLanes(limit, async () => {
			if (next >= indexes.length || this.stopped) return false;
			const itemIndex = indexes[next++];
			if (await this.deliverOne(itemIndex, mayWait)) items.drop(itemIndex);
			else later.push(itemIndex);
			return true;
		});
		return later;
	}

	/** @returns false if the item has to wait for others */
	private async deliverOne(itemIndex: number, mayWait: boolean): Promise<boolean> {
		const { report, items } = this.batch;
		const progress: Progress = { begun: false, remembered: false, isEarlier: false };
		const result = await this.deliverItem(itemIndex, progress, mayWait);
		if (result === LATER) return false;
		const { begun, remembered, isEarlier } = progress;
		if (this.stopped && !begun && !remembered) return true;
		const item = await items.get(itemIndex);
		report.add(itemIndex, result, item.ok ? item.value.plan.hints : []);
		if (item.ok) report.recipients(recipientsOf(item.value));
		// Labels are used in Stop mode only.
		if (item.ok && this.stopOnFailure) report.label(itemIndex, labelOf(item.value));
		// An unknown outcome of an earlier run doesn't keep this run from sending the rest.
		const fromMemory = (remembered || isEarlier) && !begun;
		this.stopped ||= this.stopOnFailure && isFailed(result) && !fromMemory;
		return true;
	}

	private async deliverItem(
		itemIndex: number,
		progress: Progress,
		mayWait: boolean,
	): Promise<Result<ItemOutput[]> | typeof LATER> {
		const { items, sending, report, sendOnce } = this.batch;
		const { provider, signal } = sending;
		const item = await items.get(itemIndex);
		if (!item.ok) return item;
		if (signal?.aborted) return fail(notStarted(provider, signal.reason, signal));
		const { plan, credential } = item.value;
		if (this.batch.dryRun) return ok(await this.batch.dryRun.outputsOf(plan));
		const refused = this.refused.get(credential);
		if (refused) return fail(refused);
		const claims = sendOnce && this.claimsOf(sendOnce, itemIndex, item.value);
		try {
			if (claims && !(await claims.claimAll()) && mayWait) return LATER;
		} catch (error) {
			return fail(notStarted(provider, error));
		}
		const shared: SenderContext = {
			...sending,
			post: async (path, form) => {
				const refusal = this.refused.get(credential);
				return refusal ? fail(refusal) : await sending.post(credential, path, form);
			},
			stopped: () => this.stopped,
			onFailure: () => {
				this.stopped ||= this.stopOnFailure;
			},
		};
		try {
			const outputs = await plan.run(itemSender(shared, itemIndex, claims, progress));
			this.noteRefusal(credential, outputs);
			return ok(outputs);
		} catch (error) {
			// The steps return their failures, so an error that is thrown here may come after a
			// request.
			return fail(
				unknownOutcome(provider, `Reading this item's result failed (${messageOf(error)})`),
			);
		} finally {
			if (claims?.wentToSomeoneElse) report.remark(itemIndex, WAS_ANOTHERS);
			const lost = await claims?.finish();
			if (lost) report.notNoted(itemIndex, lost);
		}
	}

	private noteRefusal(credential: CredentialData, outputs: ItemOutput[]): void {
		for (const output of outputs) {
			if (!('failure' in output) || !output.failure.isOfCredential) continue;
			const { outcome, provider, message, description, code, reason } = output.failure;
			this.refused.set(credential, { outcome, provider, message, description, code, reason });
		}
	}

	/** The claims for the steps that this execution may still have to send. */
	private claimsOf(
		sendOnce: SendOnce,
		itemIndex: number,
		{ plan, keys }: PreparedItem,
	): ItemClaims {
		const { ledger, options } = this.batch.sending;
		const isOpen = ([step]: [string, string]) => {
			const entry = ledger.get(ledger.key(itemIndex, step));
			return !entry || ('unknown' in entry && options.onUnknownOutcome === 'resend');
		};
		const unnoted = new Map([...keys].filter(isOpen));
		return new ItemClaims(sendOnce, unnoted, (step) => recipientOf(plan, step));
	}
}
