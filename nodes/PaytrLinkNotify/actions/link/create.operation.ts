import type { IDataObject } from 'n8n-workflow';
import type { ItemOutput, Sender, SkipReason } from '../../../shared/delivery/plan';
import type { ItemReader } from '../../../shared/fields';
import type { Item, Operation } from '../../../shared/operation';
import { fail, ok, type Failure, type Result } from '../../../shared/result';
import { unusableAnswer } from '../../../shared/answer';
import type { Answer } from '../../../shared/transport';
import { problem } from '../../../shared/values/problem';
import { readPaytrAnswer } from '../../answer';
import { SERVICE } from '../../constants';
import { debugForm } from '../../fields';
import { CHANNELS, sendMessage, type Channel, type Message } from '../../messages';
import { createFields, field } from './create.fields';
import { readLinkForm } from './create.form';
import { takeQr } from './qr';

/** What is kept of a QR code for a re-run of the node; a larger one isn't. */
const QR_REMEMBERED = 8_192;

const RECIPIENT = { email: field.email, sms: field.cellPhone } as const;

interface NewLink extends IDataObject {
	linkId: string;
	link: string;
	response: IDataObject;
	qr?: string;
}

/** The answer of the create service: id, link, and a QR code under one name or another. */
function readNewLink(answer: Answer): Result<NewLink> {
	const read = readPaytrAnswer(answer);
	if (!read.ok) return read;
	const { response, qr } = takeQr(read.value);
	const link = String(response.link ?? '');
	const linkId = String(response.id ?? '') || (/\/link\/([^/?#]+)/.exec(link)?.[1] ?? '');
	if (!linkId) return fail(unusableAnswer('PayTR', answer));
	return ok({ linkId, link, response, ...(qr ? { qr } : {}) });
}

function channels(reader: ItemReader): Channel[] {
	const chosen = reader.read(field.notifyVia, (value) => {
		const list = Array.isArray(value) ? value.map(String) : String(value ?? '').split(/[\s,]+/);
		const wrong = list.filter((name) => name !== '' && !Object.hasOwn(CHANNELS, name));
		if (wrong.length) return problem(`can't be "${wrong.join(', ')}"`, 'Use email, sms or both.');
		return ok(list);
	});
	return (['email', 'sms'] as const).filter((channel) => chosen?.includes(channel));
}

function readMessages({ reader }: Item): Message[] {
	return channels(reader).map((channel) => {
		// A collection link has asked for the address already: a wrong one is said once.
		const said = reader.problems.some(({ label }) => label === RECIPIENT[channel].displayName);
		const { parse } = CHANNELS[channel];
		const recipient = said ? '' : (reader.read(RECIPIENT[channel], parse) ?? '');
		return { channel, recipient };
	});
}

/** The link was created, a message was not sent: the link must not be lost with the failure. */
function messageFailure(
	{ linkId, link }: NewLink,
	notifications: IDataObject[],
	failures: Failure[],
): Failure {
	const first = failures.find(({ outcome }) => outcome === 'unknown') ?? failures[0];
	return {
		...first,
		message: `The link ${link || linkId} was created, but a message was not sent: ${first.message}`,
		description: `${first.description} Use 'Send SMS' or 'Send Email' with this link; a retry of this execution does not create a second one.`,
		data: { linkId, link, notifications },
	};
}

/** An earlier execution has created the link: its ID is not known here any more. */
function skipped(
	sender: Sender,
	messages: Message[],
	reason: SkipReason,
	name: string,
): ItemOutput {
	const missing = messages.filter(({ channel }) => sender.earlier(channel) !== 'sent');
	if (reason === 'unknownOutcome' || !missing.length)
		return { json: { skipped: true, reason, name } };
	if (missing.some(({ channel }) => sender.earlier(channel) === 'unknown')) {
		return { json: { skipped: true, reason: 'unknownOutcome', name } };
	}
	return {
		failure: {
			outcome: 'notSent',
			provider: 'PayTR',
			message: `The link was created in an earlier execution, but it was not sent by ${missing.map((m) => m.channel).join(' and ')}`,
			description:
				"Take the link from that execution or from the PayTR panel, and send it with 'Send SMS' or 'Send Email'.",
		},
	};
}

export const create: Operation = {
	option: {
		name: 'Create',
		value: 'create',
		action: 'Create a payment link',
		description: 'Create a payment link, and send it by e-mail and SMS in the same step',
	},
	unit: 'link',
	fields: createFields,
	prepare(item) {
		const debug = debugForm(item.reader);
		const form = readLinkForm(item);
		const messages = readMessages(item);
		const recipients = messages.map(({ channel, recipient }) => [`to_${channel}`, recipient]);
		return item.reader.finish(() => ({
			steps: ['create', ...messages.map(({ channel }) => channel)],
			identity: { ...form, ...Object.fromEntries(recipients) },
			async run(sender) {
				const created = await sender.send<NewLink>({
					name: 'create',
					path: SERVICE.create,
					form: { ...form, ...debug },
					read: readNewLink,
					remember({ qr, ...link }) {
						return qr !== undefined && qr.length <= QR_REMEMBERED ? { ...link, qr } : link;
					},
				});
				if (created.state === 'failed') return [{ failure: created.failure }];
				if (created.state === 'skipped') {
					return [skipped(sender, messages, created.reason, form.name)];
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
	const failures: Failure[] = [];
	for (const message of messages) {
		const output = await sendMessage(sender, link.linkId, message, debug);
		if ('failure' in output) {
			const { message: error, outcome } = output.failure;
			failures.push(output.failure);
			notifications.push({ ...message, success: false, outcome, error });
		} else notifications.push(output.json);
	}
	if (failures.length) return { failure: messageFailure(newLink, notifications, failures) };
	const json = { success: true, ...link, notifications };
	if (qr === undefined) return { json };
	try {
		const png = await item.file(Buffer.from(qr, 'base64'), `${link.linkId}.png`, 'image/png');
		return { json, binary: { qr: png } };
	} catch (error) {
		// The link is there and was sent: a full disk of n8n's must not make it look otherwise.
		return { json: { ...json, qrNotStored: error instanceof Error ? error.message : 'unknown' } };
	}
}
