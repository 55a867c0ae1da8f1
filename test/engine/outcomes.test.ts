/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test, never packed */
import dns from 'node:dns';

import { FAULT_NAMES, type FaultRule } from '../../sandbox';
import { createEngine, type EngineResult } from './harness';
import {
	CONTINUE,
	credentialsOf,
	engineOn,
	NOBODY,
	row,
	SUBJECTS,
	type Subject,
} from './support/providers';
import { useEchoServer, useSandbox } from './support/sandbox';
import { secretsIn } from './support/texts';

const sandbox = useSandbox();
const server = useEchoServer();

async function sendTo(
	address: string,
	{ node, parameters }: Subject,
	settings: { onError?: 'continueRegularOutput' } = CONTINUE,
	timeout = 60,
): Promise<EngineResult> {
	const engine = createEngine({ credentials: credentialsOf(sandbox, address) });
	const options = { retries: 0, timeout };
	return await engine.runNode(node, { ...parameters, options }, [row(1)], settings);
}

const NOT_KNOWN = ': it is not known whether the request was carried out';

const page = (status: number) => `sent a web page instead of an answer (HTTP ${status})`;
const EMPTY = 'sent an empty answer (HTTP 200)';
const NO_JSON = 'sent an answer that is not JSON (HTTP 200)';
const NO_ANSWER = 'did not answer within 1 seconds';

/**
 * The expected outcome, code and message of each fault. A broken connection has no code or message.
 */
const FAULTS: Array<[rule: FaultRule, outcome: string, code?: string, message?: string]> = [
	[{ fault: 'latency', ms: 100 }, 'delivered'],
	[{ fault: 'answer', after: true }, 'delivered'],
	[{ fault: 'http500' }, 'unknown', '500', page(500)],
	[{ fault: 'http500After' }, 'unknown', '500', page(500)],
	[{ fault: 'http429' }, 'notSent', '429', 'asks to wait: too many requests'],
	[{ fault: 'http429Success' }, 'unknown', '429', 'reported success with HTTP 429'],
	[{ fault: 'http403' }, 'rejected', '403', 'refused the request (HTTP 403)'],
	[{ fault: 'html' }, 'unknown', '200', page(200)],
	[{ fault: 'html', after: true }, 'unknown', '200', page(200)],
	[{ fault: 'empty' }, 'unknown', '200', EMPTY],
	[{ fault: 'badJson' }, 'unknown', '200', NO_JSON],
	[{ fault: 'otherJson' }, 'unknown', '200', 'sent an answer of an unknown form (HTTP 200)'],
	[{ fault: 'resetBefore' }, 'unknown', 'ECONNRESET'],
	[{ fault: 'resetAfter' }, 'unknown', 'ECONNRESET'],
	[{ fault: 'truncate' }, 'unknown', 'ECONNRESET'],
	[{ fault: 'brokenGzip' }, 'unknown', 'Z_DATA_ERROR'],
	[{ fault: 'cutGzip' }, 'unknown', '200', NO_JSON],
	[{ fault: 'hangBefore' }, 'unknown', 'ETIMEDOUT', NO_ANSWER],
	[{ fault: 'hangAfter' }, 'unknown', 'ETIMEDOUT', NO_ANSWER],
	[{ fault: 'drip' }, 'unknown', 'ETIMEDOUT', NO_ANSWER],
	[{ fault: 'huge', bytes: 2_000_000 }, 'unknown', '200', 'sent a far too long answer'],
	[{ fault: 'refuse', reason: 'Bugün olmaz', code: '33' }, 'rejected'],
];

it('has a case for every fault of the sandbox', () => {
	expect(new Set(FAULTS.map(([{ fault }]) => fault))).toEqual(new Set(FAULT_NAMES));
});

const ADVICE = {
	notSent: () => "Sending again is safe. Set 'Requests per Second' in the options to slow down.",
	rejected: () =>
		'Check the address in the credential, and that your account may use this service.',
	unknown: (provider: string) =>
		`Check in the ${provider} panel before sending again: sending again may contact the customer twice.`,
};

describe.each(SUBJECTS)('$provider', (subject) => {
	const { provider, service, field, recipientOf } = subject;

	it.each(FAULTS.map(([rule, outcome, code, message]) => ({ rule, outcome, code, message })))(
		'$rule is $outcome',
		async ({ rule, outcome, code, message }) => {
			sandbox.addFault(rule);
			const timeout = message === NO_ANSWER ? 1 : 60;
			const result = await sendTo(sandbox.url, subject, CONTINUE, timeout);

			const { requests, messages } = sandbox.state();
			expect(requests).toMatchObject([{ service, fields: { [field]: recipientOf(1) } }]);
			expect(messages).toHaveLength(requests[0].accepted ? 1 : 0);
			const [json] = result.json;
			expect(secretsIn(result, sandbox)).toEqual([]);
			if (outcome === 'delivered') return expect(json.success).toBe(true);
			if (rule.reason) {
				return expect(json.details).toMatchObject({ outcome, provider, reason: rule.reason });
			}
			const said = message
				? `${provider} ${message}`
				: `The connection to ${provider} ended before an answer came`;
			return expect(json).toMatchObject({
				error: outcome === 'unknown' ? said + NOT_KNOWN : said,
				details: {
					outcome,
					provider,
					code,
					description: ADVICE[outcome as keyof typeof ADVICE](provider),
				},
			});
		},
	);

	it('does not follow a redirect', async () => {
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
			"Sending again is safe. Check the address in the credential and this machine's internet connection.";

		it.each([
			['nobody listens', async () => NOBODY, /^ECONNREFUSED$/],
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

		it('stops the workflow with its own message, not with n8n’s', async () => {
			const result = await sendTo(NOBODY, subject, {});

			expect(result.error).toMatchObject({
				name: 'NodeApiError',
				message: nothingSent('ECONNREFUSED').error,
				description: UNREACHED,
				httpCode: 'ECONNREFUSED',
				context: { itemIndex: 0, data: { outcome: 'notSent', code: 'ECONNREFUSED' } },
			});
			expect(secretsIn(result, sandbox)).toEqual([]);
		});

		it('that fails at all addresses of the host: notSent', async () => {
			const { port } = new URL(NOBODY);
			// Node tries all addresses. Its error has no message, only its inner errors have messages.
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

	it('an outcome that stops the workflow contains no secret', async () => {
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

	it('the search for secrets finds a secret', async () => {
		const { merchantKey } = sandbox.credentials.paytr;
		const { node, parameters } = subject;
		const planted = [row(1, { note: merchantKey })];
		const result = await engineOn(sandbox).runNode(node, parameters, planted);

		expect(secretsIn(result, sandbox)).toEqual([merchantKey]);
	});
});
