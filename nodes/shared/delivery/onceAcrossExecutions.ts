import type { IDataObject } from 'n8n-workflow';
import { asError } from '../result';
import { earlierUnknown } from './earlierUnknown';
import type { ItemClaims } from './memory/itemClaims';
import type { Settlement } from './memory/memory';
import type { SkipReason, Step, StepResult } from './plan';
import { ClaimLost, type Progress, type RequestContext } from './request';

/**
 * Sends a step unless another execution has sent it or may have sent it. Every claim of this
 * execution is settled on every path: an open claim would count as unknown for all others.
 * @throws if the execution is canceled or n8n's table fails, and nothing was sent
 */
export async function onceAcrossExecutions<T extends IDataObject>(
	{ provider, options, signal }: RequestContext,
	step: Step<T>,
	progress: Progress,
	claims: ItemClaims,
	send: () => Promise<StepResult<T>>,
): Promise<StepResult<T>> {
	const { name, about } = step;
	const skipped = (reason: SkipReason) => ({ state: 'skipped', reason, about }) as const;
	for (;;) {
		const verdict = await claims.decide(name);
		signal?.throwIfAborted();
		progress.isEarlier ||= verdict !== 'claimed';
		if (verdict === 'sent') return skipped('alreadySent');
		if (verdict === 'unclear') {
			if (options.onUnknownOutcome === 'skip') return skipped('unknownOutcome');
			return { state: 'failed', failure: earlierUnknown(provider), about, isEarlier: true };
		}
		let settlement: Settlement = 'released';
		try {
			const result = await send();
			settlement = settlementOf(result);
			return result;
		} catch (error) {
			// Then another process has the message, and this one waits for it as usual.
			if (!(error instanceof ClaimLost)) throw asError(error);
		} finally {
			claims.settle(name, settlement);
		}
	}
}

function settlementOf<T>(result: StepResult<T>): Settlement {
	if (result.state === 'delivered') return 'sent';
	const isUnknown = result.state === 'failed' && result.failure.outcome === 'unknown';
	return isUnknown ? 'unknown' : 'released';
}
