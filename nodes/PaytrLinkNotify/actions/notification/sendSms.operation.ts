import { PER_LINK_AND_RECIPIENT } from '../../../shared/delivery/sendOnce';
import type { Operation } from '../../../shared/operation';
import { notifyFields, prepareNotify } from './notify';

export const sendSms: Operation = {
	option: {
		name: 'Send SMS',
		value: 'sendSms',
		action: 'Send existing link by SMS',
		description: 'Send an existing PayTR link to a mobile phone',
	},
	unit: 'message',
	sendOnce: PER_LINK_AND_RECIPIENT,
	fields: notifyFields('sms'),
	prepare: prepareNotify('sms'),
};
