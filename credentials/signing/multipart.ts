import { UnsignableRequest } from './refusal';

/** The form of the form-data package, which n8n's HTTP Request node 4.2 and later creates. */
interface MultipartForm {
	getBoundary(): string;
	getBuffer(): Buffer;
}

const isMultipart = (body: object): body is MultipartForm =>
	['getBoundary', 'getBuffer'].every((method) => typeof Reflect.get(body, method) === 'function');

const HEADER = /^Content-Disposition: form-data; name="([^"\r\n]*)"$/i;

const withFile = () =>
	new UnsignableRequest(
		'The form holds a file',
		'Only text fields are signed: choose the parameter type Form Data for each.',
	);

function bytesOf(form: MultipartForm): Buffer {
	try {
		return form.getBuffer();
	} catch {
		throw withFile(); // The form contains a stream.
	}
}

/**
 * The text fields of a multipart form. Undefined for any other body.
 * @throws UnsignableRequest if it contains a file
 */
export function readMultipart(body: object): Record<string, string> | undefined {
	if (!isMultipart(body)) return undefined;
	const border = `--${body.getBoundary()}`;
	const parts = bytesOf(body).toString('utf8').split(border).slice(1, -1);
	return Object.fromEntries(
		parts.map((part) => {
			const end = part.indexOf('\r\n\r\n');
			const name = HEADER.exec(part.slice(2, end))?.[1];
			if (end < 0 || name === undefined) throw withFile();
			return [name, part.slice(end + 4, -2)];
		}),
	);
}
