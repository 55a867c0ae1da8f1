import type { Json, TemplateNode } from './template';

/** The nodes that several examples use. Versions are the newest that n8n 1.123 has, too. */

type Place = Pick<TemplateNode, 'name' | 'at'>;

const PACKAGE = 'n8n-nodes-paytr-payfull';

export const PAYTR_ACCOUNT = { paytrApi: { name: 'PayTR account' } };
const PAYFULL_ACCOUNT = { payfullApi: { name: 'Payfull account' } };

/** Every failed row leaves by the lower output, and the others go on. */
export const ERROR_OUTPUT = { onError: 'continueErrorOutput' };

/** A Set node; with `keep`, the fields that come in stay beside the new ones. */
export function setNode(place: Place, fields: Record<string, unknown>, keep = false): TemplateNode {
	const typeOf = (value: unknown) => (typeof value === 'number' ? 'number' : 'string');
	return {
		...place,
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		parameters: {
			assignments: {
				assignments: Object.entries(fields).map(([name, value]) => ({
					id: `${place.name}: ${name}`,
					name,
					value,
					type: typeOf(value),
				})),
			},
			...(keep && { includeOtherFields: true }),
			options: {},
		},
	};
}

/** What a user changes before using the workflow; the row stays beside it. */
export const settingsNode = (at: TemplateNode['at'], fields: Record<string, unknown>) =>
	setNode({ name: 'Settings', at }, fields, true);

const isTrue = (expression: string) => ({
	conditions: {
		options: { caseSensitive: true, leftValue: '', typeValidation: 'loose', version: 2 },
		conditions: [
			{
				id: 'condition',
				leftValue: expression,
				rightValue: '',
				operator: { type: 'boolean', operation: 'true', singleValue: true },
			},
		],
		combinator: 'and',
	},
	looseTypeValidation: true,
	options: {},
});

export function filterNode(place: Place, expression: string): TemplateNode {
	return {
		...place,
		type: 'n8n-nodes-base.filter',
		typeVersion: 2.2,
		parameters: isTrue(expression),
	};
}

export function ifNode(place: Place, expression: string): TemplateNode {
	return { ...place, type: 'n8n-nodes-base.if', typeVersion: 2.2, parameters: isTrue(expression) };
}

/** What the first event sent needs no second note; what is in doubt goes on, to be looked at. */
export const dropSentBefore = (at: TemplateNode['at']) =>
	filterNode({ name: 'Drop what was sent before', at }, "={{ $json.reason !== 'alreadySent' }}");

export const byHand = (at: TemplateNode['at']): TemplateNode => ({
	name: 'Start by hand',
	at,
	type: 'n8n-nodes-base.manualTrigger',
	typeVersion: 1,
	parameters: {},
});

export function codeNode(place: Place, jsCode: string): TemplateNode {
	return { ...place, type: 'n8n-nodes-base.code', typeVersion: 2, parameters: { jsCode } };
}

export function webhookNode(place: Place, path: string, body: Json): TemplateNode {
	return {
		...place,
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2.1,
		parameters: { httpMethod: 'POST', path, responseMode: 'responseNode', options: {} },
		webhookId: path,
		pinned: [{ headers: {}, params: {}, query: {}, body }],
	};
}

export function answerNode(
	place: Place,
	responseBody: string,
	responseCode?: string,
): TemplateNode {
	return {
		...place,
		type: 'n8n-nodes-base.respondToWebhook',
		typeVersion: 1.4,
		parameters: {
			respondWith: 'json',
			responseBody,
			options: responseCode === undefined ? {} : { responseCode },
		},
	};
}

/** 422 where the caller has to correct something, 502 where it may call again later. */
export const FAILURE_CODE =
	"={{ ['invalid', 'rejected'].includes($json.details?.outcome) ? 422 : 502 }}";

interface NewLink {
	name: string;
	price: string;
	cellPhone: string;
	/** What makes two events the same. */
	key: string;
	currency?: string;
	/** With the row's own fields beside the result. */
	includeInputFields?: boolean;
	/** With an e-mail address the link goes out both ways. */
	email?: string;
	callback?: { id: string; link: string };
}

/** PayTR Link Notify: creates a link and sends it, once per key. */
export function createLinkNode(at: TemplateNode['at'], link: NewLink): TemplateNode {
	const {
		name,
		price,
		cellPhone,
		key,
		includeInputFields,
		currency = 'TL',
		email,
		callback,
	} = link;
	return {
		name: 'Create the link and send it',
		at,
		type: `${PACKAGE}.paytrLinkNotify`,
		typeVersion: 1,
		parameters: {
			resource: 'link',
			operation: 'create',
			name,
			price,
			currency,
			linkType: 'product',
			minCount: 1,
			maxInstallment: 1,
			lang: 'tr',
			notifyVia: email === undefined ? ['sms'] : ['email', 'sms'],
			...(email !== undefined && { email }),
			cellPhone,
			additionalFields: {
				...(callback && { callbackId: callback.id, callbackLink: callback.link }),
				maxCount: 1,
			},
			sendOnce: 'perKey',
			deduplicationKey: key,
			options: { ...(includeInputFields && { includeInputFields }) },
		},
		credentials: PAYTR_ACCOUNT,
		settings: ERROR_OUTPUT,
	};
}

/** PayTR Link Notify: sends a link that exists. */
export function notifyNode(place: Place, parameters: Json, options: Json): TemplateNode {
	return {
		...place,
		type: `${PACKAGE}.paytrLinkNotify`,
		typeVersion: 1,
		parameters: {
			resource: 'notification',
			sendOnce: 'perLinkAndRecipient',
			...parameters,
			options,
		},
		credentials: PAYTR_ACCOUNT,
		settings: ERROR_OUTPUT,
	};
}

/** Payfull Payment Request: sends one by e-mail and SMS, once per key. */
export function paymentRequestNode(
	place: Place,
	key: string,
	parameters: Json,
	options: Json = {},
): TemplateNode {
	return {
		...place,
		type: `${PACKAGE}.payfullPaymentRequest`,
		typeVersion: 1,
		parameters: {
			operation: 'send',
			viaEmailSms: '2',
			predefinedPayment: false,
			quantity: 1,
			changeableQuantity: false,
			currency: 'TRY',
			kdv: '20',
			requestType: 'normal',
			language: 'tr',
			...parameters,
			sendOnce: 'perKey',
			deduplicationKey: key,
			options,
		},
		credentials: PAYFULL_ACCOUNT,
		settings: ERROR_OUTPUT,
	};
}

/** PayTR Link Trigger, with a notice as PayTR sends it. */
export function paidTrigger(place: Place, webhookId: string, callbackId: string): TemplateNode {
	return {
		...place,
		type: `${PACKAGE}.paytrLinkNotifyTrigger`,
		typeVersion: 1,
		parameters: { options: {} },
		webhookId,
		credentials: PAYTR_ACCOUNT,
		pinned: [
			{
				callbackId,
				merchantOid: 'SAMPLE0001',
				status: 'success',
				totalAmount: 1499.9,
				paymentAmount: 1499.9,
				currency: 'TL',
				paymentType: 'card',
				testMode: false,
				raw: {},
			},
		],
	};
}

/**
 * Calls a service that n8n's own node of it lacks, with that node's credential. No credential is
 * named: n8n runs no workflow that names one which it hasn't got, not even where the node is pinned.
 */
export function httpNode(
	place: Place,
	credentialType: string,
	url: string,
	jsonBody: string,
): TemplateNode {
	return {
		...place,
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: {
			method: 'POST',
			url,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: credentialType,
			sendBody: true,
			specifyBody: 'json',
			jsonBody,
			options: {},
		},
	};
}

/** Where the write-back of a result goes that is neither a link nor a failure. */
export const IN_DOUBT = 'not known whether it was sent: look in the PayTR panel';
