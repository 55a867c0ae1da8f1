import type { IHttpRequestOptions } from 'n8n-workflow';
import type { Form, SignableRequest } from './form';
import { OneTimeBody } from './oneTimeBody';

const FORM = 'application/x-www-form-urlencoded';

/** With a charset, n8n's legacy requests leave a body that isn't text unchanged. */
const FORM_UTF8 = `${FORM}; charset=utf-8`;

/**
 * The options that are kept: the wait, the limits, and the form in which n8n returns the answer.
 */
const KEPT = [
	'timeout',
	'abortSignal',
	// n8n's own list of allowed hosts. It can only reject a request.
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

/** The request's own properties with these names. Inherited ones were not set by anyone. */
const kept = (request: object, names: string[]) =>
	Object.fromEntries(
		names
			.filter((name) => Object.hasOwn(request, name))
			.map((name) => [name, Reflect.get(request, name)]),
	);

/**
 * A form-urlencoded POST of these fields to this address, in n8n's request shape. Only the options
 * listed above are taken from the given request. So no proxy, TLS option, header, redirect or
 * second address from a workflow is used.
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
