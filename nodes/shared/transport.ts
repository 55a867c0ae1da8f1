import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';
import { UNSIGNABLE } from '../../credentials/signing/form';
import type { Form } from './fields';
import { fail, ok, type Failure, type Provider, type Result } from './result';

/** What a provider answered, unread. */
export interface Answer {
	statusCode: number;
	body: string;
	/** Seconds from a Retry-After header. */
	retryAfter?: number;
}

/** Which provider, and the credential that signs for it. */
export interface Channel {
	provider: Provider;
	credentialType: 'paytrApi' | 'payfullApi';
	/** The credential's data, decrypted once for the whole batch; only `authenticate` reads it. */
	credential: ICredentialDataDecryptedObject;
	timeoutSeconds: number;
}

interface FullResponse {
	statusCode: number;
	headers: Record<string, unknown>;
	body: unknown;
}

/** Seconds of a Retry-After header: a number or an HTTP date. */
function retryAfterSeconds(header: unknown): number | undefined {
	if (typeof header !== 'string' || header.trim() === '') return undefined;
	const seconds = Number(header);
	if (Number.isFinite(seconds)) return Math.max(0, seconds);
	const until = Date.parse(header);
	return Number.isNaN(until) ? undefined : Math.max(0, (until - Date.now()) / 1000);
}

/**
 * The only place that does HTTP: posts one form to a path of the provider, signed by the
 * credential. Never follows a redirect, never retries.
 * @returns the answer whatever its status, or a failure with outcome invalid, notSent or unknown
 */
export async function post(
	ctx: IExecuteFunctions,
	channel: Channel,
	path: string,
	form: Form,
): Promise<Result<Answer>> {
	const { provider, credentialType, credential, timeoutSeconds } = channel;
	try {
		const response = (await ctx.helpers.httpRequestWithAuthentication.call(
			ctx,
			credentialType,
			{
				url: path,
				method: 'POST',
				headers: {
					'content-type': 'application/x-www-form-urlencoded',
					accept: 'application/json',
				},
				body: new URLSearchParams(form).toString(),
				encoding: 'text',
				timeout: timeoutSeconds * 1000,
				disableFollowRedirect: true,
				ignoreHttpStatusErrors: true,
				returnFullResponse: true,
			},
			{ credentialsDecrypted: { id: '', name: '', type: credentialType, data: credential } },
		)) as FullResponse;
		const { statusCode, headers, body } = response;
		return ok({
			statusCode,
			body: typeof body === 'string' ? body : (JSON.stringify(body) ?? ''),
			retryAfter: retryAfterSeconds(headers['retry-after']),
		});
	} catch (error) {
		return fail(connectionFailure(error, provider, timeoutSeconds));
	}
}

/** Codes of errors that come before the request could go out. */
const NO_CONNECTION = new Set([
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'UNABLE_TO_GET_ISSUER_CERT',
	'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
	'CERT_HAS_EXPIRED',
	'CERT_NOT_YET_VALID',
	'ERR_TLS_CERT_ALTNAME_INVALID',
]);

interface NetworkError {
	code: string;
	text: string;
	description?: string;
	neverConnected: boolean;
}

const property = (value: unknown, name: string): unknown =>
	typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

/**
 * The facts of an error of n8n's request helper, which differ between its versions; nothing else
 * of it is kept, since it may hold the signed form.
 */
function networkError(error: unknown): NetworkError {
	const cause = property(error, 'cause');
	const messages = property(error, 'messages');
	const socket = property(property(cause, 'request'), 'socket');
	const description = property(error, 'description');
	const texts: unknown[] = Array.isArray(messages) ? messages : [];
	return {
		code: String(property(error, 'httpCode') ?? property(cause, 'code') ?? ''),
		// The description holds the attempts on a host with several addresses, each with its end.
		text: [property(error, 'message'), description, ...texts].join('\n'),
		description: typeof description === 'string' ? description : undefined,
		neverConnected: ['connecting', 'secureConnecting'].some((state) => property(socket, state)),
	};
}

/** TLS that failed in the handshake, not while records of an open connection went back and forth. */
function handshakeFailed({ code, text }: NetworkError): boolean {
	const isTls = code === 'EPROTO' || code.startsWith('ERR_SSL');
	return isTls && !/record.mac|decryption|unexpected.eof/i.test(`${code} ${text}`);
}

/** Whether the error shows that nothing of the request left: only then it is safe to send again. */
function notConnected(facts: NetworkError): boolean {
	const { code, text, neverConnected } = facts;
	return (
		neverConnected ||
		NO_CONNECTION.has(code) ||
		handshakeFailed(facts) ||
		/\bconnect E[A-Z]+|before secure TLS connection was established/.test(text)
	);
}

function connectionFailure(error: unknown, provider: Provider, timeoutSeconds: number): Failure {
	const facts = networkError(error);
	const { code } = facts;
	if (code === UNSIGNABLE) {
		const [message] = facts.text.split('\n');
		return { outcome: 'invalid', provider, message, description: facts.description ?? '' };
	}
	if (notConnected(facts)) {
		return {
			outcome: 'notSent',
			provider,
			code,
			message: `${provider} could not be reached, nothing was sent (${code || 'no connection'})`,
			description:
				"Sending again is safe. Check the address in the credential and this machine's way to the internet.",
		};
	}
	const what = /timeout|ETIMEDOUT|ECONNABORTED/i.test(`${code} ${facts.text}`)
		? `${provider} did not answer within ${timeoutSeconds} seconds`
		: `The connection to ${provider} ended before an answer came`;
	return { ...unknownOutcome(provider, what), code: code || undefined };
}

/** The failure for a request that went out and has no usable answer. */
export function unknownOutcome(provider: Provider, what: string): Failure {
	return {
		outcome: 'unknown',
		provider,
		message: `${what}: it is not known whether the request was carried out`,
		description: `Check in the ${provider} panel before sending again: sending again may contact the customer twice.`,
	};
}
