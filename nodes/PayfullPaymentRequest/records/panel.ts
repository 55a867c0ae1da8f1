/* The transaction number of a sale, which refunds and cancellations need. */
import type { INodeProperties } from 'n8n-workflow';
import { digitsCutOff } from '../../shared/values/problems';
import type { Parsed } from '../../shared/values/problem';
import { hasLostDigits, withoutMarks } from '../../shared/values/spreadsheet';
import { requiredText } from '../../shared/values/text';

export const transactionIdField: INodeProperties = {
	displayName: 'Transaction ID',
	name: 'transactionId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. TRX20260101ABC',
	description:
		"Payfull's number of the sale (transaction_id), from the Payfull panel or a row of 'Transaction: Get Many'. No document says under which name a row has it.",
};

/** A number that Payfull assigned. Its format isn't documented. */
export function transactionNumber(value: unknown): Parsed {
	const given = requiredText(value);
	if (!given.ok) return given;
	if (hasLostDigits(value)) return digitsCutOff(value);
	return { ok: true, value: withoutMarks(given.value) };
}
