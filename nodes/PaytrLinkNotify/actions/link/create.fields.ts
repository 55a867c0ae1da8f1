import type { INodeProperties } from 'n8n-workflow';
import { additional, additionalFields } from '../../../shared/additionalFields';
import { withBuilderHint } from '../../../shared/builderHint';
import { cellPhoneField, emailField } from '../../notifications';

const name: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. Diş Temizliği',
	description:
		'What is paid for (Ürün / Hizmet Adı): the payer reads it on the payment page. 4 to 200 characters.',
};

const price = withBuilderHint(
	{
		displayName: 'Price',
		name: 'price',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 149.90',
		hint: 'In lira, not kuruş',
		description:
			'Amount in lira, euro, …, e.g. 149.90, 149,90 or 1.234,56. For a flexible amount it is the least that can be paid.',
	},
	'Major units: 149.90 means 149 lira and 90 kuruş. Never multiply by 100.',
);

const flexMaxPrice: INodeProperties = {
	displayName: 'Max Price',
	name: 'flexMaxPrice',
	type: 'string',
	default: '',
	required: true,
	displayOptions: { show: { linkType: ['flex'] } },
	placeholder: 'e.g. 1000',
	hint: "'Price' is the least that can be paid",
	description:
		"The most that the payer may enter, in lira (not kuruş), euro, …. PayTR does not say how it wants it written: it is sent as 'Price' is.",
};

const currency: INodeProperties = {
	displayName: 'Currency',
	name: 'currency',
	type: 'options',
	options: [
		{ name: 'British Pound (GBP)', value: 'GBP' },
		{ name: 'Euro (EUR)', value: 'EUR' },
		{ name: 'Russian Ruble (RUB)', value: 'RUB' },
		{ name: 'Turkish Lira (TL)', value: 'TL' },
		{ name: 'US Dollar (USD)', value: 'USD' },
	],
	default: 'TL',
	description: 'Currency of the amount; an expression may give TL or TRY',
};

const linkType: INodeProperties = {
	displayName: 'Link Type',
	name: 'linkType',
	type: 'options',
	options: [
		{
			name: 'Collection (Fatura / Cari Tahsilat)',
			value: 'collection',
			description: 'An invoice or an open account, for one payer',
		},
		{
			name: 'Flexible Amount (Esnek Link)',
			value: 'flex',
			description: 'The payer enters the amount',
		},
		{
			name: 'Product (Ürün / Hizmet)',
			value: 'product',
			description: 'A product or service with a price, for one or many payers',
		},
	],
	default: 'product',
	description:
		'What the link is for: product, collection (needs the e-mail address of the payer) or flex (needs a Max Price)',
};

const minCount: INodeProperties = {
	displayName: 'Minimum Quantity',
	name: 'minCount',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 1,
	description: 'How many pieces a payer has to buy at least. For links of the type Product only.',
};

const maxInstallment: INodeProperties = {
	displayName: 'Max Installments',
	name: 'maxInstallment',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 12 },
	default: 1,
	hint: '1 = none',
	description:
		'In how many installments (taksit) the payer may pay at most, 1 to 12; 1 = none on personal cards. PayTR says nothing of business cards.',
};

const lang: INodeProperties = {
	displayName: 'Language',
	name: 'lang',
	type: 'options',
	options: [
		{ name: 'English', value: 'en' },
		{ name: 'Turkish', value: 'tr' },
	],
	default: 'tr',
	description: 'Language of the payment page',
};

const notifyVia: INodeProperties = {
	displayName: 'Send By',
	name: 'notifyVia',
	type: 'multiOptions',
	options: [
		{ name: 'Email', value: 'email' },
		{ name: 'SMS', value: 'sms' },
	],
	default: [],
	hint: 'Leave empty to only create the link',
	description:
		'How the new link is sent to the customer in the same step, email and sms; choose none to send it later',
};

const callbackLink = withBuilderHint(
	{
		displayName: 'Callback Link',
		name: 'callbackLink',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://n8n.example.com/webhook/…/paytr',
		description:
			"Where PayTR reports the payment: the production URL of a PayTR Link Trigger, which must be reachable from the internet, without a port. Needs 'Callback ID' too.",
	},
	'Production URL of a PayTR Link Trigger in another workflow. Set callbackId together with it.',
);

const callbackId: INodeProperties = {
	displayName: 'Callback ID',
	name: 'callbackId',
	type: 'string',
	default: '',
	placeholder: 'e.g. ORDER1001',
	description:
		"Your own ID for the link, e.g. an order number, which comes back with the payment. Letters from A to Z and digits, no hyphens, at most 64. Needs 'Callback Link' too.",
};

const expiryDate: INodeProperties = {
	displayName: 'End Date',
	name: 'expiryDate',
	type: 'dateTime',
	default: '',
	description:
		"When the link ends, in Istanbul's time (which PayTR is assumed to mean), e.g. 31.12.2026 18:00. A day without a time lasts until 23:59:59; without this field the link stays open.",
};

const getQr: INodeProperties = {
	displayName: 'Get QR Code',
	name: 'getQr',
	type: 'boolean',
	default: false,
	description: 'Whether to return a QR code of the link as a PNG file in the binary property qr',
};

const maxCount: INodeProperties = {
	displayName: 'Stock',
	name: 'maxCount',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 1,
	displayOptions: { show: { linkType: ['product'] } },
	hint: 'How many times the link can be paid; 0 = no limit',
	description:
		'How many times the link can be paid before it ends (Stok). Keep 1 for a link to one customer.',
};

const pft: INodeProperties = {
	displayName: 'Interest-Free Installments',
	name: 'pft',
	type: 'number',
	typeOptions: { minValue: 2, maxValue: 12 },
	default: 2,
	hint: 'Peşin fiyatına taksit, 2 to 12',
	description:
		'Up to how many installments (2 to 12) the payer pays the plain price, and you the commission',
};

const userName: INodeProperties = {
	displayName: 'Payer Name',
	name: 'userName',
	type: 'string',
	default: '',
	placeholder: 'e.g. Gülşah Öztürk',
	description: "The payer's name. For links of the type Flexible Amount only.",
};

/** The parameters of a new link, by name. */
export const field = {
	name,
	price,
	flexMaxPrice,
	currency,
	linkType,
	minCount: additional(minCount),
	maxInstallment: additional(maxInstallment),
	lang: additional(lang),
	notifyVia,
	email: emailField,
	cellPhone: cellPhoneField,
	callbackId: additional(callbackId),
	callbackLink: additional(callbackLink),
	expiryDate: additional(expiryDate),
	getQr: additional(getQr),
	maxCount,
	pft: additional(pft),
	userName: additional(userName),
};

/** The order in the panel. Collection links and sending by e-mail need an e-mail address. */
export const createFields: INodeProperties[] = [
	linkType,
	name,
	price,
	flexMaxPrice,
	currency,
	notifyVia,
	{ ...cellPhoneField, displayOptions: { show: { notifyVia: ['sms'] } } },
	{
		...emailField,
		displayOptions: { show: { linkType: ['collection'] } },
		description: 'E-mail address of the payer, at most 100 characters',
	},
	{
		...emailField,
		displayOptions: { show: { notifyVia: ['email'] }, hide: { linkType: ['collection'] } },
	},
	maxCount,
	additionalFields([
		callbackId,
		callbackLink,
		expiryDate,
		getQr,
		pft,
		lang,
		maxInstallment,
		minCount,
		userName,
	]),
];
