/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test, never packed */
import { createHmac } from 'node:crypto';
import dns from 'node:dns/promises';
import { isIP } from 'node:net';
import { useEchoServer } from '../../engine/support/sandbox';
import {
	create,
	FLEX,
	newLink,
	pay,
	PRODUCT,
	until,
	useSandbox,
	withSandbox,
	type Fields,
} from './client';

describe('payments and their notifications', () => {
	const sandbox = useSandbox({ callbackRetryMs: 5 });
	const receiver = useEchoServer();
	/**
	 * The receiver's responses to the notifications, in order. Later notifications get the last
	 * response.
	 */
	let answers: Array<[status: number, body: string]>;

	beforeEach(() => {
		answers = [[200, 'OK']];
		receiver.answer = (_notice, response) => {
			const [status, text] = answers[Math.min(receiver.received.length, answers.length) - 1];
			response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end(text);
		};
	});
	const url = () => `${receiver.url}/webhook`;
	const notices = () => receiver.received.map(({ form }) => form);

	/** A link whose payment notifications go to the receiver. */
	const told = async (fields: object = {}) =>
		await newLink(sandbox, { callback_link: url(), callback_id: 'ORD1001', ...fields });
	const payTold = async (fields: object = {}, body: object = {}) =>
		(await pay(sandbox, await told(fields), body)).body;

	it('posts PayTR’s fields, signed, and stops at OK', async () => {
		const id = await told();
		const { body } = await pay(sandbox, id, { quantity: 2, installments: 3, testMode: '1' });
		const [payment] = sandbox.state().payments;
		expect(payment).toMatchObject({ linkId: id, paymentAmount: 2890, totalAmount: 3020 });
		expect(body.payment).toEqual(payment);
		const { merchantKey, merchantSalt, merchantId } = sandbox.credentials.paytr;
		const message = `ORD1001${payment.merchantOid}${merchantSalt}success3020`;
		expect(notices()).toEqual([
			{
				hash: createHmac('sha256', merchantKey).update(message).digest('base64'),
				merchant_oid: payment.merchantOid,
				status: 'success',
				total_amount: '3020',
				payment_amount: '2890',
				payment_type: 'card',
				currency: 'TL',
				callback_id: 'ORD1001',
				merchant_id: merchantId,
				test_mode: '1',
			},
		]);
		expect(sandbox.state().callbacks).toMatchObject([
			{
				merchantOid: payment.merchantOid,
				url: url(),
				attempt: 1,
				httpStatus: 200,
				body: 'OK',
				ok: true,
			},
		]);
		expect(sandbox.state().links[0].payments).toEqual([payment]);
	});

	it('repeats until the answer is exactly OK, and follows no redirect', async () => {
		answers = [
			[500, 'OK'],
			[200, '"OK"'],
			[200, 'OK\n'],
			[302, ''],
			[200, 'ok'],
			[200, 'OK'],
			[200, 'too late'],
		];
		const { callbacks: first } = await payTold();
		expect(first).toMatchObject([{ attempt: 1, ok: false, httpStatus: 500 }]);
		await until('the OK', () => sandbox.state().callbacks.some(({ ok }) => ok));
		const { callbacks } = sandbox.state();
		expect(callbacks.map(({ ok }) => ok)).toEqual([false, false, false, false, false, true]);
		expect(callbacks.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5, 6]);
		expect(callbacks[3].httpStatus).toBe(302);
		expect(new Set(notices().map((notice) => JSON.stringify(notice))).size).toBe(1);
		expect(new Set(receiver.received.map(({ path }) => path))).toEqual(new Set(['/webhook']));
	});

	it('gives up after 20 tries, and reports a missing receiver', async () => {
		const port = new URL(url()).port === '65000' ? 65001 : 65000;
		await payTold({ callback_link: `http://127.0.0.1:${port}/nobody` });
		await until('20 tries', () => sandbox.state().callbacks.length === 20);
		expect(sandbox.state().callbacks.at(-1)).toMatchObject({
			attempt: 20,
			httpStatus: 0,
			ok: false,
			body: expect.stringContaining('ECONNREFUSED'),
		});
	});

	it('posts copies even after an OK', async () => {
		expect((await payTold({}, { copies: 3 })).callbacks).toHaveLength(3);
		expect(notices()).toHaveLength(3);
		expect(new Set(notices().map(({ merchant_oid }) => merchant_oid)).size).toBe(1);
	});

	it('tampers on request after signing', async () => {
		const id = await told();
		await pay(sandbox, id);
		await pay(sandbox, id, { override: { total_amount: '1', hash: 'x' } });
		expect(notices()[1]).toMatchObject({ total_amount: '1', hash: 'x', payment_amount: '1445' });
		expect(notices()[0].total_amount).toBe('1445');
	});

	it('stops its repeats at a reset', async () => {
		answers = [[200, 'no']];
		await payTold();
		await until('a repeat', () => notices().length >= 2);
		sandbox.reset();
		await payTold();
		await until('repeats of the second', () => sandbox.state().callbacks.length >= 4);
		const [{ merchantOid }] = sandbox.state().payments;
		const others = sandbox.state().callbacks.filter((notice) => notice.merchantOid !== merchantOid);
		expect(others).toEqual([]);
	});

	it('sells until the stock is empty', async () => {
		const id = await told({ max_count: '3', min_count: '1' });
		const error = 'This link is passive: sold out';
		expect((await pay(sandbox, id, { quantity: 4 })).body).toEqual({ error: 'Only 3 left' });
		expect((await pay(sandbox, id, { quantity: 2 })).status).toBe(200);
		expect(sandbox.state().links).toMatchObject([{ stock: 1, active: true }]);
		expect((await pay(sandbox, id)).status).toBe(200);
		expect(sandbox.state().links).toMatchObject([{ stock: 0, active: false }]);
		expect(await pay(sandbox, id)).toEqual({ status: 409, body: { error } });
		expect(sandbox.state().counts.payments).toBe(2);
	});

	it.each<[Fields, object, string]>([
		[{ ...PRODUCT, expiry_date: '2020-01-01 00:00:00' }, {}, 'This link is passive: expired'],
		[{ ...PRODUCT, min_count: '2' }, { quantity: 1 }, 'At least 2 pieces'],
		[PRODUCT, { installments: 7 }, 'At most 6 installments'],
		[FLEX, { amount: 1444 }, 'The amount lies outside the limits of this link'],
		[FLEX, { amount: 9001 }, 'The amount lies outside the limits of this link'],
	])('enforces the limits of a link: %j, %j', async (fields, body, error) => {
		const { id } = await create(sandbox, fields);
		expect(await pay(sandbox, String(id), body)).toEqual({ status: 409, body: { error } });
	});

	it('accepts the highest amount of a link, and no unknown fields', async () => {
		const id = String((await create(sandbox, FLEX)).id);
		expect((await pay(sandbox, id, { amount: 9000 })).body).toMatchObject({
			payment: { totalAmount: 9000 },
			callbacks: [],
		});
		expect((await pay(sandbox, 'nothing')).status).toBe(404);
		expect((await pay(sandbox, id, { amuont: 1 })).status).toBe(400);
	});

	const INTERNAL = [
		...['http://10.0.0.5/hook', 'http://172.31.255.1:5678/hook', 'http://192.168.1.1/hook'],
		...['https://169.254.169.254/latest/meta-data', 'http://100.64.0.1/hook'],
		...['http://0.0.0.0:5678/hook', 'http://[::]:5678/hook', 'http://[fd00::1]/hook'],
		...['http://[fe80::1]/hook', 'http://[::ffff:192.168.1.1]/hook', 'http://3232235777/hook'],
		...['http://0xc0a80101/hook', 'http://127.0.0.1/hook', 'http://localhost:22/hook'],
		...['http://[::1]:631/hook', 'http://[::ffff:127.0.0.1]:25/hook', 'http://2130706433:25/hook'],
	];

	it.each(INTERNAL)('rejects a link whose notification would go to %s', async (callback_link) => {
		const fields = { ...PRODUCT, callback_id: 'A1', callback_link };
		expect(await create(sandbox, fields)).toMatchObject({ status: 'error' });
	});

	it.each(INTERNAL)(
		'sends no notification to a name that resolves to %s',
		async (callback_link) => {
			const { hostname, port } = new URL(callback_link);
			const address = hostname.replace(/^\[|\]$/g, '');
			const lookup = jest.spyOn(dns, 'lookup').mockImplementation((async () => [
				{ address: '93.184.215.14', family: 4 },
				{ address: address === 'localhost' ? '127.0.0.1' : address, family: isIP(address) || 4 },
			]) as never);
			try {
				const link = `http://hook.example:${port || 80}/hook`;
				expect((await payTold({ callback_link: link })).callbacks).toMatchObject([
					{ httpStatus: 0, ok: false, body: expect.stringMatching(/^\(no answer: not sent: not /) },
				]);
				expect(lookup).toHaveBeenCalled();
			} finally {
				lookup.mockRestore();
			}
		},
	);

	it('posts only to the configured ports', async () => {
		const port = Number(new URL(url()).port);
		await withSandbox({ callbackPorts: [port, 80] }, async (other) => {
			const to = async (callback_link: string) =>
				(await create(other, { ...PRODUCT, callback_id: 'A1', callback_link })).status;
			expect(await to(url())).toBe('success');
			expect(await to('http://localhost/hook')).toBe('success');
			expect(await to(`http://localhost:${port + 1}/hook`)).toBe('error');
		});
	});
});
