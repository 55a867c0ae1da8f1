import type { Answers } from '../answers';
import type { Fields } from '../types';

/** A broken rule in Payfull's terms: the code, the field, and the rule in words. */
export interface Broken {
	code: string;
	field: string;
	note: string;
}

type Rule = [code: string, fits: (value: string) => boolean, words: string];

const oneOf = (code: string, ...values: string[]): Rule => [
	code,
	(value) => values.includes(value),
	`one of ${values.join(', ')}`,
];

/** A number that sorts by date, for a dd-mm-yyyy date that exists. Undefined otherwise. */
export function readDate(value: string): number | undefined {
	const found = /^(\d{2})-(\d{2})-(\d{4})$/.exec(value);
	if (!found) return undefined;
	const iso = `${found[3]}-${found[2]}-${found[1]}`;
	const date = new Date(`${iso}T00:00:00Z`);
	if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== iso) return undefined;
	return date.getTime();
}

const DATE: Rule = ['36', (value) => readDate(value) !== undefined, 'dd-mm-yyyy'];
const COUNT: Rule = ['40', (value) => /^[1-9]\d{0,8}$/.test(value), 'a whole number of at least 1'];
const FLAG = oneOf('37', '0', '1');
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

const REQUIRED: Record<string, Rule | undefined> = {
	title: undefined,
	recipient_email: ['38', (value) => EMAIL.test(value), 'an e-mail address'],
	start_date: DATE,
	end_date: DATE,
	changeable_quantity: FLAG,
	predefined_payment: FLAG,
	quantity: COUNT,
	currency: oneOf('07', 'TRY', 'USD', 'EUR', 'GBP'),
	kdv: undefined,
	via_email_sms: oneOf('37', '0', '1', '2'),
	request_type: oneOf('37', 'normal', 'recurring'),
};

/** 10 and 20 are Turkey's current rates. No Payfull document says whether they are accepted. */
const VAT_RATES: Record<Answers['vatRates'], string[]> = {
	all: ['0', '1', '8', '10', '18', '20'],
	listed: ['0', '1', '8', '18'],
	current: ['0', '1', '10', '20'],
};

/** Checks that Payfull's server may or may not make. */
function disputed(fields: Fields, answers: Answers): Broken | undefined {
	const { kdv, title, via_email_sms, recipient_phone } = fields;
	const rates = VAT_RATES[answers.vatRates];
	if (!rates.includes(kdv)) {
		return { code: '37', field: 'kdv', note: `kdv: one of ${rates.join(', ')}` };
	}
	if (answers.titleLimit === '50 bytes' && Buffer.byteLength(title) >= 50) {
		return { code: '40', field: 'title', note: 'title: under 50 bytes' };
	}
	if (answers.smsWithoutPhone === 'refused' && via_email_sms !== '0' && !recipient_phone) {
		return { code: '01', field: 'recipient_phone', note: 'an SMS needs recipient_phone' };
	}
	return undefined;
}

const AMOUNT: Rule = [
	'06',
	(value) => /^\d{1,9}\.\d{2}$/.test(value) && Number(value) > 0,
	'a dot and two decimals, above zero, e.g. 12.25',
];

const PHONE: Rule = [
	'33',
	(value) => (value.startsWith('0090') ? /^0090\d{10}$/ : /^00[1-9]\d{7,14}$/).test(value),
	'0090 and 10 digits for Turkey, 00 and the country code elsewhere',
];

/** Fields that the selected values require, according to Payfull's document. */
function conditional(fields: Fields): Record<string, Rule | undefined> {
	const payment: Record<string, Rule | undefined> =
		fields.predefined_payment === '1'
			? { payment_item: undefined }
			: { payment_free_amount: AMOUNT, payment_free_title: undefined };
	const texts: Record<string, undefined> = {
		...(fields.via_email_sms !== '1' ? { email_text: undefined } : {}),
		...(fields.via_email_sms !== '0' ? { sms_text: undefined } : {}),
	};
	const recurring: Record<string, Rule> =
		fields.request_type === 'recurring'
			? {
					request_action_type: oneOf('37', 'manual', 'auto'),
					request_period: oneOf('37', '1', '2', '3', '4'),
					repetition_count: COUNT,
				}
			: {};
	return { ...payment, ...texts, ...recurring };
}

function firstBroken(fields: Fields, rules: Record<string, Rule | undefined>): Broken | undefined {
	for (const [field, rule] of Object.entries(rules)) {
		const value = fields[field];
		if (value === undefined) return { code: '01', field, note: `${field} is missing` };
		if (rule && !rule[1](value)) return { code: rule[0], field, note: `${field}: ${rule[2]}` };
	}
	return undefined;
}

/** The first broken rule of a payment request. */
export function brokenRequest(fields: Fields, answers: Answers): Broken | undefined {
	const broken =
		firstBroken(fields, REQUIRED) ??
		firstBroken(fields, conditional(fields)) ??
		disputed(fields, answers);
	if (broken) return broken;
	const phone = fields.recipient_phone;
	if (phone !== undefined && !PHONE[1](phone)) {
		return { code: '33', field: 'recipient_phone', note: `recipient_phone: ${PHONE[2]}` };
	}
	const [start, end] = [readDate(fields.start_date), readDate(fields.end_date)];
	if (start !== undefined && end !== undefined && end < start) {
		return { code: '37', field: 'end_date', note: 'end_date lies before start_date' };
	}
	if (/@blocked\.example$/i.test(fields.recipient_email)) {
		return { code: '42', field: 'recipient_email', note: 'blocked.example always draws 42 here' };
	}
	return undefined;
}
