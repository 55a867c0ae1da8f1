import type { INodeProperties } from 'n8n-workflow';
import type { Operation } from '../../../shared/operation';
import { simplifyField } from '../../../shared/records/panel';
import { reportOutputs } from '../../../shared/records/report';
import { asDate, spanStart } from '../../../shared/records/windows';
import { flag } from '../../../shared/values/text';
import { SERVICE } from '../../constants';
import { simplifiedPayoutOrder } from '../../records/payouts';
import { readRows } from '../../records/report';

const dateField: INodeProperties = {
	displayName: 'Date',
	name: 'date',
	type: 'dateTime',
	default: '',
	required: true,
	description: "Day of the payout, in Turkey's time",
};

export const getPayout: Operation = {
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get payout',
		description: "List the orders in one day's payout",
	},
	unit: 'order',
	isRead: true,
	fields: [dateField, simplifyField],
	prepare({ reader }) {
		const day = reader.read(dateField, spanStart);
		const isSimple = reader.read(simplifyField, flag) !== '0';
		return reader.finish(() => ({
			steps: [],
			run: async (sender) =>
				await reportOutputs(sender, {
					path: SERVICE.payoutDetails,
					forms: day ? [{ date: asDate(day) }] : [],
					limit: Infinity,
					read: readRows,
					toJson: (row) =>
						isSimple
							? simplifiedPayoutOrder(row)
							: { merchantOid: row.merchant_oid, response: row },
				}),
		}));
	},
};
