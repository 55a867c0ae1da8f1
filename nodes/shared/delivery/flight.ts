/**
 * - `claimed`: new, and now ours to send;
 * - `sent`: confirmed, by whichever execution;
 * - `here`: an execution of this process is sending it right now;
 * - `open`: claimed and not confirmed: in flight in another process, or in doubt.
 */
export type Verdict = 'claimed' | 'sent' | 'here' | 'open';

/** What became of a claimed message. */
export type Settlement = 'sent' | 'unknown' | 'released';

/** What n8n's table holds of a message. */
export const known = (key: string) => `known:${key}`;
export const open = (key: string) => `open:${key}`;

/**
 * For a message that is claimed although it is in doubt: the user chose 'Send Again'. Whoever takes
 * it over, or renews a claim, takes the next free attempt; until the message is sent, none of them
 * is free again. So an attempt that is taken for longer than a request may take, and not followed by
 * another, is in doubt as well.
 * @param attempt from 1 on; the first claim of all is 0, and has no such entry
 */
export const again = (key: string, attempt: number) => `again${attempt}:${key}`;
export const agains = (key: string, attempts: number) =>
	Array.from({ length: attempts }, (_, i) => again(key, i + 1));

/** A message that this process claims, or sends. */
export interface Flight {
	/** Resolves when the message is settled and that is written. */
	ended: Promise<void>;
	end: () => void;
	/** When it was claimed or renewed, before any other process can have seen that. */
	since: number;
	/** Milliseconds from then on after which others take it for in doubt. */
	longest: number;
	/** The highest `again` entry of it: all of them are removed when it is settled. */
	attempt: number;
	/** It was in doubt before, and stays so unless the repetition is sent. */
	inDoubt: boolean;
	renewing?: Promise<unknown>;
	/** It was not renewed in time: another process may be sending it. */
	isLost: boolean;
	isSettling: boolean;
}

export function newFlight(longest: number, attempt = 0): Flight {
	let end = () => {};
	const ended = new Promise<void>((resolve) => (end = resolve));
	return {
		ended,
		end,
		// It is not claimed yet.
		since: Infinity,
		longest,
		attempt,
		inDoubt: false,
		isLost: false,
		isSettling: false,
	};
}
