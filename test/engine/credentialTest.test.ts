/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test, never packed */
import type { ServerResponse } from 'node:http';

import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { CredentialTestContext } from 'n8n-core';

import { tryCredential } from '../../nodes/shared/credentialTest';
import { createEngine } from './harness';
import { reply } from './harness/fixtures/echoServer';
import { CLIENT_IP, credentialsOf } from './support/providers';
import { useEchoServer, useSandbox } from './support/sandbox';

const sandbox = useSandbox();
const server = useEchoServer();

type Type = 'paytrApi' | 'payfullApi';

async function testOf(type: Type, changes: ICredentialDataDecryptedObject = {}) {
	const data = { ...credentialsOf(sandbox, sandbox.url)[type], ...changes };
	return await createEngine().testCredential(type, data);
}

const OK = { status: 'OK', message: 'Connection successful!' };

const failed = (message: string) => ({ status: 'Error', message });

describe('PayTR API', () => {
	it('works: asks for an order that does not exist, and does nothing else', async () => {
		expect(await testOf('paytrApi')).toEqual(OK);
		expect(sandbox.state().requests).toMatchObject([
			{
				service: 'paytr.order-status',
				fields: { merchant_id: '999999', merchant_oid: 'n8ncredentialtest0' },
				code: '004',
			},
		]);
	});

	const SIGNATURE =
		"The signature was refused: 'Merchant Key' (Mağaza Parola) or 'Merchant Salt' (Mağaza Gizli Anahtar) is wrong.";

	it.each([
		[
			'merchantId',
			'123',
			"PayTR doesn't know this 'Merchant ID', or the store is not active. Compare it with Mağaza No in the PayTR panel.",
		],
		['merchantId', 'wrong', '\'Merchant ID\' in the credential is not a number: "wrong"'],
		['merchantKey', 'wrong', SIGNATURE],
		['merchantSalt', 'wrong', SIGNATURE],
	])('has a wrong %s: "%s"', async (name, value, message) => {
		expect(await testOf('paytrApi', { [name]: value })).toEqual(failed(message));
	});
});

describe('Payfull API', () => {
	it('works: looks up an issuer, and does nothing else', async () => {
		expect(await testOf('payfullApi')).toEqual(OK);
		expect(sandbox.state().requests).toMatchObject([
			{
				service: 'payfull.issuer',
				accepted: true,
				fields: {
					merchant: 'sandbox_merchant',
					type: 'Get',
					get_param: 'Issuer',
					bin: '435508',
					language: 'tr',
					client_ip: CLIENT_IP,
				},
			},
		]);
	});

	it.each([
		[
			{ merchant: 'someone' },
			"Payfull refused (code 03): the merchant name is wrong. Compare 'Merchant' in the Payfull API credential with Üye İşyeri Adı in the Payfull panel.",
		],
		[
			{ password: 'wrong' },
			"Payfull refused (code 04): the signature is wrong. Compare 'Password' in the Payfull API credential with Üye İşyeri Şifresi in the Payfull panel.",
		],
		[
			{ clientIp: '203.0.113.100' },
			"Payfull refused (code 100): the IP address is not authorised for this API account. Add the address of this n8n, and 'Client IP', to the allowed ones in the Payfull panel, under Ayarlar > Api Hesapları.",
		],
		[
			{ clientIp: 'office' },
			"Payfull refused (code 101): the client IP is malformed. Correct 'Client IP'.",
		],
		[{ clientIp: '' }, "'Client IP' is missing: Payfull requires one"],
	])('is wrong in %j', async (changes, message) => {
		expect(await testOf('payfullApi', changes)).toMatchObject(failed(message));
	});
});

const object = { toString: 1 };
const contradiction = (said: string) =>
	`Payfull's answer contradicts itself: ${said}. Check 'API URL', or ask Payfull.`;

it.each<[Type, object, string]>([
	['paytrApi', { status: 'success' }, OK.message],
	['paytrApi', { status: 'error', err_no: 2, err_msg: 'merchant_oid' }, OK.message],
	['paytrApi', { status: 'error', err_no: '099', err_msg: 'Kapalı' }, 'PayTR refused: Kapalı'],
	['paytrApi', { status: 'failed', reason: 'Kapalı' }, 'PayTR refused: Kapalı'],
	['paytrApi', { status: 'error' }, 'PayTR refused: no reason was given'],
	['paytrApi', { status: 'error', err_msg: object }, 'PayTR refused: {"toString":1}'],
	['paytrApi', { status: 'error', err_no: object, reason: ['a', 'b'] }, 'PayTR refused: a, b'],
	['payfullApi', { status: '1', ErrorCode: '00' }, OK.message],
	['payfullApi', { status: 1, ErrorCode: 0 }, OK.message],
	[
		'payfullApi',
		{ status: 0, ErrorCode: '77', ErrorMSG: 'Kapalı' },
		'Payfull refused (code 77): Kapalı',
	],
	['payfullApi', { status: 0 }, 'Payfull refused (code none): no reason was given'],
	['payfullApi', { status: 1 }, contradiction('status 1, ErrorCode none')],
	['payfullApi', { status: 0, ErrorCode: '00' }, contradiction('status 0, ErrorCode 00')],
	[
		'payfullApi',
		{ status: '1', ErrorCode: '77', ErrorMSG: 'X' },
		contradiction('status 1, ErrorCode 77, X'),
	],
	[
		'payfullApi',
		{ status: object, ErrorCode: object },
		contradiction('status {"toString":1}, ErrorCode {"toString":1}'),
	],
])('%s reads the answer %j as %s', async (type, answer, message) => {
	server.answer = (_call, response) => reply(response, answer);
	const address = { [type === 'paytrApi' ? 'baseUrl' : 'apiUrl']: server.url };

	expect(await testOf(type, address)).toEqual(message === OK.message ? OK : failed(message));
});

describe.each([
	{ type: 'paytrApi', field: 'baseUrl', provider: 'PayTR', label: 'Base URL' },
	{ type: 'payfullApi', field: 'apiUrl', provider: 'Payfull', label: 'API URL' },
] as const)('the address of $provider', ({ type, field, provider, label }) => {
	const host = (address: string) => new URL(address).host;

	it('reports an address that is not reachable', async () => {
		expect(await testOf(type, { [field]: 'http://127.0.0.1:1' })).toEqual(
			failed(
				`${provider} could not be reached at 127.0.0.1:1 (ECONNREFUSED). Check '${label}' and this machine's internet connection.`,
			),
		);
		expect((await testOf(type, { [field]: 'https://nope.invalid' })).message).toMatch(
			new RegExp(`^${provider} could not be reached at nope.invalid \\((ENOTFOUND|EAI_AGAIN)\\)`),
		);
	});

	it.each<[string, (response: ServerResponse) => unknown]>([
		['a web page', (response) => response.end('<!DOCTYPE html><h1>Hoş geldiniz</h1>')],
		['a missing page', (response) => response.writeHead(404).end('<h1>404</h1>')],
		['nothing', (response) => response.end()],
		['JSON of another kind', (response) => response.end('{"durum":"tamam"}')],
		['another status', (response) => response.end('{"status":404,"error":"Not Found"}')],
		['no object', (response) => response.end('null')],
		[
			'a redirect',
			(response) => response.writeHead(307, { location: `${sandbox.url}/odeme/durum-sorgu` }).end(),
		],
	])('answers with %s: it is not the provider', async (_what, answer) => {
		server.answer = (_call, response) => void answer(response);

		expect(await testOf(type, { [field]: server.url })).toEqual(
			failed(`What answers at ${host(server.url)} is not ${provider}. Check '${label}'.`),
		);
		expect(server.received).toHaveLength(1);
		expect(sandbox.state().counts.requests).toBe(0);
	});

	/** Values of the sandbox's merchant that must never be in a message. */
	const secrets = () => {
		const { paytr, payfull } = sandbox.credentials;
		return type === 'paytrApi' ? [paytr.merchantKey, paytr.merchantSalt] : [payfull.password];
	};

	it('the message shows no secret if the provider echoes the request and the secrets', async () => {
		server.answer = ({ form }, response) => {
			const words = `got ${new URLSearchParams(form)} ${JSON.stringify(form)} with ${secrets().join(' and ')} ${'x '.repeat(2_000)}`;
			const answer = { status: 'error', err_msg: words, ErrorCode: 77, ErrorMSG: words };
			response.end(JSON.stringify({ ...answer, ...(type === 'payfullApi' && { status: 0 }) }));
		};
		const { message } = await testOf(type, { [field]: server.url });

		expect(message).toMatch(/refused.*: got .*\[hidden\]/);
		expect(message.length).toBeLessThan(400);
		for (const secret of secrets()) expect(message).not.toContain(secret);
		expect(message).not.toMatch(/[\da-f]{64}|[\w+/%]{43}/i);
	});
});

describe('the time limit covers the whole credential test', () => {
	const never = {
		message: `PayTR did not answer at HOST within 0.5 seconds. Check 'Base URL' and this machine's internet connection.`,
		timeoutMs: 500,
		endsWithinMs: 5_000,
	};
	/** The time limit is so distant that only the limit on the size of an answer can end this. */
	const notPaytr = {
		message: `What answers at HOST is not PayTR. Check 'Base URL'.`,
		timeoutMs: 60_000,
		endsWithinMs: 30_000,
	};

	it.each<[string, (response: ServerResponse) => unknown, typeof never]>([
		['never begins to answer', () => undefined, never],
		[
			'sends its body drop by drop',
			(response) => {
				const drip = setInterval(() => response.write(' '), 50);
				response.on('close', () => clearInterval(drip));
			},
			never,
		],
		[
			'stops within its body',
			(response) => response.writeHead(200, { 'content-length': 100 }).write('{'),
			never,
		],
		[
			'never ends its body',
			(response) => {
				const more = () => {
					while (!response.destroyed && response.write('x'.repeat(65_536)));
				};
				response.on('drain', more);
				more();
			},
			notPaytr,
		],
	])('with a server that %s', async (_, answer, { message, timeoutMs, endsWithinMs }) => {
		const received = new Promise<ServerResponse>((resolve) => {
			server.answer = (_call, response) => {
				resolve(response);
				answer(response);
			};
		});
		const before = process.memoryUsage().rss;
		const started = Date.now();
		const result = await tryCredential(new CredentialTestContext(), {
			provider: 'PayTR',
			addressLabel: "'Base URL'",
			credential: {},
			secretFields: [],
			signed: async () => ({ url: server.url, method: 'POST', body: 'a=1' }),
			judge: () => ({ ok: true, message: 'judged' }),
			timeoutMs,
		});

		expect(result).toEqual(failed(message.replace('HOST', new URL(server.url).host)));
		expect(Date.now() - started).toBeLessThan(endsWithinMs);
		expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
		const response = await received;
		// A started response can only be closed.
		if (response.headersSent)
			await new Promise((done) => (response.destroyed ? done(0) : response.on('close', done)));
	});
});
