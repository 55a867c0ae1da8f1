import type { IDataObject } from 'n8n-workflow';
import type { Form } from '../fields';
import { fail, messageOf, type Provider, type Result } from '../result';
import { unknownOutcome, type Answer } from '../transport';
import type { ItemClaims } from './memory/itemClaims';
import type { DeliveryOptions } from './options';
import type { Step, StepResult } from './plan';
import { withRetries } from './retry';
import type { Slots } from './slots';
import type { Throttle } from './throttle';

/** The state that the requests of a batch share. */
export interface RequestContext {
	provider: Provider;
	options: DeliveryOptions;
	throttle: Throttle;
	/** Limits the number of requests in flight. */
	slots: Slots;
	signal?: AbortSignal;
	/** True in Stop mode after a failure: an item that has not sent anything yet doesn't begin. */
	stopped: () => boolean;
	/** Called after a failure, before the next request may start. */
	onFailure: () => void;
	post(path: string, form: Form): Promise<Result<Answer>>;
}

/** The progress of one item. */
export interface Progress {
	/** A request of the item was sent or tried. */
	begun: boolean;
	/** A step of it was answered from the ledger. */
	remembered: boolean;
	/** Another execution has sent a step of the item, or may have sent it. */
	isEarlier: boolean;
}

/**
 * Thrown before a request if another process may be sending the message. The memory is then asked
 * again.
 */
export class ClaimLost extends Error {}

type Request<T> = () => Promise<Result<T>>;

/** Makes the request of one step as soon as a slot is free. Each function adds one rule. */
export async function makeRequest<T extends IDataObject>(
	shared: RequestContext,
	step: Step<T>,
	progress: Progress,
	claims?: ItemClaims,
): Promise<StepResult<T>> {
	const { slots, throttle, options, signal, onFailure } = shared;
	const request = paced(
		throttle,
		stillClaimed(claims, step, started(shared, progress, postAndRead(shared, step))),
	);
	const { result, attempts } = await slots.use(async () => {
		const tried = await withRetries(request, options.retries, throttle, signal);
		if (!tried.result.ok) onFailure();
		return tried;
	});
	const tried = attempts > 1 ? { attempts } : {};
	const { about } = step;
	return result.ok
		? { state: 'delivered', value: { ...result.value, ...tried }, about }
		: { state: 'failed', failure: { ...result.error, ...tried }, about };
}

const paced =
	<T>(throttle: Throttle, next: Request<T>): Request<T> =>
	async () => {
		const closed = await throttle.turn();
		return closed ? fail(closed) : await next();
	};

/**
 * Renews the claim, since waiting for a slot and for the rate limit may have taken longer than the
 * lease.
 */
const stillClaimed =
	<T extends IDataObject>(
		claims: ItemClaims | undefined,
		step: Step<T>,
		next: Request<T>,
	): Request<T> =>
	async () => {
		if (claims && !(await claims.renew(step.name))) throw new ClaimLost();
		return await next();
	};

/** Marks the item as begun. */
const started =
	<T>({ signal, stopped }: RequestContext, progress: Progress, next: Request<T>): Request<T> =>
	async () => {
		signal?.throwIfAborted();
		const isNew = !progress.begun && !progress.remembered;
		if (isNew && stopped()) throw new Error('An item before it failed');
		progress.begun = true;
		return await next();
	};

/** An error while reading the answer makes the outcome unknown. */
const postAndRead =
	<T extends IDataObject>({ provider, post }: RequestContext, step: Step<T>): Request<T> =>
	async () => {
		const answer = await post(step.path, step.form);
		if (!answer.ok) return answer;
		try {
			return step.read(answer.value);
		} catch (error) {
			const why = `${provider}'s answer could not be read (${messageOf(error)})`;
			return fail(unknownOutcome(provider, why));
		}
	};
