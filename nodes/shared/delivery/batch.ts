import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Form } from '../fields';
import { fail, messageOf, ok, type Failure, type Result } from '../result';
import { unknownOutcome, type Answer } from '../transport';
import type { DryRunSummary } from './dryRun';
import type { CredentialData } from './itemCredentials';
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
	/** Where items are sent only once across executions. */
	sendOnce?: SendOnce;
	/** Where nothing may leave this machine. */
	dryRun?: DryRunSummary;
	items: PreparedItems;
	report: Report;
}

/** An item that another execution is sending right now is checked again after all others. */
const LATER = Symbol('later');

const WAS_ANOTHERS = `Sent before to somebody else: '${DEDUPLICATION_KEY.displayName}' does not tell them apart`;

/** One run of a node over all of its input items. */
export class Batch {
	private readonly stopOnFailure: boolean;

	/** In Stop mode an item has failed: no other begins. */
	private stopped = false;

	/** Credentials that the provider has refused: it would refuse them for every other item, too. */
	private readonly refused = new Map<CredentialData, Failure>();

	constructor(private readonly batch: BatchContext) {
		this.stopOnFailure = !batch.ctx.continueOnFail();
	}

	async run(): Promise<INodeExecutionData[][]> {
		const { ctx, items, report, sending, dryRun } = this.batch;
		const wrong = this.stopOnFailure ? await items.invalidItems() : new Map<number, Failure>();
		// In Stop mode nothing is sent while an item is wrong: the corrected batch can be run as a whole.
		for (const [itemIndex, failure] of wrong) report.add(itemIndex, fail(failure));
		if (wrong.size === 0) await this.deliverAll();
		// A dry run leaves what an earlier try of this execution has sent as it is.
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
	 * So many workers take the items one after the other. Where items are sent only once, as many again note
	 * what was sent and claim what comes next: so few items are in doubt when n8n is killed.
	 * @returns the items that others are sending, if these may wait
	 */
	private async deliverEach(indexes: number[], mayWait: boolean): Promise<number[]> {
		const { sending, sendOnce, items } = this.batch;
		const later: number[] = [];
		let next = 0;
		const work = async () => {
			while (next < indexes.length && !this.stopped) {
				const itemIndex = indexes[next++];
				if (await this.deliverOne(itemIndex, mayWait)) items.drop(itemIndex);
				else later.push(itemIndex);
			}
		};
		const workers = sending.options.maxConcurrency * (sendOnce ? 2 : 1);
		await Promise.all(Array.from({ length: Math.min(workers, indexes.length) }, work));
		return later;
	}

	/** @returns false where the item has to wait for others */
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
		// Only Stop mode names its items.
		if (item.ok && this.stopOnFailure) report.label(itemIndex, labelOf(item.value));
		// What an earlier run left in doubt doesn't keep this one from sending the rest.
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
			// The steps return their failures: whatever is thrown here may have come after a request.
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

	/** Of the steps that this execution may still have to send: the others need no claim. */
	private claimsOf(
		sendOnce: SendOnce,
		itemIndex: number,
		{ plan, keys }: PreparedItem,
	): ItemClaims {
		const { ledger, options } = this.batch.sending;
		const isOpen = ([step]: [string, string]) => {
			// Only its step knows what an agent's call would send.
			if (ledger.ofTool) return true;
			const entry = ledger.get(ledger.key(itemIndex, step));
			return !entry || ('unknown' in entry && options.onUnknownOutcome === 'resend');
		};
		const unnoted = new Map([...keys].filter(isOpen));
		return new ItemClaims(sendOnce, unnoted, (step) => recipientOf(plan, step));
	}
}
