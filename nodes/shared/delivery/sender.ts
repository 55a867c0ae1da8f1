import type { IDataObject } from 'n8n-workflow';
import { asError } from '../result';
import { whatToDo } from './earlierUnknown';
import type { Ledger } from './ledger';
import type { ItemClaims } from './memory/itemClaims';
import { notStarted } from './notStarted';
import { onceAcrossExecutions } from './onceAcrossExecutions';
import type { Sender, Step, StepResult } from './plan';
import { makeRequest, type Progress, type RequestContext } from './request';

/** The state that the items of a batch share on their way to the provider. */
export interface SenderContext extends RequestContext {
	ledger: Ledger;
}

/** Handles a step: answers it from the ledger, skips it, or sends and records it, in this order. */
export function itemSender(
	shared: SenderContext,
	itemIndex: number,
	claims: ItemClaims | undefined,
	progress: Progress,
): Sender {
	const { ledger, provider, signal, options } = shared;
	return {
		treatsUnknownAsSent: options.onUnknownOutcome === 'skip',
		async earlier(step) {
			if (!claims?.has(step)) return undefined;
			try {
				const verdict = await claims.known(step);
				if (verdict === 'sent') return 'sent';
				return verdict === 'claimed' ? undefined : 'unknown';
			} catch (error) {
				if (signal?.aborted) return 'unknown';
				throw asError(error);
			}
		},
		async send(step) {
			try {
				if (step.isRead) return await makeRequest(shared, step, progress);
				const keys = keysOf(ledger, itemIndex, step);
				return await ledger.inTurn(keys[keys.length - 1], async () => {
					const noted = fromLedger(shared, step, keys, progress);
					if (noted) return noted;
					const guarding = claims?.has(step.name) ? claims : undefined;
					const send = async () =>
						inLedger(ledger, step, keys, await makeRequest(shared, step, progress, guarding));
					if (!guarding) return await send();
					return await onceAcrossExecutions(shared, step, progress, guarding, send);
				});
			} catch (error) {
				// Throws only before a request: if the execution is canceled or n8n's table fails.
				const failure = notStarted(provider, error, signal);
				return { state: 'failed', failure, about: step.about };
			}
		},
	};
}

/** The step's key in the ledger and, for an agent's message, the key of the message. */
function keysOf<T extends IDataObject>(ledger: Ledger, itemIndex: number, step: Step<T>): string[] {
	const own = ledger.key(itemIndex, step.name, step.identity ?? step.about);
	const message = ledger.messageKey(step);
	return message === undefined ? [own] : [own, message];
}

/** The ledger's result for the step. Undefined if the step has to be sent. */
function fromLedger<T extends IDataObject>(
	{ ledger, options, provider }: SenderContext,
	step: Step<T>,
	[own, ...others]: string[],
	progress: Progress,
): StepResult<T> | undefined {
	const same = ledger.get(own);
	const earlier = same ?? others.map((key) => ledger.get(key)).find(Boolean);
	progress.remembered ||= earlier !== undefined;
	if (!earlier) return undefined;
	const { about } = earlier;
	if ('delivered' in earlier) {
		// The call differs, for example in the spelling of the phone. The model is told that the
		// message was sent before.
		if (!same) return { state: 'skipped', reason: 'alreadySent', about: step.about };
		return { state: 'delivered', value: earlier.delivered as T, about };
	}
	if (options.onUnknownOutcome === 'skip') {
		return { state: 'skipped', reason: 'unknownOutcome', about };
	}
	if (options.onUnknownOutcome === 'resend') return undefined;
	const { ofTool } = ledger;
	// A model gets the same text as before, since it can't choose an option.
	const description = ofTool ? earlier.unknown.description : whatToDo(provider);
	const failure = { ...earlier.unknown, description };
	return { state: 'failed', failure, about, isEarlier: !ofTool };
}

/** Records steps that must not be repeated: delivered ones and those with an unknown outcome. */
function inLedger<T extends IDataObject>(
	ledger: Ledger,
	step: Step<T>,
	keys: string[],
	result: StepResult<T>,
): StepResult<T> {
	const { about } = result;
	for (const key of keys) {
		if (result.state === 'delivered') {
			ledger.set(key, { about, delivered: step.remember?.(result.value) ?? result.value });
		} else if (result.state === 'failed' && result.failure.outcome === 'unknown') {
			ledger.set(key, { about, unknown: result.failure });
		}
	}
	return result;
}
