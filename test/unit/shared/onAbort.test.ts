/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test, never packed */
import { getEventListeners } from 'node:events';
import { onAbort } from '../../../nodes/shared/onAbort';

const listeners = ({ signal }: AbortController) => getEventListeners(signal, 'abort').length;

describe('onAbort', () => {
	it('calls all remaining callbacks, with one listener on the signal', () => {
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

	it('leaves no listener without callbacks, and can listen again', () => {
		const cancel = new AbortController();
		const forgetFirst = onAbort(cancel.signal, () => {});
		forgetFirst();
		expect(listeners(cancel)).toBe(0);
		const called = jest.fn();
		onAbort(cancel.signal, called);
		// A second call must not remove the next callback.
		forgetFirst();
		onAbort(cancel.signal, () => {});
		expect(listeners(cancel)).toBe(1);
		cancel.abort();
		expect(called).toHaveBeenCalledTimes(1);
	});

	it('keeps signals separate, and works without one', () => {
		const [one, other] = [new AbortController(), new AbortController()];
		const called: string[] = [];
		onAbort(one.signal, () => called.push('one'));
		onAbort(other.signal, () => called.push('other'));
		onAbort(undefined, () => called.push('none'))();
		other.abort();
		expect(called).toEqual(['other']);
	});
});
