import type { IExecuteFunctions } from 'n8n-workflow';
import { withoutInvisible } from '../values/characters';
import type { Failure } from '../result';
import { isTool } from './ledger';

/** n8n adds this column to the rows of a Google sheet. */
const ROW_NUMBER = 'row_number';

/** A sheet writes this for a checkbox that nobody has ticked. */
const UNTICKED = /^(?:FALSE|YANLIŞ)$/;

const isBlank = (value: unknown): boolean =>
	value === undefined ||
	value === null ||
	(typeof value === 'string' && withoutInvisible(value).trim() === '');

const isUnticked = (value: unknown): boolean => value === false || UNTICKED.test(String(value));

/** Whether an item is a spreadsheet row without values. An item without columns is none. */
export function isEmptyRow(ctx: IExecuteFunctions, itemIndex: number): boolean {
	if (isTool(ctx)) return false;
	const cells = Object.entries(ctx.getInputData()[itemIndex]?.json ?? {});
	const values = cells.filter(([name]) => name !== ROW_NUMBER).map(([, value]) => value);
	return values.some(isBlank) && values.every((value) => isBlank(value) || isUnticked(value));
}

/** Says it once, instead of every field that is missing. */
export const EMPTY_ROW: Failure = {
	outcome: 'invalid',
	message: 'This row is empty',
	description: 'Delete it from the sheet, or drop empty rows with a Filter node.',
};
