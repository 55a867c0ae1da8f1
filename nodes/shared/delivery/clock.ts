import { sleep } from 'n8n-workflow';

/** A step of the wall clock from here on is no correction in passing, in milliseconds. */
const STEP_MS = 500;

const ahead = () => Date.now() - performance.now();

let lastAhead = ahead();
let slept = 0;

/**
 * Milliseconds that pass. Date.now() goes back with a clock that is set back, and all that waits
 * would wait for as long again; performance.now() stands still while the machine sleeps, and who
 * held the lock before would take it for his own.
 */
export function elapsed(): number {
	const nowAhead = ahead();
	if (nowAhead - lastAhead > STEP_MS) slept += nowAhead - lastAhead;
	lastAhead = nowAhead;
	return performance.now() + slept;
}

/** Time, as the memory and its lock see it; a test gives them one of its own. */
export interface Clock {
	/** Milliseconds, from any moment on. */
	now(): number;
	sleep(ms: number): Promise<void>;
}

/** Waits between the tries of a write that fails, in milliseconds. */
export const WRITE_WAITS: readonly number[] = [50, 200, 500, 1_000, 2_000, 4_000];

export const CLOCK: Clock = { now: elapsed, sleep };
