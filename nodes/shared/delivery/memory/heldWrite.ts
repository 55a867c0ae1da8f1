import { messageOf } from '../../result';
import { WRITE_WAITS, type Clock } from '../clock';

/** A write that failed after every retry. */
export class WriteFailed extends Error {}

const stayedFailed = (error: unknown) => new WriteFailed(messageOf(error));

/**
 * Retries a write while holding the lock. A write that is reported as failed may have taken effect,
 * and the retry must not undo later writes of others.
 * @param assertHeld throws if the lock was lost
 */
export async function retryHoldingLock<T>(
	clock: Clock,
	assertHeld: () => void,
	write: () => Promise<T>,
): Promise<T> {
	for (let tries = 0; ; tries++) {
		assertHeld();
		try {
			return await write();
		} catch (error) {
			if (tries >= WRITE_WAITS.length) throw stayedFailed(error);
			await clock.sleep(WRITE_WAITS[tries]);
		}
	}
}
