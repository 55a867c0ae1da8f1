import type {
	IDataObject,
	ICredentialTestFunctions,
	IHttpRequestOptions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { messageOf, type Provider } from './result';

export interface Verdict {
	ok: boolean;
	message: string;
}

const TIMEOUT_MS = 20_000;

function parse(body: unknown): IDataObject | undefined {
	try {
		const json: unknown = typeof body === 'string' ? JSON.parse(body) : body;
		return typeof json === 'object' && json !== null ? (json as IDataObject) : undefined;
	} catch {
		return undefined;
	}
}

/**
 * Sends one signed request without side effects and words its result.
 * @param addressLabel the credential's field that holds the provider's address
 * @param judge reads the provider's JSON; undefined where it isn't the provider's
 */
export async function tryCredential(
	{ helpers }: ICredentialTestFunctions,
	provider: Provider,
	addressLabel: string,
	signed: () => Promise<IHttpRequestOptions>,
	judge: (answer: IDataObject) => Verdict | undefined,
): Promise<INodeCredentialTestResult> {
	let request: IHttpRequestOptions;
	try {
		request = await signed();
	} catch (error) {
		return failed(messageOf(error));
	}
	let body: unknown;
	try {
		// The only HTTP helper that n8n gives to a credential test.
		const response = (await helpers.request({
			uri: request.url,
			method: request.method,
			headers: request.headers,
			body: request.body,
			timeout: TIMEOUT_MS,
			followRedirect: false,
			simple: false,
			resolveWithFullResponse: true,
		})) as { body: unknown };
		body = response.body;
	} catch (error) {
		return failed(
			`${provider} could not be reached at ${new URL(request.url).host} (${reasonOf(error)}). Check ${addressLabel} and this machine's way to the internet.`,
		);
	}
	const answer = parse(body);
	const verdict = answer && judge(answer);
	if (!verdict) {
		return failed(
			`What answers at ${new URL(request.url).host} is not ${provider}. Check ${addressLabel}.`,
		);
	}
	return { status: verdict.ok ? 'OK' : 'Error', message: verdict.message };
}

const failed = (message: string): INodeCredentialTestResult => ({ status: 'Error', message });

/** The network's own code: the error's text may hold the request. */
function reasonOf(error: unknown): string {
	const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
	return typeof code === 'string' ? code : 'no connection';
}
