import type { INodeProperties } from 'n8n-workflow';
import { operationProperties, type Operation } from '../../shared/operation';
import { deleteRequest } from './paymentRequest/delete.operation';
import { send } from './paymentRequest/send.operation';
import { cancelTransaction } from './transaction/cancel.operation';
import { getTransaction } from './transaction/get.operation';
import { getTransactions } from './transaction/getAll.operation';
import { refundTransaction } from './transaction/refund.operation';

/** The resource of workflows that were saved before the node had resources. */
export const DEFAULT_RESOURCE = 'paymentRequest';

/** The operations of each resource. */
export const RESOURCES: Readonly<Record<string, Operation[]>> = {
	paymentRequest: [deleteRequest, send],
	transaction: [cancelTransaction, getTransaction, getTransactions, refundTransaction],
};

const resourceProperty: INodeProperties = {
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Payment Request',
			value: 'paymentRequest',
			description: 'Ask a customer for a payment, or delete such a request',
		},
		{
			name: 'Transaction',
			value: 'transaction',
			description: 'Look up, refund and cancel payments',
		},
	],
	default: DEFAULT_RESOURCE,
};

/** Resource, operation, and the fields of each operation with their display conditions. */
export const properties: INodeProperties[] = [
	resourceProperty,
	...operationProperties(RESOURCES.paymentRequest, 'send', 'paymentRequest'),
	...operationProperties(RESOURCES.transaction, 'getAll', 'transaction'),
];
