import { sleep } from 'n8n-workflow';
import { inLanes } from '../../../../nodes/shared/delivery/lanes';

/** Steps that end only when they are told to. */
function controlled(limit: () => number, count: number) {
	const begun: number[] = [];
	const ends: Array<() => void> = [];
	const all = inLanes(limit, async () => {
		const step = begun.length;
		if (step >= count) return false;
		begun.push(step);
		await new Promise<void>((end) => (ends[step] = end));
		return true;
	});
	const end = async (step: number) => {
		ends[step]();
		await sleep(0);
	};
	return { begun, all, end };
}

describe('inLanes', () => {
	it('runs as many steps at once as the limit allows', async () => {
		const { begun, all, end } = controlled(() => 2, 4);
		expect(begun).toEqual([0, 1]);
		await end(1);
		expect(begun).toEqual([0, 1, 2]);
		for (const step of [0, 2, 3]) await end(step);
		await all;
		expect(begun).toEqual([0, 1, 2, 3]);
	});

	it('opens more lanes when the limit rises, and closes some when it falls', async () => {
		let limit = 1;
		const { begun, all, end } = controlled(() => limit, 6);
		limit = 3;
		await end(0);
		expect(begun).toEqual([0, 1, 2, 3]);
		limit = 1;
		await end(1);
		await end(2);
		expect(begun).toHaveLength(4);
		await end(3);
		expect(begun).toHaveLength(5);
		await end(4);
		await end(5);
		await all;
	});

	it('ends at once when there is nothing to do', async () => {
		expect(await controlled(() => 5, 0).all).toBeUndefined();
	});

	it('passes on the error of a step', async () => {
		const failing = inLanes(
			() => 2,
			async () => await Promise.reject(new Error('no')),
		);
		await expect(failing).rejects.toThrow('no');
	});
});
