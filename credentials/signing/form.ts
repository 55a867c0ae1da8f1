import type { IHttpRequestOptions } from 'n8n-workflow';

/** The fields of a form post, as strings: exactly what is signed and sent. */
export type Form = Record<string, string>;

/**
 * n8n's two request shapes in one: its HTTP Request node hands form fields over in `form` and the
 * address in `uri`; nodes use `body` and `url`.
 */
export type SignableRequest = IHttpRequestOptions & {
	form?: unknown;
	formData?: unknown;
	uri?: string;
};

/** A request that must not leave this machine; `code` survives n8n's own wrapping of the error. */
export class UnsignableRequest extends Error {
	readonly code = UNSIGNABLE;

	constructor(
		message: string,
		readonly description: string,
	) {
		super(message);
		this.name = 'UnsignableRequest';
	}
}

/** What n8n shows as the `httpCode` of an error that a credential refused to sign with. */
export const UNSIGNABLE = 'UNSIGNABLE_REQUEST';

function fromText(text: string): Form {
	const trimmed = text.trim();
	const json = /^[{[]/.test(trimmed) ? parseJson(trimmed) : undefined;
	return json === undefined ? Object.fromEntries(new URLSearchParams(trimmed)) : read(json);
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function fromObject(fields: object): Form {
	const given = Object.entries(fields).filter(([, value]) => value !== undefined && value !== null);
	const nested = given.find(([, value]) => typeof value === 'object');
	if (nested) {
		throw new UnsignableRequest(
			`The field '${nested[0]}' holds a list or an object`,
			'The provider takes flat form fields only: send a text or a number.',
		);
	}
	return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}

/** Whether it is an object of fields: no list, stream or multipart form (the web's, form-data's). */
function isRecord(body: object): boolean {
	return (
		Object.prototype.toString.call(body) === '[object Object]' &&
		typeof Reflect.get(body, 'getHeaders') !== 'function'
	);
}

function read(body: unknown): Form {
	if (body === undefined || body === null) return {};
	if (typeof body === 'string') return fromText(body);
	if (Buffer.isBuffer(body)) return fromText(body.toString('utf8'));
	if (body instanceof URLSearchParams) return Object.fromEntries(body);
	if (typeof body === 'object' && isRecord(body)) return fromObject(body);
	throw notAForm();
}

const notAForm = () =>
	new UnsignableRequest(
		'The body is not a form',
		"Choose the body content type 'Form Urlencoded': the provider takes nothing else.",
	);

/** The form fields of a request, wherever n8n put them (`form`, `body`; text, bytes or object). */
export function readForm(request: SignableRequest): Form {
	if (request.formData !== undefined) throw notAForm();
	return { ...read(request.body), ...read(request.form) };
}

/** The same request as a form-urlencoded POST with these fields, in the shape it came in. */
export function withForm<T extends SignableRequest>(request: T, form: Form, url: string): T {
	const headers = Object.fromEntries(
		Object.entries(request.headers ?? {}).filter(
			([name]) => !/^content-(type|length)$/i.test(name),
		),
	);
	const encoded = new URLSearchParams(form).toString();
	const signed: T = {
		...request,
		method: 'POST',
		headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
		body: encoded,
		disableFollowRedirect: true,
	};
	delete signed.form;
	if (request.uri === undefined) return { ...signed, url };
	// The legacy request shape: `json: true` would encode the text once more.
	return { ...signed, uri: url, json: false, followRedirect: false, followAllRedirects: false };
}
