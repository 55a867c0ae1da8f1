/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-deprecated-workflow-functions -- n8n's own HTTP Request node still calls them */
import MultipartForm from 'form-data';
import type { IRequestOptions } from 'n8n-workflow';

import { startSandbox, type Sandbox } from '../../sandbox';
import { create, payfull, PRODUCT } from '../unit/sandbox/client';
import { createEngine, type EngineResult } from './harness';
import { startEchoServer } from './harness/fixtures/echoServer';
import { BASE, requestNode, type Credential } from './support/requestNode';

type Fields = Record<string, string>;

const AUTODETECT = { encoding: null, json: false, useStream: true };

const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' };

const formText = (fields: Fields) => new URLSearchParams(fields).toString();

/** Its body content types, and its two ways to read an answer. */
const SHAPES: Record<string, (fields: Fields) => IRequestOptions> = {
	'Form Urlencoded': (form) => ({ headers: {}, form, ...AUTODETECT }),
	'Form Urlencoded, answer as JSON': (form) => ({ headers: {}, form, json: true }),
	JSON: (body) => ({ headers: {}, body, ...AUTODETECT }),
	'JSON, answer as JSON': (body) => ({ headers: {}, body, json: true }),
	'Raw with a form': (fields) => ({
		headers: FORM_TYPE,
		body: formText(fields),
		...AUTODETECT,
	}),
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

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.close());
beforeEach(() => sandbox.reset());

async function call(
	credential: Credential,
	uri: string,
	shape: IRequestOptions,
	address = sandbox.url,
): Promise<EngineResult> {
	const engine = createEngine({
		nodeTypes: [requestNode(credential, { ...BASE, uri, ...shape })],
		credentials: {
			paytrApi: { ...sandbox.credentials.paytr, baseUrl: address },
			payfullApi: {
				...sandbox.credentials.payfull,
				apiUrl: `${address}/integration/api/v1`,
				clientIp: '85.105.12.34',
			},
		},
	});
	return await engine.runNode('signedRequest', {});
}

/** Pays a link or a request in the sandbox. */
async function pay(id: string): Promise<string> {
	const response = await fetch(`${sandbox.url}/_sandbox/pay/${id}`, { method: 'POST' });
	const { payment } = (await response.json()) as { payment: { merchantOid: string } };
	return payment.merchantOid;
}

/** Istanbul's time is UTC+3 all year. */
const istanbul = (offsetMs = 0) =>
	new Date(Date.now() + 3 * 3_600_000 + offsetMs).toISOString().slice(0, 19).replace('T', ' ');

/** Now, from a minute ago to a minute from now. */
const span = () => ({ start_date: istanbul(-60_000), end_date: istanbul(60_000) });

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

const IBAN = 'TR330006100519786457841326';

interface Service {
	service: string;
	path: string;
	fields: (linkId: string, merchantOid: string) => Fields;
	answer?: object;
}

/** Every service of PayTR's table. */
const PAYTR: Service[] = [
	{
		service: 'paytr.send-sms',
		path: '/odeme/api/link/send-sms',
		fields: (id) => ({ id, cell_phone: '05321234567' }),
	},
	{
		service: 'paytr.send-email',
		path: '/odeme/api/link/send-email',
		fields: (id) => ({ id, email: 'gülşah+1@example.com' }),
	},
	{
		service: 'paytr.create',
		path: '/odeme/api/link/create',
		fields: () => ({ ...NEW_LINK, link_type: 'product', min_count: '1', max_count: '5' }),
	},
	{
		service: 'paytr.create',
		path: '/odeme/api/link/create',
		fields: () => ({ ...NEW_LINK, link_type: 'collection', email: 'gulsah@example.com' }),
	},
	{
		service: 'paytr.create',
		path: '/odeme/api/link/create',
		fields: () => ({ ...NEW_LINK, link_type: 'flex', flex_max_price: '9000' }),
	},
	{ service: 'paytr.delete', path: '/odeme/api/link/delete', fields: (id) => ({ id }) },
	{
		service: 'paytr.order-status',
		path: '/odeme/durum-sorgu',
		fields: (_id, merchant_oid) => ({ merchant_oid }),
		answer: { payment_amount: '14.45', currency: 'TL' },
	},
	{
		service: 'paytr.refund',
		path: '/odeme/iade',
		fields: (_id, merchant_oid) => ({ merchant_oid, return_amount: '4.45' }),
		answer: { return_amount: '4.45' },
	},
	{ service: 'paytr.transactions-report', path: '/rapor/islem-dokumu', fields: span },
	{
		service: 'paytr.payments-report',
		path: '/rapor/odeme-dokumu',
		fields: () => ({
			start_date: istanbul().slice(0, 10),
			end_date: istanbul().slice(0, 10),
		}),
	},
	{
		service: 'paytr.payment-detail-report',
		path: '/rapor/odeme-detayi',
		fields: () => ({ date: istanbul().slice(0, 10) }),
	},
	{
		service: 'paytr.bin-detail',
		path: '/odeme/api/bin-detail',
		fields: () => ({ bin_number: '435508' }),
		answer: { schema: 'VISA' },
	},
	{
		service: 'paytr.installment-rates',
		path: '/odeme/taksit-oranlari',
		fields: () => ({ request_id: 'r1' }),
		answer: { request_id: 'r1' },
	},
	{
		service: 'paytr.get-token',
		path: '/odeme/api/get-token',
		fields: () => ({
			...ORDER,
			user_basket: Buffer.from('[["Çay Bardağı","18.00",1]]').toString('base64'),
			no_installment: '0',
			max_installment: '12',
			currency: 'TL',
		}),
	},
	{
		service: 'paytr.get-token',
		path: '/odeme/api/get-token',
		fields: () => ({ ...ORDER, payment_type: 'eft' }),
	},
	{
		service: 'paytr.card-list',
		path: '/odeme/capi/list',
		fields: () => ({ utoken: 'USER1' }),
		answer: { 0: { ctoken: 'USER1-card1' } },
	},
	{
		service: 'paytr.card-delete',
		path: '/odeme/capi/delete',
		fields: () => ({ utoken: 'USER1', ctoken: 'USER1-card1' }),
	},
	{
		service: 'paytr.platform-transfer',
		path: '/odeme/platform/transfer',
		fields: (_id, merchant_oid) => ({
			merchant_oid,
			trans_id: 'T1001',
			submerchant_amount: '900',
			total_amount: '1445',
			transfer_name: 'Gülşah Öztürk A.Ş.',
			transfer_iban: IBAN,
		}),
		answer: { merchant_amount: '545' },
	},
	{
		service: 'paytr.returned-transfers',
		path: '/odeme/geri-donen-transfer',
		fields: () => ({ ...span(), dummy: '1' }),
	},
	{
		service: 'paytr.account-transfer',
		path: '/odeme/hesaptan-gonder',
		fields: () => ({
			trans_id: 'T1002',
			trans_info: JSON.stringify([{ amount: '900', receiver: 'Gülşah Öztürk', iban: IBAN }]),
		}),
	},
	// With the slash that PayTR's PHP samples write.
	{
		service: 'paytr.payment-detail-report',
		path: '/rapor/odeme-detayi/',
		fields: () => ({ date: istanbul().slice(0, 10) }),
	},
];

describe.each(Object.entries(SHAPES))('PayTR by HTTP Request, body %s', (_name, shape) => {
	it.each(PAYTR)('$service at $path', async ({ service, path, fields, answer }) => {
		const linkId = String((await create(sandbox, PRODUCT)).id);
		const merchantOid = await pay(linkId);
		const sent = fields(linkId, merchantOid);
		const result = await call('paytrApi', sandbox.url + path, shape(sent));
		const request = sandbox.state().requests.at(-1);

		expect(request).toMatchObject({ service, outcome: 'accepted' });
		expect(request?.fields).toEqual({ merchant_id: '999999', ...sent });
		// The list of stored cards comes alone.
		const status = service === 'paytr.card-list' ? {} : { status: 'success' };
		expect(result.json).toMatchObject([{ ...status, ...answer }]);
	});
});

/** What Payfull answers without changing anything, but the payment that it is asked for. */
const PAYFULL: Array<{ service: string; fields: (trxId: string) => Fields; data: object }> = [
	{
		service: 'payfull.transaction-status',
		fields: (id) => ({ type: 'Get', get_param: 'TransactionStatus', merchant_trx_id: id }),
		data: { status: 'approved', total: '299.80' },
	},
	{
		service: 'payfull.transactions-list',
		fields: () => ({
			type: 'Get',
			get_param: 'TransactionsList',
			day_date: istanbul().slice(0, 10).split('-').reverse().join('-'),
		}),
		data: { transactions: [{ total: '299.80' }] },
	},
	{
		service: 'payfull.installments',
		fields: () => ({ type: 'Get', get_param: 'Installments' }),
		data: { installments: expect.arrayContaining([{ count: 3, commission: '3%' }]) },
	},
	{
		service: 'payfull.issuer',
		fields: () => ({ type: 'Get', get_param: 'Issuer', bin: '435508', language: 'en' }),
		data: { brand: 'VISA' },
	},
];

describe.each(Object.entries(SHAPES))('Payfull by HTTP Request, body %s', (_name, shape) => {
	it.each(PAYFULL)('$service', async ({ service, fields, data }) => {
		const { data: made } = (await payfull(sandbox)) as { data: { paymentRequestHash: string } };
		const sent = fields(await pay(made.paymentRequestHash));
		const uri = `${sandbox.url}/integration/api/v1`;
		const result = await call('payfullApi', uri, shape(sent));
		const request = sandbox.state().requests.at(-1);

		expect(request).toMatchObject({ service, outcome: 'accepted' });
		expect(request?.fields).toEqual({
			merchant: 'sandbox_merchant',
			language: 'tr',
			client_ip: '85.105.12.34',
			...sent,
		});
		expect(result.json).toMatchObject([{ status: 1, ErrorCode: '00', data }]);
	});
});

describe('the credentials', () => {
	it('take the place of a signature that was copied along', async () => {
		const stale = { bin_number: '435508', paytr_token: 'stale' };
		await call('paytrApi', `${sandbox.url}/odeme/api/bin-detail`, urlencoded(stale));
		const issuer = { type: 'Get', get_param: 'Issuer', bin: '435508', hash: 'stale' };
		await call('payfullApi', `${sandbox.url}/integration/api/v1`, urlencoded(issuer));

		expect(sandbox.state().requests.map(({ outcome }) => outcome)).toEqual([
			'accepted',
			'accepted',
		]);
	});

	it('take numbers of a JSON body as the text that is posted', async () => {
		const merchantOid = await pay(String((await create(sandbox, PRODUCT)).id));
		const body = { merchant_oid: merchantOid, return_amount: 4.5, reference_no: null };
		const result = await call('paytrApi', `${sandbox.url}/odeme/iade`, { body, json: true });

		expect(result.json).toMatchObject([{ status: 'success', return_amount: '4.5' }]);
	});

	it('leave empty fields of Payfull out, which its clients hash in two ways', async () => {
		const fields = { type: 'Get', get_param: 'Issuer', bin: '435508', client_ip: '' };
		await call('payfullApi', `${sandbox.url}/integration/api/v1`, urlencoded(fields));

		expect(sandbox.state().requests).toMatchObject([
			{ outcome: 'accepted', fields: { client_ip: '85.105.12.34' } },
		]);
	});

	it('name the known services for a path that PayTR has none at', async () => {
		const { error } = await call(
			'paytrApi',
			`${sandbox.url}/odeme/api/link/list`,
			urlencoded({ id: 'A1' }),
		);

		expect(error?.message).toBe('This credential knows no PayTR service at "/odeme/api/link/list"');
		for (const { path } of PAYTR) expect(error?.description).toContain(path.replace(/\/$/, ''));
		expect(sandbox.state().requests).toEqual([]);
	});

	it('name a field that PayTR’s token covers and the request lacks', async () => {
		const { error } = await call('paytrApi', `${sandbox.url}/odeme/iade`, urlencoded({}));

		expect(error?.message).toBe("The signed fields 'merchant_oid', 'return_amount' are missing");
		expect(error?.description).toContain('merchant_id, merchant_oid, return_amount');
		expect(sandbox.state().requests).toEqual([]);
	});

	it.each<[Credential, string]>([
		['paytrApi', '/odeme/api/bin-detail'],
		['payfullApi', '/integration/api/v1'],
	])('of %s sign for their own host only', async (credential, path) => {
		const other = await startEchoServer();
		const fields = { bin_number: '435508', type: 'Get', get_param: 'Issuer', bin: '435508' };
		const { error } = await call(credential, other.url + path, urlencoded(fields));
		await other.stop();

		expect(error?.message).toMatch(/^This credential signs for (\S+) only, not for "/);
		expect(error?.message).toContain(`signs for ${new URL(sandbox.url).host}`);
		expect(error?.message).toContain(`not for "${new URL(other.url).host}`);
		expect(other.received).toEqual([]);
	});

	it.each<[Credential, string]>([
		['paytrApi', '/odeme/api/bin-detail'],
		['payfullApi', '/integration/api/v1'],
	])('of %s follow no redirect, though the node is set to', async (credential, path) => {
		const provider = await startEchoServer();
		const elsewhere = await startEchoServer();
		provider.answer = (_call, response) =>
			response.writeHead(307, { location: elsewhere.url + path }).end();
		const fields = { bin_number: '435508', type: 'Get', get_param: 'Issuer', bin: '435508' };
		const uri = provider.url + path;
		const { error } = await call(credential, uri, urlencoded(fields), provider.url);
		await Promise.all([provider.stop(), elsewhere.stop()]);

		expect(provider.received).toHaveLength(1);
		expect(elsewhere.received).toEqual([]);
		expect(error).toMatchObject({ httpCode: '307' });
	});
});
