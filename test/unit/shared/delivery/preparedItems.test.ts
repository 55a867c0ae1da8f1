import type { IExecuteFunctions } from 'n8n-workflow';

import type { Delivery } from '../../../../nodes/shared/delivery/plan';
import type { ItemCredentials } from '../../../../nodes/shared/delivery/itemCredentials';
import { PreparedItems } from '../../../../nodes/shared/delivery/preparedItems';
import { ok } from '../../../../nodes/shared/result';

let mockRead = 0;
const mockPauses: number[] = [];

jest.mock('n8n-workflow', () => ({
	sleep: async () => await Promise.resolve(mockPauses.push(mockRead)),
}));

it('lets n8n do its other work after every 200 items', async () => {
	const prepare = () => {
		mockRead++;
		return ok({ steps: [], run: async () => await Promise.resolve([]) });
	};
	const delivery = { prepare } as object as Delivery;
	const credentials = {
		of: async () => await Promise.resolve(ok({})),
	} as object as ItemCredentials;
	const items = new PreparedItems(
		{} as object as IExecuteFunctions,
		delivery,
		'off',
		450,
		credentials,
	);
	expect(await items.invalidItems()).toEqual(new Map());
	expect({ mockRead, mockPauses }).toEqual({ mockRead: 450, mockPauses: [200, 400] });
});
