import { waitBefore, withRetries } from '../../../../nodes/shared/delivery/retry';
import { Throttle } from '../../../../nodes/shared/delivery/throttle';
import { fail } from '../../../../nodes/shared/result';

// deliver.test.ts covers the retries of a batch.

it.each(['invalid', 'rejected', 'unknown'] as const)(
	'never retries the outcome %s, even if the provider asks to wait',
	async (outcome) => {
		const result = fail({ outcome, message: 'No', description: '', retryAfter: 1 });
		const send = jest.fn().mockResolvedValue(result);
		expect(await withRetries(send, 5, new Throttle(0))).toEqual({ result, attempts: 1 });
		expect(send).toHaveBeenCalledTimes(1);
	},
);

it.each([
	[0, [250, 375, 500]],
	[1, [500, 750, 1_000]],
	[5, [8_000, 12_000, 16_000]],
	[6, [15_000, 22_500, 30_000]],
	[40, [15_000, 22_500, 30_000]],
])(
	'the wait before retry %d is partly random, so that many items don’t retry together',
	(retry, ms) => {
		expect([0, 0.5, 1].map((random) => waitBefore(retry, () => random))).toEqual(ms);
	},
);
