/* The number of a paid order, which several payment operations need. */
import type { INodeProperties } from 'n8n-workflow';
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
