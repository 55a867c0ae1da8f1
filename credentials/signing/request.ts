import type { IHttpRequestOptions } from 'n8n-workflow';
import type { Form, SignableRequest } from './form';
import { OneTimeBody } from './oneTimeBody';

const FORM = 'application/x-www-form-urlencoded';

/** With a charset, n8n's legacy requests leave a body that isn't text unchanged. */
const FORM_UTF8 = `${FORM}; charset=utf-8`;

/** The options that are kept: timeouts, limits, and the form in which n8n returns the response. */
const KEPT = [
	'timeout',
	'abortSignal',
	// n8n's own list of allowed hosts. This option can only reject a request.
	'allowedDomains',
	'encoding',
	'returnFullResponse',
	'ignoreHttpStatusErrors',
];

/** The same options in the request shape of n8n's HTTP Request node. */
const KEPT_LEGACY = [
	'timeout',
	'allowedDomains',
	'encoding',
	'useStream',
	'json',
	'resolveWithFullResponse',
	'simple',
];

/** The request's own properties with these names. Inherited properties don't count. */
const kept = (request: object, names: string[]) =>
	Object.fromEntries(
		names
			.filter((name) => Object.hasOwn(request, name))
			.map((name) => [name, Reflect.get(request, name)]),
	);

/**
 * A form-urlencoded POST of these fields to this address, in n8n's request shape. It keeps only the
 * options listed above, so it uses no proxy, TLS option, header, redirect or second address from a
 * workflow.
 */
export function signedRequest(
	request: SignableRequest,
	form: Form,
	address: string,
): IHttpRequestOptions {
	const body = new URLSearchParams(form).toString();
	if (request.uri === undefined) {
		return {
			...kept(request, KEPT),
			url: address,
			method: 'POST',
			headers: { 'content-type': FORM, accept: 'application/json' },
			body,
			disableFollowRedirect: true,
		};
	}
	const legacy: IHttpRequestOptions & { uri: string; [option: string]: unknown } = {
		...kept(request, KEPT_LEGACY),
		// n8n sends to `url ?? uri` and reads both for other purposes.
		url: address,
		uri: address,
		method: 'POST',
		headers: {
			'content-type': FORM_UTF8,
			accept: 'application/json',
		},
		body: new OneTimeBody(body, FORM_UTF8),
		followRedirect: false,
		followAllRedirects: false,
		maxRedirects: 0,
	};
	return legacy;
}
