import type { INodeProperties } from 'n8n-workflow';
import { operationProperties, type Operation } from '../../shared/operation';
import { create } from './link/create.operation';
import { deleteLink } from './link/delete.operation';
import { sendEmail } from './notification/sendEmail.operation';
import { sendEmailAndSms } from './notification/sendEmailAndSms.operation';
import { sendSms } from './notification/sendSms.operation';

/** The operations of each resource. */
export const RESOURCES: Readonly<Record<string, Operation[]>> = {
	link: [create, deleteLink],
	notification: [sendEmail, sendEmailAndSms, sendSms],
};

const resourceProperty: INodeProperties = {
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Link', value: 'link', description: 'Make a new link and send it, or delete links' },
		{ name: 'Notification', value: 'notification', description: 'Send a link that exists already' },
	],
	default: 'notification',
};

/** Resource, operation, and the fields of each operation, shown where they apply. */
export const properties: INodeProperties[] = [
	resourceProperty,
	...operationProperties(RESOURCES.notification, 'sendSms', 'notification'),
	...operationProperties(RESOURCES.link, 'create', 'link'),
];
