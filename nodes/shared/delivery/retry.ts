import type { Result } from '../result';
import type { Throttle } from './throttle';
import { wait } from './wait';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/** The longest Retry-After that is waited for; beyond it the item fails as notSent. */
const LONGEST_RETRY_AFTER_SECONDS = 60;

/** Exponential, with "full jitter" in its upper half, so that many items don't come back as one. */
export function waitBefore(retry: number, random = Math.random): number {
	const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** retry);
	return longest / 2 + (longest / 2) * random();
}

/**
 * Sends, and sends again while nothing was sent: only outcome notSent is safe to repeat. A POST
 * with an unknown outcome is never repeated, since the providers know no idempotency key.
 * @param retries how often at most after the first time
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
		// A provider that asks to wait means every request, not only this one.
		if (seconds > LONGEST_RETRY_AFTER_SECONDS) {
			throttle.close(result.error);
			return { result, attempts };
		}
		throttle.pause(seconds * 1000);
		if (attempts > retries) return { result, attempts };
		if (seconds <= 0) await wait(waitBefore(attempts - 1), signal);
	}
}
