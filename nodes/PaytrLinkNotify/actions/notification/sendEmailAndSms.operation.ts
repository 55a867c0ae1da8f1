import type { Operation } from '../../../shared/operation';
import { notifyFields, prepareNotify } from './notify';

export const sendEmailAndSms: Operation = {
	option: {
		name: 'Send Email and SMS',
		value: 'sendEmailAndSms',
		action: 'Send a payment link by email and SMS',
		description:
			'Send an existing PayTR link to an e-mail address and a mobile phone, as two messages',
	},
	unit: 'message',
	fields: notifyFields('email', 'sms'),
	prepare: prepareNotify('email', 'sms'),
};
