/* eslint-disable @n8n/community-nodes/no-restricted-globals -- test, never packed */
import { createHmac } from 'node:crypto';

import express from 'express';
import { WebhookContext } from 'n8n-core';
import type { INodeParameters, IWebhookData, IWebhookResponseData } from 'n8n-workflow';

import { startSandbox, type Sandbox } from '../../sandbox';
import { credentials, vectors } from '../vectors/paytr.json';
import { createEngine, type WebhookResponse } from './harness';
import { createAdditionalData } from './harness/additionalData';
import { CredentialsHelper } from './harness/credentialsHelper';
import { NodeTypes } from './harness/nodeTypes';
import { createWorkflow } from './harness/workflow';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** The merchant of the vectors. */
const MERCHANT = {
	merchantId: credentials.merchant_id,
	merchantKey: credentials.merchant_key,
	merchantSalt: credentials.merchant_salt,
};

const vector = vectors.find(({ name }) => name.startsWith('T10'));

/** A notice that PayTR signed: the vector's, with the fields that no hash covers. */
const NOTICE: Record<string, string> = {
	...Object.fromEntries(Object.entries(vector?.inputs ?? {})),
	hash: vector?.token ?? '',
	payment_amount: '1400',
	payment_type: 'card',
	currency: 'TL',
	merchant_id: credentials.merchant_id,
	test_mode: '0',
};

/** Another notice of the same merchant, signed by PayTR's formula. */
function signed(changes: Record<string, string>): Record<string, string> {
	const notice = { ...NOTICE, ...changes };
	const { callback_id, merchant_oid, status, total_amount } = notice;
	const { merchantKey, merchantSalt } = MERCHANT;
	const message = `${callback_id}${merchant_oid}${merchantSalt}${status}${total_amount}`;
	return { ...notice, hash: createHmac('sha256', merchantKey).update(message).digest('base64') };
}

let nodes = 0;

type Server = Awaited<ReturnType<ReturnType<typeof createEngine>['startWebhook']>>;

const started: Server[] = [];

/** A published trigger of its own: the process remembers payments by node. */
async function publish(
	parameters: INodeParameters = {},
	settings: Parameters<ReturnType<typeof createEngine>['startWebhook']>[2] = {},
	paytrApi: Record<string, string> = MERCHANT,
): Promise<Server> {
	nodes += 1;
	const engine = createEngine({ credentials: { paytrApi } });
	const id = `trigger-${nodes}`;
	const server = await engine.startWebhook('paytrLinkTrigger', parameters, { id, ...settings });
	started.push(server);
	return server;
}

afterEach(async () => {
	await Promise.all(started.splice(0).map(async (server) => await server.stop()));
});

const post = async (server: Server, fields: Record<string, string>): Promise<WebhookResponse> =>
	await server.send({ headers: FORM, body: new URLSearchParams(fields).toString() });

/** What the workflow got of each start. */
const starts = ({ executions }: Pick<Server, 'executions'>) =>
	executions.map((execution) => execution.outputOf('After')[0]?.[0]?.json);

describe('a notice that PayTR signed', () => {
	it('is answered OK as plain text and starts the workflow with amounts in lira', async () => {
		const trigger = await publish();
		const response = await post(trigger, NOTICE);
		const { hash, ...raw } = NOTICE;

		expect(response.status).toBe(200);
		expect(response.body).toBe('OK');
		expect(response.headers['content-type']).toMatch(/^text\/plain\b/);
		expect(starts(response)).toEqual([
			{
				callbackId: 'ORD1001',
				merchantOid: 'PTR20260101ABC',
				status: 'success',
				totalAmount: 14.45,
				paymentAmount: 14,
				currency: 'TL',
				paymentType: 'card',
				testMode: false,
				raw,
			},
		]);
		expect(hash).not.toBe('');
	});

	it('leaves no secret in the execution', async () => {
		const trigger = await publish();
		const { executions } = await post(trigger, NOTICE);
		const saved = JSON.stringify([executions[0]?.run, trigger.staticData()]);

		expect(saved).toContain('PTR20260101ABC');
		for (const secret of [NOTICE.hash, MERCHANT.merchantKey, MERCHANT.merchantSalt]) {
			expect(saved).not.toContain(secret);
		}
	});

	it('may have a content type with a charset, and Turkish letters', async () => {
		const trigger = await publish();
		const response = await trigger.send({
			headers: { 'content-type': 'Application/X-WWW-Form-Urlencoded; charset=UTF-8' },
			body: new URLSearchParams({ ...NOTICE, payment_type: 'kart ödemesi' }).toString(),
		});

		expect(response.body).toBe('OK');
		expect(starts(response)).toMatchObject([{ paymentType: 'kart ödemesi' }]);
	});

	it.each([
		['an empty payment_amount', { payment_amount: '' }, {}],
		['a payment_amount with decimals', { payment_amount: '14.00' }, {}],
		['a repeated payment_amount', {}, { payment_amount: '1400' }],
		['a repeated field that nobody knows', { anything: '1' }, { anything: '1' }],
		['a space before merchant_id', { merchant_id: ` ${credentials.merchant_id}` }, {}],
	])('may have %s', async (what, changes, repeated) => {
		const body = new URLSearchParams({ ...NOTICE, ...changes });
		for (const [name, value] of Object.entries(repeated)) body.append(name, String(value));
		const response = await (await publish()).send({ headers: FORM, body: body.toString() });

		expect([response.status, response.body]).toEqual([200, 'OK']);
		const paymentAmount = what.includes('payment_amount') ? null : 14;
		expect(starts(response)).toMatchObject([{ totalAmount: 14.45, paymentAmount }]);
	});

	it('of a payment that did not succeed is answered and starts nothing, but does not hide the next', async () => {
		const trigger = await publish();
		const failed = await post(trigger, signed({ status: 'failed' }));
		const paid = await post(trigger, NOTICE);

		expect([failed.status, failed.body, failed.executions]).toEqual([200, 'OK', []]);
		expect(paid.executions).toHaveLength(1);
	});

	it('with a digit moved from the amount to the status starts nothing', async () => {
		// The hash covers the texts one behind the other, so it fits this one too.
		const moved = { ...NOTICE, status: 'success1', total_amount: '445' };
		const response = await post(await publish(), moved);

		expect(response.executions).toEqual([]);
	});
});

describe('what PayTR did not sign starts nothing', () => {
	const without = (name: string) =>
		Object.fromEntries(Object.entries(NOTICE).filter(([field]) => field !== name));

	it.each<[what: string, fields: Record<string, string>, status: number, said: string]>([
		['a wrong hash', { ...NOTICE, hash: `B${NOTICE.hash.slice(1)}` }, 403, 'hash is wrong'],
		['another amount', { ...NOTICE, total_amount: '1' }, 403, 'hash is wrong'],
		['another callback ID', { ...NOTICE, callback_id: 'ORD1002' }, 403, 'hash is wrong'],
		['no hash', without('hash'), 400, 'hash is missing'],
		['no callback ID', without('callback_id'), 400, 'callback_id is missing'],
		['no merchant_oid', without('merchant_oid'), 400, 'merchant_oid is missing'],
		['no status', without('status'), 400, 'status is missing'],
		['no amount', without('total_amount'), 400, 'total_amount is missing'],
		['an empty merchant_oid', signed({ merchant_oid: '' }), 400, 'merchant_oid is missing'],
		[
			'another merchant',
			{ ...NOTICE, merchant_id: '999999' },
			403,
			'merchant_id is another merchant',
		],
		['an amount of words', signed({ total_amount: 'NaN' }), 400, 'total_amount is not a whole'],
	])('%s', async (_what, fields, status, said) => {
		const trigger = await publish();
		const response = await post(trigger, fields);

		expect(response.status).toBe(status);
		expect(response.body).toContain(said);
		expect(response.headers['content-type']).toMatch(/^text\/plain\b/);
		expect(trigger.executions).toEqual([]);
		expect(trigger.staticData()).toEqual({});
	});

	it('a signed field that is repeated', async () => {
		const trigger = await publish();
		for (const name of ['callback_id', 'merchant_oid', 'status', 'total_amount', 'hash']) {
			const twice = new URLSearchParams(NOTICE);
			twice.append(name, NOTICE[name]);
			const response = await trigger.send({ headers: FORM, body: twice.toString() });
			expect([response.status, response.body]).toEqual([400, `${name} must be sent once, as text`]);
		}
		expect(trigger.executions).toEqual([]);
	});

	it('a body of another type', async () => {
		const trigger = await publish();
		const json = await trigger.send({
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(NOTICE),
		});
		const untyped = await trigger.send({ body: new URLSearchParams(NOTICE).toString() });

		expect([json.status, json.body]).toEqual([415, 'Send application/x-www-form-urlencoded']);
		expect(untyped.status).toBe(415);
		expect(trigger.executions).toEqual([]);
	});

	it.each([
		['an empty form', { headers: FORM, body: '' }],
		['no body', {}],
		['a form without fields', { headers: FORM, body: '&' }],
	])('%s, without a failed execution', async (_what, request) => {
		const trigger = await publish();
		const response = await trigger.send(request);

		expect([response.status, response.body]).toEqual([400, 'callback_id is missing']);
		expect(trigger.executions).toEqual([]);
	});

	it('a body that is too large, though it is signed', async () => {
		const trigger = await publish();
		const response = await post(trigger, { ...NOTICE, padding: 'x'.repeat(64 * 1024) });
		const almost = await post(trigger, { ...NOTICE, padding: 'x'.repeat(60 * 1024) });

		expect([response.status, response.body]).toEqual([413, 'The notice is too large']);
		expect(response.executions).toEqual([]);
		expect(almost.status).toBe(200);
	});

	it('a GET', async () => {
		const trigger = await publish();
		const query = new URLSearchParams(NOTICE).toString();
		const response = await trigger.send({ method: 'GET', query });

		expect(response.status).toBe(404);
		expect(trigger.executions).toEqual([]);
	});

	it('a notice in the query of a POST', async () => {
		const trigger = await publish();
		const query = new URLSearchParams(NOTICE).toString();
		const response = await trigger.send({ headers: FORM, body: '', query });

		expect(response.status).toBe(400);
		expect(trigger.executions).toEqual([]);
	});
});

describe('a payment starts the workflow once', () => {
	it('when its notice comes again', async () => {
		const trigger = await publish();
		await post(trigger, NOTICE);
		const again = await post(trigger, NOTICE);

		expect([again.status, again.body]).toEqual([200, 'OK']);
		expect(trigger.executions).toHaveLength(1);
	});

	it('when its notices come at the same moment', async () => {
		const trigger = await publish();
		const responses = await Promise.all(
			Array.from({ length: 5 }, async () => await post(trigger, NOTICE)),
		);

		expect(responses.map(({ status, body }) => [status, body])).toEqual(Array(5).fill([200, 'OK']));
		expect(trigger.executions).toHaveLength(1);
	});

	it('and no OK goes out before n8n has stored the execution, not to a repeat either', async () => {
		const order: string[] = [];
		let stored = () => {};
		const storing = new Promise<void>((resolve) => (stored = resolve));
		const store = async () => {
			order.push('storing');
			await storing;
		};
		const trigger = await publish({}, { store });
		const answers = [post(trigger, NOTICE), post(trigger, NOTICE)].map(async (answer) => {
			order.push((await answer).body);
		});
		while (order.length === 0) await new Promise(setImmediate);
		// Both requests are in, and neither is answered.
		const other = await publish();
		await post(other, NOTICE);
		expect(order).toEqual(['storing']);
		expect(trigger.staticData()).toEqual({});
		stored();
		await Promise.all(answers);

		expect(order).toEqual(['storing', 'OK', 'OK']);
		expect(trigger.executions).toHaveLength(1);
	});

	it('also when n8n could not store the execution the first time', async () => {
		const store = jest.fn(async () => {}).mockRejectedValueOnce(new Error('SQLITE_BUSY'));
		const trigger = await publish({}, { store });
		const failed = await post(trigger, NOTICE);
		expect([failed.status, failed.executions]).toEqual([500, []]);
		expect(trigger.staticData()).toEqual({});
		const again = await post(trigger, NOTICE);

		expect([again.status, again.body]).toEqual([200, 'OK']);
		expect(trigger.executions).toHaveLength(1);
	});

	it('when its caller hangs up before n8n has stored the execution', async () => {
		let stored = () => {};
		const storing = new Promise<void>((resolve) => (stored = resolve));
		let began = () => {};
		const begun = new Promise<void>((resolve) => (began = resolve));
		const trigger = await publish({}, { store: async () => (began(), await storing) });
		const caller = new AbortController();
		const first = fetch(trigger.url, {
			method: 'POST',
			body: new URLSearchParams(NOTICE),
			signal: caller.signal,
		}).catch(() => 'hung up');
		await begun;
		caller.abort();
		await first;
		const form = { method: 'POST', body: new URLSearchParams(NOTICE) };
		const tooEarly = await fetch(trigger.url, form);
		stored();
		await trigger.stop();
		const saved = trigger.staticData();

		expect(tooEarly.status).toBe(503);
		expect(trigger.executions).toHaveLength(1);
		expect(JSON.stringify(saved)).toContain('PTR20260101ABC');
	});

	it('when its notice comes again after a restart', async () => {
		const before = await publish();
		await post(before, NOTICE);
		// A node of another ID: this process has not seen its payments, as a new process has not.
		const after = await publish({}, { staticData: before.staticData() });
		const again = await post(after, NOTICE);
		const other = await post(after, signed({ merchant_oid: 'PTR20260101ABD' }));

		expect([again.status, again.body, again.executions]).toEqual([200, 'OK', []]);
		expect(other.executions).toHaveLength(1);
	});

	it('and each payment of a link that is used again', async () => {
		const trigger = await publish();
		await post(trigger, NOTICE);
		await post(trigger, signed({ merchant_oid: 'PTR20260101ABD', total_amount: '2890' }));

		expect(starts(trigger)).toMatchObject([
			{ callbackId: 'ORD1001', merchantOid: 'PTR20260101ABC', totalAmount: 14.45 },
			{ callbackId: 'ORD1001', merchantOid: 'PTR20260101ABD', totalAmount: 28.9 },
		]);
	});

	it('although the hash still fits with the border of two fields moved', async () => {
		const trigger = await publish();
		await post(trigger, NOTICE);
		const { callback_id, merchant_oid } = NOTICE;
		const moved = {
			...NOTICE,
			callback_id: callback_id + merchant_oid[0],
			merchant_oid: merchant_oid.slice(1),
		};
		const again = await post(trigger, moved);

		expect([again.status, again.body]).toEqual([200, 'OK']);
		expect(trigger.executions).toHaveLength(1);
	});

	it('and is remembered among a bounded number of others', async () => {
		const paid = Array.from({ length: 2000 }, (_, i) => `OLD${i}`);
		const trigger = await publish({}, { staticData: { 'node:Trigger': { paid } } });
		expect((await post(trigger, signed({ merchant_oid: 'OLD0' }))).executions).toEqual([]);
		await post(trigger, NOTICE);

		const saved = trigger.staticData()['node:Trigger'] as { paid: string[] };
		expect(saved.paid).toHaveLength(2000);
		expect(saved.paid.slice(-2)).toEqual(['PTR20260101ABC', 'ORD1001PTR20260101ABC']);
		expect(saved.paid).not.toContain('OLD0');
	});
});

describe('test payments', () => {
	const TEST = signed({ merchant_oid: 'TEST1', test_mode: '1' });

	it('start the workflow and say that they are', async () => {
		expect(starts(await post(await publish(), TEST))).toMatchObject([{ testMode: true }]);
	});

	it('are answered and start nothing where they are ignored', async () => {
		const trigger = await publish({ options: { ignoreTestPayments: true } });
		const test = await post(trigger, TEST);
		const real = await post(trigger, NOTICE);

		expect([test.status, test.body, test.executions]).toEqual([200, 'OK', []]);
		expect(real.executions).toHaveLength(1);
	});
});

describe('with PayTR played by the sandbox', () => {
	let sandbox: Sandbox;

	beforeAll(async () => {
		sandbox = await startSandbox({ callbackRetryMs: 60_000 });
	});
	afterAll(async () => await sandbox.close());

	/** A link made by the node, whose payments are reported to the trigger. */
	async function linkTo(trigger: Server, callbackId: string): Promise<string> {
		const engine = createEngine({ credentials: { paytrApi: account() } });
		const result = await engine.runNode('paytrLinkNotify', {
			resource: 'link',
			operation: 'create',
			name: 'Çay Bardağı',
			price: '14,45',
			maxInstallment: 6,
			additionalFields: { callbackLink: trigger.url, callbackId },
		});
		return String(result.json[0].linkId);
	}

	const account = () => ({ ...sandbox.credentials.paytr, baseUrl: sandbox.url });

	async function pay(linkId: string, body: object) {
		const response = await fetch(`${sandbox.url}/_sandbox/pay/${linkId}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		return (await response.json()) as {
			payment: { merchantOid: string };
			callbacks: Array<{ httpStatus: number; ok: boolean }>;
		};
	}

	it('a link that is paid starts the workflow once, though PayTR says it three times', async () => {
		const trigger = await publish({}, {}, account());
		const id = await linkTo(trigger, 'ORDER7');
		const { payment, callbacks } = await pay(id, { quantity: 2, installments: 3, copies: 3 });
		await trigger.stop();

		expect(callbacks.map(({ ok }) => ok)).toEqual([true, true, true]);
		expect(starts(trigger)).toMatchObject([
			{
				callbackId: 'ORDER7',
				merchantOid: payment.merchantOid,
				totalAmount: 30.2,
				paymentAmount: 28.9,
				currency: 'TL',
				raw: { total_amount: '3020', merchant_id: '999999' },
			},
		]);
		expect(starts(trigger)[0]?.raw).not.toHaveProperty('hash');
	});

	it('a notice that was tampered with starts nothing', async () => {
		const trigger = await publish({}, {}, account());
		const id = await linkTo(trigger, 'ORDER8');
		const { callbacks } = await pay(id, { override: { total_amount: '1' } });
		await trigger.stop();

		expect(callbacks).toMatchObject([{ httpStatus: 403, ok: false }]);
		expect(trigger.executions).toEqual([]);
	});

	it('a credential of another store takes nothing', async () => {
		const trigger = await publish({}, {}, MERCHANT);
		const { callbacks } = await pay(await linkTo(trigger, 'ORDER9'), {});
		await trigger.stop();

		expect(callbacks).toMatchObject([{ httpStatus: 403, ok: false }]);
		expect(trigger.executions).toEqual([]);
	});
});

it('starts for every notice while the editor listens for a test event', async () => {
	// The harness publishes workflows; here the node is called as n8n's test webhook calls it.
	createEngine();
	const nodeTypes = new NodeTypes([], [], true);
	await nodeTypes.loadPackage(`${__dirname}/../..`);
	const helper = new CredentialsHelper(nodeTypes, { paytrApi: MERCHANT });
	const node = { name: 'Trigger', type: 'paytrLinkTrigger', webhookId: 'webhook-1' };
	const workflow = createWorkflow({ nodes: [node] }, nodeTypes, helper);
	const { type, typeVersion } = workflow.getNode('Trigger') ?? { type: '', typeVersion: 1 };
	const trigger = nodeTypes.getByNameAndVersion(type, typeVersion);
	const results: IWebhookResponseData[] = [];

	const app = express();
	app.post('/', express.urlencoded({ extended: false }), (httpRequest, httpResponse, next) => {
		const additionalData = { ...createAdditionalData(helper), httpRequest, httpResponse };
		const webhook: IWebhookData = {
			httpMethod: 'POST',
			node: 'Trigger',
			path: 'paytr',
			webhookDescription: { name: 'default', httpMethod: 'POST', path: 'paytr' },
			workflowId: workflow.id,
			workflowExecuteAdditionalData: additionalData,
		};
		const triggerNode = workflow.nodes.Trigger;
		const context = new WebhookContext(
			workflow,
			triggerNode,
			additionalData,
			'manual',
			webhook,
			[],
			null,
		);
		void trigger.webhook?.call(context).then((result) => {
			results.push(result);
			if (!result.noWebhookResponse) httpResponse.send(result.webhookResponse);
		}, next);
	});
	const server = app.listen(0, '127.0.0.1');
	await new Promise((resolve) => server.once('listening', resolve));
	const address = server.address();
	const port = typeof address === 'object' ? address?.port : undefined;
	for (const notice of [NOTICE, NOTICE, { ...NOTICE, hash: 'x' }]) {
		const body = new URLSearchParams(notice);
		const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body });
		expect(await response.text()).toBe(notice.hash === 'x' ? 'hash is wrong' : 'OK');
	}
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));

	expect(results.map(({ workflowData }) => workflowData?.[0]?.[0]?.json.merchantOid)).toEqual([
		'PTR20260101ABC',
		'PTR20260101ABC',
		undefined,
	]);
	expect(workflow.staticData).not.toHaveProperty('node:Trigger.paid');
});
