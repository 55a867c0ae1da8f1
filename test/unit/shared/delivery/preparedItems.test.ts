import type { IExecuteFunctions } from 'n8n-workflow';

import type { Delivery } from '../../../../nodes/shared/delivery/plan';
import type { ItemCredentials } from '../../../../nodes/shared/delivery/itemCredentials';
import {
	PreparedItems,
	recipientsOf,
	type PreparedItem,
} from '../../../../nodes/shared/delivery/preparedItems';
import { fail, ok } from '../../../../nodes/shared/result';

let mockRead = 0;
const mockPauses: number[] = [];

jest.mock('n8n-workflow', () => ({
	sleep: async () => await Promise.resolve(mockPauses.push(mockRead)),
}));

const noSteps = () => ok({ steps: [], run: async () => await Promise.resolve([]) });

const itemsOf = (count: number, delivery: Partial<Delivery>, of: ItemCredentials['of']) =>
	new PreparedItems({} as object as IExecuteFunctions, delivery as Delivery, 'off', count, {
		of,
	} as object as ItemCredentials);

it('lets n8n do its other work after every 200 items', async () => {
	const prepare = () => {
		mockRead++;
		return noSteps();
	};
	const items = itemsOf(450, { prepare }, async () => await Promise.resolve(ok({})));
	expect(await items.invalidItems()).toEqual(new Map());
	expect({ mockRead, mockPauses }).toEqual({ mockRead: 450, mockPauses: [200, 400] });
});

it('asks for the credentials of 200 items at once', async () => {
	const asked = new Set<number>();
	/** The number of credentials that were asked for when each item was read. */
	const askedBefore: number[] = [];
	const of = async (itemIndex: number) => {
		asked.add(itemIndex);
		return await Promise.resolve(ok({}));
	};
	const prepare = () => {
		askedBefore.push(asked.size);
		return noSteps();
	};
	await itemsOf(450, { prepare }, of).invalidItems();
	expect(askedBefore).toEqual([
		...Array<number>(200).fill(200),
		...Array<number>(200).fill(400),
		...Array<number>(50).fill(450),
	]);
});

it('reports an item whose credential cannot be read, and reads the others', async () => {
	const failure = { outcome: 'invalid', message: 'No credential', description: '' } as const;
	const of = async (itemIndex: number) =>
		await Promise.resolve(itemIndex === 1 ? fail(failure) : ok({}));
	const ctx = {
		getNode: () => ({ type: 'x' }),
		getInputData: () => Array(3).fill({ json: { a: 1 } }),
	} as object as IExecuteFunctions;
	const delivery = { provider: 'PayTR', prepare: noSteps } as object as Delivery;
	const items = new PreparedItems(ctx, delivery, 'off', 3, { of } as object as ItemCredentials);
	expect(await items.invalidItems()).toEqual(new Map([[1, { provider: 'PayTR', ...failure }]]));
});

it.each<[Array<string | undefined>, string]>([
	[[], ''],
	[[undefined], ''],
	[['0532', undefined, ''], '0532'],
	[['0532', ' 0532 '], '0532'],
	[['0532', 'a@b.co'], '0532, a@b.co'],
])('the recipients %j are shown as %j', (recipients, shown) => {
	const steps = recipients.map((_, i) => String(i));
	const plan = { steps, recipient: (step: string) => recipients[Number(step)] };
	expect(recipientsOf({ plan } as object as PreparedItem)).toBe(shown);
});
