import type { INodeProperties } from 'n8n-workflow';
import { additionalFields } from '../../../shared/additionalFields';
import { readForm, type Form } from '../../../shared/fields';
import type { Operation } from '../../../shared/operation';
import { requiredText } from '../../../shared/values/text';
import { readPayfullAnswer } from '../../answer';
import { clientIp } from '../../values';
import { clientIpField, ownClientIp } from './send.fields';

const hashField: INodeProperties = {
	displayName: 'Payment Request Hash',
	name: 'paymentRequestHash',
	type: 'string',
	default: '',
	required: true,
	description:
		'What sending the request returned as paymentRequestHash. Paid and recurring requests can’t be deleted.',
};

export const deleteRequest: Operation = {
	option: {
		name: 'Delete',
		value: 'delete',
		action: 'Delete payment request',
		description: 'Delete an unpaid one-time payment request',
	},
	unit: 'payment request',
	fields: [hashField, additionalFields([clientIpField])],
	prepare({ reader }) {
		const form: Form = {
			type: 'Delete',
			delete_param: 'Request',
			...readForm(reader, {
				payment_request_hash: { property: hashField, parse: requiredText },
				client_ip: { property: ownClientIp, parse: clientIp },
			}),
		};
		return reader.finish(() => ({
			// Deleting twice does no harm, so the request may be repeated.
			steps: [],
			async run(sender) {
				const result = await sender.send({
					name: 'delete',
					path: '',
					form,
					about: { paymentRequestHash: form.payment_request_hash },
					read: readPayfullAnswer,
				});
				const { about } = result;
				if (result.state === 'failed') {
					return [{ failure: { ...result.failure, data: about } }];
				}
				const response = result.state === 'delivered' ? result.value : {};
				return [{ json: { deleted: true, ...about, response } }];
			},
		}));
	},
};
