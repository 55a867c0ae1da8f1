/* Verifying payment notifications that n8n's Webhook or Wait node received. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { createEngine } from './harness';
import { CONTINUE, PAYTR } from './support/providers';
import { credentials, vectors } from '../vectors/paytr.json';

const signed = vectors.find(({ name }) => name.startsWith('T10'));

/** PayTR's notification, with the hash of the vector. */
const NOTICE: IDataObject = {
	...signed?.inputs,
	hash: signed?.token,
	...{ payment_amount: '1400', payment_type: 'card', currency: 'TL', test_mode: '0' },
	merchant_id: credentials.merchant_id,
};

const CREDENTIAL = {
	merchantId: credentials.merchant_id,
	merchantKey: credentials.merchant_key,
	merchantSalt: credentials.merchant_salt,
	// Nothing listens at this address, because this operation makes no request.
	baseUrl: 'http://127.0.0.1:1',
};

const VERIFY: INodeParameters = { resource: 'payment', operation: 'verifyNotification' };

const run = async (
	items: IDataObject[],
	{ parameters = {}, settings = CONTINUE, credential = {} }: Partial<Record<string, object>> = {},
) =>
	await createEngine({ credentials: { paytrApi: { ...CREDENTIAL, ...credential } } }).runNode(
		PAYTR,
		{ ...VERIFY, ...parameters },
		items,
		settings,
	);

const { hash, ...raw } = NOTICE;

const OUTPUT = {
	...{ callbackId: 'ORD1001', merchantOid: 'PTR20260101ABC', status: 'success' },
	...{ totalAmount: 14.45, paymentAmount: 14, currency: 'TL', paymentType: 'card' },
	...{ testMode: false, raw },
};

it('returns the same fields as PayTR Link Trigger, without the hash', async () => {
	expect(hash).toHaveLength(44);
	const { json } = await run([{ headers: {}, params: {}, query: {}, body: NOTICE }]);
	expect(json).toEqual([OUTPUT]);
});

it.each<[what: string, notification: string]>([
	['its JSON text', JSON.stringify(NOTICE)],
	['another field', '={{ $json.posted }}'],
])('takes %s', async (_what, notification) => {
	const { json } = await run([{ posted: NOTICE }], { parameters: { notification } });
	expect(json).toEqual([OUTPUT]);
});

const NAME = "'Payment Notification'";

it.each<[what: string, outcome: string, error: string, body: unknown, credential?: object]>([
	[
		'an amount that was changed',
		'rejected',
		`${NAME} was not signed by PayTR for this store: hash is wrong`,
		{ ...NOTICE, total_amount: '1' },
	],
	[
		'a notification of another key',
		'rejected',
		`${NAME} was not signed by PayTR for this store: hash is wrong`,
		NOTICE,
		{ merchantKey: 'another' },
	],
	[
		'a notification for another store',
		'rejected',
		`${NAME} was not signed by PayTR for this store: merchant_id is another merchant`,
		{ ...NOTICE, merchant_id: '999' },
	],
	[
		'a notification without a hash',
		'invalid',
		`${NAME} is not complete: hash is missing`,
		{ ...NOTICE, hash: '' },
	],
	['nothing', 'invalid', `${NAME} is not an object: ""`, ''],
	['a list', 'invalid', `${NAME} is not an object: "[]"`, []],
	['a text', 'invalid', `${NAME} is not an object: "hash=1"`, 'hash=1'],
	// The hash covers status and amount as one text, without a separator.
	[
		'an amount whose first digit was moved to the status',
		'rejected',
		`${NAME} does not report a payment, its status is "success1"`,
		{ ...NOTICE, status: 'success1', total_amount: '445' },
	],
])('fails the item of %s: %s', async (_what, outcome, error, body, credential = {}) => {
	const { json } = await run([{ from: 'Webhook', body } as IDataObject], { credential });
	expect(json).toMatchObject([{ error, details: { outcome } }]);
	expect(JSON.stringify(json)).not.toContain(credentials.merchant_key);
});

it('stops the workflow at a forged notification, and outputs nothing', async () => {
	const forged = { ...NOTICE, callback_id: 'ORD1002' };
	const result = await run([{ body: NOTICE }, { body: forged }], { settings: {} });
	expect(result.error?.message).toContain('was not signed by PayTR');
	expect(result.json).toEqual([]);
});

it('verifies each item with the credential of its own store', async () => {
	const stores = { merchantId: '={{ $json.store }}' };
	const { json } = await run(
		[
			{ store: credentials.merchant_id, body: NOTICE },
			{ store: '654321', body: NOTICE },
		],
		{ credential: stores },
	);
	expect(json).toMatchObject([OUTPUT, { details: { outcome: 'rejected' } }]);
});
