import type { INodeProperties } from 'n8n-workflow';
import type { Operation } from '../../../shared/operation';
import {
	endDateField,
	limitFields,
	simplifyField,
	startDateField,
} from '../../../shared/records/panel';
import { reportOutputs } from '../../../shared/records/report';
import { readReportFields } from '../../../shared/records/span';
import { asMoment } from '../../../shared/records/windows';
import { oneOf } from '../../../shared/values/text';
import { SERVICE } from '../../constants';
import { readRows } from '../../records/report';
import { simplifiedTransaction, TRANSACTION_DAYS, typeOf } from '../../records/transactions';

const typeFilter: INodeProperties = {
	displayName: 'Type',
	name: 'type',
	type: 'options',
	options: [
		{ name: 'Refund', value: 'refund' },
		{ name: 'Sale', value: 'sale' },
	],
	default: 'sale',
	description: 'Return only sales or only refunds',
};

const filtersField: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	options: [typeFilter],
};

export const getPayments: Operation = {
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many payments',
		description: "List sales and refunds from PayTR's transactions report",
	},
	unit: 'transaction',
	isRead: true,
	fields: [startDateField, endDateField, ...limitFields, filtersField, simplifyField],
	prepare({ reader }) {
		const { windows, limit, isSimple } = readReportFields(reader, TRANSACTION_DAYS);
		const path = `${filtersField.name}.${typeFilter.name}`;
		const given = reader.value(path) ?? '';
		const type =
			given === '' ? '' : reader.read({ ...typeFilter, name: path }, oneOf('sale', 'refund'));
		return reader.finish(() => ({
			steps: [],
			run: async (sender) =>
				await reportOutputs(sender, {
					path: SERVICE.transactions,
					forms: windows.map(({ start, end }) => ({
						start_date: asMoment(start),
						end_date: asMoment(end),
					})),
					limit,
					read: readRows,
					isWanted: (row) => !type || typeOf(row) === type,
					toJson: (row) =>
						isSimple
							? simplifiedTransaction(row)
							: { merchantOid: row.siparis_no, type: typeOf(row), response: row },
				}),
		}));
	},
};
