import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { shownAnswer } from '../../../shared/answer';
import { PER_KEY } from '../../../shared/delivery/sendOnce';
import type { Operation } from '../../../shared/operation';
import { refundFailure, skippedRefund } from '../../../shared/records/refund';
import type { Failure } from '../../../shared/result';
import { decimalText } from '../../../shared/values/money';
import { readPayfullAnswer } from '../../answer';
import { transactionIdField, transactionNumber } from '../../records/panel';

const totalField: INodeProperties = {
	displayName: 'Refund Amount',
	name: 'total',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 149,90',
	description:
		'What to give back, in lira (not kuruş), euro, …, without a currency sign. It may be a part of the payment. For several refunds of one payment, give each its own Deduplication Key.',
};

/** What to do about each of Payfull's codes for a refund. */
const FIXES: Readonly<Record<string, string>> = {
	'06': "Correct 'Refund Amount': the refunds of a payment must not exceed what was paid.",
	'37': "Correct 'Transaction ID': compare it with the Payfull panel.",
};

function forRefund(failure: Failure): Failure {
	const { outcome, code = '', reason } = failure;
	const fix = outcome === 'rejected' && Object.hasOwn(FIXES, code) ? FIXES[code] : undefined;
	if (fix === undefined) return refundFailure(failure);
	return { ...failure, description: reason ? `${fix} Payfull's words: ${reason}` : fix };
}

export const refundTransaction: Operation = {
	option: {
		name: 'Refund',
		value: 'refund',
		action: 'Refund transaction',
		description: 'Give back a payment or a part of it',
	},
	unit: 'refund',
	sendOnce: PER_KEY,
	fields: [transactionIdField, totalField],
	prepare({ reader }) {
		const transactionId = reader.read(transactionIdField, transactionNumber) ?? '';
		const total = reader.read(totalField, (value) => decimalText(value)) ?? '';
		const about: IDataObject = { transactionId, total: Number(total) };
		// The same key with another transaction is a different refund.
		const name = `refund ${transactionId}`;
		return reader.finish(() => ({
			steps: [name],
			async run(sender) {
				const result = await sender.send({
					name,
					path: '',
					form: { type: 'Return', transaction_id: transactionId, total },
					about,
					dryRun: { action: 'refund', amount: Number(total), value: {} },
					read: readPayfullAnswer,
				});
				if (result.state === 'skipped') return [skippedRefund(result.reason, result.about)];
				if (result.state === 'delivered') {
					const response = shownAnswer(result.value);
					return [{ json: { success: true, ...result.about, response } }];
				}
				const { failure, isEarlier } = result;
				return [{ failure: { ...(isEarlier ? failure : forRefund(failure)), data: about } }];
			},
		}));
	},
};
