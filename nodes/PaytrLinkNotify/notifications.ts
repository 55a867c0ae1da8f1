/*
 * Sends a PayTR link by e-mail or SMS, for the resource 'Existing Link' and for 'Send By' of a new
 * link.
 */
import type { INodeProperties, IDataObject } from 'n8n-workflow';
import { shownAnswer } from '../shared/answer';
import { withBuilderHint } from '../shared/builderHint';
import type { Form } from '../shared/fields';
import type { ItemOutput, Sender, Step } from '../shared/delivery/plan';
import { ok } from '../shared/result';
import { email } from '../shared/values/email';
import { turkishMobile } from '../shared/values/phone';
import { readPaytrAnswer } from './answer';
import { EMAIL_MAX, SERVICE } from './constants';

/** The two channels by which PayTR sends a link, with the fields of each. */
export const CHANNELS = {
	email: { path: SERVICE.sendEmail, field: 'email', parse: email(EMAIL_MAX) },
	sms: { path: SERVICE.sendSms, field: 'cell_phone', parse: turkishMobile },
} as const;

export type Channel = keyof typeof CHANNELS;

/** One message: the link, its recipient and the channel. */
export interface Message {
	channel: Channel;
	recipient: string;
}

export const cellPhoneField: INodeProperties = withBuilderHint(
	{
		displayName: 'Phone',
		name: 'cellPhone',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 0532 123 45 67',
		description:
			'Turkish mobile number that gets the SMS: 05…, 5…, 90… or +90…, with or without spaces',
	},
	'Any usual spelling of a Turkish mobile number is understood: pass it on as it is.',
);

export const emailField: INodeProperties = {
	displayName: 'Email',
	name: 'email',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. name@example.com',
	description: 'E-mail address that gets the link, at most 100 characters',
};

type MessageJson = IDataObject & { response: IDataObject };

/** The request that sends a link to one recipient. */
export function messageStep(linkId: string, message: Message, debug: Form): Step<MessageJson> {
	const { channel, recipient } = message;
	const { path, field } = CHANNELS[channel];
	return {
		name: channel,
		path,
		form: { id: linkId, [field]: recipient, ...debug },
		about: { linkId, ...message },
		identity: { linkId, channel, recipient: recipient.toLowerCase() },
		isOneMessage: true,
		read(answer) {
			const response = readPaytrAnswer(answer);
			return response.ok ? ok({ response: shownAnswer(response.value) }) : response;
		},
	};
}

/** Sends a link to one recipient and returns the result as an output item. */
export async function sendMessage(
	sender: Sender,
	linkId: string,
	message: Message,
	debug: Form,
): Promise<ItemOutput> {
	const result = await sender.send(messageStep(linkId, message, debug));
	const { about } = result;
	if (result.state === 'failed') return { failure: { ...result.failure, data: about } };
	if (result.state === 'skipped')
		return { json: { skipped: true, reason: result.reason, ...about } };
	return { json: { success: true, ...about, ...result.value } };
}
