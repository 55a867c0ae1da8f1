import type { IHttpRequestOptions } from 'n8n-workflow';
import type { Form, SignableRequest } from './form';
import { OneTimeBody } from './oneTimeBody';

const FORM = 'application/x-www-form-urlencoded';

/** With a character set, n8n's legacy requests leave a body that isn't text as it is. */
const FORM_UTF8 = `${FORM}; charset=utf-8`;

/** How long to wait, when to give up, and in which shape n8n hands the answer back. */
const KEPT = [
	'timeout',
	'abortSignal',
	// n8n's own list of hosts for a credential: it can only refuse.
	'allowedDomains',
	'encoding',
	'returnFullResponse',
	'ignoreHttpStatusErrors',
];

/** The same, of the shape that n8n's HTTP Request node uses. */
const KEPT_LEGACY = [
	'timeout',
	'allowedDomains',
	'encoding',
	'useStream',
	'json',
	'resolveWithFullResponse',
	'simple',
];

/** The request's own entries of these names; an inherited one is nobody's wish. */
const kept = (request: object, names: string[]) =>
	Object.fromEntries(
		names
			.filter((name) => Object.hasOwn(request, name))
			.map((name) => [name, Reflect.get(request, name)]),
	);

/**
 * A form-urlencoded POST of these fields to this address, in the request shape that n8n asked in.
 * Built anew: of the given request only what is listed above stays, so no proxy, TLS switch, header,
 * redirect or second address chosen in a workflow goes along.
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
		// n8n sends to `url ?? uri`, and looks at either for other purposes.
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
