import type { INodeProperties } from 'n8n-workflow';
import type { ItemOutput, Plan } from '../../../shared/delivery/plan';
import { invalid, type ItemReader, type WrongParameter } from '../../../shared/fields';
import type { Item } from '../../../shared/operation';
import { fail, type Failure, type Result } from '../../../shared/result';
import { debugForm, linkIdField } from '../../fields';
import { linkId } from '../../linkId';
import {
	cellPhoneField,
	CHANNELS,
	emailField,
	sendMessage,
	type Channel,
	type Message,
} from '../../notifications';

const RECIPIENT_FIELD: Record<Channel, INodeProperties> = {
	email: emailField,
	sms: cellPhoneField,
};

/** The fields of an operation that sends a link by these channels. */
export const notifyFields = (...channels: Channel[]): INodeProperties[] => [
	linkIdField,
	...channels.map((channel) => RECIPIENT_FIELD[channel]),
];

/**
 * Sends an existing link by each channel, with one output item per message. Each message succeeds
 * or fails on its own. A wrong link ID fails the whole item.
 */
export function prepareNotify(...channels: Channel[]) {
	return ({ reader, address }: Item): Result<Plan> => {
		const id = reader.read(linkIdField, linkId(address));
		const messages = channels.map((channel) => readMessage(reader, channel));
		if (id === undefined) {
			return fail(
				invalid([...reader.problems, ...messages.flatMap((m) => ('wrong' in m ? m.wrong : []))]),
			);
		}
		const debug = debugForm(reader);
		const recipients = new Map(
			messages.map((m) => [m.channel as string, 'recipient' in m ? m.recipient : '']),
		);
		const recipient = (channel: string) => recipients.get(channel);
		return reader.finish(() => ({
			steps: channels,
			recipient,
			defaultKey: (channel) => JSON.stringify([id, recipient(channel)?.toLowerCase()]),
			invalidPart: messages.flatMap((m) => ('wrong' in m ? wrongRecipient(m) : [])).at(0),
			async run(sender) {
				const outputs: ItemOutput[] = [];
				for (const message of messages) {
					outputs.push(
						'wrong' in message
							? { failure: wrongRecipient(message) }
							: await sendMessage(sender, id, message, debug),
					);
				}
				return outputs;
			},
		}));
	};
}

interface WrongMessage {
	channel: Channel;
	wrong: WrongParameter;
}

function readMessage(reader: ItemReader, channel: Channel): Message | WrongMessage {
	const { name, displayName: label } = RECIPIENT_FIELD[channel];
	const recipient = CHANNELS[channel].parse(reader.value(name));
	return recipient.ok
		? { channel, recipient: recipient.value }
		: { channel, wrong: { label, problem: recipient.error } };
}

function wrongRecipient({ channel, wrong }: WrongMessage): Failure {
	return { ...invalid([wrong]), provider: 'PayTR', data: { channel } };
}
