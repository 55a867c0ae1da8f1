/**
 * The meaning of a failure for the customer:
 * - `invalid`: a parameter is wrong, and nothing left this machine;
 * - `notSent`: no connection was made, or the provider asked to wait (429);
 * - `rejected`: the provider refused the request;
 * - `unknown`: the request was sent and there is no usable answer, so the customer may have been
 * contacted.
 */
export type Outcome = 'invalid' | 'notSent' | 'rejected' | 'unknown';

export type Provider = 'PayTR' | 'Payfull';

/**
 * A failure as data. `message` says what happened, and `description` how to fix it. A failure
 * contains no secrets.
 */
export interface Failure {
	outcome: Outcome;
	message: string;
	description: string;
	provider?: Provider;
	/** The provider's code, for example Payfull's ErrorCode, or an HTTP status. */
	code?: string;
	/** The provider's text. */
	reason?: string;
	/** The number of tries, if there was more than one. */
	attempts?: number;
	/** The seconds that the provider asks to wait. */
	retryAfter?: number;
	/** The provider rejects the credential, so every item would fail. Users don't see this flag. */
	isOfCredential?: boolean;
	/** Results from before the failure that must not be lost, for example the created link. */
	data?: Record<string, unknown>;
}

export type Result<T, E = Failure> = { ok: true; value: T } | { ok: false; error: E };

export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value });

export const fail = <E>(error: E): Result<never, E> => ({ ok: false, error });

/** A thrown value as an Error. */
export const asError = (thrown: unknown): Error =>
	thrown instanceof Error ? thrown : new Error(String(thrown));

/** The message of a thrown value. */
export const messageOf = (thrown: unknown): string => asError(thrown).message;
