import { sleep } from 'n8n-workflow';

/** If the wall clock jumps ahead by more than this, the machine was asleep. In milliseconds. */
const STEP_MS = 500;

const ahead = () => Date.now() - performance.now();

let lastAhead = ahead();
let slept = 0;

/**
 * Elapsed milliseconds. Date.now() jumps back when the clock is set back, and every wait would
 * begin again. performance.now() stands still while the machine sleeps, and a former lock holder
 * would believe that the lock is still its own.
 */
export function elapsed(): number {
	const nowAhead = ahead();
	if (nowAhead - lastAhead > STEP_MS) slept += nowAhead - lastAhead;
	lastAhead = nowAhead;
	return performance.now() + slept;
}

/** The time for the memory and its lock. Tests pass their own clock. */
export interface Clock {
	/** Milliseconds since an arbitrary moment. */
	now(): number;
	sleep(ms: number): Promise<void>;
}

/** Waits between the tries of a failing write, in milliseconds. */
export const WRITE_WAITS: readonly number[] = [50, 200, 500, 1_000, 2_000, 4_000];

export const CLOCK: Clock = { now: elapsed, sleep };
