import type { IHttpRequestOptions } from 'n8n-workflow';
import { readMultipart } from './multipart';
import { UnsignableRequest } from './refusal';

export { UNSIGNABLE, UnsignableRequest } from './refusal';

/** The fields of a form post, as the strings that are signed and sent. */
export type Form = Record<string, string>;

/**
 * A type for both request shapes of n8n. The HTTP Request node puts the form fields into `form` or
 * `formData` and the address into `uri`; with pagination, also into `url`. Other nodes use `body`
 * and `url`.
 */
export type SignableRequest = Omit<IHttpRequestOptions, 'encoding'> & {
	encoding?: IHttpRequestOptions['encoding'] | null;
	form?: unknown;
	formData?: unknown;
	uri?: unknown;
	useStream?: boolean;
	resolveWithFullResponse?: boolean;
	simple?: boolean;
};

/** The maximum number of characters of a body in text form. */
const BODY_LIMIT = 1_000_000;

/** The maximum number of characters of a field without its own limit. */
const FIELD_LIMIT = 10_000;

const notAForm = () =>
	new UnsignableRequest(
		'The body is not a form',
		"Choose the body content type 'Form Urlencoded': form fields are what is signed.",
	);

function fromText(text: string): Form {
	if (text.length > BODY_LIMIT) {
		throw new UnsignableRequest(
			`The body has ${text.length} characters`,
			`Send at most ${BODY_LIMIT}.`,
		);
	}
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

const PLAIN = ['string', 'number', 'boolean', 'bigint'];

const isFile = (value: object) => Reflect.has(value, 'value') && Reflect.has(value, 'options');

/** Adds a field, even if its name has a special meaning in objects. */
export function addField(form: Form, name: string, value: string): void {
	if (name !== '__proto__') form[name] = value;
	else Object.defineProperty(form, name, { value, enumerable: true, configurable: true });
}

function fromObject(fields: object): Form {
	const form: Form = {};
	for (const [name, value] of Object.entries(fields)) {
		if (value === undefined || value === null) continue;
		if (!PLAIN.includes(typeof value)) {
			throw new UnsignableRequest(
				`The field '${name}' holds ${isFile(Object(value)) ? 'a file' : 'a list or an object'}`,
				'Only flat form fields are signed: send a text or a number.',
			);
		}
		addField(form, name, String(value));
	}
	return form;
}

/** Whether the body is an object of fields, and not a list, a stream or another object. */
const isRecord = (body: object) =>
	Object.prototype.toString.call(body) === '[object Object]' &&
	!['getHeaders', 'pipe'].some((method) => typeof Reflect.get(body, method) === 'function');

function read(body: unknown): Form {
	if (body === undefined || body === null) return {};
	if (typeof body === 'string') return fromText(body);
	if (Buffer.isBuffer(body)) return fromText(body.toString('utf8'));
	if (body instanceof URLSearchParams) return Object.fromEntries(body);
	if (typeof body !== 'object') throw notAForm();
	const multipart = readMultipart(body);
	if (multipart) return multipart;
	if (isRecord(body)) return fromObject(body);
	throw notAForm();
}

/**
 * The form fields of a request, wherever n8n put them (`body`, `form`, `formData`; text, bytes,
 * object or multipart fields).
 * @param longer fields that may have more than 10,000 characters, with their limits
 * @throws UnsignableRequest that names the field
 */
export function readForm(
	request: SignableRequest,
	longer: Readonly<Record<string, number>> = {},
): Form {
	const { body, form, formData } = request;
	const fields = { ...read(body), ...read(form), ...read(formData) };
	for (const [name, value] of Object.entries(fields)) {
		const limit = Object.hasOwn(longer, name) ? longer[name] : FIELD_LIMIT;
		if (value.length > limit || name.length > FIELD_LIMIT) {
			throw new UnsignableRequest(
				`The field '${name.slice(0, 50)}' has ${value.length} characters`,
				`Send at most ${limit}.`,
			);
		}
		// Half a surrogate pair would be posted and signed as a different character.
		if (/\p{Cs}/u.test(name + value)) {
			throw new UnsignableRequest(
				`The field '${name}' holds half a character`,
				'A text was cut within an emoji: cut it elsewhere.',
			);
		}
	}
	return fields;
}
