import type { INodeProperties } from 'n8n-workflow';
import { cellPhoneField, emailField } from '../../messages';

const name: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. Örnek Ürün',
	description: 'Name of the product or service, 4 to 200 characters',
};

const price: INodeProperties = {
	displayName: 'Price',
	name: 'price',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 149.90',
	description:
		'Amount in major units (lira, not kuruş), e.g. 149.90, 149,90 or 1.234,56. For a flexible amount it is the least.',
};

const flexMaxPrice: INodeProperties = {
	displayName: 'Max Price',
	name: 'flexMaxPrice',
	type: 'string',
	default: '',
	required: true,
	displayOptions: { show: { linkType: ['flex'] } },
	placeholder: 'e.g. 1000',
	description: 'The most that the payer may enter, in major units (lira, not kuruş)',
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
};

const linkType: INodeProperties = {
	displayName: 'Link Type',
	name: 'linkType',
	type: 'options',
	options: [
		{ name: 'Collection', value: 'collection', description: 'A bill for one payer' },
		{ name: 'Flexible Amount', value: 'flex', description: 'The payer enters the amount' },
		{ name: 'Product', value: 'product', description: 'A product or service with a price' },
	],
	default: 'product',
};

const minCount: INodeProperties = {
	displayName: 'Min Count',
	name: 'minCount',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 1,
	displayOptions: { show: { linkType: ['product'] } },
	description: 'How many pieces at least are bought at once',
};

const maxInstallment: INodeProperties = {
	displayName: 'Max Instalments',
	name: 'maxInstallment',
	type: 'options',
	options: [
		{ name: '10', value: 10 },
		{ name: '11', value: 11 },
		{ name: '12', value: 12 },
		{ name: '2', value: 2 },
		{ name: '3', value: 3 },
		{ name: '4', value: 4 },
		{ name: '5', value: 5 },
		{ name: '6', value: 6 },
		{ name: '7', value: 7 },
		{ name: '8', value: 8 },
		{ name: '9', value: 9 },
		{ name: 'None', value: 1 },
	],
	default: 1,
	description: 'In how many instalments the payer may pay at most',
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
	displayName: 'Notify Via',
	name: 'notifyVia',
	type: 'multiOptions',
	options: [
		{ name: 'Email', value: 'email' },
		{ name: 'SMS', value: 'sms' },
	],
	default: [],
	description:
		'How the new link is sent to the customer in the same step; choose none to send it later',
};

const callbackLink: INodeProperties = {
	displayName: 'Callback Link',
	name: 'callbackLink',
	type: 'string',
	default: '',
	placeholder: 'e.g. https://n8n.example.com/webhook/…/paytr',
	description:
		"Where PayTR reports the payment: the production URL of a PayTR Link Trigger. http(s), no port, not localhost. Needs 'Callback ID' too.",
};

const callbackId: INodeProperties = {
	displayName: 'Callback ID',
	name: 'callbackId',
	type: 'string',
	default: '',
	placeholder: 'e.g. ORDER1001',
	description:
		"Your own ID for the link, which comes back with the payment. Letters and digits, at most 64. Needs 'Callback Link' too.",
};

const expiryDate: INodeProperties = {
	displayName: 'Expiry Date',
	name: 'expiryDate',
	type: 'dateTime',
	default: '',
	description:
		"When the link ends, in the workflow's time zone; a day without a time means 00:00. Sent in Istanbul time, which PayTR is assumed to mean.",
};

const getQr: INodeProperties = {
	displayName: 'Get QR Code',
	name: 'getQr',
	type: 'boolean',
	default: false,
	description: 'Whether to return a QR code of the link as a PNG file in the binary property qr',
};

const maxCount: INodeProperties = {
	displayName: 'Max Count',
	name: 'maxCount',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 1,
	description: 'The stock: how many can be sold before the link ends. For product links only.',
};

const pft: INodeProperties = {
	displayName: 'Instalments Without Extra Charge',
	name: 'pft',
	type: 'number',
	typeOptions: { minValue: 2, maxValue: 12 },
	default: 2,
	description: 'Up to how many instalments (2 to 12) you bear the commission yourself (pft)',
};

const userName: INodeProperties = {
	displayName: 'User Name',
	name: 'userName',
	type: 'string',
	default: '',
	placeholder: 'e.g. Gülşah Öztürk',
	description: "The payer's name. For links with a flexible amount only.",
};

/** A field of the collection 'Additional Fields', under the path that it is read by. */
const additional = ({ displayName, name: own }: INodeProperties) => ({
	displayName,
	name: `additionalFields.${own}`,
});

/** The parameters of a new link, by name. */
export const field = {
	name,
	price,
	flexMaxPrice,
	currency,
	linkType,
	minCount,
	maxInstallment,
	lang,
	notifyVia,
	email: emailField,
	cellPhone: cellPhoneField,
	callbackId: additional(callbackId),
	callbackLink: additional(callbackLink),
	expiryDate: additional(expiryDate),
	getQr: additional(getQr),
	maxCount: additional(maxCount),
	pft: additional(pft),
	userName: additional(userName),
};

/** On the screen: an e-mail address is asked for by a collection link, or to notify by e-mail. */
export const createFields: INodeProperties[] = [
	name,
	linkType,
	price,
	flexMaxPrice,
	currency,
	minCount,
	{ ...emailField, displayOptions: { show: { linkType: ['collection'] } } },
	maxInstallment,
	lang,
	notifyVia,
	{
		...emailField,
		displayOptions: { show: { notifyVia: ['email'] }, hide: { linkType: ['collection'] } },
	},
	{ ...cellPhoneField, displayOptions: { show: { notifyVia: ['sms'] } } },
	{
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		options: [callbackId, callbackLink, expiryDate, getQr, pft, maxCount, userName],
	},
];
