import type { INodeProperties } from 'n8n-workflow';
import { additional, additionalFields } from '../../../shared/additionalFields';
import { withBuilderHint } from '../../../shared/builderHint';
import { TAGS, VAT_RATES } from '../../constants';

const BY_EMAIL = { show: { viaEmailSms: ['0', '2'] } };
const BY_SMS = { show: { viaEmailSms: ['1', '2'] } };
const RECURRING = { show: { requestType: ['recurring'] } };

const viaEmailSms: INodeProperties = {
	displayName: 'Send By',
	name: 'viaEmailSms',
	type: 'options',
	options: [
		{ name: 'Email', value: '0' },
		{ name: 'Email and SMS', value: '2' },
		{ name: 'SMS', value: '1' },
	],
	default: '0',
	description: 'How the customer gets the link to the payment page',
};

const recipientPhone = withBuilderHint(
	{
		displayName: 'Phone',
		name: 'recipientPhone',
		type: 'string',
		default: '',
		placeholder: 'e.g. 0532 123 45 67',
		description:
			'Phone of the customer. Turkish numbers in any form; other countries with + and the country code. An SMS needs a mobile number.',
	},
	"The customer's mobile number as the row holds it, e.g. ={{ $json.phone }}: the node reads any usual form.",
);

const recipientEmail: INodeProperties = {
	displayName: 'Email',
	name: 'recipientEmail',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. name@example.com',
	description: 'E-mail address of the customer. Payfull requires it, also for an SMS.',
};

const recipientFirstName: INodeProperties = {
	displayName: 'First Name',
	name: 'recipientFirstName',
	type: 'string',
	default: '',
	placeholder: 'e.g. Gülşah',
	description: 'First name of the customer; may be left empty',
};

const recipientLastName: INodeProperties = {
	displayName: 'Last Name',
	name: 'recipientLastName',
	type: 'string',
	default: '',
	placeholder: 'e.g. Öztürk',
	description: 'Last name of the customer; may be left empty',
};

const title: INodeProperties = {
	displayName: 'Title',
	name: 'title',
	type: 'string',
	default: '',
	required: true,
	placeholder: "e.g. Çay Bardağı 6'lı Set",
	description:
		'What the request is for, as the customer reads it. Payfull’s own client takes titles of up to 49 bytes; a Turkish letter counts two.',
};

const predefinedPayment: INodeProperties = {
	displayName: 'Amount From',
	name: 'predefinedPayment',
	type: 'options',
	options: [
		{
			name: 'Payment Item (Ödeme Kalemi)',
			value: true,
			description: 'A payment item of the Payfull panel has the amount',
		},
		{ name: 'This Field', value: false, description: 'You enter the amount below' },
	],
	default: false,
	description: 'Where the amount comes from (predefined_payment)',
};

const paymentItem: INodeProperties = {
	displayName: 'Payment Item',
	name: 'paymentItem',
	type: 'string',
	default: '',
	required: true,
	displayOptions: { show: { predefinedPayment: [true] } },
	placeholder: 'e.g. 42',
	description:
		'Which payment item (ödeme kalemi) of the Payfull panel is paid (payment_item). Payfull does not say whether it wants its number or its name: try it with one request.',
};

const paymentFreeAmount = withBuilderHint(
	{
		displayName: 'Amount',
		name: 'paymentFreeAmount',
		type: 'string',
		default: '',
		required: true,
		displayOptions: { show: { predefinedPayment: [false] } },
		placeholder: 'e.g. 149,90',
		hint: 'In lira, not kuruş',
		description:
			"Amount for one unit, in lira (not kuruş), euro, …, e.g. 149.90, 149,90 or 1.234,56 (payment_free_amount). That it is for one unit is how Payfull's document reads; try it before you use a 'Quantity' above 1.",
	},
	'The amount in major units as the row holds it, e.g. ={{ $json.amount }}. Never multiply it by 100.',
);

const paymentFreeTitle: INodeProperties = {
	displayName: 'Payment Title',
	name: 'paymentFreeTitle',
	type: 'string',
	default: '',
	placeholder: 'e.g. İnce belli çay bardağı',
	description: "Name of the line that is paid (payment_free_title); empty for the same as 'Title'",
};

const quantity: INodeProperties = {
	displayName: 'Quantity',
	name: 'quantity',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 1,
	description: 'How many units are to be paid for (ürün miktarı), 1 or more; 1 if left out',
};

const changeableQuantity: INodeProperties = {
	displayName: 'Changeable Quantity',
	name: 'changeableQuantity',
	type: 'boolean',
	default: false,
	description: 'Whether the customer may change the quantity',
};

const currency: INodeProperties = {
	displayName: 'Currency',
	name: 'currency',
	type: 'options',
	options: [
		{ name: 'British Pound (GBP)', value: 'GBP' },
		{ name: 'Euro (EUR)', value: 'EUR' },
		{ name: 'Turkish Lira (TRY)', value: 'TRY' },
		{ name: 'US Dollar (USD)', value: 'USD' },
	],
	default: 'TRY',
	description: 'Currency of the amount; an expression may give TL or TRY. Lira if left out.',
};

const NOT_LISTED = "Turkey's rate since July 2023; not in Payfull's published list";

/** Sorted by rate, not alphabetically. */
const rates = VAT_RATES.map((value) => ({
	name: `${value} %`,
	value,
	...(/^[12]0$/.test(value) ? { description: NOT_LISTED } : {}),
}));

const kdv: INodeProperties = {
	displayName: 'VAT Rate (KDV)',
	name: 'kdv',
	type: 'options',
	options: [
		{
			name: 'Choose a Rate',
			value: '',
			description: 'Nothing is sent until a rate is chosen',
		},
		...rates,
	],
	default: '',
	required: true,
	description:
		'The rate that applies to what is paid. Payfull lists 0, 1, 8 and 18; it does not say whether it takes 10 and 20, nor whether the amount includes the VAT.',
};

const startDate: INodeProperties = {
	displayName: 'Start Date',
	name: 'startDate',
	type: 'dateTime',
	typeOptions: { dateOnly: true },
	default: '',
	description:
		"First day of the request (başlangıç tarihi), in Istanbul, written like 'End Date'. Empty for today; before today for a one-time request only.",
};

const endDate: INodeProperties = {
	displayName: 'End Date',
	name: 'endDate',
	type: 'dateTime',
	typeOptions: { dateOnly: true },
	default: '',
	required: true,
	description:
		'Last day to pay (son ödeme günü), in Istanbul, today or later. From the date picker, or written as 31.12.2026, 31/12/2026 or 2026-12-31.',
};

const requestType: INodeProperties = {
	displayName: 'Request Type',
	name: 'requestType',
	type: 'options',
	options: [
		{ name: 'One-Time', value: 'normal', description: 'The customer pays once' },
		{
			name: 'Recurring',
			value: 'recurring',
			description: 'The same amount is collected again and again',
		},
	],
	default: 'normal',
	description:
		'How often the customer pays. Payfull can’t delete a recurring request: check it before it goes out.',
};

const requestActionType: INodeProperties = {
	displayName: 'Action Type',
	name: 'requestActionType',
	type: 'options',
	options: [
		{ name: 'Automatic', value: 'auto' },
		{ name: 'Manual', value: 'manual' },
	],
	default: 'auto',
	displayOptions: RECURRING,
	description:
		"How the repetitions are collected (request_action_type). Payfull's document says that it charges the card the same amount each time. It does not say what Manual does: ask Payfull before you rely on it.",
};

const requestPeriod: INodeProperties = {
	displayName: 'Period',
	name: 'requestPeriod',
	type: 'options',
	options: [
		{ name: 'Day', value: '1' },
		{ name: 'Week', value: '2' },
		{ name: 'Month', value: '3' },
		{ name: 'Year', value: '4' },
	],
	default: '3',
	displayOptions: RECURRING,
	description: 'How often the payment repeats (request_period)',
};

const repetitionCount: INodeProperties = {
	displayName: 'Repetition Count',
	name: 'repetitionCount',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 1,
	displayOptions: RECURRING,
	description:
		'How many times the payment repeats (repetition_count). Payfull does not say whether the first payment counts: ask, or try it with a small amount.',
};

const tags: INodeProperties = {
	displayName: `The texts may carry tags, which Payfull fills in: ${TAGS.all}. An SMS also needs ${TAGS.link}: without it, it carries no link.`,
	name: 'tagsNotice',
	type: 'notice',
	default: '',
};

const emailText: INodeProperties = {
	displayName: 'Email Text',
	name: 'emailText',
	type: 'string',
	typeOptions: { rows: 4 },
	default:
		'Sayın [email or name-surname], [TOTAL] tutarındaki ödemenizi [LASTPAYMENTDATE] tarihine kadar yapabilirsiniz.',
	required: true,
	displayOptions: BY_EMAIL,
	description:
		'What the e-mail says. Payfull fills in the tags that are named above; its document has [LINK] for an SMS only.',
};

const smsText: INodeProperties = {
	displayName: 'SMS Text',
	name: 'smsText',
	type: 'string',
	typeOptions: { rows: 2 },
	default: 'Ödeme linkiniz: [LINK] Tutar: [TOTAL]',
	required: true,
	displayOptions: BY_SMS,
	description:
		'What the SMS says. [LINK] becomes the link to the payment page; a text without it, or an address of your own, is not sent.',
};

const language: INodeProperties = {
	displayName: 'Language',
	name: 'language',
	type: 'options',
	options: [
		{ name: 'English', value: 'en' },
		{ name: 'Turkish', value: 'tr' },
	],
	default: 'tr',
	description: "Language of Payfull's answer",
};

export const clientIpField: INodeProperties = {
	displayName: 'Client IP',
	name: 'clientIp',
	type: 'string',
	default: '',
	placeholder: 'e.g. 203.0.113.10',
	description:
		'IP address (v4 or v6) of whoever makes the request (client_ip), where it is another than the one of the credential',
};

/** The client IP, if it differs from the credential's. */
export const ownClientIp = additional(clientIpField);

/** The parameters of a payment request, by name. */
export const field = {
	changeableQuantity: additional(changeableQuantity),
	clientIp: ownClientIp,
	currency: additional(currency),
	emailText,
	endDate,
	kdv,
	language: additional(language),
	paymentFreeAmount,
	paymentFreeTitle: additional(paymentFreeTitle),
	paymentItem,
	predefinedPayment,
	quantity: additional(quantity),
	recipientEmail,
	recipientFirstName: additional(recipientFirstName),
	recipientLastName: additional(recipientLastName),
	recipientPhone,
	phoneBesideEmail: additional(recipientPhone),
	repetitionCount,
	requestActionType,
	requestPeriod,
	requestType,
	smsText,
	startDate: additional(startDate),
	title,
	viaEmailSms,
};

/**
 * The panel asks for the recipient, amount, subject, dates and text. The other fields have
 * defaults.
 */
export const sendFields: INodeProperties[] = [
	viaEmailSms,
	{ ...recipientPhone, required: true, displayOptions: BY_SMS },
	recipientEmail,
	predefinedPayment,
	paymentFreeAmount,
	paymentItem,
	kdv,
	title,
	endDate,
	tags,
	emailText,
	smsText,
	requestType,
	requestActionType,
	requestPeriod,
	repetitionCount,
	additionalFields([
		changeableQuantity,
		clientIpField,
		currency,
		recipientFirstName,
		language,
		recipientLastName,
		paymentFreeTitle,
		{
			...recipientPhone,
			description: 'Phone of the customer, for a request by e-mail alone; may be left out',
		},
		quantity,
		startDate,
	]),
];
