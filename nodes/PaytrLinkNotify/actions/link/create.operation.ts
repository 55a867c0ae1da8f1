import type { IDataObject } from 'n8n-workflow';
import type { ItemOutput, Sender } from '../../../shared/delivery/plan';
import { PER_KEY } from '../../../shared/delivery/sendOnce';
import type { Form } from '../../../shared/fields';
import type { Item, Operation } from '../../../shared/operation';
import { fail, ok, type Result } from '../../../shared/result';
import { shownAnswer, unusableAnswer } from '../../../shared/answer';
import type { Answer } from '../../../shared/transport';
import { problem, shown, type Parsed } from '../../../shared/values/problem';
import { text } from '../../../shared/values/text';
import { readPaytrAnswer } from '../../answer';
import { SERVICE } from '../../constants';
import { debugForm } from '../../fields';
import { CHANNELS, sendMessage, type Channel, type Message } from '../../notifications';
import { linkFailure, messageFailure, skipped, type MessageFailure } from './create.failures';
import { createFields, field } from './create.fields';
import { readLinkForm } from './create.form';
import { takeQr } from './qr';

/** The maximum length of a QR code that is kept for a re-run of the node. */
const QR_REMEMBERED = 8_192;

const RECIPIENT = { email: field.email, sms: field.cellPhone } as const;

interface NewLink extends IDataObject {
	linkId: string;
	link: string;
	response: IDataObject;
	qr?: string;
}

/** Represents the link that a dry run doesn't create. */
const NO_LINK_YET: NewLink = { linkId: '(new link)', link: '', response: {} };

const textOf = (value: unknown) =>
	typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';

/** Reads the response of the create service: ID, link, and a QR code whose field name varies. */
function readNewLink(answer: Answer): Result<NewLink> {
	const read = readPaytrAnswer(answer);
	if (!read.ok) return read;
	const { response, qr } = takeQr(read.value);
	const link = textOf(response.link);
	const linkId = textOf(response.id) || (/\/link\/([^/?#]+)/.exec(link)?.[1] ?? '');
	if (!linkId) return fail(unusableAnswer('PayTR', answer));
	return ok({ linkId, link, response: shownAnswer(response), ...(qr ? { qr } : {}) });
}

/** Words that people, spreadsheets and models use for the channels. */
const CHANNEL_NAMES: Readonly<Record<string, Channel>> = {
	email: 'email',
	'e-mail': 'email',
	'e-posta': 'email',
	sms: 'sms',
};

/** A list, or a text such as "SMS and email". Empty or "none" means no message. */
function notifyVia(value: unknown): Parsed<Channel[]> {
	const given = text(Array.isArray(value) ? value.join(' ') : value);
	if (!given.ok) return given;
	const words = given.value.toLowerCase().split(/[\s,;+&/]+/);
	const chosen = words.filter((word) => !['', 'and', 've', 'none'].includes(word));
	const wrong = chosen.filter((word) => !Object.hasOwn(CHANNEL_NAMES, word));
	if (wrong.length)
		return problem(`can't be ${shown(wrong.join(', '))}`, 'Use email, sms or both.');
	return ok(
		(['email', 'sms'] as const).filter((channel) =>
			chosen.some((word) => CHANNEL_NAMES[word] === channel),
		),
	);
}

/**
 * The product and the recipients of a new link. Items with the same key must have the same values.
 */
const newLinkIdentity = ({ name, price, currency, email }: Form, messages: Message[]) => ({
	...{ name, price, currency, email },
	recipients: messages.map(({ channel, recipient }) => `${channel} ${recipient.toLowerCase()}`),
});

function readMessages({ reader }: Item): Message[] {
	return (reader.read(field.notifyVia, notifyVia) ?? []).map((channel) => {
		// For a collection link, the form already reports a wrong address.
		const said = reader.problems.some(({ label }) => label === RECIPIENT[channel].displayName);
		const { parse } = CHANNELS[channel];
		const recipient = said ? '' : (reader.read(RECIPIENT[channel], parse) ?? '');
		return { channel, recipient };
	});
}

export const create: Operation = {
	option: {
		name: 'Create',
		value: 'create',
		action: 'Create payment link and send it',
		description: 'Create a payment link, and send it by e-mail and SMS in the same step',
	},
	unit: 'link',
	sendOnce: PER_KEY,
	fields: createFields,
	prepare(item) {
		const debug = debugForm(item.reader);
		const form = readLinkForm(item);
		const messages = readMessages(item);
		return item.reader.finish(() => ({
			steps: ['create', ...messages.map(({ channel }) => channel)],
			recipient: (step) => messages.find(({ channel }) => channel === step)?.recipient,
			hints: messages.length
				? []
				: [`Created, not sent to anyone: '${field.notifyVia.displayName}' names no channel`],
			async run(sender) {
				const created = await sender.send<NewLink>({
					name: 'create',
					path: SERVICE.create,
					form: { ...form, ...debug },
					about: { name: form.name },
					identity: newLinkIdentity(form, messages),
					dryRun: { amount: Number(form.price) / 100, currency: form.currency, value: NO_LINK_YET },
					read: readNewLink,
					remember({ qr, ...link }) {
						return qr !== undefined && qr.length <= QR_REMEMBERED ? { ...link, qr } : link;
					},
				});
				if (created.state === 'failed') return [{ failure: linkFailure(created) }];
				if (created.state === 'skipped') {
					return [await skipped(sender, messages, created.reason, form.name)];
				}
				return [await notify(item, sender, created.value, messages, debug)];
			},
		}));
	},
};

async function notify(
	item: Item,
	sender: Sender,
	newLink: NewLink,
	messages: Message[],
	debug: Record<string, string>,
): Promise<ItemOutput> {
	const { qr, ...link } = newLink;
	const notifications: IDataObject[] = [];
	const failures: MessageFailure[] = [];
	for (const message of messages) {
		const output = await sendMessage(sender, link.linkId, message, debug);
		if ('failure' in output) {
			const { message: error, outcome } = output.failure;
			failures.push({ channel: message.channel, failure: output.failure });
			notifications.push({ ...message, success: false, outcome, error });
		} else notifications.push(output.json);
	}
	if (failures.length) return { failure: messageFailure(link, notifications, failures) };
	const json = { success: true, ...link, notifications };
	if (qr === undefined) return { json };
	try {
		const png = await item.file(Buffer.from(qr, 'base64'), `${link.linkId}.png`, 'image/png');
		return { json, binary: { qr: png } };
	} catch (error) {
		// The link was created and sent. A storage error of n8n must not turn this into a failure.
		return { json: { ...json, qrNotStored: error instanceof Error ? error.message : 'unknown' } };
	}
}
