/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test, never packed */
import dns from 'node:dns';

import type { IDataObject } from 'n8n-workflow';

import { FAULT_NAMES, startSandbox, type FaultRule, type Sandbox } from '../../sandbox';
import { createEngine, type EngineResult } from './harness';
import { startEchoServer } from './harness/fixtures/echoServer';
import {
	credentialsOf,
	engineOn,
	PAYFULL,
	PAYTR,
	row,
	SUBJECTS,
	type Subject,
} from './support/providers';
import { secretsIn, wordsIn } from './support/texts';

let sandbox: Sandbox;
let server: Awaited<ReturnType<typeof startEchoServer>>;

beforeAll(async () => {
	sandbox = await startSandbox();
	server = await startEchoServer();
});
afterAll(async () => {
	await sandbox.close();
	await server.stop();
});
beforeEach(() => {
	sandbox.reset();
	server.reset();
});

const CONTINUE = { onError: 'continueRegularOutput' } as const;
const ONCE = { options: { retries: 0, timeout: 1 } };

async function sendTo(
	address: string,
	{ node, parameters }: Subject,
	settings: { onError?: 'continueRegularOutput' } = CONTINUE,
): Promise<EngineResult> {
	const engine = createEngine({ credentials: credentialsOf(sandbox, address) });
	return await engine.runNode(node, { ...parameters, ...ONCE }, [row(1)], settings);
}

const NOT_KNOWN = ': it is not known whether the request was carried out';

interface FaultCase {
	rule: FaultRule;
	outcome: 'delivered' | 'notSent' | 'rejected' | 'unknown';
	/** Whether the provider did what was asked. */
	accepted: boolean;
	/** Without the provider's name in front. */
	message?: string;
	code?: string;
}

const page = (status: number) => `sent a web page instead of an answer (HTTP ${status})`;

const FAULTS: FaultCase[] = [
	{ rule: { fault: 'latency', ms: 200 }, outcome: 'delivered', accepted: true },
	{
		rule: { fault: 'http500' },
		outcome: 'unknown',
		accepted: false,
		message: page(500) + NOT_KNOWN,
		code: '500',
	},
	{
		rule: { fault: 'http500After' },
		outcome: 'unknown',
		accepted: true,
		message: page(500) + NOT_KNOWN,
		code: '500',
	},
	{
		rule: { fault: 'http429' },
		outcome: 'notSent',
		accepted: false,
		message: 'asks to wait: too many requests',
		code: '429',
	},
	{
		rule: { fault: 'http403' },
		outcome: 'rejected',
		accepted: false,
		message: 'refused the request (HTTP 403)',
		code: '403',
	},
	{
		rule: { fault: 'html' },
		outcome: 'unknown',
		accepted: false,
		message: page(200) + NOT_KNOWN,
		code: '200',
	},
	{
		rule: { fault: 'html', after: true },
		outcome: 'unknown',
		accepted: true,
		message: page(200) + NOT_KNOWN,
		code: '200',
	},
	{
		rule: { fault: 'empty' },
		outcome: 'unknown',
		accepted: false,
		message: `sent an empty answer (HTTP 200)${NOT_KNOWN}`,
		code: '200',
	},
	{
		rule: { fault: 'badJson' },
		outcome: 'unknown',
		accepted: false,
		message: `sent an answer that is not JSON (HTTP 200)${NOT_KNOWN}`,
		code: '200',
	},
	{
		rule: { fault: 'otherJson' },
		outcome: 'unknown',
		accepted: false,
		message: `sent an answer of an unknown form (HTTP 200)${NOT_KNOWN}`,
		code: '200',
	},
	{ rule: { fault: 'resetBefore' }, outcome: 'unknown', accepted: false, code: 'ECONNRESET' },
	{ rule: { fault: 'resetAfter' }, outcome: 'unknown', accepted: true, code: 'ECONNRESET' },
	{
		rule: { fault: 'hangBefore' },
		outcome: 'unknown',
		accepted: false,
		message: `did not answer within 1 seconds${NOT_KNOWN}`,
		code: 'ECONNABORTED',
	},
	{
		rule: { fault: 'hangAfter' },
		outcome: 'unknown',
		accepted: true,
		message: `did not answer within 1 seconds${NOT_KNOWN}`,
		code: 'ECONNABORTED',
	},
	{ rule: { fault: 'truncate' }, outcome: 'unknown', accepted: true, code: 'ERR_BAD_RESPONSE' },
];

it('has a case for every fault of the sandbox', () => {
	const known = [...FAULTS.map(({ rule }) => rule.fault), 'refuse'];

	expect(new Set(known)).toEqual(new Set(FAULT_NAMES));
});

const ADVICE = {
	notSent: "Sending again is safe. Set 'Requests per Second' in the options to slow down.",
	rejected: 'Check the address in the credential, and that your account may use this service.',
	unknown: (provider: string) =>
		`Check in the ${provider} panel before sending again: sending again may contact the customer twice.`,
};

describe.each(SUBJECTS)('$provider', (subject) => {
	const { provider, service, field, recipientOf } = subject;

	it.each(FAULTS)('$rule is $outcome', async ({ rule, outcome, accepted, message, code }) => {
		sandbox.addFault(rule);
		const result = await sendTo(sandbox.url, subject);

		const { requests, messages } = sandbox.state();
		expect(requests).toMatchObject([{ service, accepted, fields: { [field]: recipientOf(1) } }]);
		expect(messages).toHaveLength(accepted ? 1 : 0);
		const [json] = result.json;
		if (outcome === 'delivered') expect(json.success).toBe(true);
		else {
			const ended = `The connection to ${provider} ended before an answer came${NOT_KNOWN}`;
			expect(json).toMatchObject({
				error: message === undefined ? ended : `${provider} ${message}`,
				details: {
					outcome,
					provider,
					code,
					description: outcome === 'unknown' ? ADVICE.unknown(provider) : ADVICE[outcome],
				},
			});
		}
		expect(secretsIn(result, sandbox)).toEqual([]);
	});

	it('a refusal in the words of the provider is rejected', async () => {
		sandbox.addFault({ fault: 'refuse', code: '33', reason: 'Bugün olmaz' });
		const result = await sendTo(sandbox.url, subject);

		expect(sandbox.state().requests).toMatchObject([{ outcome: 'refused', accepted: false }]);
		expect(result.json).toMatchObject([
			{ details: { outcome: 'rejected', provider, reason: 'Bugün olmaz' } },
		]);
	});

	it('Retry-After is told in seconds, also where it was given as a date', async () => {
		const retryAfterOf = async (header: string) => {
			server.answer = (_call, response) =>
				response.writeHead(429, { 'retry-after': header }).end('{"status":"error"}');
			const { details } = (await sendTo(server.url, subject)).json[0];
			return (details as IDataObject).retryAfter;
		};

		expect(await retryAfterOf('7')).toBe(7);
		expect(await retryAfterOf('soon')).toBeUndefined();
		const inAMinute = await retryAfterOf(new Date(Date.now() + 60_000).toUTCString());
		expect(Number(inAMinute)).toBeGreaterThan(55);
		expect(Number(inAMinute)).toBeLessThanOrEqual(60);
		expect(await retryAfterOf(new Date(Date.now() - 60_000).toUTCString())).toBe(0);
	});

	it('a redirect is not followed', async () => {
		server.answer = (_call, response) =>
			response.writeHead(307, { location: `${sandbox.url}/odeme/api/link/send-sms` }).end();
		const result = await sendTo(server.url, subject);

		expect(result.json).toMatchObject([{ details: { outcome: 'unknown', code: '307', provider } }]);
		expect(server.received).toHaveLength(1);
		expect(sandbox.state().counts.requests).toBe(0);
	});

	describe('without a connection', () => {
		const nothingSent = (code: string) => ({
			error: `${provider} could not be reached, nothing was sent (${code})`,
			details: { outcome: 'notSent', provider, code, description: UNREACHED },
		});
		const UNREACHED =
			"Sending again is safe. Check the address in the credential and this machine's way to the internet.";

		it.each([
			['nobody listens', async () => await freePort(), /^ECONNREFUSED$/],
			['the host has no address', async () => 'https://nope.invalid', /^(ENOTFOUND|EAI_AGAIN)$/],
			[
				'the server speaks no TLS',
				async () => sandbox.url.replace('http:', 'https:'),
				/^(EPROTO|ERR_SSL\w+)$/,
			],
		])('%s: notSent', async (_what, address, codes) => {
			const result = await sendTo(await address(), subject);

			const { code } = result.json[0].details as { code: string };
			expect(code).toMatch(codes);
			expect(result.json).toMatchObject([nothingSent(code)]);
			expect(secretsIn(result, sandbox)).toEqual([]);
		});

		it('says so in its own words when it stops the workflow, not in those of n8n', async () => {
			const result = await sendTo(await freePort(), subject, {});

			expect(result.error).toMatchObject({
				name: 'NodeApiError',
				message: nothingSent('ECONNREFUSED').error,
				description: UNREACHED,
				httpCode: 'ECONNREFUSED',
				context: { itemIndex: 0, data: { outcome: 'notSent', code: 'ECONNREFUSED' } },
			});
			expect(secretsIn(result, sandbox)).toEqual([]);
		});

		it('at any of the addresses that the host has: notSent', async () => {
			const { port } = new URL(await freePort());
			// Node tries them all, and its error has no words of its own, only theirs.
			const unreachable = [
				{ address: '255.255.255.255', family: 4 },
				{ address: '::1', family: 6 },
			];
			const lookup = jest
				.spyOn(dns, 'lookup')
				.mockImplementation(((
					_host: string,
					_options: object,
					found: (error: null, addresses: dns.LookupAddress[]) => void,
				) => found(null, unreachable)) as typeof dns.lookup);
			const result = await sendTo(`http://localhost:${port}`, subject);
			lookup.mockRestore();

			expect(result.json).toMatchObject([nothingSent('ENETUNREACH')]);
		});
	});

	it('an outcome that stops the workflow carries no secret', async () => {
		for (const fault of ['http500', 'resetAfter', 'refuse', 'badJson'] as const) {
			sandbox.clearFaults();
			sandbox.addFault({ fault });
			const result = await sendTo(sandbox.url, subject, {});

			expect(result.run.status).toBe('error');
			expect(result.error?.context.data).toMatchObject({ provider });
			expect(secretsIn(result, sandbox)).toEqual([]);
		}
	});

	it('a credential that must not sign sends nothing', async () => {
		const result = await sendTo('http://example.com', subject);

		const label = provider === 'PayTR' ? 'Base URL' : 'API URL';
		const address = provider === 'PayTR' ? '' : '/integration/api/v1';
		expect(result.json).toMatchObject([
			{
				error: `'${label}' in the credential must begin with https: "http://example.com${address}"`,
				details: {
					outcome: 'invalid',
					provider,
					description:
						'Signed requests are sent unencrypted to this machine only (localhost, 127.0.0.1).',
				},
			},
		]);
		expect(secretsIn(result, sandbox)).toEqual([]);
	});

	it('and the search for secrets would find one', async () => {
		const { merchantKey } = sandbox.credentials.paytr;
		const { node, parameters } = subject;
		const planted = [row(1, { note: merchantKey })];
		const result = await engineOn(sandbox).runNode(node, parameters, planted);

		expect(secretsIn(result, sandbox)).toEqual([merchantKey]);
	});
});

type OwnAnswer = [status: number, body: string, outcome: string, message?: string, advice?: string];

const cases = (answers: OwnAnswer[]) =>
	answers.map(([status, body, outcome, message, advice]) => ({
		status,
		body,
		outcome,
		message,
		advice,
	}));

const json = (value: unknown) => JSON.stringify(value);
const success = (provider: string, status: number) =>
	`${provider} reported success with HTTP ${status}${NOT_KNOWN}`;
const form = (provider: string, status: number) =>
	`${provider} sent an answer of an unknown form (HTTP ${status})${NOT_KNOWN}`;

async function outcomeOf(subject: Subject, status: number, body: string) {
	server.answer = (_call, response) =>
		response.writeHead(status, { 'content-type': 'application/json' }).end(body);
	const [item] = (await sendTo(server.url, subject)).json;
	const details = item.details as { outcome: string; description: string } | undefined;
	return {
		outcome: details?.outcome ?? (item.success === true ? 'delivered' : 'nothing'),
		message: item.error,
		description: details?.description,
	};
}

describe("PayTR's answers", () => {
	const [paytr] = SUBJECTS.filter(({ node }) => node === PAYTR);
	const refused = (words: object, status = 'error') => json({ status, ...words });
	const invalidId = 'Gecersiz id';

	it.each(
		cases([
			[200, json({ status: 'success' }), 'delivered'],
			[201, json({ status: 'SUCCESS', extra: [1] }), 'delivered'],
			[200, `\uFEFF${json({ status: 'success' })}`, 'delivered'],
			[500, json({ status: 'success' }), 'unknown', success('PayTR', 500)],
			[302, json({ status: 'success' }), 'unknown', success('PayTR', 302)],
			[200, refused({ reason: invalidId }), 'rejected', 'PayTR refused: Gecersiz id', 'deleted'],
			[200, refused({ err_msg: 'Olmadı' }, 'failed'), 'rejected', 'PayTR refused: Olmadı', 'Debug'],
			[500, refused({ message: 'Olmadı' }), 'rejected', 'PayTR refused: Olmadı', 'Debug'],
			[400, refused({ err_msg: ' ', reason: 'Olmadı' }), 'rejected', 'PayTR refused: Olmadı'],
			[200, refused({}, 'FAILED'), 'rejected', 'PayTR refused without a reason', 'Debug'],
			[
				200,
				refused({ reason: 'paytr_token gonderilmedi veya gecersiz' }),
				'rejected',
				'PayTR refused: paytr_token gonderilmedi veya gecersiz',
				"'Merchant Key' and 'Merchant Salt'",
			],
			[
				200,
				refused({ reason: 'Gecersiz istek veya magaza aktif degil' }),
				'rejected',
				'PayTR refused: Gecersiz istek veya magaza aktif degil',
				"'Merchant ID'",
			],
			[
				200,
				refused({ reason: 'Bu servis icin yetkiniz yok' }),
				'rejected',
				'PayTR refused: Bu servis icin yetkiniz yok',
				'enable the link service',
			],
			[
				200,
				refused({ reason: 'Zorunlu alan degeri gecersiz (Link API): cell_phone' }),
				'rejected',
				'PayTR refused: Zorunlu alan degeri gecersiz (Link API): cell_phone',
				'Correct the field that PayTR names',
			],
			[404, '<html>Not Found</html>', 'rejected', 'PayTR refused the request (HTTP 404)'],
			[408, '', 'unknown', `PayTR sent an empty answer (HTTP 408)${NOT_KNOWN}`],
			[429, refused({ reason: 'Yavaş' }), 'notSent', 'PayTR asks to wait: too many requests'],
			[502, '<html></html>', 'unknown', `PayTR ${page(502)}${NOT_KNOWN}`],
			[
				200,
				'[{"status":"success"}]',
				'unknown',
				`PayTR sent an answer that is not JSON (HTTP 200)${NOT_KNOWN}`,
			],
			[200, json({ status: 'wait' }), 'unknown', form('PayTR', 200)],
			[200, 'null', 'unknown', `PayTR sent an answer that is not JSON (HTTP 200)${NOT_KNOWN}`],
		]),
	)('HTTP $status $body: $outcome', async ({ status, body, outcome, message, advice }) => {
		const found = await outcomeOf(paytr, status, body);

		expect(found).toMatchObject({ outcome, message });
		expect(found.description ?? '').toContain(advice ?? '');
	});
});

describe("Payfull's answers", () => {
	const [payfull] = SUBJECTS.filter(({ node }) => node === PAYFULL);
	const answer = (status: unknown, ErrorCode?: unknown, more: object = {}) =>
		json({ status, ErrorCode, ErrorMSG: '', ...more });

	it.each(
		cases([
			[200, answer(1, '00', { data: { approved: true } }), 'delivered'],
			[200, answer('1', '00', { data: { approved: '1' } }), 'delivered'],
			[200, answer(1, 0), 'delivered'],
			[200, answer(1), 'delivered'],
			[500, answer(1, '00'), 'unknown', success('Payfull', 500)],
			[200, answer(1, '00', { data: { approved: false } }), 'unknown', form('Payfull', 200)],
			[200, answer(undefined), 'unknown', form('Payfull', 200)],
			[200, answer(0), 'rejected', 'Payfull refused (code none): no reason was given'],
			[
				200,
				answer('0', '99', { ErrorMSG: 'Olmadı' }),
				'rejected',
				'Payfull refused (code 99): Olmadı',
			],
			[200, answer(1, '33'), 'rejected', 'Payfull refused (code 33): the phone number is wrong'],
			[500, answer(0, '04'), 'rejected', 'Payfull refused (code 04): the signature is wrong'],
			[
				401,
				answer(0, '100'),
				'rejected',
				'Payfull refused (code 100): the IP address is not authorised for this API account',
			],
			[404, '', 'rejected', 'Payfull refused the request (HTTP 404)'],
			[503, '', 'unknown', `Payfull sent an empty answer (HTTP 503)${NOT_KNOWN}`],
		]),
	)('HTTP $status $body: $outcome', async ({ status, body, outcome, message }) => {
		const found = await outcomeOf(payfull, status, body);

		expect(found).toMatchObject({ outcome, message });
	});
});

it('no signature of a request is found in its run, whatever the answer', async () => {
	for (const [body, settings] of [
		['{"status":"error","reason":"no","ErrorCode":"04"}', {}],
		['{"status":"success","ErrorCode":"00"}', {}],
		['<html>', CONTINUE],
	] as const) {
		server.reset();
		server.answer = (_call, response) => response.end(body);
		for (const subject of SUBJECTS) {
			const result = await sendTo(server.url, subject, settings);
			const sent = server.received.at(-1)?.form ?? {};
			const signature = sent.paytr_token ?? sent.hash;

			expect(signature).toMatch(/^([0-9a-f]{64}|[A-Za-z0-9+/]{43}=)$/);
			expect(wordsIn(result.run, [signature, encodeURIComponent(signature)])).toEqual([]);
		}
	}
});

async function freePort(): Promise<string> {
	const other = await startEchoServer();
	await other.stop();
	return other.url;
}
