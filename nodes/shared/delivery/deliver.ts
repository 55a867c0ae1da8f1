import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { failureItem, forModel, nodeError } from '../output';
import { fail, ok, type Failure, type Provider, type Result } from '../result';
import { post } from '../transport';
import { Batch } from './batch';
import { DryRunSummary } from './dryRun';
import { cantRemember } from './identity';
import { ItemCredentials } from './itemCredentials';
import { isTool, Ledger } from './ledger';
import { CAPACITY } from './memory/capacity';
import type { SendOnce } from './memory/itemClaims';
import type { Memory } from './memory/memory';
import { memoryOf } from './memory/memoryOf';
import { tableOf } from './memory/table';
import { readOptions, type DeliveryOptions } from './options';
import type { Delivery } from './plan';
import { Report } from './report';
import { PreparedItems } from './preparedItems';
import { Slots } from './slots';
import { Throttle } from './throttle';

/** The user is told when this share of the memory is used. */
const NEARLY_FULL = 0.9;

/** Extra milliseconds for claiming and confirming, in addition to the request. */
const NOTING_MS = 5_000;

/**
 * Takes every input item through ledger, memory, throttle, retry and transport. Returns the output
 * items in the order of their input items, linked to them. In Stop mode, all items are checked
 * before the first request, and no further item starts after the first failure.
 */
export async function deliver(
	ctx: IExecuteFunctions,
	delivery: Delivery,
): Promise<INodeExecutionData[][]> {
	const { provider } = delivery;
	const count = ctx.getInputData().length;
	if (count === 0) return [[]];
	const read = readOptions(ctx, delivery.defaultTimeout, delivery.sendOnce);
	if (!read.ok) return refuseAll(ctx, provider, read.error);
	const isOnce = delivery.isAlwaysOnce === true && cantRemember(ctx) === undefined;
	const options: DeliveryOptions = isOnce
		? { ...read.value, sendOnce: 'perLinkAndRecipient' }
		: read.value;
	const isGuarded = options.sendOnce !== 'off' && !options.dryRun;
	const refused = isGuarded ? cantRemember(ctx) : undefined;
	if (refused) return refuseAll(ctx, provider, refused);
	const credentials = new ItemCredentials(ctx, delivery.signer.name);
	const noCredential = await credentials.failureOfAll(count);
	if (noCredential) return refuseAll(ctx, provider, noCredential);
	const items = new PreparedItems(ctx, delivery, options.sendOnce, count, credentials);
	const sendOnce = isGuarded ? await sendOnceOf(ctx, options, items) : ok(undefined);
	if (!sendOnce.ok) return refuseAll(ctx, provider, sendOnce.error);

	const signal = ctx.getExecutionCancelSignal();
	const channel = { provider, signer: delivery.signer, timeoutSeconds: options.timeout };
	const batch = new Batch({
		ctx,
		delivery,
		sending: {
			provider,
			options,
			ledger: Ledger.of(ctx),
			throttle: new Throttle(options.requestsPerSecond, signal),
			slots: new Slots(options.maxConcurrency),
			signal,
			post: async (credential, path, form) =>
				await post(ctx, { ...channel, credential }, path, form),
		},
		sendOnce: sendOnce.value,
		dryRun: options.dryRun && !delivery.isRead ? new DryRunSummary() : undefined,
		items,
		report: new Report(ctx, delivery, count, options),
	});
	if (!sendOnce.value) return await batch.run();
	const { memory } = sendOnce.value;
	return await memory.capacity.during(async () => {
		const items = await batch.run();
		await warnWhenNearlyFull(ctx, memory);
		return items;
	});
}

/**
 * The result if the whole batch can't be sent. With Continue, each item gets its own failure: if an
 * error were thrown, n8n would pass the input items on as if they had succeeded.
 */
export function refuseAll(
	ctx: IExecuteFunctions,
	provider: Provider,
	failure: Failure,
): INodeExecutionData[][] {
	const whole = { provider, ...failure };
	const refused = isTool(ctx) ? forModel(whole) : whole;
	if (!ctx.continueOnFail()) throw nodeError(ctx.getNode(), refused, 0);
	const toErrorOutput = ctx.getNode().onError === 'continueErrorOutput';
	return [
		ctx
			.getInputData()
			.map(({ json }, item) =>
				failureItem(refused, item, toErrorOutput, toErrorOutput ? json : {}),
			),
	];
}

async function sendOnceOf(
	ctx: IExecuteFunctions,
	{ timeout, requestsPerSecond, maxConcurrency, onUnknownOutcome }: DeliveryOptions,
	items: PreparedItems,
): Promise<Result<SendOnce>> {
	const table = tableOf(ctx);
	if (!table) return fail(NO_TABLE);
	// An item has at most three messages.
	const messages = items.count * 3 > CAPACITY ? await items.messages() : 0;
	if (messages > CAPACITY) return fail(tooMany(messages));
	const inLine = requestsPerSecond > 0 ? (2 * maxConcurrency * 1000) / requestsPerSecond : 0;
	return ok({
		memory: memoryOf(table),
		leaseMs: timeout * 1000 + NOTING_MS + inLine,
		renewAfterMs: NOTING_MS / 2 + inLine,
		resend: onUnknownOutcome === 'resend',
		signal: ctx.getExecutionCancelSignal(),
		used: new Set<string>(),
	});
}

/** A full memory forgets the oldest messages, so the user is told before that. */
async function warnWhenNearlyFull(ctx: IExecuteFunctions, { capacity }: Memory): Promise<void> {
	try {
		const fill = await capacity.used();
		if (fill < NEARLY_FULL) return;
		const message =
			fill < 1
				? `'Send Only Once' remembers ${Math.floor(fill * 100)} % of the ${number(CAPACITY)} messages that it can: when it is full, the oldest are forgotten and would be sent again. A copy of this node starts with an empty memory.`
				: `'Send Only Once' is full: it remembers the last ${number(CAPACITY)} messages, and older ones would be sent again.`;
		ctx.addExecutionHints({ message, location: 'outputPane' });
	} catch {
		// Everything was sent and recorded. Only the hint about the memory's space is missing.
	}
}

const number = (value: number) => value.toLocaleString('en-US');

const tooMany = (messages: number): Failure => ({
	outcome: 'invalid',
	message: `'Send Only Once' remembers ${number(CAPACITY)} messages, and these items are ${number(messages)}: nothing was sent`,
	description: 'Send them in several executions.',
});

const NO_TABLE: Failure = {
	outcome: 'invalid',
	message: "'Send Only Once' needs a newer n8n, nothing was sent",
	description:
		"This n8n has no de-duplication storage for nodes. Update n8n, or choose 'No, Send Every Time' and check yourself which rows were sent before.",
};
