import { sleep } from 'n8n-workflow';

/** Time, as the memory and its lock see it; a test gives them one of its own. */
export interface Clock {
	/** Milliseconds. */
	now(): number;
	sleep(ms: number): Promise<void>;
}

export const CLOCK: Clock = { now: () => Date.now(), sleep };
