import { sleep } from 'n8n-workflow';
import { onAbort } from '../onAbort';
import { elapsed } from './clock';

/** A canceled wait leaves a timer behind for at most this long. */
const SLICE_MS = 250;

/**
 * Waits for a time. Rejects with the signal's reason as soon as the execution is canceled. Built on
 * `sleep`, since not every n8n version has n8n-workflow's `sleepWithAbort`.
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
