import type { INodeProperties } from 'n8n-workflow';
import { TAGS } from '../../constants';

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

const recipientPhone: INodeProperties = {
	displayName: 'Recipient Phone',
	name: 'recipientPhone',
	type: 'string',
	default: '',
	placeholder: 'e.g. 0532 123 45 67',
	description:
		'Phone of the customer. Turkish numbers in any form; other countries with + and the country code. An SMS needs a mobile number; by e-mail alone a phone is not needed.',
};

const recipientEmail: INodeProperties = {
	displayName: 'Recipient Email',
	name: 'recipientEmail',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. name@example.com',
	description: 'E-mail address of the customer. Payfull requires it, also for an SMS.',
};

const recipientFirstName: INodeProperties = {
	displayName: 'Recipient First Name',
	name: 'recipientFirstName',
	type: 'string',
	default: '',
	placeholder: 'e.g. Gülşah',
	description: 'First name of the customer; may be left empty',
};

const recipientLastName: INodeProperties = {
	displayName: 'Recipient Last Name',
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
	displayName: 'Predefined Payment',
	name: 'predefinedPayment',
	type: 'boolean',
	default: false,
	description:
		'Whether the amount comes from a payment item (ödeme kalemi) that was created in the Payfull panel',
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

const paymentFreeAmount: INodeProperties = {
	displayName: 'Payment Amount',
	name: 'paymentFreeAmount',
	type: 'string',
	default: '',
	required: true,
	displayOptions: { show: { predefinedPayment: [false] } },
	placeholder: 'e.g. 149.90',
	description:
		"Amount for one unit, in lira (not kuruş), euro, …, e.g. 149.90, 149,90 or 1.234,56 (payment_free_amount). That it is for one unit is how Payfull's document reads; try it before you use a 'Quantity' above 1.",
};

const paymentFreeTitle: INodeProperties = {
	displayName: 'Payment Title',
	name: 'paymentFreeTitle',
	type: 'string',
	default: '',
	displayOptions: { show: { predefinedPayment: [false] } },
	placeholder: 'e.g. İnce belli çay bardağı',
	description: "Name of the line that is paid (payment_free_title); empty for the same as 'Title'",
};

const quantity: INodeProperties = {
	displayName: 'Quantity',
	name: 'quantity',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 1,
	description: 'How many units are to be paid for (ürün miktarı), 1 or more',
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
	description: 'Currency of the amount; an expression may give TL or TRY',
};

const NOT_LISTED = "Turkey's rate since July 2023; not in Payfull's published list";

const kdv: INodeProperties = {
	displayName: 'VAT Rate (KDV)',
	name: 'kdv',
	type: 'options',
	options: [
		{ name: '0 %', value: '0' },
		{ name: '1 %', value: '1' },
		{ name: '10 %', value: '10', description: NOT_LISTED },
		{ name: '18 %', value: '18' },
		{ name: '20 %', value: '20', description: NOT_LISTED },
		{ name: '8 %', value: '8' },
		{
			name: 'Choose a Rate',
			value: '',
			description: 'Nothing is sent until a rate is chosen',
		},
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
		'How the repetitions are collected (request_action_type). By its document Payfull takes the same amount from the card by itself; what it does on Manual, it does not say: ask before you rely on it.',
};

const requestPeriod: INodeProperties = {
	displayName: 'Period',
	name: 'requestPeriod',
	type: 'options',
	options: [
		{ name: 'Day', value: '1' },
		{ name: 'Month', value: '3' },
		{ name: 'Week', value: '2' },
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
	default: '',
	required: true,
	displayOptions: BY_EMAIL,
	placeholder: 'e.g. Sayın [email or name-surname], son ödeme günü [LASTPAYMENTDATE].',
	description:
		'What the e-mail says. Payfull fills in the tags that are named above; its document has [LINK] for an SMS only.',
};

const smsText: INodeProperties = {
	displayName: 'SMS Text',
	name: 'smsText',
	type: 'string',
	typeOptions: { rows: 2 },
	default: '',
	required: true,
	displayOptions: BY_SMS,
	placeholder: 'e.g. Ödeme linkiniz: [LINK] Tutar: [TOTAL]',
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
		'IP address (v4 or v6) of whoever makes the request (client_ip), e.g. the public address of this n8n. Payfull requires one; empty for the one of the credential.',
};

/** The parameters of a payment request, by name. */
export const field = {
	changeableQuantity,
	clientIp: clientIpField,
	currency,
	emailText,
	endDate,
	kdv,
	language,
	paymentFreeAmount,
	paymentFreeTitle,
	paymentItem,
	predefinedPayment,
	quantity,
	recipientEmail,
	recipientFirstName,
	recipientLastName,
	recipientPhone,
	repetitionCount,
	requestActionType,
	requestPeriod,
	requestType,
	smsText,
	startDate,
	title,
	viaEmailSms,
};

/** On the screen: whom, how much, what for, until when, the text; then what has a good default. */
export const sendFields: INodeProperties[] = [
	viaEmailSms,
	{ ...recipientPhone, required: true, displayOptions: BY_SMS },
	recipientEmail,
	recipientFirstName,
	recipientLastName,
	{ ...recipientPhone, displayOptions: { show: { viaEmailSms: ['0'] } } },
	paymentFreeAmount,
	paymentItem,
	predefinedPayment,
	currency,
	kdv,
	title,
	paymentFreeTitle,
	endDate,
	startDate,
	requestType,
	requestActionType,
	requestPeriod,
	repetitionCount,
	tags,
	emailText,
	smsText,
	quantity,
	changeableQuantity,
	language,
	clientIpField,
];
