import fc from 'fast-check';

import {
	LONGEST_RETRY_AFTER_SECONDS,
	waitBefore,
	withRetries,
} from '../../../../nodes/shared/delivery/retry';
import { Throttle } from '../../../../nodes/shared/delivery/throttle';
import { fail, ok, type Failure, type Outcome, type Result } from '../../../../nodes/shared/result';

const failure = (outcome: Outcome, more: Partial<Failure> = {}): Result<string> =>
	fail({ outcome, message: outcome, description: '', ...more });

/** A provider that gives these answers in turn, the last one again and again. */
function answering(...answers: Array<Result<string>>) {
	const times: number[] = [];
	const send = jest.fn(async () => {
		times.push(Date.now());
		if (times.length > 20) throw new Error('Without end');
		return await Promise.resolve(answers[Math.min(times.length, answers.length) - 1]);
	});
	return { send, times };
}

beforeEach(() => {
	jest.useFakeTimers({ now: 0 });
	jest.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
	jest.useRealTimers();
	jest.restoreAllMocks();
});

async function run(
	send: () => Promise<Result<string>>,
	retries: number,
	throttle = new Throttle(0),
	signal?: AbortSignal,
) {
	// As the node does: each attempt waits for its turn.
	const attempt = async () => {
		await throttle.turn();
		return await send();
	};
	const done = withRetries(attempt, retries, throttle, signal);
	await jest.advanceTimersByTimeAsync(600_000);
	return await done;
}

describe('withRetries', () => {
	it('sends once what is accepted at once', async () => {
		const { send } = answering(ok('yes'));
		expect(await run(send, 5)).toEqual({ result: ok('yes'), attempts: 1 });
		expect(send).toHaveBeenCalledTimes(1);
	});

	it.each(['invalid', 'rejected', 'unknown'] as const)(
		'never repeats what is %s, even where the provider asks to wait',
		async (outcome) => {
			const { send } = answering(failure(outcome, { retryAfter: 1 }), ok('twice'));
			expect(await run(send, 5)).toMatchObject({
				result: { error: { outcome } },
				attempts: 1,
			});
			expect(send).toHaveBeenCalledTimes(1);
		},
	);

	it('repeats what was not sent until it is', async () => {
		const { send } = answering(failure('notSent'), failure('notSent'), ok('yes'));
		expect(await run(send, 5)).toEqual({ result: ok('yes'), attempts: 3 });
	});

	it('stops at the first answer that may not be repeated', async () => {
		const { send } = answering(failure('notSent'), failure('unknown'), ok('twice'));
		expect(await run(send, 5)).toMatchObject({
			result: { error: { outcome: 'unknown' } },
			attempts: 2,
		});
		expect(send).toHaveBeenCalledTimes(2);
	});

	it.each([0, 1, 3])('repeats %d times at most', async (retries) => {
		const { send } = answering(failure('notSent'));
		const { result, attempts } = await run(send, retries);
		expect(result).toMatchObject({ error: { outcome: 'notSent' } });
		expect(attempts).toBe(retries + 1);
		expect(send).toHaveBeenCalledTimes(retries + 1);
	});

	it.each([
		['twice as long each time', undefined, [0, 250, 750, 1750, 3750]],
		['so, too, where the provider asks for no time at all', 0, [0, 250, 750, 1750, 3750]],
		['as long as the provider asks, and no longer', 1, [0, 1000, 2000, 3000, 4000]],
	])('waits %s', async (_, retryAfter, expected) => {
		const { send, times } = answering(failure('notSent', { retryAfter }));
		await run(send, 4);
		expect(times).toEqual(expected);
	});

	it('waits with every other request where the provider asks to', async () => {
		const throttle = new Throttle(0);
		const { send, times } = answering(failure('notSent', { retryAfter: 7 }), ok('yes'));
		const others: number[] = [];
		jest.spyOn(throttle, 'pause').mockImplementationOnce((ms) => {
			Throttle.prototype.pause.call(throttle, ms);
			void throttle.turn().then(() => others.push(Date.now()));
		});
		expect((await run(send, 1, throttle)).attempts).toBe(2);
		expect(times).toEqual([0, 7000]);
		expect(others).toEqual([7000]);
	});

	it('lets the other requests wait even after its own last try', async () => {
		const throttle = new Throttle(0);
		const { send } = answering(failure('notSent', { retryAfter: 7 }));
		expect((await run(send, 0, throttle)).attempts).toBe(1);
		const start = Date.now();
		const turn = throttle.turn();
		await jest.advanceTimersByTimeAsync(7000);
		await turn;
		expect(Date.now() - start).toBe(7000);
	});

	it.each([
		[LONGEST_RETRY_AFTER_SECONDS, 2],
		[LONGEST_RETRY_AFTER_SECONDS + 1, 1],
	])('asked to wait %d seconds it tries %d times', async (retryAfter, attempts) => {
		const { send } = answering(failure('notSent', { retryAfter }), ok('yes'));
		expect((await run(send, 5)).attempts).toBe(attempts);
	});

	it('ends the waiting when the execution is cancelled', async () => {
		const cancel = new AbortController();
		const { send } = answering(failure('notSent'));
		const done = withRetries(send, 5, new Throttle(0), cancel.signal);
		const rejection = expect(done).rejects.toThrow();
		await jest.advanceTimersByTimeAsync(100);
		cancel.abort();
		await rejection;
		expect(send).toHaveBeenCalledTimes(1);
	});
});

describe('waitBefore', () => {
	it('lies in the upper half of half a second, doubled with each retry, up to 30 seconds', () => {
		fc.assert(
			fc.property(fc.nat(40), fc.double({ min: 0, max: 1, noNaN: true }), (retry, random) => {
				const longest = Math.min(30_000, 500 * 2 ** retry);
				const wait = waitBefore(retry, () => random);
				expect(wait).toBeGreaterThanOrEqual(longest / 2);
				expect(wait).toBeLessThanOrEqual(longest);
			}),
		);
	});

	it('differs by chance, so that many items don’t come back as one', () => {
		expect([0, 0.5, 1].map((random) => waitBefore(0, () => random))).toEqual([250, 375, 500]);
	});
});
