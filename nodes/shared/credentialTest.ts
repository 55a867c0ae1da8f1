import {
	sleep,
	type ICredentialDataDecryptedObject,
	type ICredentialTestFunctions,
	type IDataObject,
	type IHttpRequestOptions,
	type INodeCredentialTestResult,
} from 'n8n-workflow';
import { isStream, readText } from './body';
import { elapsed } from './delivery/clock';
import { providerWords } from './providerWords';
import { messageOf, type Provider } from './result';

export interface TestResult {
	ok: boolean;
	message: string;
}

/** Makes a provider's text safe to show: on one line, shortened, without secrets. */
export type Words = (value: unknown) => string;

export interface CredentialTest {
	provider: Provider;
	/** The credential's field with the provider's address. */
	addressLabel: string;
	/** The credential's data. Its secrets and the signature never appear in a message. */
	credential: ICredentialDataDecryptedObject;
	secretFields: readonly string[];
	/** Signs a request that has no side effects. */
	signed: () => Promise<IHttpRequestOptions>;
	/** Reads the provider's JSON. Undefined if the JSON isn't the provider's. */
	judge: (answer: IDataObject, words: Words) => TestResult | undefined;
	/** Limit for the whole call, in milliseconds. */
	timeoutMs?: number;
}

const TIMEOUT_MS = 20_000;

/** Maximum time for which the timer of a finished wait keeps running. */
const SLICE_MS = 250;

class TimedOut extends Error {}

/**
 * Sends the request and gives up when the time is over. n8n's helper for credential tests can't be
 * canceled. A slow or silent connection therefore stays open until the server closes it.
 */
async function send(
	{ helpers }: ICredentialTestFunctions,
	request: IHttpRequestOptions,
	timeoutMs: number,
): Promise<string> {
	let over = false;
	let body: unknown;
	const call = async () => {
		// The only HTTP helper that n8n gives to a credential test.
		const response = (await helpers.request({
			uri: request.url,
			method: request.method,
			headers: request.headers,
			body: request.body,
			// A limit on inactivity: it closes the connection if no response begins.
			timeout: timeoutMs + 1_000,
			followRedirect: false,
			simple: false,
			useStream: true,
			resolveWithFullResponse: true,
		})) as { body: unknown };
		({ body } = response);
		if (over && isStream(body)) body.destroy?.();
		// A response that is far too long isn't from the provider.
		return (await readText(body)) ?? '';
	};
	const clock = async () => {
		const end = elapsed() + timeoutMs;
		while (!over && elapsed() < end) await sleep(Math.min(SLICE_MS, end - elapsed()));
		throw new TimedOut();
	};
	try {
		return await Promise.race([call(), clock()]);
	} finally {
		over = true;
		if (isStream(body)) body.destroy?.();
	}
}

function parse(body: string): IDataObject | undefined {
	try {
		const json: unknown = JSON.parse(body);
		return typeof json === 'object' && json !== null ? (json as IDataObject) : undefined;
	} catch {
		return undefined;
	}
}

/** The values of the request's form. They include the signature, which is as secret as the key. */
const signatureOf = (request: IHttpRequestOptions) => {
	const form = new URLSearchParams(String(request.body));
	return ['paytr_token', 'hash'].flatMap((name) => form.getAll(name));
};

/** Sends one signed request without side effects and describes its result. Never throws. */
export async function tryCredential(
	context: ICredentialTestFunctions,
	test: CredentialTest,
): Promise<INodeCredentialTestResult> {
	const { provider, addressLabel, credential, secretFields, timeoutMs = TIMEOUT_MS } = test;
	let request: IHttpRequestOptions;
	try {
		request = await test.signed();
	} catch (error) {
		return failed(messageOf(error));
	}
	const { host } = new URL(request.url);
	let text: string;
	try {
		text = await send(context, request, timeoutMs);
	} catch (error) {
		return failed(
			error instanceof TimedOut
				? `${provider} did not answer at ${host} within ${timeoutMs / 1000} seconds. Check ${addressLabel} and this machine's internet connection.`
				: `${provider} could not be reached at ${host} (${reasonOf(error)}). Check ${addressLabel} and this machine's internet connection.`,
		);
	}
	const secrets = secretFields.map((name) => String(credential[name] ?? ''));
	const hidden = [...secrets, ...signatureOf(request)];
	const answer = parse(text);
	const result = answer && test.judge(answer, (value) => providerWords(value, hidden));
	if (!result) {
		return failed(`What answers at ${host} is not ${provider}. Check ${addressLabel}.`);
	}
	return { status: result.ok ? 'OK' : 'Error', message: result.message };
}

const failed = (message: string): INodeCredentialTestResult => ({ status: 'Error', message });

/** The network's error code. The error's text may contain the request. */
function reasonOf(error: unknown): string {
	const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
	return typeof code === 'string' ? code : 'no connection';
}
