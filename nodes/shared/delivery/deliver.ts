import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import { invalid } from '../fields';
import { failureItem, nodeError } from '../output';
import { fail, ok, type Failure, type Provider, type Result } from '../result';
import { text } from '../values/text';
import { post, type Channel } from '../transport';
import { Guard, guardKey, guardStore } from './guard';
import { countOf, deliveryHints, type Tally } from './hints';
import { Ledger } from './ledger';
import { DEDUPLICATION_KEY, readOptions, type DeliveryOptions } from './options';
import type { ItemOutput, Plan } from './plan';
import { itemSender, type SenderContext } from './sender';
import { Throttle } from './throttle';

/** Items whose steps are claimed in one write of 'Skip Already Sent'. */
const CLAIM_BATCH = 50;

export interface Delivery {
	provider: Provider;
	credentialType: Channel['credentialType'];
	/** Seconds; the 'Timeout' option's default. */
	defaultTimeout: number;
	/** What an output item stands for, e.g. message. */
	unit: string;
	/** Reads and checks the parameters of one item; sends nothing. */
	prepare(itemIndex: number): Result<Plan>;
}

interface Prepared {
	plan: Plan;
	/** The guard's key of each step, by the step's name. */
	guardKeys: Map<string, string>;
}

/**
 * Takes every input item through ledger, guard, throttle, retry and transport, and returns the
 * output items in the order of their input items, linked to them. In Stop mode all items are
 * checked before the first request, and the first failure starts no further item.
 */
export async function deliver(
	ctx: IExecuteFunctions,
	delivery: Delivery,
): Promise<INodeExecutionData[][]> {
	const count = ctx.getInputData().length;
	if (count === 0) return [[]];
	const options = readOptions(ctx, delivery.defaultTimeout);
	if (!options.ok) throw nodeError(ctx.getNode(), options.error, 0);
	const batch = new Batch(
		ctx,
		delivery,
		options.value,
		await senderContext(ctx, delivery, options.value),
	);
	return await batch.run(count);
}

async function senderContext(
	ctx: IExecuteFunctions,
	{ provider, credentialType }: Delivery,
	options: DeliveryOptions,
): Promise<SenderContext> {
	const signal = ctx.getExecutionCancelSignal();
	const channel: Channel = {
		provider,
		credentialType,
		credential: await ctx.getCredentials(credentialType),
		timeoutSeconds: options.timeout,
	};
	return {
		options,
		ledger: Ledger.of(ctx),
		guard: options.skipAlreadySent ? openGuard(ctx) : undefined,
		throttle: new Throttle(options.requestsPerSecond, signal),
		signal,
		post: async (path, form) => await post(ctx, channel, path, form),
	};
}

function openGuard(ctx: IExecuteFunctions): Guard {
	const store = guardStore(ctx);
	if (store) return new Guard(store);
	throw new NodeOperationError(
		ctx.getNode(),
		"'Skip Already Sent' needs a newer n8n, nothing was sent",
		{
			description:
				'This n8n has no de-duplication storage for nodes. Update n8n, or switch the option off and remove rows that were sent before with your own check.',
		},
	);
}

function firstInvalid(items: Array<Result<Prepared>>) {
	for (const [itemIndex, item] of items.entries()) {
		const failure = item.ok ? item.value.plan.invalidPart : item.error;
		if (failure) return { itemIndex, failure };
	}
	return undefined;
}

class Batch {
	private readonly outputs: ItemOutput[][] = [];

	private readonly claims = new Map<number, Promise<void>>();

	private readonly tally: Tally = {
		outputs: 0,
		failed: 0,
		notAccepted: 0,
		unknown: 0,
		skipped: 0,
	};

	private readonly remarks = new Map<string, number>();

	private readonly stopOnFailure: boolean;

	constructor(
		private readonly ctx: IExecuteFunctions,
		private readonly delivery: Delivery,
		private readonly options: DeliveryOptions,
		private readonly sending: SenderContext,
	) {
		this.stopOnFailure = !ctx.continueOnFail();
	}

	async run(count: number): Promise<INodeExecutionData[][]> {
		const items = Array.from({ length: count }, (_, i) => this.prepare(i));
		const wrong = this.stopOnFailure ? firstInvalid(items) : undefined;
		// In Stop mode nothing is sent while a row is wrong: the corrected batch can be run as a whole.
		if (wrong) this.record(wrong.itemIndex, fail(wrong.failure));
		else await this.deliverAll(items);
		await this.finish();
		return [this.linkedOutput()];
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
		const key = this.deduplicationKey(itemIndex, plan.value);
		if (!key.ok) return key;
		const named = (step: string): [string, string] => [step, guardKey(step, key.value)];
		return ok({ plan: plan.value, guardKeys: new Map(plan.value.steps.map(named)) });
	}

	/** An empty key is no match for other empty keys: it is a mistake in the row. */
	private deduplicationKey(itemIndex: number, { identity }: Plan): Result<string> {
		const given = this.ctx.getNodeParameter('options.deduplicationKey', itemIndex, false);
		if (given === false) return ok(JSON.stringify(Object.entries(identity).sort()));
		const key = text(given);
		if (key.ok && key.value !== '') return key;
		const problem = key.ok
			? { message: 'is empty', fix: 'Give every item a key, e.g. its invoice number.' }
			: key.error;
		return fail(invalid([{ label: DEDUPLICATION_KEY.displayName, problem }]));
	}

	/** So many workers take the items one after the other. */
	private async deliverAll(items: Array<Result<Prepared>>): Promise<void> {
		let next = 0;
		const work = async () => {
			while (next < items.length && !this.stopped()) {
				const itemIndex = next++;
				this.record(itemIndex, await this.deliverItem(itemIndex, items));
			}
		};
		const workers = Math.min(this.options.maxConcurrency, items.length);
		await Promise.all(Array.from({ length: workers }, work));
	}

	private stopped(): boolean {
		return this.stopOnFailure && this.tally.failed > 0;
	}

	private async deliverItem(
		itemIndex: number,
		items: Array<Result<Prepared>>,
	): Promise<Result<ItemOutput[]>> {
		const item = items[itemIndex];
		if (!item.ok) return item;
		const { plan, guardKeys } = item.value;
		try {
			await this.claimBatch(itemIndex, items);
			return ok(await plan.run(itemSender(this.sending, itemIndex, guardKeys)));
		} catch (error) {
			return fail(this.interrupted(error));
		} finally {
			this.sending.guard?.releaseUnused(guardKeys.values());
		}
	}

	/** Before the first item of each batch starts, the steps of the whole batch are claimed. */
	private async claimBatch(itemIndex: number, items: Array<Result<Prepared>>): Promise<void> {
		const { guard } = this.sending;
		if (!guard) return;
		const batch = Math.floor(itemIndex / CLAIM_BATCH);
		let claim = this.claims.get(batch);
		if (!claim) {
			const members = items.slice(batch * CLAIM_BATCH, (batch + 1) * CLAIM_BATCH);
			claim = guard.claim(members.flatMap((m) => (m.ok ? [...m.value.guardKeys.values()] : [])));
			this.claims.set(batch, claim);
		}
		await claim;
	}

	/** What is thrown on the way of an item comes before its request: a cancel, or the guard's store. */
	private interrupted(error: unknown): Failure {
		const { provider } = this.delivery;
		if (this.sending.signal?.aborted) {
			return {
				outcome: 'notSent',
				provider,
				message: 'The execution was cancelled before this item was sent',
				description: 'Sending again is safe.',
			};
		}
		return {
			outcome: 'notSent',
			provider,
			message: `Nothing was sent: ${error instanceof Error ? error.message : String(error)}`,
			description:
				"'Skip Already Sent' could not note the item in n8n's database. Sending again is safe.",
		};
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
		const items = this.ctx.getInputData().length;
		const done = this.outputs.filter(Boolean);
		const failed = done.filter((outputs) => outputs.some((o) => 'failure' in o)).length;
		const counts = `${done.length - failed} sent, ${failed} failed, ${items - done.length} not started`;
		const description =
			items === 1 ? failure.description : `${failure.description} (${items} items: ${counts}.)`;
		return nodeError(this.ctx.getNode(), { ...failure, description }, itemIndex);
	}
}
