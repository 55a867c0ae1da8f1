import type { IDataObject } from 'n8n-workflow';
import type { Form } from '../fields';
import { asError, fail, messageOf, type Failure, type Provider, type Result } from '../result';
import { unknownOutcome, type Answer } from '../transport';
import type { Entry, Ledger } from './ledger';
import type { ItemClaims } from './memory/itemClaims';
import type { Settlement } from './memory/memory';
import { earlierUnknown, whatToDo } from './earlierUnknown';
import { notStarted } from './notStarted';
import type { DeliveryOptions } from './options';
import type { Sender, SkipReason, Step, StepResult } from './plan';
import { withRetries } from './retry';
import type { Slots } from './slots';
import type { Throttle } from './throttle';

/** What the items of a batch share on their way to the provider. */
export interface SenderContext {
	provider: Provider;
	options: DeliveryOptions;
	ledger: Ledger;
	throttle: Throttle;
	/** Requests in flight. */
	slots: Slots;
	signal?: AbortSignal;
	/** In Stop mode after a failure: an item that has sent nothing yet doesn't begin. */
	stopped: () => boolean;
	/** Is told of a failure before the next request may start. */
	onFailure: () => void;
	post(path: string, form: Form): Promise<Result<Answer>>;
}

/** How far one item has come. */
export interface Progress {
	/** A request of it went out, or was tried. */
	begun: boolean;
	/** A step of it was answered from the ledger. */
	remembered: boolean;
	/** Another execution has sent a step of it, or perhaps. */
	isEarlier: boolean;
}

/** Decides for each step of an item: answered from the ledger, passed over, or sent and noted. */
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
			const noted = ledger.key(itemIndex, step.name, step.identity ?? step.about);
			try {
				if (step.isRead) return (await sendOnce(shared, step, noted, progress)).result;
				return await ledger.inTurn(
					ledger.messageKey(step) ?? noted,
					async () => await decide(shared, step, noted, claims, progress),
				);
			} catch (error) {
				// Throws only before a request: when the execution is canceled, or n8n's table fails.
				return {
					state: 'failed',
					failure: notStarted(provider, error, signal),
					about: step.about,
				};
			}
		},
	};
}

async function decide<T extends IDataObject>(
	shared: SenderContext,
	step: Step<T>,
	noted: string,
	claims: ItemClaims | undefined,
	progress: Progress,
): Promise<StepResult<T>> {
	const { ledger } = shared;
	const message = ledger.messageKey(step);
	const same = ledger.get(noted);
	const earlier = same ?? (message === undefined ? undefined : ledger.get(message));
	progress.remembered ||= earlier !== undefined;
	if (earlier && 'delivered' in earlier) {
		// In other words, e.g. another spelling of the phone: the model is told that it was sent before.
		if (!same) return { state: 'skipped', reason: 'alreadySent', about: step.about };
		return { state: 'delivered', value: earlier.delivered as T, about: earlier.about };
	}
	const { onUnknownOutcome } = shared.options;
	if (earlier && onUnknownOutcome === 'skip') {
		return { state: 'skipped', reason: 'unknownOutcome', about: earlier.about };
	}
	if (earlier && onUnknownOutcome === 'error') {
		const { unknown, about } = earlier;
		const { ofTool } = ledger;
		// A model is told the same as before: it can't choose anything.
		const description = ofTool ? unknown.description : whatToDo(shared.provider);
		return { state: 'failed', failure: { ...unknown, description }, about, isEarlier: !ofTool };
	}
	if (!claims?.has(step.name)) {
		const { result } = await sendOnce(shared, step, noted, progress);
		return result;
	}
	const skipped = (reason: SkipReason) =>
		({ state: 'skipped', reason, about: step.about }) as const;
	for (;;) {
		const verdict = await claims.decide(step.name);
		shared.signal?.throwIfAborted();
		progress.isEarlier ||= verdict !== 'claimed';
		if (verdict === 'sent') return skipped('alreadySent');
		if (verdict !== 'claimed') {
			if (onUnknownOutcome === 'skip') return skipped('unknownOutcome');
			const failure = earlierUnknown(shared.provider);
			return { state: 'failed', failure, about: step.about, isEarlier: true };
		}
		let settlement: Settlement = 'released';
		try {
			const sent = await sendOnce(shared, step, noted, progress, claims);
			settlement = sent.settlement;
			// Whoever has it now is waited for like any other.
			if (!sent.isLost) return sent.result;
		} finally {
			claims.settle(step.name, settlement);
		}
	}
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
	/** Before a request the claim turned out to be another's. */
	isLost?: boolean;
}

/** Never shown: what is another process's by now is decided anew. */
const LOST: Failure = { outcome: 'rejected', message: '', description: '' };

async function sendOnce<T extends IDataObject>(
	{ provider, options, ledger, throttle, slots, signal, stopped, onFailure, post }: SenderContext,
	step: Step<T>,
	noted: string,
	progress: Progress,
	claims?: ItemClaims,
): Promise<Sent<T>> {
	const { about } = step;
	const note = (entry: Entry) => {
		if (step.isRead) return;
		const message = ledger.messageKey(step);
		for (const key of message === undefined ? [noted] : [noted, message]) ledger.set(key, entry);
	};
	const attempt = async (): Promise<Result<T>> => {
		const closed = await throttle.turn();
		if (closed) return fail(closed);
		if (claims && !(await claims.renew(step.name))) return fail(LOST);
		signal?.throwIfAborted();
		const isNew = !progress.begun && !progress.remembered;
		if (isNew && stopped()) throw new Error('An item before it failed');
		progress.begun = true;
		const answer = await post(step.path, step.form);
		return answer.ok ? read(provider, step, answer.value) : answer;
	};
	const { result, attempts } = await slots.use(async () => {
		const sent = await withRetries(attempt, options.retries, throttle, signal);
		if (!sent.result.ok && sent.result.error !== LOST) onFailure();
		return sent;
	});
	const tried = attempts > 1 ? { attempts } : {};
	if (result.ok) {
		const value = { ...result.value, ...tried };
		note({ about, delivered: step.remember?.(value) ?? value });
		return { result: { state: 'delivered', value, about }, settlement: 'sent' };
	}
	const failure = { ...result.error, ...tried };
	const isUnknown = failure.outcome === 'unknown';
	if (isUnknown) note({ about, unknown: failure });
	return {
		result: { state: 'failed', failure, about },
		settlement: isUnknown ? 'unknown' : 'released',
		isLost: result.error === LOST,
	};
}
