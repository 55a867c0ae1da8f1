/* Limits the number of fields that a panel shows after the choice of an operation. */
import {
	NodeHelpers,
	type INodeParameters,
	type INodeType,
	type NodeParameterValue,
} from 'n8n-workflow';

import { PayfullPaymentRequest } from '../../nodes/PayfullPaymentRequest/PayfullPaymentRequest.node';
import { PaytrLinkNotify } from '../../nodes/PaytrLinkNotify/PaytrLinkNotify.node';

const AT_MOST = 9;

/** Every operation shows these fields. */
const FRAME = ['resource', 'operation', 'options'];

type Chosen = INodeParameters;

/**
 * The fields that n8n shows, from top to bottom. All fields have their defaults except the chosen
 * fields.
 */
function visible({ description }: INodeType, chosen: Chosen): string[] {
	const values: Chosen = { ...chosen };
	const names: string[] = [];
	// A field may depend on a field below it, so the first pass collects the defaults.
	for (const isLast of [false, true]) {
		for (const property of description.properties) {
			const node = { typeVersion: 1 };
			if (!NodeHelpers.displayParameter(values, property, node, description)) continue;
			values[property.name] ??= property.default as NodeParameterValue;
			if (isLast && property.type !== 'notice') names.push(property.name);
		}
	}
	return names;
}

const PAYTR = new PaytrLinkNotify();

const NODES = { paytr: PAYTR } as const;

const PAYFULL = new PayfullPaymentRequest();

const link = { resource: 'link', operation: 'create' };
const existing = { resource: 'notification' };

it.each<[keyof typeof NODES, Chosen, string]>([
	[
		'paytr',
		link,
		'linkType name price currency notifyVia maxCount sendOnce deduplicationKey additionalFields',
	],
	[
		'paytr',
		{ ...link, linkType: 'flex' },
		'linkType name price flexMaxPrice currency notifyVia sendOnce deduplicationKey additionalFields',
	],
	[
		'paytr',
		{ ...link, linkType: 'collection' },
		'linkType name price currency notifyVia email sendOnce deduplicationKey additionalFields',
	],
	['paytr', { resource: 'link', operation: 'delete' }, 'linkId'],
	['paytr', { ...existing, operation: 'sendSms' }, 'linkId cellPhone sendOnce'],
	['paytr', { ...existing, operation: 'sendEmail' }, 'linkId email sendOnce'],
	['paytr', { ...existing, operation: 'sendEmailAndSms' }, 'linkId cellPhone email sendOnce'],
	['paytr', { resource: 'payment', operation: 'get' }, 'merchantOid simplify'],
	[
		'paytr',
		{ resource: 'payment', operation: 'getAll' },
		'startDate endDate returnAll limit simplify filters',
	],
	[
		'paytr',
		{ resource: 'payment', operation: 'refund' },
		'merchantOid returnAmount additionalFields',
	],
	['paytr', { resource: 'payment', operation: 'verifyNotification' }, 'notification'],
	['paytr', { resource: 'payout', operation: 'get' }, 'date simplify'],
	[
		'paytr',
		{ resource: 'payout', operation: 'getAll' },
		'startDate endDate returnAll limit simplify',
	],
])('%s shows few fields for %j', (node, chosen, expected) => {
	const fields = visible(NODES[node], chosen).filter((name) => !FRAME.includes(name));
	expect([...fields].sort()).toEqual(expected.split(' ').sort());
	expect(fields.length).toBeLessThanOrEqual(AT_MOST);
});

it('asks for a new link in a natural order', () => {
	const values = { ...link, linkType: 'product', notifyVia: ['email', 'sms'], sendOnce: 'perKey' };
	const shown = PAYTR.description.properties.filter((property) =>
		NodeHelpers.displayParameter(values, property, { typeVersion: 1 }, PAYTR.description),
	);
	expect(shown.map(({ displayName }) => displayName).join(', ')).toBe(
		'Resource, Operation, Link Type, Name, Price, Currency, Send By, Phone, Email, Stock, Send Only Once, Deduplication Key, Additional Fields, Options',
	);
});

/**
 * Fields that don't count: fields of every operation, and choices that only switch the field below
 * them ('Amount From' and 'Send Only Once').
 */
const PAYFULL_FRAME = /^(resource|operation|additionalFields|options|predefinedPayment|sendOnce)$/;

const request = { resource: 'paymentRequest' };
const transaction = { resource: 'transaction' };

const SEND =
	'recipientEmail paymentFreeAmount kdv title endDate emailText requestType deduplicationKey';

it.each<[INodeParameters, string]>([
	[{ ...request, operation: 'send' }, `viaEmailSms ${SEND}`],
	[
		{ ...request, operation: 'send', predefinedPayment: true },
		`viaEmailSms ${SEND.replace('paymentFreeAmount', 'paymentItem')}`,
	],
	[{ ...request, operation: 'delete' }, 'paymentRequestHash'],
	[{ ...transaction, operation: 'get' }, 'merchantTrxId'],
	[{ ...transaction, operation: 'getAll' }, 'startDate endDate returnAll limit'],
	[{ ...transaction, operation: 'refund' }, 'transactionId total deduplicationKey'],
	[{ ...transaction, operation: 'cancel' }, 'transactionId'],
])('shows at most nine fields to fill in, in this order: %j', (chosen, expected) => {
	const fields = visible(PAYFULL, chosen).filter((name) => !PAYFULL_FRAME.test(name));
	expect(fields).toEqual(expected.split(' '));
	expect(fields.length).toBeLessThanOrEqual(AT_MOST);
});

it('shows Additional Fields last, above Options', () => {
	expect(visible(PAYFULL, { ...request, operation: 'send' }).slice(-2)).toEqual([
		'additionalFields',
		'options',
	]);
});
