import {
	NodeHelpers,
	type INodeProperties,
	type INodePropertyOptions,
	type INodeType,
} from 'n8n-workflow';

import { PayfullPaymentRequest } from '../../nodes/PayfullPaymentRequest/PayfullPaymentRequest.node';
import { PaytrLinkNotify } from '../../nodes/PaytrLinkNotify/PaytrLinkNotify.node';
import { PaytrLinkNotifyTrigger } from '../../nodes/PaytrLinkNotify/PaytrLinkNotifyTrigger.node';
import { PaytrPaymentTrigger } from '../../nodes/PaytrPaymentTrigger/PaytrPaymentTrigger.node';
import { n8n } from '../../package.json';
import { FORBIDDEN_WORDS } from './wording';

type Values = Record<string, string | boolean | string[]>;

const words = (text: string) => text.split(/\s+/).filter(Boolean);

/** The fields that a panel shows for each choice. Saved workflows rely on them. */
interface Contract {
	node: INodeType;
	credential: string;
	/** The fields that decide which other fields are shown, with all their values. */
	controls: Record<string, Array<Values[string]>>;
	defaults: Values;
	names(values: Values): string[];
	/** The field names in each collection. */
	collections: Record<string, string>;
}

const DELIVERY_OPTIONS =
	'dryRun includeInputFields maxConcurrency requestsPerSecond timeout retries onUnknownOutcome';

const SEND =
	'title recipientEmail endDate predefinedPayment kdv viaEmailSms requestType tagsNotice additionalFields';

/** The names that an operation has if it contacts a customer or creates something. */
const onceNames = ({ sendOnce }: Values) => [
	'sendOnce',
	...(sendOnce === 'perKey' ? ['deduplicationKey'] : []),
];

function paytrNames(values: Values): string[] {
	const { resource, operation, linkType, notifyVia } = values;
	const via = Array.isArray(notifyVia) ? notifyVia : [];
	if (resource === 'notification') {
		const once = onceNames(values);
		if (operation === 'sendSms') return ['existingLinkNotice', 'linkId', 'cellPhone', ...once];
		if (operation === 'sendEmail') return ['existingLinkNotice', 'linkId', 'email', ...once];
		return operation === 'sendEmailAndSms'
			? ['existingLinkNotice', 'linkId', 'email', 'cellPhone', ...once]
			: [];
	}
	const page = values.returnAll ? ['returnAll'] : ['returnAll', 'limit'];
	if (resource === 'payment') {
		if (operation === 'get') return ['merchantOid', 'simplify'];
		if (operation === 'verifyNotification') return ['notification'];
		if (operation === 'refund') return ['merchantOid', 'returnAmount', 'additionalFields'];
		return ['startDate', 'endDate', ...page, 'filters', 'simplify'];
	}
	if (resource === 'payout') {
		return operation === 'get'
			? ['date', 'simplify']
			: ['startDate', 'endDate', ...page, 'simplify'];
	}
	if (operation === 'delete') return ['linkId'];
	if (operation !== 'create') return [];
	return [
		...words('name price currency linkType notifyVia additionalFields'),
		...onceNames(values),
		...(linkType === 'product' ? ['maxCount'] : []),
		...(linkType === 'flex' ? ['flexMaxPrice'] : []),
		...(linkType === 'collection' || via.includes('email') ? ['email'] : []),
		...(via.includes('sms') ? ['cellPhone'] : []),
	];
}

function payfullNames(values: Values): string[] {
	const { resource, operation, predefinedPayment, viaEmailSms, requestType } = values;
	if (resource === 'transaction') {
		if (operation === 'get') return ['merchantTrxId'];
		if (operation === 'getAll') {
			return ['startDate', 'endDate', 'returnAll', ...(values.returnAll ? [] : ['limit'])];
		}
		return operation === 'cancel'
			? ['transactionId']
			: ['transactionId', 'total', ...onceNames(values)];
	}
	if (operation === 'delete') return ['paymentRequestHash', 'additionalFields'];
	return [
		...words(SEND),
		...onceNames(values),
		...(predefinedPayment ? ['paymentItem'] : ['paymentFreeAmount']),
		...(viaEmailSms === '1' ? [] : ['emailText']),
		...(viaEmailSms === '0' ? [] : ['smsText', 'recipientPhone']),
		...(requestType === 'recurring'
			? words('requestActionType requestPeriod repetitionCount')
			: []),
	];
}

const CONTRACTS: Record<string, Contract> = {
	PaytrLinkNotify: {
		node: new PaytrLinkNotify(),
		credential: 'paytrApi',
		controls: {
			resource: ['notification', 'link', 'payment', 'payout'],
			operation: words(
				'sendSms sendEmail sendEmailAndSms create delete get getAll refund verifyNotification',
			),
			returnAll: [false, true],
			linkType: ['product', 'collection', 'flex'],
			notifyVia: [[], ['email'], ['sms'], ['email', 'sms']],
			sendOnce: ['perLinkAndRecipient', 'perKey', 'off'],
		},
		defaults: { resource: 'notification' },
		names: (values) => ['resource', 'operation', 'options', ...paytrNames(values)],
		collections: {
			options: `${DELIVERY_OPTIONS} debugOn`,
			additionalFields:
				'callbackId callbackLink expiryDate getQr lang maxInstallment minCount pft referenceNo userName',
			filters: 'type',
		},
	},
	PaytrLinkNotifyTrigger: {
		node: new PaytrLinkNotifyTrigger(),
		credential: 'paytrApi',
		controls: {},
		defaults: {},
		names: () => ['addressNotice', 'event', 'options'],
		collections: { options: 'ignoreTestPayments' },
	},
	PaytrPaymentTrigger: {
		node: new PaytrPaymentTrigger(),
		credential: 'paytrApi',
		controls: {},
		defaults: { events: ['sale'] },
		names: () => ['reportNotice', 'events'],
		collections: {},
	},
	PayfullPaymentRequest: {
		node: new PayfullPaymentRequest(),
		credential: 'payfullApi',
		controls: {
			resource: ['paymentRequest', 'transaction'],
			operation: words('send delete cancel get getAll refund'),
			returnAll: [false, true],
			predefinedPayment: [false, true],
			viaEmailSms: ['0', '1', '2'],
			requestType: ['normal', 'recurring'],
			sendOnce: ['perKey', 'off'],
		},
		defaults: { resource: 'paymentRequest', operation: 'send' },
		names: (values) => ['resource', 'operation', 'options', ...payfullNames(values)],
		collections: {
			options: DELIVERY_OPTIONS,
			additionalFields:
				'changeableQuantity clientIp clientIp currency language paymentFreeTitle quantity recipientFirstName recipientLastName recipientPhone startDate',
		},
	},
};

/** Every combination of the controls' values. */
function combinations(controls: Contract['controls']): Values[] {
	return Object.entries(controls).reduce<Values[]>(
		(all, [name, values]) =>
			all.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
		[{}],
	);
}

/** The fields that n8n's editor shows for these values, by n8n's own rules. */
function shown({ description }: INodeType, values: Values): INodeProperties[] {
	const node = { typeVersion: 1 };
	return description.properties.filter((property) =>
		NodeHelpers.displayParameter(values, property, node, description),
	);
}

/** The operations of the chosen resource. */
function operationsOf(node: INodeType, values: Values): string[] {
	const list = shown(node, values).find(({ name }) => name === 'operation');
	return (list?.options ?? []).map((option) => ('value' in option ? String(option.value) : ''));
}

/** A property and all properties nested in it. */
function withNested(property: INodeProperties): INodeProperties[] {
	const nested = (property.options ?? []).filter((o): o is INodeProperties => 'type' in o);
	return [property, ...nested.flatMap(withNested)];
}

const all = ({ description }: INodeType) => description.properties.flatMap(withNested);

const choices = ({ options = [] }: INodeProperties) =>
	options.filter((option): option is INodePropertyOptions => 'value' in option);

it('package.json lists the nodes of the contract', () => {
	expect(n8n.nodes.map((file) => /(\w+)\.node\.js$/.exec(file)?.[1]).sort()).toEqual(
		Object.keys(CONTRACTS).sort(),
	);
});

describe.each(Object.entries(CONTRACTS))('the panel of %s', (file, contract) => {
	const { node, controls } = contract;
	const { description } = node;

	// Omits operations that the resource doesn't have, because no panel shows them.
	const panels = combinations(controls).filter(
		(values) =>
			values.operation === undefined ||
			operationsOf(node, values).includes(String(values.operation)),
	);

	it('belongs to the node that its file is named after', () => {
		expect(description.name).toBe(file.charAt(0).toLowerCase() + file.slice(1));
		// n8n pairs a trigger with the node whose name equals the trigger's name without 'Trigger'. The
		// name shown to people is shorter.
		const shown = file.replace('NotifyTrigger', 'Trigger').toLowerCase();
		expect(description.displayName.replaceAll(' ', '').toLowerCase()).toBe(shown);
	});

	it('needs the credential of its provider', () => {
		expect(description.credentials).toMatchObject([{ name: contract.credential, required: true }]);
		const tests = Object.keys(node.methods?.credentialTest ?? {});
		expect(description.credentials?.map(({ testedBy }) => testedBy)).toEqual(tests);
	});

	it('shows exactly the fields of the contract for every choice, each with a unique label', () => {
		expect(panels.length).toBeGreaterThan(0);
		for (const values of panels) {
			const fields = shown(node, values);
			const names = fields.map(({ name }) => name).sort();
			expect([values, names]).toEqual([values, contract.names(values).sort()]);
			const labels = fields.map(({ displayName }) => displayName);
			expect(labels).toEqual([...new Set(labels)]);
		}
	});

	it('has the defaults of the contract', () => {
		for (const [name, value] of Object.entries(contract.defaults)) {
			const first = shown(node, contract.defaults).find((property) => property.name === name);
			expect([name, first?.default]).toEqual([name, value]);
		}
	});

	it('has the collections of the contract', () => {
		const collections = all(node).filter(({ type }) => type === 'collection');
		const named = collections.map(({ name, options = [] }): [string, string[]] => [
			name,
			options.map((option) => option.name),
		]);
		const expected = Object.entries(contract.collections);
		const together: Record<string, string[]> = {};
		for (const [name, options] of named)
			together[name] = [...(together[name] ?? []), ...options].sort();
		expect(together).toEqual(
			Object.fromEntries(expected.map(([name, listed]) => [name, words(listed).sort()])),
		);
	});

	it('offers exactly the values of the contract', () => {
		for (const [name, values] of Object.entries(controls)) {
			const offered = all(node)
				.filter((property) => property.name === name)
				.flatMap((property) =>
					property.type === 'boolean' ? [true, false] : choices(property).map(({ value }) => value),
				);
			expect([name, new Set(offered)]).toEqual([name, new Set(values.flat())]);
		}
	});

	// VAT rates and periods are sorted by size instead.
	const lists = all(node).filter(
		({ name, options }) => options?.length && !/^(kdv|requestPeriod)$/.test(name),
	);

	it.each(lists)('sorts the list of $name', ({ options = [] }) => {
		const names = options.map((option) =>
			'displayName' in option ? option.displayName : option.name,
		);
		expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
		expect(names).toEqual([...new Set(names)]);
	});

	it('has a default for each list, and the list contains the default', () => {
		for (const list of all(node).filter(({ type }) => type === 'options')) {
			const values = choices(list).map(({ value }) => value);
			expect([list.name, values]).toEqual([list.name, expect.arrayContaining([list.default])]);
		}
	});

	it('follows n8n’s rules for labels, descriptions and placeholders', () => {
		for (const { displayName, description: about, type, placeholder, name } of all(node)) {
			expect([name, displayName]).toEqual([name, displayName.trim()]);
			if (type === 'boolean')
				expect([name, about]).toEqual([name, expect.stringMatching(/^Whether /)]);
			if (placeholder) expect(placeholder).toMatch(/^(e\.g\. .|Add )/);
			expect(`${displayName} ${about ?? ''}`).not.toMatch(FORBIDDEN_WORDS);
		}
	});

	it('explains every field, or all choices of the field', () => {
		const silent = all(node).filter((property) => {
			if (/^(notice|collection)$/.test(property.type) || property.description) return false;
			const texts = choices(property).map(({ description: about }) => about);
			return texts.length === 0 || texts.includes(undefined);
		});
		expect(silent.map(({ displayName }) => displayName)).toEqual([]);
	});

	it('gives each operation its own action, name and description', () => {
		const operations = all(node)
			.filter(({ name }) => name === 'operation')
			.flatMap(choices);
		const actions = operations.map(({ action }) => action);
		expect(actions).toEqual([...new Set(actions)]);
		for (const { action, description: about } of operations) {
			expect(action).toMatch(/^[A-Z][a-z]+ [a-z]/);
			expect(about?.length).toBeGreaterThan(action?.length ?? 0);
		}
	});
});

const REQUEST = { resource: 'paymentRequest' };

it.each([
	['PaytrLinkNotify', { resource: 'notification', operation: 'sendSms' }, 'perLinkAndRecipient'],
	['PaytrLinkNotify', { resource: 'link', operation: 'create' }, 'perKey'],
	['PaytrLinkNotify', { resource: 'link', operation: 'delete' }, undefined],
	['PayfullPaymentRequest', { ...REQUEST, operation: 'send' }, 'perKey'],
	['PayfullPaymentRequest', { ...REQUEST, operation: 'delete' }, undefined],
	['PayfullPaymentRequest', { resource: 'transaction', operation: 'refund' }, 'perKey'],
	['PayfullPaymentRequest', { resource: 'transaction', operation: 'cancel' }, undefined],
])('%s %j sends only once by default: %s', (file, values, expected) => {
	const fields = shown(CONTRACTS[file].node, values);
	expect(fields.find(({ name }) => name === 'sendOnce')?.default).toBe(expected);
	const options = fields.findIndex(({ name }) => name === 'options');
	expect(options).toBe(fields.length - 1);
});

describe('Payfull Payment Request', () => {
	const { node } = CONTRACTS.PayfullPaymentRequest;

	it.each([
		['0', ['recipientEmail']],
		['1', ['recipientPhone', 'recipientEmail']],
		['2', ['recipientPhone', 'recipientEmail']],
	])('by %s, shows the recipient first', (viaEmailSms, order) => {
		const names = shown(node, { ...REQUEST, operation: 'send', viaEmailSms }).map(
			({ name }) => name,
		);
		expect(names.filter((name) => order.includes(name))).toEqual(order);
	});

	it('requires seven values, in a natural order', () => {
		const once = {
			...{ ...REQUEST, operation: 'send', viaEmailSms: '0', requestType: 'normal' },
			sendOnce: 'perKey',
		};
		const asked = shown(node, { ...once, predefinedPayment: false }).filter(
			({ required }) => required,
		);
		expect(asked.map(({ name }) => name)).toEqual(
			words('recipientEmail paymentFreeAmount kdv title endDate emailText deduplicationKey'),
		);
	});

	it('offers the documented VAT rates, and marks the undocumented rates', () => {
		const kdv = node.description.properties.find(({ name }) => name === 'kdv');
		const marked = choices(kdv!).filter(({ description }) => description !== undefined);
		const values = (rates: INodePropertyOptions[]) => rates.map(({ value }) => value).sort();
		expect(kdv?.default).toBe('');
		expect(choices(kdv!).map(({ value }) => value)).toEqual(
			words('- 0 1 8 10 18 20').map((rate) => rate.replace('-', '')),
		);
		expect(values(marked)).toEqual(['', '10', '20']);
	});

	it('lists every tag that the texts may contain', () => {
		const notice = node.description.properties.find(({ name }) => name === 'tagsNotice');
		for (const tag of [
			'email or name-surname',
			...words('PRDATE PRNAME TOTAL LASTPAYMENTDATE LINK'),
		]) {
			expect(notice?.displayName).toContain(`[${tag}]`);
		}
	});
});

it.each(['PaytrLinkNotify', 'PayfullPaymentRequest'])('%s can be an agent’s tool', (file) => {
	expect(CONTRACTS[file].node.description.usableAsTool).toBe(true);
});
