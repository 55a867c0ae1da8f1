/* eslint-disable @n8n/community-nodes/no-hardcoded-secrets -- test, never packed */
import { NodeApiError, type IExecuteFunctions, type INode } from 'n8n-workflow';

import { UnsignableRequest } from '../../../credentials/signing/form';
import { post, unknownOutcome, type Channel } from '../../../nodes/shared/transport';

const CREDENTIAL = { merchantId: '123456', merchantKey: 'TestKey1234567AB' };

const CHANNEL: Channel = {
	provider: 'PayTR',
	credentialType: 'paytrApi',
	credential: CREDENTIAL,
	timeoutSeconds: 7,
};

const NODE: INode = {
	id: '1',
	name: 'PayTR',
	type: 'paytrLinkNotify',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/** n8n's request helper, which answers or throws as told. */
function helper(outcome: { answer?: object; thrown?: unknown }) {
	const request =
		'thrown' in outcome
			? jest.fn().mockRejectedValue(outcome.thrown)
			: jest.fn().mockResolvedValue(outcome.answer);
	const ctx = { helpers: { httpRequestWithAuthentication: request } } as object;
	const send = async (form: Record<string, string> = { id: 'NB2Zlz3' }) =>
		await post(ctx as IExecuteFunctions, CHANNEL, '/odeme/api/link/send-sms', form);
	return { request, send };
}

/** An error as n8n's request helper hands it on; the type of its argument leaves errors out. */
function wrapped(cause: Error): NodeApiError {
	const error: NodeApiError = Reflect.construct(NodeApiError, [NODE, cause]);
	return error;
}

/** An error of the network: its words are replaced by n8n's own. */
function networkError(code: string, message: string, more: object = {}): NodeApiError {
	const cause = Object.assign(new Error(message), { code, ...more });
	return Object.assign(wrapped(cause), { cause });
}

async function failureOf(thrown: unknown) {
	const result = await helper({ thrown }).send();
	if (result.ok) throw new TypeError('was sent');
	return result.error;
}

describe('post', () => {
	it('posts the form once, without redirects, and takes the answer whatever its status', async () => {
		const { request, send } = helper({ answer: { statusCode: 503, headers: {}, body: 'no' } });
		expect(await send({ id: 'NB2Zlz3', email: 'müşteri+1@örnek.com' })).toEqual({
			ok: true,
			value: { statusCode: 503, body: 'no', retryAfter: undefined },
		});
		expect(request.mock.calls).toEqual([
			[
				'paytrApi',
				expect.objectContaining({
					url: '/odeme/api/link/send-sms',
					method: 'POST',
					body: 'id=NB2Zlz3&email=m%C3%BC%C5%9Fteri%2B1%40%C3%B6rnek.com',
					headers: expect.objectContaining({
						'content-type': 'application/x-www-form-urlencoded',
					}),
					timeout: 7_000,
					disableFollowRedirect: true,
					ignoreHttpStatusErrors: true,
					returnFullResponse: true,
				}),
				{ credentialsDecrypted: expect.objectContaining({ type: 'paytrApi', data: CREDENTIAL }) },
			],
		]);
	});

	it.each([
		[{ status: 'success' }, '{"status":"success"}'],
		[undefined, ''],
		['text', 'text'],
	])('hands on the body %j as text', async (body, text) => {
		const { send } = helper({ answer: { statusCode: 200, headers: {}, body } });
		expect(await send()).toMatchObject({ value: { body: text } });
	});

	it.each([
		['120', 120],
		['0', 0],
		['1.5', 1.5],
		[' 30 ', 30],
		['-5', 0],
		['Thu, 01 Jan 2026 00:00:30 GMT', 30],
		['Wed, 31 Dec 2025 23:59:00 GMT', 0],
		['soon', undefined],
		['', undefined],
		[undefined, undefined],
		[['120'], undefined],
	])('reads Retry-After %j as %j seconds', async (header, retryAfter) => {
		jest.useFakeTimers({ now: Date.UTC(2026, 0, 1) });
		const headers = { 'retry-after': header };
		const { send } = helper({ answer: { statusCode: 429, headers, body: '' } });
		const result = await send();
		jest.useRealTimers();
		expect(result).toEqual({ ok: true, value: { statusCode: 429, body: '', retryAfter } });
	});
});

describe('a connection that was never made', () => {
	it.each([
		['ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:1'],
		['ENOTFOUND', 'getaddrinfo ENOTFOUND nowhere.example'],
		['EAI_AGAIN', 'getaddrinfo EAI_AGAIN nowhere.example'],
		['EHOSTUNREACH', 'connect EHOSTUNREACH 10.0.0.1:443'],
		['ETIMEDOUT', 'connect ETIMEDOUT 10.0.0.1:443'],
		['CERT_HAS_EXPIRED', 'certificate has expired'],
		['DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate'],
		['ERR_TLS_CERT_ALTNAME_INVALID', 'Hostname/IP does not match'],
		['EPROTO', 'write EPROTO'],
		['ERR_SSL_WRONG_VERSION_NUMBER', 'wrong version number'],
		[
			'ECONNRESET',
			'Client network socket disconnected before secure TLS connection was established',
		],
	])('%s: notSent', async (code, message) => {
		const failure = await failureOf(networkError(code, message));
		expect(failure).toMatchObject({
			outcome: 'notSent',
			provider: 'PayTR',
			code,
			message: `PayTR could not be reached, nothing was sent (${code})`,
			description: expect.stringContaining('Sending again is safe.'),
		});
	});

	it('is told by a socket that still connects when the time is up', async () => {
		const request = { socket: { connecting: true } };
		const late = networkError('ECONNABORTED', 'timeout of 7000ms exceeded', { request });
		expect(await failureOf(late)).toMatchObject({ outcome: 'notSent' });
	});
});

describe('a request that went out', () => {
	it.each([
		['ECONNABORTED', 'timeout of 7000ms exceeded', /^PayTR did not answer within 7 seconds: /],
		['ETIMEDOUT', 'read ETIMEDOUT', /^PayTR did not answer within 7 seconds: /],
		[
			'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC',
			'decryption failed or bad record mac',
			/^The connection to PayTR ended before an answer came: /,
		],
		['EPROTO', 'read EPROTO: bad record mac', /^The connection to PayTR ended/],
		['ECONNRESET', 'socket hang up', /^The connection to PayTR ended before an answer came: /],
		['ECONNRESET', 'read ECONNRESET', /^The connection to PayTR ended before an answer came: /],
		['EPIPE', 'write EPIPE', /^The connection to PayTR ended before an answer came: /],
		['ERR_BAD_RESPONSE', 'stream has been aborted', /^The connection to PayTR ended/],
		['HPE_INVALID_CONSTANT', 'Parse Error: Expected HTTP/', /^The connection to PayTR ended/],
	])('%s (%s): unknown', async (code, text, message) => {
		const failure = await failureOf(networkError(code, text));
		expect(failure).toMatchObject({ outcome: 'unknown', provider: 'PayTR', code });
		expect(failure.message).toMatch(message);
		expect(failure.description).toContain('Check in the PayTR panel before sending again');
	});

	it.each([[undefined], [null], ['text'], [{}], [new Error('')]])(
		'whatever is thrown (%p) is unknown: better asked than sent twice',
		async (thrown) => expect(await failureOf(thrown)).toMatchObject({ outcome: 'unknown' }),
	);
});

describe('a request that the credential refused to sign', () => {
	it('is invalid, in the words of the credential', async () => {
		const cause = new UnsignableRequest("The signed field 'id' is missing", 'Send it.');
		const thrown = wrapped(cause);
		expect(await failureOf(thrown)).toEqual({
			outcome: 'invalid',
			provider: 'PayTR',
			message: "The signed field 'id' is missing",
			description: 'Send it.',
		});
	});
});

it('a failure keeps nothing of the request, which holds the signature', async () => {
	const config = { data: 'paytr_token=abc', headers: { authorization: 'abc' } };
	const request = { path: '/?paytr_token=abc', socket: { connecting: false } };
	for (const code of ['ECONNRESET', 'ECONNREFUSED', 'ECONNABORTED']) {
		const failure = await failureOf(networkError(code, 'x', { config, request }));
		expect(JSON.stringify(failure)).not.toContain('abc');
	}
});

it('unknownOutcome says what to do before sending again', () => {
	expect(unknownOutcome('Payfull', 'Payfull went silent')).toEqual({
		outcome: 'unknown',
		provider: 'Payfull',
		message: 'Payfull went silent: it is not known whether the request was carried out',
		description:
			'Check in the Payfull panel before sending again: sending again may contact the customer twice.',
	});
});
