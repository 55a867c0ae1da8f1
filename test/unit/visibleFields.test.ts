/* How many fields a person has before the eyes who has just chosen an operation. */
import {
	NodeHelpers,
	type INodeParameters,
	type INodeType,
	type NodeParameterValue,
} from 'n8n-workflow';

import { PaytrLinkNotify } from '../../nodes/PaytrLinkNotify/PaytrLinkNotify.node';

const AT_MOST = 9;

/** Every node shows these two, and 'Options' below the fields. */
const FRAME = ['resource', 'operation', 'options'];

type Chosen = INodeParameters;

/** The fields that n8n shows, from top to bottom: each at its default, but for what was chosen. */
function visible({ description }: INodeType, chosen: Chosen): string[] {
	const values: Chosen = { ...chosen };
	const isShown = (name: string) => {
		const property = description.properties.find(
			(one) =>
				one.name === name &&
				NodeHelpers.displayParameter(values, one, { typeVersion: 1 }, description),
		);
		if (property && !(name in values)) values[name] = property.default as NodeParameterValue;
		return property !== undefined && property.type !== 'notice';
	};
	const names = [...new Set(description.properties.map(({ name }) => name))];
	// A field may hang on one that stands below it.
	names.forEach(isShown);
	return names.filter((name) => isShown(name) && !FRAME.includes(name));
}

const PAYTR = new PaytrLinkNotify();

const NODES = { paytr: PAYTR } as const;

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
	const fields = visible(NODES[node], chosen);
	expect([...fields].sort()).toEqual(expected.split(' ').sort());
	expect(fields.length).toBeLessThanOrEqual(AT_MOST);
});

it('asks for a new link in the order in which people think of it', () => {
	const values = { ...link, linkType: 'product', notifyVia: ['email', 'sms'], sendOnce: 'perKey' };
	const shown = PAYTR.description.properties.filter((property) =>
		NodeHelpers.displayParameter(values, property, { typeVersion: 1 }, PAYTR.description),
	);
	expect(shown.map(({ displayName }) => displayName).join(', ')).toBe(
		'Resource, Operation, Link Type, Name, Price, Currency, Send By, Phone, Email, Stock, Send Only Once, Deduplication Key, Additional Fields, Options',
	);
});
