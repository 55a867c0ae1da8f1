import type { IExecuteFunctions } from 'n8n-workflow';

import { tableOf, type Row } from '../../../../nodes/shared/delivery/memory/table';

/** A node's context with a row that n8n reads, hashes, cuts and writes, in this order. */
function n8n(happens: (what: string) => void) {
	const through = async (items: string[], _: string, options: { maxEntries?: number }) => {
		await Promise.resolve();
		happens('read');
		const hashed = items.map((item) => item.toString());
		happens(`write ${hashed.join()}${options.maxEntries ? ` cut to ${options.maxEntries}` : ''}`);
		return { new: [], processed: items };
	};
	const helpers = {
		checkProcessedAndRecord: through,
		removeProcessed: through,
		getProcessedDataCount: through,
		clearAllProcessedItems: through,
	};
	const ctx: object = { helpers, getWorkflow: () => ({ id: 'w' }), getNode: () => ({ id: 'n' }) };
	return tableOf(ctx as IExecuteFunctions)!;
}

type Write = (row: Row, entries: string[], mayWrite: () => void) => Promise<unknown>;

const WRITES: Array<[string, Write, string]> = [
	['record', async (row, ...given) => await row.record(...given), 'write a,b'],
	['remove', async (row, ...given) => await row.remove(...given), 'write a,b'],
	[
		'trim',
		async (row, { length }, mayWrite) => await row.trim(length, mayWrite),
		'write  cut to 2',
	],
];

describe.each(['memory', 'lock'] as const)('%s', (row) => {
	describe.each(WRITES)('%s', (_, write, written) => {
		it('asks whether it may write after the row has been read', async () => {
			const order: string[] = [];
			const table = n8n((what) => order.push(what));
			await write(table[row], ['a', 'b'], () => order.push('ask'));
			expect(order.slice(0, 2)).toEqual(['read', 'ask']);
			expect(order.filter((what) => what !== 'ask')).toEqual(['read', written]);
		});

		it('writes nothing when the last check before the write fails', async () => {
			const order: string[] = [];
			const table = n8n((what) => order.push(what));
			const late = () => {
				throw new Error('late');
			};
			await expect(write(table[row], ['a', 'b'], late)).rejects.toThrow('late');
			expect(order).toEqual(['read']);
		});
	});

	it.each([
		['record', ['a', 'b']],
		['record', []],
		['remove', ['a', 'b']],
		['remove', []],
	] as const)('%s writes %j unchanged if nothing checks it', async (method, entries) => {
		const order: string[] = [];
		const table = n8n((what) => order.push(what));
		const before = await table[row][method]([...entries]);
		expect(order).toEqual(['read', `write ${entries.join()}`]);
		if (method === 'record') expect(before).toEqual(new Set(entries));
	});
});
