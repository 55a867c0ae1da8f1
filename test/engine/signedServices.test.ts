/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-deprecated-workflow-functions -- n8n's own HTTP Request node still calls them */
import MultipartForm from 'form-data';
import type { IRequestOptions } from 'n8n-workflow';

import { newLink, pay, payfull } from '../unit/sandbox/client';
import { createEngine, type EngineResult } from './harness';
import { CLIENT_IP, credentialsOf } from './support/providers';
import { BASE, requestNode, type Credential } from './support/requestNode';
import { useEchoServer, useSandbox } from './support/sandbox';

type Fields = Record<string, string>;

const AUTODETECT = { encoding: null, json: false, useStream: true };

const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' };

const formText = (fields: Fields) => new URLSearchParams(fields).toString();

/** The node's body content types and its two ways to read a response. */
const SHAPES: Record<string, (fields: Fields) => IRequestOptions> = {
	'Form Urlencoded': (form) => ({ headers: {}, form, ...AUTODETECT }),
	'Form Urlencoded, answer as JSON': (form) => ({ headers: {}, form, json: true }),
	JSON: (body) => ({ headers: {}, body, ...AUTODETECT }),
	'JSON, answer as JSON': (body) => ({ headers: {}, body, json: true }),
	'Raw with a form': (fields) => ({ headers: FORM_TYPE, body: formText(fields), ...AUTODETECT }),
	'Raw with JSON': (fields) => ({
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(fields),
		...AUTODETECT,
	}),
	'Form-Data': (fields) => {
		const formData = new MultipartForm();
		for (const [name, value] of Object.entries(fields)) formData.append(name, value);
		return { headers: {}, formData, ...AUTODETECT };
	},
	'Form-Data before version 4.2': (formData) => ({ headers: {}, formData, ...AUTODETECT }),
	'n8n Binary File': (fields) => ({
		headers: { ...FORM_TYPE, 'content-length': formText(fields).length },
		body: Buffer.from(formText(fields)),
		...AUTODETECT,
	}),
};

const [urlencoded] = Object.values(SHAPES);

const sandbox = useSandbox();

/** Sends the request with the credential. Its base address can be changed. */
async function call(
	credential: Credential,
	uri: string,
	shape: IRequestOptions,
	address = sandbox.url,
): Promise<EngineResult> {
	const engine = createEngine({
		nodeTypes: [requestNode(credential, { ...BASE, uri, ...shape })],
		credentials: credentialsOf(sandbox, address),
	});
	return await engine.runNode('signedRequest', {});
}

const requests = () => sandbox.state().requests;

/** Istanbul's time is UTC+3 all year. */
const istanbul = (offsetMs = 0) =>
	new Date(Date.now() + 3 * 3_600_000 + offsetMs).toISOString().slice(0, 19).replace('T', ' ');

const TODAY = istanbul().slice(0, 10);

/** A span from one hour ago to one hour ahead. */
const SPAN = { start_date: istanbul(-3_600_000), end_date: istanbul(3_600_000) };

const NEW_LINK = {
	name: 'Örnek Ürün: Ş & Ğ + ı = %100',
	price: '1445',
	currency: 'TL',
	max_installment: '1',
	lang: 'tr',
};

const ORDER = {
	user_ip: '203.0.113.10',
	merchant_oid: 'ORDER1001',
	email: 'gulsah@example.com',
	payment_amount: '1800',
	test_mode: '1',
};

const CARD = {
	...ORDER,
	user_basket: Buffer.from('[["Çay Bardağı","18.00",1]]').toString('base64'),
	no_installment: '0',
	max_installment: '12',
	currency: 'TL',
};

const IBAN = 'TR330006100519786457841326';

/** Placeholders in the table: a paid link and its order number. */
const LINK = 'LINK';
const PAID = 'PAID';

const filled = (fields: Fields, values: Fields): Fields =>
	Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, values[text] ?? text]));

const TRANSFER = {
	merchant_oid: PAID,
	trans_id: 'T1001',
	submerchant_amount: '900',
	total_amount: '1445',
	transfer_name: 'Gülşah Öztürk A.Ş.',
	transfer_iban: IBAN,
};

const TRANS_INFO = JSON.stringify([{ amount: '900', receiver: 'Gülşah Öztürk', iban: IBAN }]);

/** Every service in PayTR's table, with parts of its response. */
const PAYTR: Array<[service: string, path: string, fields: Fields, answer?: object]> = [
	['send-sms', '/odeme/api/link/send-sms', { id: LINK, cell_phone: '05321234567' }],
	['send-email', '/odeme/api/link/send-email', { id: LINK, email: 'gülşah+1@example.com' }],
	[
		'create',
		'/odeme/api/link/create',
		{ ...NEW_LINK, link_type: 'product', min_count: '1', max_count: '5' },
	],
	[
		'create',
		'/odeme/api/link/create',
		{ ...NEW_LINK, link_type: 'collection', email: 'gulsah@example.com' },
	],
	['create', '/odeme/api/link/create', { ...NEW_LINK, link_type: 'flex', flex_max_price: '9000' }],
	['delete', '/odeme/api/link/delete', { id: LINK }],
	[
		'order-status',
		'/odeme/durum-sorgu',
		{ merchant_oid: PAID },
		{ payment_amount: '14.45', currency: 'TL' },
	],
	[
		'refund',
		'/odeme/iade',
		{ merchant_oid: PAID, return_amount: '4.45' },
		{ return_amount: '4.45' },
	],
	['transactions-report', '/rapor/islem-dokumu', SPAN],
	['payments-report', '/rapor/odeme-dokumu', { start_date: TODAY, end_date: TODAY }],
	['payment-detail-report', '/rapor/odeme-detayi', { date: TODAY }],
	['bin-detail', '/odeme/api/bin-detail', { bin_number: '435508' }, { schema: 'VISA' }],
	['installment-rates', '/odeme/taksit-oranlari', { request_id: 'r1' }, { request_id: 'r1' }],
	['get-token', '/odeme/api/get-token', CARD],
	['get-token', '/odeme/api/get-token', { ...ORDER, payment_type: 'eft' }],
	['card-list', '/odeme/capi/list', { utoken: 'USER1' }, { 0: { ctoken: 'USER1-card1' } }],
	['card-delete', '/odeme/capi/delete', { utoken: 'USER1', ctoken: 'USER1-card1' }],
	['platform-transfer', '/odeme/platform/transfer', TRANSFER, { merchant_amount: '545' }],
	['returned-transfers', '/odeme/geri-donen-transfer', { ...SPAN, dummy: '1' }],
	['account-transfer', '/odeme/hesaptan-gonder', { trans_id: 'T1002', trans_info: TRANS_INFO }],
	// PayTR's PHP samples use the trailing slash.
	['payment-detail-report', '/rapor/odeme-detayi/', { date: TODAY }],
];

/** Pays a link or a request and returns the payment's order number. */
const orderOf = async (id: string) => (await pay(sandbox, id)).body.payment.merchantOid;

describe.each(Object.entries(SHAPES))('PayTR by HTTP Request, body %s', (_name, shape) => {
	it.each(PAYTR)('%s at %s', async (service, path, fields, answer = {}) => {
		const link = await newLink(sandbox);
		const sent = filled(fields, { [LINK]: link, [PAID]: await orderOf(link) });
		const { json } = await call('paytrApi', sandbox.url + path, shape(sent));

		expect(requests().at(-1)).toMatchObject({ service: `paytr.${service}`, outcome: 'accepted' });
		expect(requests().at(-1)?.fields).toEqual({ merchant_id: '999999', ...sent });
		// The response with the list of stored cards has no status.
		const status = service === 'card-list' ? {} : { status: 'success' };
		expect(json).toMatchObject([{ ...status, ...answer }]);
	});
});

/** Payfull's read-only services, and the payment that they need. */
const PAYFULL: Array<[service: string, fields: Fields, data: object]> = [
	[
		'transaction-status',
		{ get_param: 'TransactionStatus', merchant_trx_id: PAID },
		{ status: 'approved', total: '299.80' },
	],
	[
		'transactions-list',
		{ get_param: 'TransactionsList', day_date: TODAY.split('-').reverse().join('-') },
		{ transactions: [{ total: '299.80' }] },
	],
	[
		'installments',
		{ get_param: 'Installments' },
		{ installments: expect.arrayContaining([{ count: 3, commission: '3%' }]) as object },
	],
	['issuer', { get_param: 'Issuer', bin: '435508', language: 'en' }, { brand: 'VISA' }],
];

const API = '/integration/api/v1';

describe.each(Object.entries(SHAPES))('Payfull by HTTP Request, body %s', (_name, shape) => {
	it.each(PAYFULL)('%s', async (service, fields, data) => {
		const { data: made } = (await payfull(sandbox)) as { data: { paymentRequestHash: string } };
		const paid = await orderOf(made.paymentRequestHash);
		const sent = filled({ type: 'Get', ...fields }, { [PAID]: paid });
		const { json } = await call('payfullApi', sandbox.url + API, shape(sent));

		expect(requests().at(-1)).toMatchObject({ service: `payfull.${service}`, outcome: 'accepted' });
		expect(requests().at(-1)?.fields).toEqual({
			merchant: 'sandbox_merchant',
			language: 'tr',
			client_ip: CLIENT_IP,
			...sent,
		});
		expect(json).toMatchObject([{ status: 1, ErrorCode: '00', data }]);
	});
});

const ISSUER = { type: 'Get', get_param: 'Issuer', bin: '435508' };

describe('the credentials', () => {
	it('post the numbers of a JSON body as text', async () => {
		const merchant_oid = await orderOf(await newLink(sandbox));
		const body = { merchant_oid, return_amount: 4.5, reference_no: null };
		const { json } = await call('paytrApi', `${sandbox.url}/odeme/iade`, { body, json: true });

		expect(json).toMatchObject([{ status: 'success', return_amount: '4.5' }]);
	});

	it('name the known services for an unknown path', async () => {
		const path = '/odeme/api/link/list';
		const { error } = await call('paytrApi', sandbox.url + path, urlencoded({ id: 'A1' }));

		expect(error?.message).toBe(`This credential knows no PayTR service at "${path}"`);
		for (const [, known] of PAYTR) {
			expect(error?.description).toContain(known.replace(/\/$/, ''));
		}
		expect(requests()).toEqual([]);
	});

	describe.each<[Credential, string]>([
		['paytrApi', '/odeme/api/bin-detail'],
		['payfullApi', API],
	])('of %s', (credential, path) => {
		const other = useEchoServer();
		const provider = useEchoServer();
		const fields = urlencoded({ bin_number: '435508', ...ISSUER });

		it('sign for their own host only', async () => {
			const { error } = await call(credential, other.url + path, fields);

			const [own, foreign] = [sandbox.url, other.url].map((url) => new URL(url).host);
			expect(error?.message).toContain(`This credential signs for ${own}`);
			expect(error?.message).toContain(`only, not for "${foreign}`);
			expect(other.received).toEqual([]);
		});

		it('follow no redirect, even if the node is set to follow them', async () => {
			provider.answer = (_call, response) =>
				response.writeHead(307, { location: other.url + path }).end();
			const { error } = await call(credential, provider.url + path, fields, provider.url);

			expect(provider.received).toHaveLength(1);
			expect(other.received).toEqual([]);
			expect(error).toMatchObject({ httpCode: '307' });
		});
	});
});
