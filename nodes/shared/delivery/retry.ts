import type { Result } from '../result';
import type { Throttle } from './throttle';
import { wait } from './wait';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/** The longest Retry-After that the node waits for. With a longer one the item fails as notSent. */
const LONGEST_RETRY_AFTER_SECONDS = 60;

/**
 * Exponential backoff with random jitter in the upper half, so that many items don't retry at the
 * same moment.
 */
export function waitBefore(retry: number, random = Math.random): number {
	const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** retry);
	return longest / 2 + (longest / 2) * random();
}

/**
 * Sends a request and retries it as long as the outcome is notSent, the only one that is safe to
 * retry. A POST with an unknown outcome is never retried, since the providers have no idempotency
 * key.
 * @param retries the most tries after the first one
 */
export async function withRetries<T>(
	send: () => Promise<Result<T>>,
	retries: number,
	throttle: Throttle,
	signal?: AbortSignal,
): Promise<{ result: Result<T>; attempts: number }> {
	for (let attempts = 1; ; attempts++) {
		const result = await send();
		if (result.ok || result.error.outcome !== 'notSent') return { result, attempts };
		const { retryAfter: seconds = 0 } = result.error;
		// A provider's wish to wait applies to all requests, not only to this one.
		if (seconds > LONGEST_RETRY_AFTER_SECONDS) {
			throttle.close(result.error);
			return { result, attempts };
		}
		throttle.pause(seconds * 1000);
		if (attempts > retries) return { result, attempts };
		if (seconds <= 0) await wait(waitBefore(attempts - 1), signal);
	}
}
