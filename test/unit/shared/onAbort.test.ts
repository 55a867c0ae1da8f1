/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test, never packed */
import { getEventListeners } from 'node:events';
import { onAbort } from '../../../nodes/shared/onAbort';

const listeners = ({ signal }: AbortController) => getEventListeners(signal, 'abort').length;

describe('onAbort', () => {
	it('calls all back that were not forgotten, with one listener at the signal', () => {
		const cancel = new AbortController();
		const called: number[] = [];
		const forget = Array.from({ length: 40 }, (_, i) =>
			onAbort(cancel.signal, () => called.push(i)),
		);
		expect(listeners(cancel)).toBe(1);
		forget.slice(2).forEach((forgetOne) => forgetOne());
		cancel.abort();
		expect(called).toEqual([0, 1]);
	});

	it('leaves nothing at a signal for which none waits, and listens anew', () => {
		const cancel = new AbortController();
		const forgetFirst = onAbort(cancel.signal, () => {});
		forgetFirst();
		expect(listeners(cancel)).toBe(0);
		const called = jest.fn();
		onAbort(cancel.signal, called);
		// Once too often: it must not reach the one that came after it.
		forgetFirst();
		onAbort(cancel.signal, () => {});
		expect(listeners(cancel)).toBe(1);
		cancel.abort();
		expect(called).toHaveBeenCalledTimes(1);
	});

	it('keeps signals apart, and does without one', () => {
		const [one, other] = [new AbortController(), new AbortController()];
		const called: string[] = [];
		onAbort(one.signal, () => called.push('one'));
		onAbort(other.signal, () => called.push('other'));
		onAbort(undefined, () => called.push('none'))();
		other.abort();
		expect(called).toEqual(['other']);
	});
});
