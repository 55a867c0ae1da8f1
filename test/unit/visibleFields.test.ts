/*
 * How many fields a person has before the eyes who has just chosen an operation: at most nine. Counted
 * is everything that n8n shows below 'Operation', each choice included. Not counted are notices, and
 * the collections, which are closed until something is added: Additional Fields, Filters, Options.
 * A choice may add what it asks for: 'Send By' a recipient and a text, 'Recurring' a period.
 */
import {
	NodeHelpers,
	type INodeParameters,
	type INodeProperties,
	type INodeType,
	type NodeParameterValue,
} from 'n8n-workflow';

import { PayfullPaymentRequest } from '../../nodes/PayfullPaymentRequest/PayfullPaymentRequest.node';
import { PaytrLinkNotify } from '../../nodes/PaytrLinkNotify/PaytrLinkNotify.node';

const AT_MOST = 9;

const NODES: Record<string, INodeType> = {
	paytr: new PaytrLinkNotify(),
	payfull: new PayfullPaymentRequest(),
};

/** What n8n shows, from top to bottom: each at its default, but for what was chosen. */
function shown({ description }: INodeType, chosen: INodeParameters): INodeProperties[] {
	const values: INodeParameters = { ...chosen };
	const isShown = (property: INodeProperties) =>
		NodeHelpers.displayParameter(values, property, { typeVersion: 1 }, description);
	// A field may hang on one that stands below it, so the defaults are found first.
	for (const property of description.properties) {
		if (isShown(property)) values[property.name] ??= property.default as NodeParameterValue;
	}
	return description.properties.filter(isShown);
}

const isCounted = ({ name, type }: INodeProperties) =>
	!['resource', 'operation'].includes(name) && !['notice', 'collection'].includes(type);

const link = { resource: 'link', operation: 'create' };
const existing = { resource: 'notification' };
const payment = { resource: 'payment' };
const payout = { resource: 'payout' };
const request = { resource: 'paymentRequest' };
const transaction = { resource: 'transaction' };

const ONCE = 'sendOnce deduplicationKey';
const SPAN = 'startDate endDate returnAll limit';
const TEXT_AND_TYPE = 'kdv title endDate emailText requestType deduplicationKey';

const FIELDS: Array<[node: string, chosen: INodeParameters, fields: string]> = [
	['paytr', link, `linkType name price currency notifyVia maxCount ${ONCE}`],
	[
		'paytr',
		{ ...link, linkType: 'flex' },
		`linkType name price flexMaxPrice currency notifyVia ${ONCE}`,
	],
	[
		'paytr',
		{ ...link, linkType: 'collection' },
		`linkType name price currency notifyVia email ${ONCE}`,
	],
	['paytr', { resource: 'link', operation: 'delete' }, 'linkId'],
	['paytr', { ...existing, operation: 'sendSms' }, 'linkId cellPhone sendOnce'],
	['paytr', { ...existing, operation: 'sendEmail' }, 'linkId email sendOnce'],
	['paytr', { ...existing, operation: 'sendEmailAndSms' }, 'linkId cellPhone email sendOnce'],
	['paytr', { ...payment, operation: 'get' }, 'merchantOid simplify'],
	['paytr', { ...payment, operation: 'getAll' }, `${SPAN} simplify`],
	['paytr', { ...payment, operation: 'refund' }, 'merchantOid returnAmount'],
	['paytr', { ...payment, operation: 'verifyNotification' }, 'notification'],
	['paytr', { ...payout, operation: 'get' }, 'date simplify'],
	['paytr', { ...payout, operation: 'getAll' }, `${SPAN} simplify`],
	[
		'payfull',
		{ ...request, operation: 'send' },
		`viaEmailSms recipientEmail paymentFreeAmount ${TEXT_AND_TYPE}`,
	],
	[
		'payfull',
		{ ...request, operation: 'send', additionalFields: { predefinedPayment: true } },
		`viaEmailSms recipientEmail ${TEXT_AND_TYPE}`,
	],
	['payfull', { ...request, operation: 'delete' }, 'paymentRequestHash'],
	['payfull', { ...transaction, operation: 'get' }, 'merchantTrxId'],
	['payfull', { ...transaction, operation: 'getAll' }, SPAN],
	['payfull', { ...transaction, operation: 'refund' }, `transactionId total ${ONCE}`],
	['payfull', { ...transaction, operation: 'cancel' }, 'transactionId'],
];

it.each(FIELDS)('%s shows few fields, in this order: %j', (node, chosen, expected) => {
	const fields = shown(NODES[node], chosen).filter(isCounted);
	expect(fields.map(({ name }) => name)).toEqual(expected.split(' '));
	expect(fields.length).toBeLessThanOrEqual(AT_MOST);
});

/** Every operation of a node, as "resource operation". */
function operationsOf({ description: { properties } }: INodeType): string[] {
	return properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ options = [], displayOptions }) =>
			options.map(
				(option) =>
					`${String(displayOptions?.show?.resource)} ${'value' in option ? String(option.value) : ''}`,
			),
		);
}

it.each(Object.keys(NODES))('counts the fields of every operation: %s', (name) => {
	const counted = FIELDS.filter(([node]) => node === name).map(
		([, { resource, operation }]) => `${String(resource)} ${String(operation)}`,
	);
	expect([...new Set(counted)].sort()).toEqual(operationsOf(NODES[name]).sort());
});

it.each(['paytr', 'payfull'])('has what is seldom needed last, above Options: %s', (name) => {
	for (const [, chosen] of FIELDS.filter(([node]) => node === name)) {
		const types = shown(NODES[name], chosen).map(({ type }) => type);
		const first = types.indexOf('collection');
		expect(new Set(types.slice(first))).toEqual(new Set(['collection']));
	}
});

it('asks for a new link in the order in which people think of it', () => {
	const values = { ...link, linkType: 'product', notifyVia: ['email', 'sms'], sendOnce: 'perKey' };
	expect(
		shown(NODES.paytr, values)
			.map(({ displayName }) => displayName)
			.join(', '),
	).toBe(
		'Resource, Operation, Link Type, Name, Price, Currency, Send By, Phone, Email, Stock, Send Only Once, Deduplication Key, Additional Fields, Options',
	);
});
