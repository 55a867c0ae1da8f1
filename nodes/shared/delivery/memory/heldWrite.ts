import { messageOf } from '../../result';
import { WRITE_WAITS, type Clock } from '../clock';

/** A write that failed after every retry. */
export class WriteFailed extends Error {}

const stayedFailed = (error: unknown) => new WriteFailed(messageOf(error));

/**
 * Tries a write again with the lock held all the time. A write that is reported as failed may have
 * been carried out, and the next try must not undo what others write after it.
 * @param assertHeld throws where the lock was lost
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

export function isHeld(assertHeld: () => void): boolean {
	try {
		assertHeld();
		return true;
	} catch {
		return false;
	}
}
