import { waitBefore, withRetries } from '../../../../nodes/shared/delivery/retry';
import { Throttle } from '../../../../nodes/shared/delivery/throttle';
import { fail, ok, type Failure, type Outcome, type Result } from '../../../../nodes/shared/result';

const failure = (outcome: Outcome, more: Partial<Failure> = {}): Result<string> =>
	fail({ outcome, message: outcome, description: '', ...more });

const NOT_SENT = failure('notSent');
/** Only what was not sent is repeated, even where the provider asks to wait. */
const asksToWait = (outcome: Outcome, retryAfter = 1) => failure(outcome, { retryAfter });

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

async function run(send: () => Promise<Result<string>>, retries: number) {
	const throttle = new Throttle(0);
	// As the node does: each attempt waits for its turn.
	const attempt = async () => {
		await throttle.turn();
		return await send();
	};
	const done = withRetries(attempt, retries, throttle);
	await jest.advanceTimersByTimeAsync(600_000);
	return await done;
}

describe('withRetries', () => {
	it.each<[string, Array<Result<string>>, number, number]>([
		['once what is accepted at once', [ok('yes')], 5, 1],
		['once what is invalid', [asksToWait('invalid'), ok('twice')], 5, 1],
		['once what is rejected', [asksToWait('rejected'), ok('twice')], 5, 1],
		['once what is unknown', [asksToWait('unknown'), ok('twice')], 5, 1],
		['what was not sent until it is', [NOT_SENT, NOT_SENT, ok('yes')], 5, 3],
		['until an answer that may not be repeated', [NOT_SENT, failure('unknown'), ok('twice')], 5, 2],
		['once without retries', [NOT_SENT], 0, 1],
		['four times for three', [NOT_SENT, NOT_SENT, NOT_SENT, NOT_SENT], 3, 4],
		['again after a minute', [asksToWait('notSent', 60), ok('yes')], 5, 2],
		['not after more', [asksToWait('notSent', 61), ok('yes')], 5, 1],
	])('sends %s', async (_, answers, retries, attempts) => {
		const { send } = answering(...answers);
		expect(await run(send, retries)).toEqual({ result: answers[attempts - 1], attempts });
		expect(send).toHaveBeenCalledTimes(attempts);
	});

	it.each([
		['twice as long each time', undefined, [0, 250, 750, 1750, 3750]],
		['as long as the provider asks, and no longer', 1, [0, 1000, 2000, 3000, 4000]],
	])('waits %s', async (_, retryAfter, expected) => {
		const { send, times } = answering(failure('notSent', { retryAfter }));
		await run(send, 4);
		expect(times).toEqual(expected);
	});

	it.each([0, 1])('with %d retries left lets every other request wait, too', async (retries) => {
		const throttle = new Throttle(0);
		const { send } = answering(asksToWait('notSent', 7), ok('yes'));
		const done = withRetries(send, retries, throttle);
		await jest.advanceTimersByTimeAsync(0);
		const turn = throttle.turn().then(() => Date.now());
		await jest.advanceTimersByTimeAsync(10_000);
		expect(await turn).toBe(7_000);
		expect((await done).attempts).toBe(retries + 1);
	});

	it('ends the waiting when the execution is cancelled', async () => {
		const cancel = new AbortController();
		const { send } = answering(NOT_SENT);
		const done = withRetries(send, 5, new Throttle(0), cancel.signal);
		const rejection = expect(done).rejects.toThrow();
		await jest.advanceTimersByTimeAsync(100);
		cancel.abort();
		await rejection;
		expect(send).toHaveBeenCalledTimes(1);
	});
});

describe('waitBefore', () => {
	it.each([
		[0, [250, 375, 500]],
		[1, [500, 750, 1_000]],
		[5, [8_000, 12_000, 16_000]],
		[6, [15_000, 22_500, 30_000]],
		[40, [15_000, 22_500, 30_000]],
	])(
		'before retry %d differs by chance, so that many items don’t come back as one',
		(retry, ms) => {
			expect([0, 0.5, 1].map((random) => waitBefore(retry, () => random))).toEqual(ms);
		},
	);
});
