import type { Operation } from '../../../shared/operation';
import {
	endDateField,
	limitFields,
	simplifyField,
	startDateField,
} from '../../../shared/records/panel';
import { reportOutputs } from '../../../shared/records/report';
import { readReportFields } from '../../../shared/records/span';
import { asDate } from '../../../shared/records/windows';
import { SERVICE } from '../../constants';
import { PAYOUT_DAYS, simplifiedPayout } from '../../records/payouts';
import { readRows } from '../../records/report';

export const getPayouts: Operation = {
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many payouts',
		description: 'List what PayTR paid out to your bank account, by day and currency',
	},
	unit: 'payout',
	isRead: true,
	fields: [startDateField, endDateField, ...limitFields, simplifyField],
	prepare({ reader }) {
		const { windows, limit, isSimple } = readReportFields(reader, PAYOUT_DAYS);
		return reader.finish(() => ({
			steps: [],
			run: async (sender) =>
				await reportOutputs(sender, {
					path: SERVICE.payouts,
					forms: windows.map(({ start, end }) => ({
						start_date: asDate(start),
						end_date: asDate(end),
					})),
					limit,
					read: readRows,
					toJson: (row) =>
						isSimple ? simplifiedPayout(row) : { date: row.date_paid, response: row },
				}),
		}));
	},
};
