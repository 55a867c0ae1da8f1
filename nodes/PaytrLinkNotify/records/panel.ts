/* Fields that the operations on payments and payouts have in common. */
import type { INodeProperties } from 'n8n-workflow';
import type { Failure } from '../../shared/result';
import { problem, shown, type Parsed } from '../../shared/values/problem';
import { requiredText } from '../../shared/values/text';

export const merchantOidField: INodeProperties = {
	displayName: 'Merchant Order ID',
	name: 'merchantOid',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. PTR20260101ABC',
	description:
		"PayTR's number of the paid order (merchant_oid). PayTR Link Trigger and 'Payment: Get Many' return it.",
};

/** Letters and digits, at most 64 (PayTR's order status page). */
export function merchantOid(value: unknown): Parsed {
	const given = requiredText(value);
	if (!given.ok || /^[A-Za-z\d]{1,64}$/.test(given.value)) return given;
	return problem(
		`is not an order number of PayTR: ${shown(value)}`,
		'Use letters and digits only, at most 64, as PayTR gives it.',
	);
}

export const simplifyField: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

export const startDateField: INodeProperties = {
	displayName: 'Start Date',
	name: 'startDate',
	type: 'dateTime',
	default: '',
	required: true,
	description: "First day of the report, in Turkey's time",
};

export const endDateField: INodeProperties = {
	displayName: 'End Date',
	name: 'endDate',
	type: 'dateTime',
	default: '',
	required: true,
	description:
		"Last day of the report, in Turkey's time. A day without a time is included to its end.",
};

export const limitFields: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { returnAll: [false] } },
	},
];

/** A question that changes nothing may be asked again, whatever became of it. */
export const readFailure = (failure: Failure): Failure =>
	failure.outcome === 'unknown'
		? { ...failure, description: 'Nothing was changed at PayTR. Run it again.' }
		: failure;
