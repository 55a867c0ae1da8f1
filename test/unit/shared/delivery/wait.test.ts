/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test, never packed */
import { getEventListeners } from 'node:events';

import { wait } from '../../../../nodes/shared/delivery/wait';

beforeEach(() => jest.useFakeTimers({ now: 0 }));
afterEach(() => jest.useRealTimers());

it.each([0, 1, 250, 251, 60_000])('waits exactly %d ms', async (ms) => {
	let doneAt: number | undefined;
	void wait(ms).then(() => (doneAt = Date.now()));
	await jest.advanceTimersByTimeAsync(70_000);

	expect(doneAt).toBe(ms);
});

it('ends at once when the execution is canceled, and leaves no long timer behind', async () => {
	const cancel = new AbortController();
	const waiting = expect(wait(60_000, cancel.signal)).rejects.toThrow('cancelled');
	await jest.advanceTimersByTimeAsync(1100);
	cancel.abort(new Error('cancelled'));
	await waiting;

	expect(Date.now()).toBe(1100);
	await jest.advanceTimersByTimeAsync(250);
	expect(jest.getTimerCount()).toBe(0);
});

it('leaves no listener on the signal, which outlives many waits', async () => {
	const { signal } = new AbortController();
	const waiting = wait(300, signal);
	await jest.advanceTimersByTimeAsync(300);
	await waiting;

	expect(getEventListeners(signal, 'abort')).toEqual([]);
});

it('does not start in a canceled execution', async () => {
	const cancelled = AbortSignal.abort(new Error('cancelled'));

	await expect(wait(1000, cancelled)).rejects.toThrow('cancelled');
	expect(jest.getTimerCount()).toBe(0);
});
