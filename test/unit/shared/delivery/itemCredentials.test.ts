import type { IExecuteFunctions } from 'n8n-workflow';

import { ItemCredentials } from '../../../../nodes/shared/delivery/itemCredentials';

/** Credentials of the items, or the message of the error that n8n throws for an item. */
function credentialsOf(items: Array<{ key: string } | string>) {
	const asked: Array<[string, number]> = [];
	const ctx = {
		async getCredentials(name: string, itemIndex: number) {
			asked.push([name, itemIndex]);
			const item = items[itemIndex];
			if (typeof item === 'string') throw new Error(item);
			return await Promise.resolve({ ...item });
		},
	};
	const credentials = new ItemCredentials(ctx as object as IExecuteFunctions, 'paytrApi');
	return { credentials, asked };
}

it('asks n8n once for each item, until the item is dropped', async () => {
	const { credentials, asked } = credentialsOf([{ key: 'a' }, { key: 'b' }]);
	const both = await Promise.all([credentials.of(1), credentials.of(1)]);
	expect(both.map((read) => read.ok && read.value)).toEqual([{ key: 'b' }, { key: 'b' }]);
	expect(asked).toEqual([['paytrApi', 1]]);
	credentials.drop(1);
	await credentials.of(1);
	expect(asked).toHaveLength(2);
});

it('gives items with the same credential the same object', async () => {
	const { credentials } = credentialsOf([{ key: 'a' }, { key: 'a' }, { key: 'b' }]);
	const read = await Promise.all([0, 1, 2].map(async (item) => await credentials.of(item)));
	const [first, second, third] = read.map((one) => (one.ok ? one.value : undefined));
	expect(first).toBe(second);
	expect(third).not.toBe(first);
});

it('says what to do if n8n has no credential for an item', async () => {
	const { credentials } = credentialsOf(['Node has no credential']);
	expect(await credentials.of(0)).toEqual({
		ok: false,
		error: {
			outcome: 'invalid',
			message: 'Node has no credential',
			description: 'Choose a credential in the node, nothing was sent.',
		},
	});
});

it.each<[string, Array<{ key: string } | string>, string | undefined]>([
	['all', ['No store', 'Other'], 'No store'],
	['the first', ['No store', { key: 'a' }], undefined],
	['none', [{ key: 'a' }, { key: 'b' }], undefined],
])('the batch has no credential if %s of its items have none', async (_, items, message) => {
	const { credentials } = credentialsOf(items);
	expect((await credentials.failureOfAll(items.length))?.message).toBe(message);
});
