import { sleep } from 'n8n-workflow';
import { onAbort } from '../onAbort';
import { elapsed } from './clock';

/** A cancelled wait leaves a timer behind for this long at the most. */
const SLICE_MS = 250;

/**
 * Waits so many milliseconds; rejects with the signal's reason as soon as the execution is
 * cancelled. Made of `sleep`, since n8n-workflow's `sleepWithAbort` isn't in every version.
 * @param enough ends the wait early
 */
export async function wait(
	ms: number,
	signal?: AbortSignal,
	enough?: () => boolean,
): Promise<void> {
	signal?.throwIfAborted();
	const end = elapsed() + ms;
	let forget = () => {};
	const cancelled = new Promise<never>((_, reject) => {
		forget = onAbort(signal, () => reject(signal?.reason));
	});
	try {
		for (let left = ms; left > 0 && !enough?.(); left = end - elapsed()) {
			await Promise.race([sleep(Math.min(left, SLICE_MS)), cancelled]);
		}
	} finally {
		forget();
	}
}
