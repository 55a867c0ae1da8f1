import { PER_LINK_AND_RECIPIENT } from '../../../shared/delivery/sendOnce';
import type { Operation } from '../../../shared/operation';
import { notifyFields, prepareNotify } from './notify';

export const sendEmail: Operation = {
	option: {
		name: 'Send Email',
		value: 'sendEmail',
		action: 'Send existing link by email',
		description: 'Send an existing PayTR link to an e-mail address',
	},
	unit: 'message',
	sendOnce: PER_LINK_AND_RECIPIENT,
	fields: notifyFields('email'),
	prepare: prepareNotify('email'),
};
