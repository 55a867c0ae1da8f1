import { readForm, type Form, type FormField, type ItemReader } from '../../shared/fields';
import type { Item, Operation } from '../../shared/operation';
import { ok } from '../../shared/result';
import { dayText } from '../../shared/values/date';
import { email } from '../../shared/values/email';
import { decimalText } from '../../shared/values/money';
import { internationalPhone } from '../../shared/values/phone';
import type { Parsed } from '../../shared/values/problem';
import { flag, oneOf, requiredText, text, wholeNumber } from '../../shared/values/text';
import { paymentRequestHash, readPayfullAnswer } from '../answer';
import { TAGS, TITLE_MAX_BYTES } from '../constants';
import { clientIp } from '../values';
import { field, sendFields } from './send.fields';

const CHANNEL: Readonly<Record<string, string>> = { '0': 'email', '1': 'sms', '2': 'emailAndSms' };

const percent = (value: unknown): Parsed => {
	const given = text(value);
	const rate = given.ok ? given.value.replace(/\s*%$/, '') : value;
	return oneOf('0', '1', '8', '10', '18', '20')(rate);
};

const optionalPhone = (value: unknown): Parsed => {
	const given = text(value);
	return given.ok && given.value === '' ? given : internationalPhone(value);
};

/** What every request carries. */
const always: Record<string, FormField> = {
	via_email_sms: { property: field.viaEmailSms, parse: oneOf('0', '1', '2') },
	recipient_email: { property: field.recipientEmail, parse: email() },
	recipient_first_name: { property: field.recipientFirstName, parse: text },
	recipient_last_name: { property: field.recipientLastName, parse: text },
	recipient_phone: { property: field.recipientPhone, parse: optionalPhone },
	title: { property: field.title, parse: requiredText },
	predefined_payment: { property: field.predefinedPayment, parse: flag },
	quantity: { property: field.quantity, parse: wholeNumber(1) },
	changeable_quantity: { property: field.changeableQuantity, parse: flag },
	currency: { property: field.currency, parse: oneOf('TRY', 'USD', 'EUR', 'GBP') },
	kdv: { property: field.kdv, parse: percent },
	start_date: { property: field.startDate, parse: dayText },
	end_date: { property: field.endDate, parse: dayText },
	request_type: { property: field.requestType, parse: oneOf('normal', 'recurring') },
	language: { property: field.language, parse: oneOf('tr', 'en') },
	client_ip: { property: field.clientIp, parse: clientIp },
};

const PREDEFINED: Record<string, FormField> = {
	payment_item: { property: field.paymentItem, parse: requiredText },
};

const FREE: Record<string, FormField> = {
	payment_free_amount: { property: field.paymentFreeAmount, parse: decimalText },
	payment_free_title: { property: field.paymentFreeTitle, parse: requiredText },
};

const RECURRING: Record<string, FormField> = {
	request_action_type: { property: field.requestActionType, parse: oneOf('manual', 'auto') },
	request_period: { property: field.requestPeriod, parse: oneOf('1', '2', '3', '4') },
	repetition_count: { property: field.repetitionCount, parse: wholeNumber(1) },
};

const EMAIL_TEXT: Record<string, FormField> = {
	email_text: { property: field.emailText, parse: requiredText },
};

const SMS_TEXT: Record<string, FormField> = {
	sms_text: { property: field.smsText, parse: requiredText },
};

/** The document's conditions: which further fields the ones already read ask for. */
function conditional(form: Form): Record<string, FormField> {
	return {
		...(form.predefined_payment === '1' ? PREDEFINED : {}),
		...(form.predefined_payment === '0' ? FREE : {}),
		...(form.request_type === 'recurring' ? RECURRING : {}),
		...(/[02]/.test(form.via_email_sms) ? EMAIL_TEXT : {}),
		...(/[12]/.test(form.via_email_sms) ? SMS_TEXT : {}),
	};
}

/** A dd-mm-yyyy as text that sorts like the days. */
const sortable = (day: string) => day.split('-').reverse().join();

function checkOrder(reader: ItemReader, { start_date: first, end_date: last }: Form): void {
	if (!first || !last || sortable(last) >= sortable(first)) return;
	reader.note(field.endDate, {
		message: `is before '${field.startDate.displayName}': ${last} is before ${first}`,
		fix: 'Choose the same day or a later one.',
	});
}

/** What may be meant, but is worth a look. */
function remarks(form: Form): string[] {
	const hints: string[] = [];
	if (form.sms_text !== undefined && !form.sms_text.includes(TAGS.link)) {
		hints.push(`'SMS Text' has no ${TAGS.link}: the SMS carries no link to pay.`);
	}
	if (form.sms_text !== undefined && form.recipient_phone === undefined) {
		hints.push(
			"'Recipient Phone' is empty: Payfull's document calls it optional, but an SMS needs a number.",
		);
	}
	const long = [form.title, form.payment_free_title].some(
		(words) => Buffer.byteLength(words ?? '', 'utf8') > TITLE_MAX_BYTES,
	);
	if (long) {
		hints.push(
			`A title is longer than ${TITLE_MAX_BYTES} bytes, which Payfull's own client refuses.`,
		);
	}
	return hints;
}

function readAll({ reader }: Item): Form {
	const form = readForm(reader, always);
	checkOrder(reader, form);
	return { type: 'Set', set_param: 'Request', ...form, ...readForm(reader, conditional(form)) };
}

export const send: Operation = {
	option: {
		name: 'Send',
		value: 'send',
		action: 'Send a payment request',
		description: 'Send a one-time or recurring payment request by e-mail, SMS or both',
	},
	unit: 'payment request',
	fields: sendFields,
	prepare(item) {
		const form = readAll(item);
		const { via_email_sms, recipient_email, recipient_phone } = form;
		const about = {
			channel: CHANNEL[via_email_sms],
			recipientEmail: recipient_email,
			...(recipient_phone === undefined ? {} : { recipientPhone: recipient_phone }),
		};
		return item.reader.finish(() => ({
			steps: ['send'],
			hints: remarks(form),
			async run(sender) {
				const result = await sender.send({
					name: 'send',
					path: '',
					form,
					about,
					read(answer) {
						const response = readPayfullAnswer(answer);
						return response.ok ? ok({ response: response.value }) : response;
					},
				});
				const sent = result.about;
				if (result.state === 'failed') return [{ failure: { ...result.failure, data: sent } }];
				if (result.state === 'skipped') {
					return [{ json: { skipped: true, reason: result.reason, ...sent } }];
				}
				const hash = paymentRequestHash(result.value.response);
				const paymentRequest = hash === undefined ? {} : { paymentRequestHash: hash };
				return [{ json: { success: true, ...sent, ...paymentRequest, ...result.value } }];
			},
		}));
	},
};
