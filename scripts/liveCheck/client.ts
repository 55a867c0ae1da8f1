import type { ICredentialType, IHttpRequestOptions } from 'n8n-workflow';
import { PayfullApi } from '../../credentials/PayfullApi.credentials';
import { PaytrApi } from '../../credentials/PaytrApi.credentials';
import { Problem } from '../lib/children';

export type CredentialData = Record<string, string>;
export type Form = Record<string, string>;

/** The response, or `noAnswer` if there was none. */
export type Reply =
	| { statusCode: number; contentType: string; location: string; body: string }
	| { noAnswer: string };

export interface PostOptions {
	/** Changed values of the credential, e.g. a wrong salt. */
	change?: CredentialData;
	asMultipart?: boolean;
	/** Changes the signed form before it is sent. */
	afterSigning?: (form: Form, credential: CredentialData) => Form;
}

export interface Client {
	/** Posts a form, signed by the credential. */
	post(path: string, form: Form, options?: PostOptions): Promise<Reply>;
}

/** The code of a fetch error. The error's text may contain the request. */
function whyNot(error: unknown): string {
	const cause: unknown = error instanceof Error ? (error.cause ?? error) : error;
	const code: unknown = typeof cause === 'object' && cause !== null && Reflect.get(cause, 'code');
	const name = error instanceof Error ? error.name : 'no connection';
	return typeof code === 'string' ? code : name;
}

function multipart(fields: Form): FormData {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) form.append(name, value);
	return form;
}

/** Signs with the package's credential and posts. Never follows a redirect and never retries. */
export function signingClient(
	name: 'PaytrApi' | 'PayfullApi',
	credential: CredentialData,
	timeoutMs: number,
): Client {
	const type: ICredentialType = name === 'PaytrApi' ? new PaytrApi() : new PayfullApi();
	return {
		async post(path, form, { change, asMultipart, afterSigning } = {}) {
			if (typeof type.authenticate !== 'function') throw new Problem(`${name} doesn't sign.`);
			const values = { ...credential, ...change };
			const request: IHttpRequestOptions = { url: path, method: 'POST', body: form };
			const { url, body } = await type.authenticate(values, request);
			const signed = Object.fromEntries(new URLSearchParams(String(body)));
			const fields = afterSigning?.(signed, values) ?? signed;
			try {
				const response = await fetch(url, {
					method: 'POST',
					headers: {
						accept: 'application/json',
						...(asMultipart ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
					},
					body: asMultipart ? multipart(fields) : new URLSearchParams(fields).toString(),
					redirect: 'manual',
					signal: AbortSignal.timeout(timeoutMs),
				});
				return {
					statusCode: response.status,
					contentType: response.headers.get('content-type') ?? '',
					location: response.headers.get('location') ?? '',
					body: await response.text(),
				};
			} catch (error) {
				return { noAnswer: whyNot(error) };
			}
		},
	};
}
