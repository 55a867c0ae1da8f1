import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHttpRequestOptions,
} from 'n8n-workflow';
import { readText } from './body';
import { neverConnected, property } from './connection';
import type { Form } from './fields';
import { fail, messageOf, ok, type Failure, type Provider, type Result } from './result';
import { TimeLimit } from './timeLimit';

/** A provider's response before it is read. */
export interface Answer {
	statusCode: number;
	body: string;
	/** Seconds from a Retry-After header, above 0. */
	retryAfter?: number;
}

/** A credential type, which signs for its provider. */
export interface Signer {
	name: string;
	authenticate(
		credential: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions>;
}

/** The parts of n8n that a request needs. Normal nodes and polling nodes both have them. */
interface HttpContext {
	helpers: Pick<IExecuteFunctions['helpers'], 'httpRequest'>;
	getExecutionCancelSignal?(): AbortSignal | undefined;
}

/** How to reach a provider: the credential that signs, and the time limit of a call. */
export interface Connection {
	provider: Provider;
	signer: Signer;
	/** The credential's data, decrypted once for the whole batch. Only the signer reads it. */
	credential: ICredentialDataDecryptedObject;
	/** Covers the whole call: connecting, sending, waiting and reading. */
	timeoutSeconds: number;
}

interface FullResponse {
	statusCode: number;
	headers: Record<string, unknown>;
	body: unknown;
}

/**
 * Seconds of a Retry-After header: a number or an HTTP date (RFC 9110). A date in the past is
 * ignored.
 */
function retryAfterSeconds(header: unknown): number | undefined {
	if (typeof header !== 'string' || header.trim() === '') return undefined;
	const number = Number(header);
	const seconds = Number.isFinite(number) ? number : (Date.parse(header) - Date.now()) / 1000;
	return seconds > 0 ? seconds : undefined;
}

/**
 * How long a sent request may continue after n8n's Stop button or the workflow's timeout. Only its
 * response shows whether the customer was contacted.
 */
const CANCEL_GRACE_MS = 20_000;

/**
 * Posts one form to a path of the provider, signed by the credential. This is the only code that
 * makes HTTP requests. It never follows a redirect and never retries. It always ends at its
 * timeout, or soon after the execution is canceled.
 * @returns the response with any status, or a failure with outcome invalid, notSent or unknown
 */
export async function post(
	ctx: HttpContext,
	connection: Connection,
	path: string,
	form: Form,
): Promise<Result<Answer>> {
	const cancelled = ctx.getExecutionCancelSignal?.();
	const limit = new TimeLimit(connection.timeoutSeconds * 1000, CANCEL_GRACE_MS, cancelled);
	try {
		const signed = await sign(connection, path, form, limit.signal);
		if (!signed.ok) return signed;
		if (cancelled?.aborted) return fail(cancelledBefore(connection.provider));
		return await limit.hold(exchange(ctx, connection.provider, signed.value, limit.signal));
	} catch (error) {
		return fail(connectionFailure(error, connection, limit.signal.aborted, cancelled?.aborted));
	} finally {
		limit.close();
	}
}

async function sign(
	{ provider, signer, credential, timeoutSeconds }: Connection,
	path: string,
	form: Form,
	abortSignal: AbortSignal,
): Promise<Result<IHttpRequestOptions>> {
	try {
		const request = await signer.authenticate(credential, {
			url: path,
			method: 'POST',
			headers: {
				'content-type': 'application/x-www-form-urlencoded',
				accept: 'application/json',
			},
			body: form,
			encoding: 'stream',
			timeout: timeoutSeconds * 1000,
			abortSignal,
			disableFollowRedirect: true,
			ignoreHttpStatusErrors: true,
			returnFullResponse: true,
		});
		return ok(request);
	} catch (error) {
		const description = String(property(error, 'description') ?? 'Check the credential.');
		return fail({ outcome: 'invalid', provider, message: messageOf(error), description });
	}
}

/**
 * Doesn't use `httpRequestWithAuthentication`. Up to n8n 2.8, it keeps only the error's message,
 * but only the socket shows whether anything was sent.
 */
async function exchange(
	{ helpers }: HttpContext,
	provider: Provider,
	request: IHttpRequestOptions,
	signal: AbortSignal,
): Promise<Result<Answer>> {
	const { statusCode, headers, body }: FullResponse = await helpers.httpRequest(request);
	const text = await readText(body, signal);
	if (text === undefined) {
		const tooLong = unknownOutcome(provider, `${provider} sent a far too long answer`);
		return fail({ ...tooLong, code: String(statusCode) });
	}
	return ok({ statusCode, body: text, retryAfter: retryAfterSeconds(headers['retry-after']) });
}

/** The failure for an execution that was canceled before its request. */
export const cancelledBefore = (provider: Provider): Failure => ({
	outcome: 'notSent',
	provider,
	message: 'The execution was canceled before this was sent',
	description: 'Sending again is safe.',
});

/** Keeps only the error's code, because the rest of the error contains the signed form. */
function connectionFailure(
	error: unknown,
	{ provider, timeoutSeconds }: Connection,
	aborted: boolean,
	cancelled = false,
): Failure {
	const late = !cancelled && (aborted || property(error, 'code') === 'ECONNABORTED');
	const code = late ? 'ETIMEDOUT' : String(property(error, 'code') ?? '');
	if (neverConnected(error)) {
		if (cancelled) return cancelledBefore(provider);
		const why = late ? `no connection within ${timeoutSeconds} seconds` : code || 'no connection';
		return {
			outcome: 'notSent',
			provider,
			code,
			message: `${provider} could not be reached, nothing was sent (${why})`,
			description:
				"Sending again is safe. Check the address in the credential and this machine's internet connection.",
		};
	}
	if (cancelled) {
		return unknownOutcome(provider, `The execution was canceled before ${provider} answered`);
	}
	const what = late
		? `${provider} did not answer within ${timeoutSeconds} seconds`
		: `The connection to ${provider} ended before an answer came`;
	return { ...unknownOutcome(provider, what), code: code || undefined };
}

/** The failure for a sent request without a usable response. */
export function unknownOutcome(provider: Provider, what: string): Failure {
	return {
		outcome: 'unknown',
		provider,
		message: `${what}: it is not known whether the request was carried out`,
		description: `Check in the ${provider} panel before sending again: sending again may contact the customer twice.`,
	};
}
