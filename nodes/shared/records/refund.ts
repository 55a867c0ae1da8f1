/* Results of both providers' refunds if an earlier refund was made or may have been made. */
import type { IDataObject } from 'n8n-workflow';
import type { ItemOutput, SkipReason } from '../delivery/plan';
import type { Failure } from '../result';

/** A refund that was made before or may have been made before. */
export const skippedRefund = (reason: SkipReason, about: IDataObject): ItemOutput => ({
	json: {
		skipped: true,
		reason: reason === 'alreadySent' ? 'alreadyRefunded' : reason,
		...about,
	},
});

/** Money may have moved. Only the provider's panel shows whether it did. */
export const refundFailure = (failure: Failure): Failure =>
	failure.outcome === 'unknown'
		? {
				...failure,
				description: `Look in the ${failure.provider} panel whether the refund was made before you make it again: the customer may get the money twice.`,
			}
		: failure;
