import type { INodeProperties } from 'n8n-workflow';
import { operationProperties, type Operation } from '../../shared/operation';
import { create } from './link/create.operation';
import { deleteLink } from './link/delete.operation';
import { sendEmail } from './notification/sendEmail.operation';
import { sendEmailAndSms } from './notification/sendEmailAndSms.operation';
import { sendSms } from './notification/sendSms.operation';
import { getPayment } from './payment/get.operation';
import { getPayments } from './payment/getAll.operation';
import { refundPayment } from './payment/refund.operation';
import { verifyNotification } from './payment/verifyNotification.operation';
import { getPayout } from './payout/get.operation';
import { getPayouts } from './payout/getAll.operation';

/** The operations of each resource. */
export const RESOURCES: Readonly<Record<string, Operation[]>> = {
	link: [create, deleteLink],
	notification: [sendEmail, sendEmailAndSms, sendSms],
	payment: [getPayment, getPayments, refundPayment, verifyNotification],
	payout: [getPayout, getPayouts],
};

const resourceProperty: INodeProperties = {
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Existing Link',
			value: 'notification',
			description: 'Send a link that exists already',
		},
		{ name: 'Link', value: 'link', description: 'Make a new link and send it, or delete links' },
		{ name: 'Payment', value: 'payment', description: 'Look up, refund and verify payments' },
		{ name: 'Payout', value: 'payout', description: 'Look up what PayTR paid out to your bank' },
	],
	default: 'notification',
};

const existingLinkNotice: INodeProperties = {
	displayName:
		"This sends a link that exists already. To make a link from an amount, set 'Resource' to 'Link'.",
	name: 'existingLinkNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { resource: ['notification'] } },
};

/** Resource, operation, and the fields of each operation with their display conditions. */
export const properties: INodeProperties[] = [
	resourceProperty,
	existingLinkNotice,
	...operationProperties(RESOURCES.notification, 'sendSms', 'notification'),
	...operationProperties(RESOURCES.link, 'create', 'link'),
	...operationProperties(RESOURCES.payment, 'get', 'payment'),
	...operationProperties(RESOURCES.payout, 'getAll', 'payout'),
];
