import { waitBefore } from '../../../../nodes/shared/delivery/retry';

// When a batch tries again, and what it never repeats: deliver.test.ts.
it.each([
	[0, [250, 375, 500]],
	[1, [500, 750, 1_000]],
	[5, [8_000, 12_000, 16_000]],
	[6, [15_000, 22_500, 30_000]],
	[40, [15_000, 22_500, 30_000]],
])(
	'the wait before retry %d differs by chance, so that many items don’t come back as one',
	(retry, ms) => {
		expect([0, 0.5, 1].map((random) => waitBefore(retry, () => random))).toEqual(ms);
	},
);
