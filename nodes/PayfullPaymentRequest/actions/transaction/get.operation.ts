import type { INodeProperties } from 'n8n-workflow';
import { shownAnswer } from '../../../shared/answer';
import type { Operation } from '../../../shared/operation';
import { readFailure } from '../../../shared/records/report';
import { readLookUp } from '../../answer';
import { transactionNumber } from '../../records/panel';
import { dateOf } from '../../records/transactions';

const merchantTrxIdField: INodeProperties = {
	displayName: 'Merchant Transaction ID',
	name: 'merchantTrxId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. ORDER1001',
	description:
		'Your own number of the payment (merchant_trx_id). No document says whether a paid request has one. Payfull’s answer stands under response; its fields were never seen.',
};

export const getTransaction: Operation = {
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get transaction',
		description: 'Look up what became of one payment',
	},
	unit: 'transaction',
	isRead: true,
	fields: [merchantTrxIdField],
	prepare({ reader }) {
		const merchantTrxId = reader.read(merchantTrxIdField, transactionNumber) ?? '';
		return reader.finish(() => ({
			steps: [],
			async run(sender) {
				const result = await sender.send({
					name: 'status',
					path: '',
					form: {
						type: 'Get',
						get_param: 'TransactionStatus',
						merchant_trx_id: merchantTrxId,
					},
					about: { merchantTrxId },
					isRead: true,
					read: readLookUp,
				});
				if (result.state === 'failed') {
					return [{ failure: { ...readFailure(result.failure), data: result.about } }];
				}
				const response = result.state === 'delivered' ? result.value : {};
				return [
					{ json: { merchantTrxId, date: dateOf(response), response: shownAnswer(response) } },
				];
			},
		}));
	},
};
