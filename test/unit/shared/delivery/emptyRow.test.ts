import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { isEmptyRow } from '../../../../nodes/shared/delivery/emptyRow';

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
	[false, {}],
	[false, { send: false }],
	[false, { row_number: 7 }],
	[false, { phone: '', amount: 0 }],
	[false, { phone: '-' }],
	[false, { phone: '', tags: [] }],
])('is %s for %j', (expected, json) => {
	expect(isEmptyRow(context(json), 0)).toBe(expected);
});

it('is false for what an agent calls', () => {
	expect(isEmptyRow(context({ phone: '' }, 'paytrLinkNotifyTool'), 0)).toBe(false);
});
