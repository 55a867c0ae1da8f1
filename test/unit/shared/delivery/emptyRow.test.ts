import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { emptyRowFinder } from '../../../../nodes/shared/delivery/emptyRow';

const context = (json: IDataObject, type = 'paytrLinkNotify') =>
	({
		getNode: () => ({ type }),
		getInputData: () => [{ json }],
	}) as object as IExecuteFunctions;

it.each<[boolean, IDataObject]>([
	[true, { phone: '', email: null }],
	[true, { row_number: 7, phone: '', email: ' \u00a0\u200b' }],
	[true, { phone: '', send: 'FALSE' }],
	[true, { phone: '', send: false }],
	[true, { phone: undefined }],
	[false, { phone: '', note: 'FALSE ALARM' }],
	[false, {}],
	[false, { send: false }],
	[false, { row_number: 7 }],
	[false, { phone: '', amount: 0 }],
	[false, { phone: '-' }],
	[false, { phone: '', tags: [] }],
])('is %s for %j', (expected, json) => {
	expect(emptyRowFinder(context(json))(0)).toBe(expected);
});

it('is false for the calls of an agent', () => {
	expect(emptyRowFinder(context({ phone: '' }, 'paytrLinkNotifyTool'))(0)).toBe(false);
});

it('is true for an item without columns if other items have some', () => {
	const ctx = {
		getNode: () => ({ type: 'x' }),
		getInputData: () => [{ json: {} }, { json: { a: 1 } }],
	};
	expect([0, 1].map(emptyRowFinder(ctx as object as IExecuteFunctions))).toEqual([true, false]);
});
