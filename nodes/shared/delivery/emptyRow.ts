import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { withoutInvisible } from '../values/characters';
import type { Failure } from '../result';
import { isTool } from './ledger';

/** n8n adds this column to the rows of a Google sheet. */
const ROW_NUMBER = 'row_number';

/** A sheet writes this for an unchecked checkbox. */
const UNTICKED = /^(?:FALSE|YANLIŞ)$/;

const isBlank = (value: unknown): boolean =>
	value === undefined ||
	value === null ||
	(typeof value === 'string' && withoutInvisible(value).trim() === '');

const isUnticked = (value: unknown): boolean => value === false || UNTICKED.test(String(value));

const hasColumns = ({ json }: INodeExecutionData): boolean => Object.keys(json).length > 0;

/**
 * Tells whether an item is a spreadsheet row without values. An item without columns counts as one
 * if other items have columns, because n8n omits the empty cells of a CSV file.
 */
export function emptyRowFinder(ctx: IExecuteFunctions): (itemIndex: number) => boolean {
	let anyColumns: boolean | undefined;
	return (itemIndex) => {
		if (isTool(ctx)) return false;
		const items = ctx.getInputData();
		const item = items[itemIndex];
		if (!hasColumns(item)) return (anyColumns ??= items.some(hasColumns));
		const cells = Object.entries(item.json).filter(([name]) => name !== ROW_NUMBER);
		return (
			cells.some(([, value]) => isBlank(value)) &&
			cells.every(([, value]) => isBlank(value) || isUnticked(value))
		);
	};
}

/** One failure for the whole row instead of one per missing field. */
export const EMPTY_ROW: Failure = {
	outcome: 'invalid',
	message: 'This row is empty',
	description: 'Delete it from the sheet, or drop empty rows with a Filter node.',
};
