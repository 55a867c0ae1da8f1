/**
 * What a failure means for the customer:
 * - `invalid`: a parameter is wrong, nothing left this machine;
 * - `notSent`: no connection was made, or the provider asked to wait (429);
 * - `rejected`: the provider answered no;
 * - `unknown`: the request went out and no usable answer came back: the customer may have been
 *   contacted.
 */
export type Outcome = 'invalid' | 'notSent' | 'rejected' | 'unknown';

export type Provider = 'PayTR' | 'Payfull';

/** A failure as data. `message` says what happened, `description` how to fix it. No secrets. */
export interface Failure {
	outcome: Outcome;
	message: string;
	description: string;
	provider?: Provider;
	/** The provider's own code, e.g. Payfull's ErrorCode, or an HTTP status. */
	code?: string;
	/** The provider's own words. */
	reason?: string;
	/** How often the request was tried, where more than once. */
	attempts?: number;
	/** Seconds that the provider asked to wait. */
	retryAfter?: number;
	/** The provider refuses the credential, whatever the item says. Not shown. */
	isOfCredential?: boolean;
	/** What was done before the failure and must not be lost, e.g. the link that was created. */
	data?: Record<string, unknown>;
}

export type Result<T, E = Failure> = { ok: true; value: T } | { ok: false; error: E };

export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value });

export const fail = <E>(error: E): Result<never, E> => ({ ok: false, error });

/** What was thrown, as an Error. */
export const asError = (thrown: unknown): Error =>
	thrown instanceof Error ? thrown : new Error(String(thrown));

/** The words of what was thrown. */
export const messageOf = (thrown: unknown): string => asError(thrown).message;
