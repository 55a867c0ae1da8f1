/* eslint-disable @n8n/community-nodes/no-restricted-globals -- test, never packed */
import { TimeLimit } from '../../../nodes/shared/timeLimit';
import type { Sandbox } from '../../../sandbox';

/** The number of consecutive checks without a change. The sandbox's responses take fewer checks. */
const LOOKS = 15;

const LOOK_MS = 20;

/**
 * Lets the nodes' timeouts expire as soon as all current requests have reached the sandbox and hang
 * there.
 * @param ms the nodes' timeout
 * @returns a function that stops this
 */
export function hurryPastHanging(sandbox: Sandbox, ms: number): () => void {
	const { hold, close } = TimeLimit.prototype;
	const calls = new Set<TimeLimit>();
	let started = 0;
	const now = performance.now.bind(performance);
	let ahead = 0;
	const spies = [
		jest.spyOn(performance, 'now').mockImplementation(() => now() + ahead),
		jest.spyOn(TimeLimit.prototype, 'hold').mockImplementation(async function (
			this: TimeLimit,
			call: Promise<unknown>,
		) {
			started++;
			calls.add(this);
			return await hold.call(this, call);
		}),
		jest.spyOn(TimeLimit.prototype, 'close').mockImplementation(function (this: TimeLimit) {
			calls.delete(this);
			close.call(this);
		}),
	];
	let last = '';
	let still = 0;
	const timer = setInterval(() => {
		const seen = `${calls.size} of ${started}`;
		const allArrived = sandbox.state().counts.requests === started;
		still = calls.size > 0 && allArrived && seen === last ? still + 1 : 0;
		last = seen;
		if (still < LOOKS) return;
		still = 0;
		ahead += ms;
	}, LOOK_MS);
	return () => {
		clearInterval(timer);
		for (const spy of spies) spy.mockRestore();
	};
}
