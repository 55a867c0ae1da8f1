import { readForm, type Form, type FormField, type ItemReader } from '../../../shared/fields';
import { ok } from '../../../shared/result';
import { currency } from '../../../shared/values/currency';
import { comingDayText, dayText, today } from '../../../shared/values/date';
import { email } from '../../../shared/values/email';
import { landlineNumber } from '../../../shared/values/problems';
import { decimalText } from '../../../shared/values/money';
import { percent } from '../../../shared/values/percent';
import { internationalPhone, phone } from '../../../shared/values/phone';
import type { Parsed } from '../../../shared/values/problem';
import {
	flag,
	oneOf,
	optional,
	readableText,
	requiredReadableText,
	wholeNumber,
	withDefault,
} from '../../../shared/values/text';
import { TITLE_MAX_BYTES, VAT_RATES } from '../../constants';
import { endDayBeforeStart, startInThePast } from '../../problems';
import { messageText, smsText } from '../../tags';
import { clientIp } from '../../values';
import { field } from './send.fields';

const startDay = (value: unknown): Parsed => {
	const given = optional(dayText)(value);
	return given.ok && given.value === '' ? ok(today()) : given;
};

const ownCurrency = currency('TRY', 'USD', 'EUR', 'GBP');

/**
 * The default is lira if the field was not added. An empty cell is an error, because it doesn't
 * tell the currency of the amount.
 */
const currencyOrLira = (value: unknown): Parsed =>
	value === null ? ok('TRY') : ownCurrency(value);

/** The fields of every request. */
const ALWAYS: Record<string, FormField> = {
	via_email_sms: { property: field.viaEmailSms, parse: oneOf('0', '1', '2') },
	recipient_email: { property: field.recipientEmail, parse: email() },
	recipient_first_name: { property: field.recipientFirstName, parse: readableText },
	recipient_last_name: { property: field.recipientLastName, parse: readableText },
	title: { property: field.title, parse: requiredReadableText },
	predefined_payment: { property: field.predefinedPayment, parse: flag },
	quantity: { property: field.quantity, parse: withDefault('1', wholeNumber(1)) },
	changeable_quantity: { property: field.changeableQuantity, parse: withDefault('0', flag) },
	currency: { property: field.currency, parse: currencyOrLira },
	kdv: { property: field.kdv, parse: percent(...VAT_RATES) },
	start_date: { property: field.startDate, parse: startDay },
	end_date: { property: field.endDate, parse: comingDayText },
	request_type: { property: field.requestType, parse: oneOf('normal', 'recurring') },
	language: { property: field.language, parse: withDefault('tr', oneOf('tr', 'en')) },
	client_ip: { property: field.clientIp, parse: clientIp },
};

const PREDEFINED: Record<string, FormField> = {
	payment_item: { property: field.paymentItem, parse: requiredReadableText },
};

const freePayment = (form: Form): Record<string, FormField> => ({
	payment_free_amount: {
		property: field.paymentFreeAmount,
		parse: (value) => decimalText(value, form.currency),
	},
	payment_free_title: { property: field.paymentFreeTitle, parse: readableText },
});

const RECURRING: Record<string, FormField> = {
	request_action_type: { property: field.requestActionType, parse: oneOf('manual', 'auto') },
	request_period: { property: field.requestPeriod, parse: oneOf('1', '2', '3', '4') },
	repetition_count: { property: field.repetitionCount, parse: wholeNumber(1) },
};

const EMAIL: Record<string, FormField> = {
	email_text: { property: field.emailText, parse: messageText },
};

/**
 * Payfull's document calls the phone optional, but an SMS needs it. A landline can't receive an
 * SMS.
 */
const mobile = (value: unknown): Parsed => {
	const given = phone(value);
	if (!given.ok) return given;
	return given.value.kind === 'landline' ? landlineNumber(value) : ok(given.value.number);
};

const SMS: Record<string, FormField> = {
	recipient_phone: { property: field.recipientPhone, parse: mobile },
	sms_text: { property: field.smsText, parse: smsText },
};

/** Additional fields that the given fields require, according to Payfull's document. */
function conditional(form: Form): Record<string, FormField> {
	return {
		...(form.predefined_payment === '1' ? PREDEFINED : {}),
		...(form.predefined_payment === '0' ? freePayment(form) : {}),
		...(form.request_type === 'recurring' ? RECURRING : {}),
		...(/[02]/.test(form.via_email_sms) ? EMAIL : {}),
		...(/[12]/.test(form.via_email_sms) ? SMS : {}),
	};
}

/** A dd-mm-yyyy date as text that sorts by date. */
const sortable = (day: string) => day.split('-').reverse().join();

function checkDays(reader: ItemReader, form: Form): void {
	const { start_date: first, end_date: last, request_type: type } = form;
	if (!first) return;
	if (type === 'recurring' && sortable(first) < sortable(today())) {
		reader.note(field.startDate, startInThePast(first));
	} else if (last && sortable(last) < sortable(first)) {
		reader.note(field.endDate, endDayBeforeStart(last, first));
	}
}

const PHONE_LEFT_OUT =
	"'Phone' could not be read and was left out: the request went by e-mail alone.";

const LONG_TITLE = `A title is longer than ${TITLE_MAX_BYTES} bytes, which Payfull's own client refuses.`;

/** For a request by e-mail only, an unreadable phone is left out and the request is still sent. */
function phoneBesideEmail(reader: ItemReader): { form: Form; hints: string[] } {
	const given = optional(internationalPhone)(reader.value(field.phoneBesideEmail.name));
	if (!given.ok) return { form: {}, hints: [PHONE_LEFT_OUT] };
	return { form: given.value === '' ? {} : { recipient_phone: given.value }, hints: [] };
}

const isLong = (title = '') => Buffer.byteLength(title, 'utf8') > TITLE_MAX_BYTES;

/** The form of one request, with hints on problems that don't prevent sending. */
export function readRequest(reader: ItemReader): { form: Form; hints: string[] } {
	const always = readForm(reader, ALWAYS);
	checkDays(reader, always);
	const besideEmail =
		always.via_email_sms === '0' ? phoneBesideEmail(reader) : { form: {}, hints: [] };
	const form: Form = {
		type: 'Set',
		set_param: 'Request',
		...always,
		...besideEmail.form,
		...readForm(reader, conditional(always)),
	};
	if (form.payment_free_amount) form.payment_free_title ??= form.title;
	const isLongTitle = isLong(form.title) || isLong(form.payment_free_title);
	return { form, hints: [...besideEmail.hints, ...(isLongTitle ? [LONG_TITLE] : [])] };
}
