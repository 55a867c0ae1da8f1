/* eslint-disable @n8n/community-nodes/no-restricted-globals -- test, never packed */
import { createHmac } from 'node:crypto';

import type { INodeParameters } from 'n8n-workflow';

import { pay } from '../unit/sandbox/client';
import { MERCHANT, NOTICE } from '../vectors/notice';
import { createEngine, type WebhookRequest, type WebhookResponse } from './harness';
import { PAYTR } from './support/providers';
import { useSandbox } from './support/sandbox';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** Another payment notification of the same merchant, signed with PayTR's formula. */
function signed(changes: Record<string, string>): Record<string, string> {
	const notice = { ...NOTICE, ...changes };
	const { callback_id, merchant_oid, status, total_amount } = notice;
	const { merchantKey, merchantSalt } = MERCHANT;
	const message = `${callback_id}${merchant_oid}${merchantSalt}${status}${total_amount}`;
	return { ...notice, hash: createHmac('sha256', merchantKey).update(message).digest('base64') };
}

type Server = Awaited<ReturnType<ReturnType<typeof createEngine>['startWebhook']>>;

const started: Server[] = [];

/**
 * Publishes a trigger in its own workflow, because the process remembers payments per workflow and
 * trigger.
 */
async function publish(
	parameters: INodeParameters = {},
	settings: Parameters<ReturnType<typeof createEngine>['startWebhook']>[2] = {},
	paytrApi: Record<string, string> = MERCHANT,
): Promise<Server> {
	const engine = createEngine({ credentials: { paytrApi } });
	const server = await engine.startWebhook('paytrLinkNotifyTrigger', parameters, settings);
	started.push(server);
	return server;
}

afterEach(async () => {
	await Promise.all(started.splice(0).map(async (server) => await server.stop()));
});

const formOf = (fields: Record<string, string>) => new URLSearchParams(fields).toString();

const post = async (server: Server, fields: Record<string, string>): Promise<WebhookResponse> =>
	await server.send({ headers: FORM, body: formOf(fields) });

const BOUNDARY = '------------------------d74496d66958873e';

/** A multipart body as PHP's cURL creates it from an array. */
function multipart(fields: Array<[string, string | Blob]>): WebhookRequest {
	const parts = fields.map(([name, value]) =>
		typeof value === 'string'
			? `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
			: `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\nx\r\n`,
	);
	const headers = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };
	return { headers, body: `${parts.join('')}--${BOUNDARY}--\r\n` };
}

/** The payment notification with a repeated field. */
const twice = (name: string): WebhookRequest => ({
	headers: FORM,
	body: `${formOf(NOTICE)}&${formOf({ [name]: NOTICE[name] })}`,
});

const told = ({ status, body }: WebhookResponse) => [status, body];

const OK = [200, 'OK'];

/** The items with which each start ran the workflow. */
const starts = ({ executions }: Pick<Server, 'executions'>) =>
	executions.map((execution) => execution.outputOf('After')[0]?.[0]?.json);

describe('a payment notification that PayTR signed', () => {
	it('is answered with OK as plain text and starts the workflow with amounts in lira', async () => {
		const response = await post(await publish(), NOTICE);
		const { hash, ...raw } = NOTICE;

		expect(told(response)).toEqual(OK);
		expect(response.headers.get('content-type')).toMatch(/^text\/plain\b/);
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

	it.each<[string, WebhookRequest, object]>([
		[
			'a charset in its content type, and Turkish letters',
			{
				headers: { 'content-type': 'Application/X-WWW-Form-Urlencoded; charset=UTF-8' },
				body: formOf({ ...NOTICE, payment_type: 'kart ödemesi' }),
			},
			{ paymentType: 'kart ödemesi' },
		],
		['a repeated payment_amount', twice('payment_amount'), { paymentAmount: null }],
		[
			'60 kB that nobody knows',
			{ headers: FORM, body: formOf({ ...NOTICE, padding: 'x'.repeat(60 * 1024) }) },
			{ paymentAmount: 14 },
		],
	])('may have %s', async (_what, request, expected) => {
		const response = await (await publish()).send(request);

		expect(told(response)).toEqual(OK);
		expect(starts(response)).toMatchObject([{ totalAmount: 14.45, ...expected }]);
	});

	it.each<[string, Record<string, string>]>([
		['of a payment that did not succeed', signed({ status: 'failed' })],
		// The hash covers the concatenated texts, so it matches this payment notification too.
		[
			'with a digit moved from the amount to the status',
			{ ...NOTICE, status: 'success1', total_amount: '445' },
		],
	])(
		'answers %s and starts nothing, and the next payment notification starts the workflow',
		async (_what, notice) => {
			const trigger = await publish();
			const unpaid = await post(trigger, notice);
			const paid = await post(trigger, NOTICE);

			expect([told(unpaid), unpaid.executions]).toEqual([OK, []]);
			expect(paid.executions).toHaveLength(1);
		},
	);

	it('starts the workflow every time while the editor waits for a test event', async () => {
		const trigger = await publish({}, { mode: 'manual' });
		const wrong = { ...NOTICE, hash: 'x' };
		const answers = [];
		for (const notice of [NOTICE, NOTICE, wrong]) answers.push(await post(trigger, notice));

		expect(answers.map(told)).toEqual([OK, OK, [403, 'hash is wrong']]);
		expect(starts(trigger)).toMatchObject(Array(2).fill({ merchantOid: 'PTR20260101ABC' }));
		expect(trigger.staticData()).toEqual({});
	});
});

it('a payment notification in multipart/form-data is read like any other', async () => {
	const [form, parts] = [await publish(), await publish()];
	await post(form, NOTICE);
	const response = await parts.send(multipart(Object.entries(NOTICE)));

	expect(told(response)).toEqual(OK);
	expect(starts(parts)).toEqual(starts(form));
});

describe('without PayTR’s signature, nothing starts', () => {
	const form = (changes: Record<string, string>): WebhookRequest => ({
		headers: FORM,
		body: formOf({ ...NOTICE, ...changes }),
	});

	it.each<[what: string, request: WebhookRequest, status: number, said: string]>([
		['a wrong hash', form({ hash: `B${NOTICE.hash.slice(1)}` }), 403, 'hash is wrong'],
		['another merchant', form({ merchant_id: '9' }), 403, 'merchant_id is another merchant'],
		['a field twice', twice('status'), 400, 'status must be sent once, as text'],
		['an empty form', { headers: FORM, body: '' }, 400, 'callback_id is missing'],
		['no body', {}, 400, 'callback_id is missing'],
		['a form without fields', { headers: FORM, body: '&' }, 400, 'callback_id is missing'],
		[
			'a notice in the query',
			{ headers: FORM, body: '', query: formOf(NOTICE) },
			400,
			'callback_id is missing',
		],
		[
			'JSON',
			{ headers: { 'content-type': 'application/json' }, body: JSON.stringify(NOTICE) },
			415,
			'Send application/x-www-form-urlencoded or multipart/form-data',
		],
		['no content type', { body: formOf(NOTICE) }, 415, 'Send application/x-www-form-urlencoded'],
		[
			'a multipart form with a wrong hash',
			multipart(Object.entries({ ...NOTICE, hash: 'x' })),
			403,
			'hash is wrong',
		],
		[
			'a multipart form with a field twice',
			multipart([...Object.entries(NOTICE), ['status', 'success']]),
			400,
			'status must be sent once, as text',
		],
		[
			'a multipart form with a file',
			multipart([...Object.entries(NOTICE), ['status', new Blob([])]]),
			400,
			'A notice has no files',
		],
		['a multipart form without fields', multipart([]), 400, 'callback_id is missing'],
		[
			'a multipart form that is too large',
			multipart([...Object.entries(NOTICE), ['padding', 'x'.repeat(64 * 1024)]]),
			413,
			'The notice is too large',
		],
		[
			'a body that is too large',
			form({ padding: 'x'.repeat(64 * 1024) }),
			413,
			'The notice is too large',
		],
	])('%s', async (_what, request, status, said) => {
		const trigger = await publish();
		const response = await trigger.send(request);

		expect(response.status).toBe(status);
		expect(response.body).toContain(said);
		expect(response.headers.get('content-type')).toMatch(/^text\/plain\b/);
		expect(trigger.executions).toEqual([]);
		expect(trigger.staticData()).toEqual({});
	});

	it('a payment notification to a node without a credential, which PayTR repeats', async () => {
		const trigger = await publish({}, { credentials: {} });
		const { status, executions } = await post(trigger, NOTICE);

		expect(status).toBe(500);
		expect(executions.map(({ error }) => error?.message)).toEqual([
			'Node does not have any credentials set for "paytrApi"',
		]);
	});

	it('a GET', async () => {
		const response = await (await publish()).send({ method: 'GET', query: formOf(NOTICE) });

		expect([response.status, response.executions]).toEqual([404, []]);
	});
});

/** A promise that the test resolves. */
function gate() {
	let open = () => {};
	const opened = new Promise<void>((resolve) => (open = resolve));
	return { open, opened };
}

describe('a payment starts the workflow once', () => {
	const OTHER = signed({ merchant_oid: 'PTR20260101ABD', total_amount: '2890' });

	it('when its notifications arrive at the same moment', async () => {
		const trigger = await publish();
		const five = Array.from({ length: 5 }, async () => await post(trigger, NOTICE));

		expect((await Promise.all(five)).map(told)).toEqual(Array(5).fill(OK));
		expect(trigger.executions).toHaveLength(1);
	});

	it('and answers OK only after n8n has stored the execution', async () => {
		const order: string[] = [];
		const { open, opened } = gate();
		const store = async () => {
			order.push('storing');
			await opened;
		};
		const trigger = await publish({}, { store });
		const answers = [post(trigger, NOTICE), post(trigger, NOTICE)].map(async (answer) => {
			order.push((await answer).body);
		});
		while (order.length === 0) await new Promise(setImmediate);
		// Both requests have arrived, and neither has a response yet.
		await post(await publish(), NOTICE);
		expect(order).toEqual(['storing']);
		expect(trigger.staticData()).toEqual({});
		open();
		await Promise.all(answers);

		expect(order).toEqual(['storing', 'OK', 'OK']);
		expect(trigger.executions).toHaveLength(1);
	});

	it('even if n8n could not store the execution the first time', async () => {
		const store = jest.fn(async () => {}).mockRejectedValueOnce(new Error('SQLITE_BUSY'));
		const trigger = await publish({}, { store });
		const failed = await post(trigger, NOTICE);
		expect([failed.status, failed.executions]).toEqual([500, []]);
		expect(trigger.staticData()).toEqual({});

		expect(told(await post(trigger, NOTICE))).toEqual(OK);
		expect(trigger.executions).toHaveLength(1);
	});

	it('if its caller hangs up before n8n has stored the execution', async () => {
		const [begun, stored] = [gate(), gate()];
		const trigger = await publish({}, { store: async () => (begun.open(), await stored.opened) });
		const caller = new AbortController();
		const call = { method: 'POST', body: new URLSearchParams(NOTICE) };
		const first = fetch(trigger.url, { ...call, signal: caller.signal }).catch(() => 'hung up');
		await begun.opened;
		caller.abort();
		await first;
		const tooEarly = await fetch(trigger.url, call);
		stored.open();
		await trigger.stop();

		expect(tooEarly.status).toBe(503);
		expect(trigger.executions).toHaveLength(1);
		expect(JSON.stringify(trigger.staticData())).toContain('PTR20260101ABC');
	});

	it('if its notification is repeated after the node was renamed and n8n restarted', async () => {
		const node = { id: 'the-same-node' };
		const before = await publish({}, node);
		await post(before, NOTICE);
		const renamed = { ...node, rename: 'Paid', staticData: before.staticData() };
		const again = await post(await publish({}, renamed), NOTICE);

		expect([told(again), again.executions]).toEqual([OK, []]);
	});

	it('for each trigger of a workflow separately', async () => {
		const before = await publish({}, { id: 'one' });
		await post(before, NOTICE);
		const other = await publish({}, { id: 'another', staticData: before.staticData() });

		expect((await post(other, NOTICE)).executions).toHaveLength(1);
	});

	it('if its notification is repeated after a restart', async () => {
		const before = await publish();
		await post(before, NOTICE);
		// A new workflow replaces a new process: this process hasn't seen its payments.
		const after = await publish({}, { staticData: before.staticData() });
		const again = await post(after, NOTICE);

		expect([told(again), again.executions]).toEqual([OK, []]);
		expect((await post(after, OTHER)).executions).toHaveLength(1);
	});

	it('for each payment of a link, and not for a notification whose hash fits only because characters moved between fields', async () => {
		const trigger = await publish();
		const moved = { ...NOTICE, callback_id: 'ORD1001P', merchant_oid: 'TR20260101ABC' };
		for (const notice of [NOTICE, NOTICE, moved, OTHER]) {
			expect(told(await post(trigger, notice))).toEqual(OK);
		}

		expect(starts(trigger)).toMatchObject([
			{ callbackId: 'ORD1001', merchantOid: 'PTR20260101ABC', totalAmount: 14.45 },
			{ callbackId: 'ORD1001', merchantOid: 'PTR20260101ABD', totalAmount: 28.9 },
		]);
	});
});

it('a test payment starts the workflow and is marked as a test, unless the node ignores test payments', async () => {
	const test = signed({ merchant_oid: 'TEST1', test_mode: '1' });
	const ignoring = await publish({ options: { ignoreTestPayments: true } });
	const ignored = await post(ignoring, test);

	expect(starts(await post(await publish(), test))).toMatchObject([{ testMode: true }]);
	expect([told(ignored), ignored.executions]).toEqual([OK, []]);
	expect((await post(ignoring, NOTICE)).executions).toHaveLength(1);
});

describe('with the sandbox as PayTR', () => {
	const sandbox = useSandbox({ callbackRetryMs: 60_000 });

	it('a paid link starts the workflow once, although PayTR notifies three times', async () => {
		const account = { ...sandbox.credentials.paytr, baseUrl: sandbox.url };
		const trigger = await publish({}, {}, account);
		const { json } = await createEngine({ credentials: { paytrApi: account } }).runNode(PAYTR, {
			resource: 'link',
			operation: 'create',
			sendOnce: 'off',
			name: 'Çay Bardağı',
			price: '14,45',
			maxCount: 2,
			additionalFields: { maxInstallment: 6, callbackLink: trigger.url, callbackId: 'ORDER7' },
		});
		const order = { quantity: 2, installments: 3, copies: 3 };
		const { body } = await pay(sandbox, String(json[0].linkId), order);
		await trigger.stop();

		expect(body.callbacks).toMatchObject(Array(3).fill({ ok: true }));
		expect(starts(trigger)).toMatchObject([
			{
				callbackId: 'ORDER7',
				merchantOid: body.payment.merchantOid,
				totalAmount: 30.2,
				paymentAmount: 28.9,
				currency: 'TL',
				raw: { total_amount: '3020', merchant_id: '999999' },
			},
		]);
		expect(starts(trigger)[0]?.raw).not.toHaveProperty('hash');
	});
});
