import type { INodeProperties } from 'n8n-workflow';
import type { Operation } from '../../../shared/operation';
import { endDateField, limitFields, startDateField } from '../../../shared/records/panel';
import { reportOutputs } from '../../../shared/records/report';
import { readSpan } from '../../../shared/records/span';
import { windowsOf } from '../../../shared/records/windows';
import { isoDate, readTransactions } from '../../records/transactions';

const DAY = { type: 'dateTime', typeOptions: { dateOnly: true } } as const;

const firstDayField: INodeProperties = {
	...startDateField,
	...DAY,
	description:
		"First day, in Turkey's time. The node asks Payfull once per day. Each row stands under response as Payfull gives it; its fields were never seen.",
};

const lastDayField: INodeProperties = {
	...endDateField,
	...DAY,
	description: "Last day, in Turkey's time; it is included",
};

export const getTransactions: Operation = {
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many transactions',
		description: 'List the transactions of one day or several',
	},
	unit: 'transaction',
	isRead: true,
	fields: [firstDayField, lastDayField, ...limitFields],
	prepare({ reader }) {
		const { span, limit } = readSpan(reader);
		const days = span ? windowsOf({ start: span.start.startOf('day'), end: span.end }, 1) : [];
		return reader.finish(() => ({
			steps: [],
			run: async (sender) =>
				await reportOutputs(sender, {
					path: '',
					forms: days.map(({ start }) => ({
						type: 'Get',
						get_param: 'TransactionsList',
						day_date: start.toFormat('dd-MM-yyyy'),
					})),
					limit,
					read: readTransactions,
					toJson: (row, { day_date: day }) => ({ date: isoDate(day), response: row }),
				}),
		}));
	},
};
