/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test, never packed */
import { createHmac } from 'node:crypto';
import dns from 'node:dns/promises';
import { createServer, type Server } from 'node:http';
import { isIP, type AddressInfo } from 'node:net';
import { startSandbox, type Sandbox } from '../../../sandbox';
import { create, PRODUCT, until } from './client';

type Notice = Record<string, string>;

describe('payments and their notices', () => {
	let sandbox: Sandbox;
	let receiver: Server;
	let url: string;
	let notices: Notice[];
	let paths: Array<string | undefined>;
	/** What the receiver says to the first, second … notice; the last one again and again. */
	let answers: Array<[status: number, body: string]>;

	beforeAll(async () => {
		sandbox = await startSandbox({ callbackRetryMs: 5 });
		receiver = createServer((request, response) => {
			let body = '';
			paths.push(request.url);
			request.on('data', (chunk: Buffer) => (body += chunk.toString()));
			request.on('end', () => {
				notices.push(Object.fromEntries(new URLSearchParams(body)));
				const [status, text] = answers[Math.min(notices.length, answers.length) - 1];
				response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end(text);
			});
		});
		await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
		url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/webhook`;
	});
	afterAll(async () => {
		await sandbox.close();
		receiver.closeAllConnections();
		await new Promise((resolve) => receiver.close(resolve));
	});
	beforeEach(() => {
		sandbox.reset();
		notices = [];
		paths = [];
		answers = [[200, 'OK']];
	});

	const newLink = async (fields: Record<string, string> = {}) => {
		const callback = { callback_link: url, callback_id: 'ORD1001' };
		return String((await create(sandbox, { ...PRODUCT, ...callback, ...fields })).id);
	};
	const pay = async (id: string, body: object = {}) => {
		const response = await fetch(`${sandbox.url}/_sandbox/pay/${id}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		return { status: response.status, body: (await response.json()) as Record<string, unknown> };
	};

	it('posts PayTR’s fields, signed, and stops at OK', async () => {
		const id = await newLink();
		const { body } = await pay(id, { quantity: 2, installments: 3, testMode: '1' });
		const [payment] = sandbox.state().payments;
		expect(payment).toMatchObject({ linkId: id, paymentAmount: 2890, totalAmount: 3020 });
		expect(body.payment).toEqual(payment);
		const { merchantKey, merchantSalt, merchantId } = sandbox.credentials.paytr;
		const message = `ORD1001${payment.merchantOid}${merchantSalt}success3020`;
		expect(notices).toEqual([
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
			{ merchantOid: payment.merchantOid, url, attempt: 1, httpStatus: 200, body: 'OK', ok: true },
		]);
		expect(sandbox.state().links[0].payments).toEqual([payment]);
	});

	it('repeats until the answer is exactly OK', async () => {
		answers = [
			[500, 'OK'],
			[200, '"OK"'],
			[200, 'OK\n'],
			[302, ''],
			[200, 'ok'],
			[200, 'OK'],
			[200, 'too late'],
		];
		const { body } = await pay(await newLink());
		expect(body.callbacks).toMatchObject([{ attempt: 1, ok: false, httpStatus: 500 }]);
		await until('the OK', () => sandbox.state().callbacks.some(({ ok }) => ok));
		const { callbacks } = sandbox.state();
		expect(callbacks.map(({ ok }) => ok)).toEqual([false, false, false, false, false, true]);
		expect(callbacks.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5, 6]);
		expect(new Set(notices.map((notice) => JSON.stringify(notice))).size).toBe(1);
	});

	it('gives up after 20 tries, and has its say about a receiver that is not there', async () => {
		const port = new URL(url).port === '65000' ? 65001 : 65000;
		await pay(await newLink({ callback_link: `http://127.0.0.1:${port}/nobody` }));
		await until('20 tries', () => sandbox.state().callbacks.length === 20);
		expect(sandbox.state().callbacks.at(-1)).toMatchObject({
			attempt: 20,
			httpStatus: 0,
			ok: false,
			body: expect.stringContaining('ECONNREFUSED'),
		});
	});

	it('posts copies after an OK too', async () => {
		const { body } = await pay(await newLink(), { copies: 3 });
		expect(notices).toHaveLength(3);
		expect(new Set(notices.map(({ merchant_oid }) => merchant_oid)).size).toBe(1);
		expect(body.callbacks).toHaveLength(3);
	});

	it('tampers on request, behind the signature', async () => {
		const id = await newLink();
		await pay(id);
		await pay(id, { override: { total_amount: '1', hash: 'x' } });
		expect(notices[1]).toMatchObject({ total_amount: '1', hash: 'x', payment_amount: '1445' });
		expect(notices[0].total_amount).toBe('1445');
	});

	it('ends its repeats at a reset', async () => {
		answers = [[200, 'no']];
		await pay(await newLink());
		await until('a repeat', () => notices.length >= 2);
		sandbox.reset();
		await pay(await newLink());
		await until('repeats of the second', () => sandbox.state().callbacks.length >= 4);
		const [{ merchantOid }] = sandbox.state().payments;
		const others = sandbox.state().callbacks.filter((notice) => notice.merchantOid !== merchantOid);
		expect(others).toEqual([]);
	});

	it('sells until the stock is gone', async () => {
		const id = await newLink({ max_count: '3', min_count: '1' });
		expect((await pay(id, { quantity: 4 })).body).toEqual({ error: 'Only 3 left' });
		expect((await pay(id, { quantity: 2 })).status).toBe(200);
		expect(sandbox.state().links).toMatchObject([{ stock: 1, active: true }]);
		expect((await pay(id)).status).toBe(200);
		expect(sandbox.state().links).toMatchObject([{ stock: 0, active: false }]);
		expect(await pay(id)).toEqual({
			status: 409,
			body: { error: 'This link is passive: sold out' },
		});
		expect(sandbox.state().counts.payments).toBe(2);
	});

	it('keeps to the limits of a link', async () => {
		const expired = await newLink({ expiry_date: '2020-01-01 00:00:00' });
		expect((await pay(expired)).body).toEqual({ error: 'This link is passive: expired' });
		const two = await newLink({ min_count: '2' });
		expect((await pay(two, { quantity: 1 })).body).toEqual({ error: 'At least 2 pieces' });
		expect((await pay(two, { installments: 7 })).body).toEqual({ error: 'At most 6 instalments' });
		const flex = String(
			(
				await create(sandbox, {
					name: 'Bağış',
					price: '1000',
					currency: 'TL',
					max_installment: '1',
					link_type: 'flex',
					lang: 'tr',
					flex_max_price: '9000',
				})
			).id,
		);
		for (const amount of [999, 9001]) expect((await pay(flex, { amount })).status).toBe(409);
		expect((await pay(flex, { amount: 9000 })).body).toMatchObject({
			payment: { totalAmount: 9000 },
			callbacks: [],
		});
		expect((await pay('nothing')).status).toBe(404);
		expect((await pay(flex, { amuont: 1 })).status).toBe(400);
	});

	const INTERNAL = [
		'http://10.0.0.5/hook',
		'http://172.31.255.1:5678/hook',
		'http://192.168.1.1/hook',
		'https://169.254.169.254/latest/meta-data',
		'http://100.64.0.1/hook',
		'http://0.0.0.0:5678/hook',
		'http://[::]:5678/hook',
		'http://[fd00::1]/hook',
		'http://[fe80::1]/hook',
		'http://[::ffff:192.168.1.1]/hook',
		'http://3232235777/hook',
		'http://0xc0a80101/hook',
		'http://127.0.0.1/hook',
		'http://localhost:22/hook',
		'http://[::1]:631/hook',
		'http://[::ffff:127.0.0.1]:25/hook',
		'http://2130706433:25/hook',
	];

	it.each(INTERNAL)('takes no link whose notice would go to %s', async (callback_link) => {
		const fields = { ...PRODUCT, callback_id: 'A1', callback_link };
		expect(await create(sandbox, fields)).toMatchObject({ status: 'error' });
	});

	it.each(INTERNAL)('a name that means %s gets no notice', async (callback_link) => {
		const { hostname, port } = new URL(callback_link);
		const address = hostname.replace(/^\[|\]$/g, '');
		const lookup = jest.spyOn(dns, 'lookup').mockImplementation((async () => [
			{ address: '93.184.215.14', family: 4 },
			{ address: address === 'localhost' ? '127.0.0.1' : address, family: isIP(address) || 4 },
		]) as never);
		try {
			const id = await newLink({ callback_link: `http://hook.example:${port || 80}/hook` });
			const { body } = await pay(id);
			expect(body.callbacks).toMatchObject([
				{ httpStatus: 0, ok: false, body: expect.stringMatching(/^\(no answer: not sent: not /) },
			]);
			expect(lookup).toHaveBeenCalled();
		} finally {
			lookup.mockRestore();
		}
	});

	it('posts to the ports that it was given, and to no other', async () => {
		const port = Number(new URL(url).port);
		const other = await startSandbox({ callbackPorts: [port, 80] });
		try {
			const to = async (callback_link: string) =>
				(await create(other, { ...PRODUCT, callback_id: 'A1', callback_link })).status;
			expect(await to(url)).toBe('success');
			expect(await to('http://localhost/hook')).toBe('success');
			expect(await to(`http://localhost:${port + 1}/hook`)).toBe('error');
		} finally {
			await other.close();
		}
	});

	it('follows no redirect', async () => {
		answers = [[302, '']];
		const { body } = await pay(await newLink());
		expect(body.callbacks).toMatchObject([{ httpStatus: 302, ok: false }]);
		expect(paths.every((path) => path === '/webhook')).toBe(true);
	});
});
