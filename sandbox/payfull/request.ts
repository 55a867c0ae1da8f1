import { randomBytes } from 'node:crypto';
import type { Context, Verdict } from '../service';
import type { Fields, JsonObject, JsonValue } from '../types';
import { refusal } from './errors';
import { brokenRequest } from './rules';
import { fillTags } from './tags';

export function success(data: JsonValue, top: JsonObject = {}): JsonObject {
	return { status: 1, ErrorMSG: '', ErrorCode: '00', data, ...top };
}

/** Set Request: one e-mail, one SMS or both. */
export function sendRequest(fields: Fields, context: Context): Verdict {
	const broken = brokenRequest(fields, context.answers());
	if (broken) return refusal(broken.code, fields, broken);
	const hash = randomBytes(16).toString('hex');
	const link = `${context.url()}/pay/${hash}`;
	const { store } = context;
	const { hashAt } = context.answers();
	store.paymentRequests.set(hash, {
		hash,
		link,
		createdAt: new Date().toISOString(),
		fields,
		deleted: false,
		paid: false,
		recurring: fields.request_type === 'recurring',
	});
	const via = fields.via_email_sms;
	const base = { provider: 'payfull', paymentRequestHash: hash, fields } as const;
	const phone = fields.recipient_phone;
	if (via !== '0' && phone !== undefined) {
		const text = fillTags(fields.sms_text, fields, 'sms', link);
		const carried = fields.sms_text.includes('[LINK]') ? link : null;
		store.addMessage({ ...base, channel: 'sms', to: phone, text, link: carried });
	}
	if (via !== '1') {
		store.addMessage({
			...base,
			channel: 'email',
			to: fields.recipient_email,
			subject: fields.title,
			text: fillTags(fields.email_text, fields, 'email', link),
			link,
		});
	}
	store.changed();
	const found = { paymentRequestHash: hash };
	const answer = success(
		{ approved: true, ...(hashAt === 'data' ? found : {}) },
		hashAt === 'top' ? found : {},
	);
	const notes = [
		via !== '0' && phone === undefined ? 'no recipient_phone: no SMS was sent' : '',
		via !== '0' && !fields.sms_text.includes('[LINK]') ? 'sms_text has no [LINK]' : '',
	].filter(Boolean);
	return { accepted: true, answer, ...(notes.length > 0 ? { note: notes.join('; ') } : {}) };
}

/** Delete Request: accepts only an existing request that is unpaid and not recurring. */
export function deleteRequest(fields: Fields, { store }: Context): Verdict {
	const hash = fields.payment_request_hash;
	if (hash === undefined) return refusal('01', fields, { field: 'payment_request_hash' });
	const request = store.paymentRequests.get(hash);
	const refuse = (note: string) => refusal('37', fields, { field: 'payment_request_hash', note });
	if (!request || request.deleted) return refuse('no such payment request, or deleted before');
	if (request.recurring) return refuse("a recurring payment request can't be deleted");
	if (request.paid) return refuse("a paid payment request can't be deleted");
	request.deleted = true;
	store.changed();
	return { accepted: true, answer: success({ approved: true }) };
}
