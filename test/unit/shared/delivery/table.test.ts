import type { IExecuteFunctions } from 'n8n-workflow';

import { tableOf } from '../../../../nodes/shared/delivery/table';

/** A node's context over a row that n8n reads, hashes against and writes, in this order. */
function n8n(happens: (what: string) => void) {
	const through = async (items: string[]) => {
		await Promise.resolve();
		happens('read');
		const hashed = items.map((item) => item.toString());
		happens(`write ${hashed.join()}`);
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

describe.each(['memory', 'lock'] as const)('%s', (row) => {
	describe.each(['record', 'remove'] as const)('%s', (method) => {
		it('asks whether it may write when the row has been read', async () => {
			const order: string[] = [];
			const table = n8n((what) => order.push(what));
			await table[row][method](['a', 'b'], () => order.push('ask'));
			expect(order.slice(0, 3)).toEqual(['read', 'ask', 'write a,b']);
		});

		it('writes nothing where it may not', async () => {
			const order: string[] = [];
			const table = n8n((what) => order.push(what));
			const late = () => {
				throw new Error('late');
			};
			await expect(table[row][method](['a', 'b'], late)).rejects.toThrow('late');
			expect(order).toEqual(['read']);
		});

		it.each([[['a', 'b']], [[]]])('writes %j as it is where nobody asks', async (entries) => {
			const order: string[] = [];
			const table = n8n((what) => order.push(what));
			const before = await table[row][method](entries);
			expect(order).toEqual(['read', `write ${entries.join()}`]);
			if (method === 'record') expect(before).toEqual(new Set(entries));
		});
	});
});
