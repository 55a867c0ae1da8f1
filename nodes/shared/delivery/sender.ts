import type { IDataObject } from 'n8n-workflow';
import type { Form } from '../fields';
import { fail, messageOf, type Failure, type Provider, type Result } from '../result';
import { unknownOutcome, type Answer } from '../transport';
import type { Guard, Settlement } from './guard';
import { Ledger } from './ledger';
import type { DeliveryOptions } from './options';
import type { Sender, Step, StepResult } from './plan';
import { withRetries } from './retry';
import type { Throttle } from './throttle';

/** What the items of a batch share on their way to the provider. */
export interface SenderContext {
	provider: Provider;
	options: DeliveryOptions;
	ledger: Ledger;
	guard?: Guard;
	throttle: Throttle;
	signal?: AbortSignal;
	/** In Stop mode after a failure: an item that has sent nothing yet doesn't begin. */
	stopped?: () => boolean;
	post(path: string, form: Form): Promise<Result<Answer>>;
}

/** How far one item has come. */
export interface Progress {
	/** A request of it went out, or was tried. */
	begun: boolean;
	/** A step of it was answered from the ledger. */
	remembered: boolean;
}

/**
 * The way of one item's steps: what the ledger remembers is answered from it, what the guard knows
 * is skipped, the rest is sent and remembered.
 * @param guardKeys the guard's key of each guarded step, by the step's name
 */
export function itemSender(
	shared: SenderContext,
	itemIndex: number,
	guardKeys: Map<string, string>,
	progress: Progress = { begun: false, remembered: false },
): Sender {
	const { guard } = shared;
	return {
		earlier(step) {
			const state = guard?.state(guardKeys.get(step) ?? '');
			return state === 'sent' || state === 'unknown' ? state : undefined;
		},
		async send(step) {
			try {
				return await sendGuarded(shared, step, itemIndex, guardKeys.get(step.name), progress);
			} catch (error) {
				// Only what comes before a request throws: a cancel, or the guard's store.
				return { state: 'failed', failure: notStarted(shared.provider, error, shared.signal) };
			}
		},
	};
}

async function sendGuarded<T extends IDataObject>(
	shared: SenderContext,
	step: Step<T>,
	itemIndex: number,
	guardKey: string | undefined,
	progress: Progress,
): Promise<StepResult<T>> {
	const { guard, ledger, options } = shared;
	const ledgerKey = Ledger.key(itemIndex, step.name, step.path, step.form);
	if (!guard || guardKey === undefined)
		return (await sendOnce(shared, step, ledgerKey, progress)).result;
	const { claim, used, settle } = await guard.hold(guardKey);
	// Another item with the same key is no re-run: 'Send Again' doesn't mean it.
	const resend = options.onUnknownOutcome === 'resend' && !used;
	let settlement: Settlement = claim === 'claimed' ? 'released' : claim;
	try {
		const known = ledger.get(ledgerKey);
		if (!known && claim === 'sent') return { state: 'skipped', reason: 'alreadySent' };
		if (!known && claim === 'unknown' && !resend) {
			return { state: 'skipped', reason: 'unknownOutcome' };
		}
		const sent = await sendOnce(shared, step, ledgerKey, progress);
		// That a repetition was refused says nothing about the first request.
		if (claim === 'claimed' || sent.settlement === 'sent') settlement = sent.settlement;
		return sent.result;
	} finally {
		settle(settlement);
	}
}

/** The failure for what ended an item or a step before its request. */
export function notStarted(provider: Provider, error: unknown, signal?: AbortSignal): Failure {
	if (signal?.aborted) {
		return {
			outcome: 'notSent',
			provider,
			message: 'The execution was cancelled before this was sent',
			description: 'Sending again is safe.',
		};
	}
	return {
		outcome: 'notSent',
		provider,
		message: `Nothing was sent: 'Skip Already Sent' could not note the item in n8n's database (${messageOf(error)})`,
		description: 'Sending again is safe. Check the database of this n8n.',
	};
}

/** Reads an answer; a reader that trips over it leaves the outcome unknown. */
function read<T extends IDataObject>(provider: Provider, step: Step<T>, answer: Answer): Result<T> {
	try {
		return step.read(answer);
	} catch (error) {
		return fail(
			unknownOutcome(provider, `${provider}'s answer could not be read (${messageOf(error)})`),
		);
	}
}

interface Sent<T> {
	result: StepResult<T>;
	settlement: Settlement;
}

async function sendOnce<T extends IDataObject>(
	{ provider, options, ledger, throttle, signal, stopped, post }: SenderContext,
	step: Step<T>,
	ledgerKey: string,
	progress: Progress,
): Promise<Sent<T>> {
	const known = ledger.get(ledgerKey);
	progress.remembered ||= known !== undefined;
	if (known && 'delivered' in known) {
		return { result: { state: 'delivered', value: known.delivered as T }, settlement: 'sent' };
	}
	if (known && options.onUnknownOutcome === 'skip') {
		return { result: { state: 'failed', failure: known.unknown }, settlement: 'unknown' };
	}
	const attempt = async (): Promise<Result<T>> => {
		await throttle.turn();
		signal?.throwIfAborted();
		const isNew = !progress.begun && !progress.remembered;
		if (isNew && stopped?.()) throw new Error('An item before it failed');
		progress.begun = true;
		const answer = await post(step.path, step.form);
		return answer.ok ? read(provider, step, answer.value) : answer;
	};
	const { result, attempts } = await withRetries(attempt, options.retries, throttle, signal);
	if (result.ok) {
		const value = attempts > 1 ? { ...result.value, attempts } : result.value;
		ledger.set(ledgerKey, { delivered: step.remember?.(value) ?? value });
		return { result: { state: 'delivered', value }, settlement: 'sent' };
	}
	const failure = attempts > 1 ? { ...result.error, attempts } : result.error;
	if (failure.outcome === 'unknown') ledger.set(ledgerKey, { unknown: failure });
	return {
		result: { state: 'failed', failure },
		settlement: failure.outcome === 'unknown' ? 'unknown' : 'released',
	};
}
