/* eslint-disable @n8n/community-nodes/no-hardcoded-secrets, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test, never packed */
import { Readable } from 'node:stream';

import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import { UnsignableRequest } from '../../../credentials/signing/refusal';
import { LONGEST_ANSWER } from '../../../nodes/shared/body';
import { post, type Connection } from '../../../nodes/shared/transport';
import { problemOf } from '../parsed';

const CREDENTIAL = { merchantId: '123456', merchantKey: 'TestKey1234567AB' };

const authenticate = jest.fn(
	async (_credential: object, request: IHttpRequestOptions): Promise<IHttpRequestOptions> =>
		await Promise.resolve({ ...request, body: { ...Object(request.body), signed: 'yes' } }),
);

const CONNECTION: Connection = {
	provider: 'PayTR',
	signer: { name: 'paytrApi', authenticate },
	credential: CREDENTIAL,
	timeoutSeconds: 7,
};

const PATIENT: Connection = { ...CONNECTION, timeoutSeconds: 120 };

type Helper = (request: IHttpRequestOptions) => Promise<unknown>;

async function send(
	request: Helper,
	cancelled?: AbortSignal,
	form = { id: 'NB2Zlz3' },
	connection: Connection = CONNECTION,
) {
	const helpers: object = { httpRequest: request };
	const ctx: object = { helpers, getExecutionCancelSignal: () => cancelled };
	return await post(ctx as IExecuteFunctions, connection, '/odeme/api/link/send-sms', form);
}

const answering = (statusCode: number, body: unknown, headers = {}) =>
	jest
		.fn<Promise<unknown>, [IHttpRequestOptions]>()
		.mockResolvedValue({ statusCode, headers, body });

const failureOf = async (thrown: unknown) =>
	problemOf(await send(jest.fn().mockRejectedValue(thrown)));

/** An error of n8n's request helper, with Node's own request. Both contain the signature. */
const networkError = (code: string, request?: object) =>
	Object.assign(new Error(`${code} paytr_token=abc`), { code, request, config: 'paytr_token=abc' });

beforeEach(() => {
	jest.useFakeTimers({
		now: Date.UTC(2026, 0, 1),
		doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'],
	});
});
afterEach(async () => {
	// The shared timer of all calls ends after the last call.
	await jest.advanceTimersByTimeAsync(200);
	expect(jest.getTimerCount()).toBe(0);
	jest.useRealTimers();
});

describe('post', () => {
	it('posts the signed form once, without redirects, and returns the answer with any status', async () => {
		const request = answering(503, 'no');
		const form = { id: 'NB2Zlz3', email: 'müşteri+1@örnek.com' };
		expect(await send(request, undefined, form)).toEqual({
			ok: true,
			value: { statusCode: 503, body: 'no', retryAfter: undefined },
		});
		expect(authenticate.mock.calls[0][0]).toBe(CREDENTIAL);
		expect(request.mock.calls).toEqual([
			[
				{
					url: '/odeme/api/link/send-sms',
					method: 'POST',
					body: { ...form, signed: 'yes' },
					headers: {
						'content-type': 'application/x-www-form-urlencoded',
						accept: 'application/json',
					},
					encoding: 'stream',
					timeout: 7_000,
					abortSignal: expect.any(AbortSignal),
					disableFollowRedirect: true,
					ignoreHttpStatusErrors: true,
					returnFullResponse: true,
				},
			],
		]);
	});

	it.each([
		[{ status: 'success' }, '{"status":"success"}'],
		[undefined, ''],
		['text', 'text'],
		[Readable.from([]), ''],
		[Readable.from([Buffer.from([0xc3]), Buffer.from([0xa7])]), 'ç'],
		[Readable.from([Buffer.alloc(LONGEST_ANSWER, 'x')]), 'x'.repeat(LONGEST_ANSWER)],
	])('returns the body %# as text', async (body, text) => {
		expect(await send(answering(200, body))).toMatchObject({ value: { body: text } });
	});

	it('stops reading an answer that is too long', async () => {
		const body = Readable.from([Buffer.alloc(LONGEST_ANSWER), Buffer.alloc(1), Buffer.alloc(1)]);
		expect(await send(answering(429, body))).toMatchObject({
			error: { outcome: 'unknown', code: '429' },
		});
		expect(body.destroyed).toBe(true);
	});

	it.each<[unknown, number | undefined]>([
		['120', 120],
		['1.5', 1.5],
		[' 30 ', 30],
		['Thu, 01 Jan 2026 00:00:30 GMT', 30],
		...['0', '-5', 'soon', '', undefined, ['120']].map((none): [unknown, undefined] => [
			none,
			undefined,
		]),
		['Thu, 01 Jan 2026 00:00:00 GMT', undefined],
		['Wed, 31 Dec 2025 23:59:00 GMT', undefined],
	])('reads Retry-After %j as %j seconds', async (header, retryAfter) => {
		const result = await send(answering(429, '', { 'retry-after': header }));
		expect(result).toEqual({ ok: true, value: { statusCode: 429, body: '', retryAfter } });
	});
});

describe('what failed', () => {
	const connecting = { _bytesDispatched: 0, connecting: false, bytesWritten: 234 };
	const inHandshake = { encrypted: true, secureConnecting: true, _bytesDispatched: 234 };
	const open = { encrypted: true, secureConnecting: false, _bytesDispatched: 234 };

	it.each<[string, object | null]>([
		['ECONNREFUSED', connecting],
		['ENOTFOUND', { ...inHandshake, _bytesDispatched: 0 }],
		['EPROTO', inHandshake],
		['ECONNRESET', inHandshake],
		['CERT_HAS_EXPIRED', inHandshake],
		['ECONNREFUSED', null],
	])('without a connection is notSent: %s, %j', async (code, socket) => {
		expect(await failureOf(networkError(code, { socket }))).toEqual({
			outcome: 'notSent',
			provider: 'PayTR',
			code,
			message: `PayTR could not be reached, nothing was sent (${code})`,
			description:
				"Sending again is safe. Check the address in the credential and this machine's internet connection.",
		});
	});

	it.each<[string, object | undefined]>([
		['ECONNRESET', { socket: open }],
		['EPROTO', { socket: open }],
		['ERR_SSL_WRONG_VERSION_NUMBER', { socket: open }],
		['EPIPE', { socket: { _bytesDispatched: 1 } }],
		// The error's name isn't enough. Without a socket as evidence, the outcome is unknown.
		['ECONNREFUSED', undefined],
		['CERT_HAS_EXPIRED', {}],
		['ENOTFOUND', { socket: {} }],
		['ECONNREFUSED', { socket: { encrypted: true, _bytesDispatched: 0 } }],
	])('with a connection is unknown: %s, %j', async (code, request) => {
		expect(await failureOf(networkError(code, request))).toEqual({
			outcome: 'unknown',
			provider: 'PayTR',
			code,
			message:
				'The connection to PayTR ended before an answer came: it is not known whether the request was carried out',
			description:
				'Check in the PayTR panel before sending again: sending again may contact the customer twice.',
		});
	});

	it.each([
		[open, 'unknown', /^PayTR did not answer within 7 seconds: /],
		[inHandshake, 'notSent', /\(no connection within 7 seconds\)$/],
	])('that is a timeout is reported as one: %j is %s', async (socket, outcome, words) => {
		const told = { outcome, code: 'ETIMEDOUT', message: expect.stringMatching(words) };
		expect(await failureOf(networkError('ECONNABORTED', { socket }))).toMatchObject(told);
	});

	it.each([[undefined], [null], ['text'], [{}], [new Error('')]])(
		'of any other kind (%p) is unknown, because sending again could contact a customer twice',
		async (thrown) => expect(await failureOf(thrown)).toMatchObject({ outcome: 'unknown' }),
	);

	it('in the middle of the answer is unknown', async () => {
		const body = Readable.from(
			(async function* () {
				yield await Promise.resolve(Buffer.from('{'));
				throw networkError('Z_DATA_ERROR');
			})(),
		);
		expect(await send(answering(200, body))).toMatchObject({
			error: { outcome: 'unknown', code: 'Z_DATA_ERROR' },
		});
	});

	it.each([
		[new UnsignableRequest("The signed field 'id' is missing", 'Send it.'), 'Send it.'],
		[new Error("The signed field 'id' is missing"), 'Check the credential.'],
	])('in signing is invalid: %#', async (thrown, description) => {
		authenticate.mockRejectedValueOnce(thrown);
		const request = answering(200, '');
		expect(await send(request)).toEqual({
			ok: false,
			error: {
				outcome: 'invalid',
				provider: 'PayTR',
				message: "The signed field 'id' is missing",
				description,
			},
		});
		expect(request).not.toHaveBeenCalled();
	});
});

describe('the time limit', () => {
	const silent: Helper = async () => await new Promise(() => {});

	const failsAsTold: Helper = async ({ abortSignal }) =>
		await new Promise((_, reject) => {
			(abortSignal as AbortSignal).addEventListener('abort', () => reject(networkError('ABORTED')));
		});

	it.each([
		['listens', failsAsTold],
		['does not listen', silent],
		['does not listen while it reads', answeringSlowly],
	])('ends a call that %s', async (_what, request) => {
		const sent = send(request);
		const settled = jest.fn();
		void sent.then(settled);
		await jest.advanceTimersByTimeAsync(6_900);
		expect(settled).not.toHaveBeenCalled();
		await jest.advanceTimersByTimeAsync(600);
		expect(settled).toHaveBeenCalled();
		expect(await sent).toMatchObject({ error: { outcome: 'unknown', code: 'ETIMEDOUT' } });
		expect(jest.getTimerCount()).toBe(0);
	});

	async function answeringSlowly() {
		async function* drip() {
			for (;;) {
				await new Promise((resolve) => setTimeout(resolve, 50));
				yield Buffer.from(' ');
			}
		}
		return await Promise.resolve({ statusCode: 200, headers: {}, body: Readable.from(drip()) });
	}

	it('leaves no listener on the execution, and soon no timer', async () => {
		const { signal } = new AbortController();
		const added = jest.spyOn(signal, 'addEventListener');
		const removed = jest.spyOn(signal, 'removeEventListener');
		await Promise.all([
			send(answering(200, 'yes'), signal),
			send(jest.fn().mockRejectedValue(new Error('no')), signal),
		]);
		expect(new Set(removed.mock.calls.flat())).toEqual(new Set(added.mock.calls.flat()));
		// One listener and one timer for all calls.
		expect(added).toHaveBeenCalledTimes(1);
		expect(jest.getTimerCount()).toBe(1);
		await jest.advanceTimersByTimeAsync(200);
		expect(jest.getTimerCount()).toBe(0);
	});

	it.each([
		['listens', failsAsTold],
		['does not', silent],
	])(
		'a canceled execution ends a call that %s, 20 seconds later: unknown',
		async (_what, request) => {
			const cancel = new AbortController();
			const sent = send(request, cancel.signal, undefined, PATIENT);
			const ended = jest.fn();
			void sent.then(ended);
			await jest.advanceTimersByTimeAsync(1_000);
			cancel.abort();
			await jest.advanceTimersByTimeAsync(19_500);
			expect(ended).not.toHaveBeenCalled();
			await jest.advanceTimersByTimeAsync(1_000);
			expect(await sent).toMatchObject({
				error: {
					outcome: 'unknown',
					message: expect.stringMatching(/^The execution was canceled before PayTR answered: /),
				},
			});
		},
	);

	it('reads the answer to a request that was sent before the execution was canceled', async () => {
		const cancel = new AbortController();
		const sent = send(async () => {
			await new Promise((resolve) => setTimeout(resolve, 5_000));
			return { statusCode: 200, headers: {}, body: 'yes' };
		}, cancel.signal);
		await jest.advanceTimersByTimeAsync(1_000);
		cancel.abort();
		await jest.advanceTimersByTimeAsync(4_200);
		expect(await sent).toMatchObject({ ok: true, value: { body: 'yes' } });
	});

	it('an execution that is canceled before anything was sent: notSent', async () => {
		const cancelled = AbortSignal.abort();
		const request = answering(200, 'yes');
		const expected = { outcome: 'notSent', message: expect.stringContaining('canceled') };
		expect(await send(request, cancelled)).toMatchObject({ error: expected });
		expect(request).not.toHaveBeenCalled();

		const cancel = new AbortController();
		const sent = send(async () => {
			cancel.abort();
			throw networkError('ERR_CANCELED', { socket: { secureConnecting: true, encrypted: true } });
		}, cancel.signal);
		expect(await sent).toMatchObject({ error: expected });
	});
});
