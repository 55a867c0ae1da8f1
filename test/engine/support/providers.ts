import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';

import { n8n } from '../../../package.json';
import type { RequestRecord, Sandbox } from '../../../sandbox';
import { createEngine, type Engine, type EngineOptions, type EngineResult } from '../harness';

export const PAYTR = 'paytrLinkNotify';
export const PAYFULL = 'payfullPaymentRequest';

/** The source address of Payfull requests in these tests. */
export const CLIENT_IP = '85.105.12.34';

export const CONTINUE = { onError: 'continueRegularOutput' } as const;
export const ERROR_OUTPUT = { onError: 'continueErrorOutput' } as const;

/** An address without a listener. Another test could soon reuse a freed port. */
export const NOBODY = 'http://127.0.0.1:1';

/** n8n's Retry On Fail. */
export const tries = (maxTries: number) => ({ retryOnFail: true, maxTries });

type Credentials = Record<'paytrApi' | 'payfullApi', ICredentialDataDecryptedObject>;

/** Credentials of the sandbox's own accounts, on the sandbox or on another address. */
export function credentialsOf(
	{ credentials }: Pick<Sandbox, 'credentials'>,
	address: string,
): Credentials {
	return {
		paytrApi: { ...credentials.paytr, baseUrl: address },
		payfullApi: {
			...credentials.payfull,
			apiUrl: `${address}/integration/api/v1`,
			clientIp: CLIENT_IP,
		},
	};
}

/** An engine whose nodes send to the sandbox. */
export function engineOn(sandbox: Sandbox, options: EngineOptions = {}): Engine {
	return createEngine({ credentials: credentialsOf(sandbox, sandbox.url), ...options });
}

/** Parameters that send an SMS to each row's phone, on every run. */
export const SMS: INodeParameters = {
	operation: 'sendSms',
	sendOnce: 'off',
	linkId: '={{ $json.link }}',
	cellPhone: '={{ $json.phone }}',
};

/** Parameters that send an e-mail to each row's address, on every run. */
export const EMAIL: INodeParameters = {
	operation: 'sendEmail',
	sendOnce: 'off',
	linkId: '={{ $json.link }}',
	email: '={{ $json.email }}',
};

/** Parameters that send an e-mail and an SMS to each row, on every run. */
export const EMAIL_AND_SMS: INodeParameters = {
	operation: 'sendEmailAndSms',
	sendOnce: 'off',
	linkId: '={{ $json.link }}',
	cellPhone: '={{ $json.phone }}',
	email: '={{ $json.email }}',
};

/** Parameters of a one-time Payfull request by e-mail to each row's address, on every run. */
export const REQUEST: INodeParameters = {
	sendOnce: 'off',
	viaEmailSms: '0',
	recipientEmail: '={{ $json.email }}',
	title: "Çay Bardağı 6'lı Set",
	paymentFreeAmount: '149,90',
	endDate: '2099-12-31',
	kdv: '20',
	emailText: 'Sayın [email or name-surname], tutar [TOTAL].',
	additionalFields: { paymentFreeTitle: 'İnce belli çay bardağı', startDate: '2099-12-01' },
};

/** The fields of a payment request in 'Additional Fields'. */
const ADDITIONAL = new Set(
	'changeableQuantity clientIp currency language paymentFreeTitle quantity recipientFirstName recipientLastName startDate'.split(
		' ',
	),
);

/** REQUEST with some changed parameters, each in its place. */
export function requestWith(changes: INodeParameters): INodeParameters {
	const isBesideEmail = (changes.viaEmailSms ?? REQUEST.viaEmailSms) === '0';
	const isAdditional = (name: string) =>
		ADDITIONAL.has(name) || (isBesideEmail && name === 'recipientPhone');
	const entries = Object.entries(changes);
	const additional = entries.filter(([name]) => isAdditional(name));
	return {
		...REQUEST,
		...Object.fromEntries(entries.filter(([name]) => !isAdditional(name))),
		additionalFields: {
			...(REQUEST.additionalFields as INodeParameters),
			...Object.fromEntries(additional),
		},
	};
}

/** A customer in a spreadsheet. Each number has its own phone and address. */
export function row(i: number, more: IDataObject = {}): IDataObject {
	return {
		link: 'NB2Zlz3',
		phone: phoneOf(i),
		email: emailOf(i),
		...more,
	};
}

export const rows = (count: number): IDataObject[] =>
	Array.from({ length: count }, (_, i) => row(i));

export const phoneOf = (i: number): string => `0555${String(i).padStart(7, '0')}`;

export const emailOf = (i: number): string => `customer${i}@example.com`;

/** How one of the two nodes sends one message to each row, for tests of both nodes. */
export interface Subject {
	node: string;
	provider: 'PayTR' | 'Payfull';
	/** The sandbox's name of the service. */
	service: string;
	parameters: INodeParameters;
	/** The parameters for sending only once across executions. */
	guarded: INodeParameters;
	/** The form field that distinguishes the rows. */
	field: string;
	recipientOf(i: number): string;
}

const BOTH: Subject[] = [
	{
		node: PAYTR,
		provider: 'PayTR',
		service: 'paytr.send-sms',
		parameters: SMS,
		guarded: { sendOnce: 'perLinkAndRecipient' },
		field: 'cell_phone',
		recipientOf: phoneOf,
	},
	{
		node: PAYFULL,
		provider: 'Payfull',
		service: 'payfull.request',
		parameters: REQUEST,
		guarded: { sendOnce: 'perKey', deduplicationKey: '={{ $json.email }}' },
		field: 'recipient_email',
		recipientOf: emailOf,
	},
];

/** The nodes of this package. A split package contains only one provider. */
export const SUBJECTS = BOTH.filter(({ node }) =>
	n8n.nodes.some((file) => file.toLowerCase().includes(`/${node.toLowerCase()}.`)),
);

/** The form fields of every received request, in order. */
export const received = (sandbox: Sandbox): Array<RequestRecord['fields']> =>
	sandbox.state().requests.map(({ fields }) => fields);

/** The recipients of every message that the providers sent, in order. */
export const recipients = (sandbox: Sandbox): string[] =>
	sandbox.state().messages.map(({ to }) => to);

/** The result of each item in one word: the outcome, or the reason for skipping the item. */
export const fates = ({ json }: EngineResult): unknown[] =>
	json.map(({ success, reason, details }) =>
		success === true ? 'sent' : (reason ?? (details as { outcome: string }).outcome),
	);
