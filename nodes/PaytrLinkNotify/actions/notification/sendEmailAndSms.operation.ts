import { PER_LINK_AND_RECIPIENT } from '../../../shared/delivery/sendOnce';
import type { Operation } from '../../../shared/operation';
import { notifyFields, prepareNotify } from './notify';

export const sendEmailAndSms: Operation = {
	option: {
		name: 'Send Email and SMS',
		value: 'sendEmailAndSms',
		action: 'Send existing link by email and SMS',
		description:
			'Send an existing PayTR link to an e-mail address and a mobile phone, as two messages',
	},
	unit: 'message',
	sendOnce: PER_LINK_AND_RECIPIENT,
	fields: notifyFields('sms', 'email'),
	prepare: prepareNotify('email', 'sms'),
};
