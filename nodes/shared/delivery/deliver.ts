import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	INodeExecutionData,
} from 'n8n-workflow';
import { failureItem, nodeError } from '../output';
import { fail, messageOf, ok, type Failure, type Provider, type Result } from '../result';
import { post, type Channel } from '../transport';
import { Batch } from './batch';
import { Guard, guardStore } from './guard';
import { Ledger } from './ledger';
import { readOptions, type DeliveryOptions } from './options';
import type { Delivery } from './plan';
import type { SenderContext } from './sender';
import { Throttle } from './throttle';

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
	if (!options.ok) return refuseAll(ctx, delivery.provider, options.error);
	const sending = await senderContext(ctx, delivery, options.value);
	if (!sending.ok) return refuseAll(ctx, delivery.provider, sending.error);
	return await new Batch(ctx, delivery, sending.value, count).run();
}

/**
 * What keeps the whole batch from being sent. With Continue each item fails of its own: for an error
 * that is thrown, n8n would hand the input items on as if all had gone well.
 */
export function refuseAll(
	ctx: IExecuteFunctions,
	provider: Provider,
	failure: Failure,
): INodeExecutionData[][] {
	const refused = { provider, ...failure };
	if (!ctx.continueOnFail()) throw nodeError(ctx.getNode(), refused, 0);
	const toErrorOutput = ctx.getNode().onError === 'continueErrorOutput';
	return [ctx.getInputData().map((_, item) => failureItem(refused, item, toErrorOutput))];
}

async function credentialOf(
	ctx: IExecuteFunctions,
	type: Channel['credentialType'],
): Promise<Result<ICredentialDataDecryptedObject>> {
	try {
		return ok(await ctx.getCredentials(type));
	} catch (error) {
		return fail({
			outcome: 'invalid',
			message: messageOf(error),
			description: 'Choose a credential in the node, nothing was sent.',
		});
	}
}

async function senderContext(
	ctx: IExecuteFunctions,
	{ provider, credentialType }: Delivery,
	options: DeliveryOptions,
): Promise<Result<SenderContext>> {
	const credential = await credentialOf(ctx, credentialType);
	if (!credential.ok) return credential;
	const store = options.skipAlreadySent ? guardStore(ctx) : undefined;
	if (options.skipAlreadySent && !store) return fail(NO_GUARD);
	const signal = ctx.getExecutionCancelSignal();
	const channel: Channel = {
		provider,
		credentialType,
		credential: credential.value,
		timeoutSeconds: options.timeout,
	};
	return ok({
		provider,
		options,
		ledger: Ledger.of(ctx),
		guard: store && new Guard(store),
		throttle: new Throttle(options.requestsPerSecond, signal),
		signal,
		post: async (path, form) => await post(ctx, channel, path, form),
	});
}

const NO_GUARD: Failure = {
	outcome: 'invalid',
	message: "'Skip Already Sent' needs a newer n8n, nothing was sent",
	description:
		'This n8n has no de-duplication storage for nodes. Update n8n, or switch the option off and remove rows that were sent before with your own check.',
};
