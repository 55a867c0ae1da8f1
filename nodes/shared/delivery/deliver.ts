import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import { nodeError } from '../output';
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
	if (!options.ok) throw nodeError(ctx.getNode(), options.error, 0);
	const sending = await senderContext(ctx, delivery, options.value);
	return await new Batch(ctx, delivery, sending, count).run();
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
		provider,
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
