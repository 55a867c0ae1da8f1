/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test, never packed */
import { Readable } from 'node:stream';
import { ReadableStream } from 'node:stream/web';

import MultipartForm from 'form-data';

import { readForm } from '../../../../credentials/signing/form';
import { refusalOf } from './refusal';

const url = 'https://www.paytr.com/odeme/iade';

const refused = (shape: object) => refusalOf(() => readForm({ url, ...shape }));

const FIELDS = { name: 'Çay & Şeker', plus: 'a+b=c %20', empty: '', lines: 'a\r\nb' };
const ENCODED = 'name=%C3%87ay+%26+%C5%9Eeker&plus=a%2Bb%3Dc+%2520&empty=&lines=a%0D%0Ab';

describe('readForm', () => {
	it.each<[string, object]>([
		['an object in body', { body: FIELDS }],
		['form-urlencoded text in body', { body: ENCODED }],
		['form-urlencoded bytes in body', { body: Buffer.from(ENCODED) }],
		['URLSearchParams in body', { body: new URLSearchParams(FIELDS) }],
		['JSON text in body', { body: JSON.stringify(FIELDS) }],
		['JSON text with spaces around it', { body: `\n ${JSON.stringify(FIELDS, null, 2)} \n` }],
		['JSON bytes in body', { body: Buffer.from(JSON.stringify(FIELDS), 'utf8') }],
		['an object in form', { form: FIELDS }],
		['form-urlencoded text in form', { form: ENCODED }],
		['an object in form, with the empty body of n8n', { form: FIELDS, body: {} }],
		['an object in form, with an empty text as body', { form: FIELDS, body: '' }],
	])('reads %s', (_, shape) => {
		expect(readForm({ url, ...shape })).toEqual(FIELDS);
	});

	it('prefers form over body, and keeps fields that only one of them has', () => {
		const request = { url, body: { id: 'A', email: 'a@b.co' }, form: { id: 'B' } };
		expect(readForm(request)).toEqual({ id: 'B', email: 'a@b.co' });
	});

	it('is empty for a request without a body', () => {
		expect(readForm({ url })).toEqual({});
		expect(readForm({ url, body: '', form: null })).toEqual({});
	});

	it('turns every plain value into text, and omits missing values', () => {
		const body = { n: 12.5, zero: 0, big: 5n, yes: true, no: false, none: null, un: undefined };
		const texts = { n: '12.5', zero: '0', big: '5', yes: 'true', no: 'false' };
		expect(readForm({ url, body: Object(body) })).toEqual(texts);
	});

	it('reads text that only looks like JSON as form-urlencoded', () => {
		expect(readForm({ url, body: '{a=1&b=2' })).toEqual({ '{a': '1', b: '2' });
		expect(readForm({ url, body: '"[a]=1"' })).toEqual({ '"[a]': '1"' });
	});

	it('keeps a field named __proto__ in its position', () => {
		const body = '{"a":"1","__proto__":"x","b":"2"}';
		expect(Object.entries(readForm({ url, body }))).toEqual([
			['a', '1'],
			['__proto__', 'x'],
			['b', '2'],
		]);
	});

	it.each([
		['an object', { body: { customer: { value: 'a' } } }],
		['a list', { form: { customer: ['a'] } }],
		['a list in JSON text', { body: '{"customer":[1]}' }],
	])('rejects %s as a value, and names its field', (_, shape) => {
		const { message, description } = refused(shape);
		expect(message).toBe("The field 'customer' holds a list or an object");
		expect(description).toContain('Only flat form fields');
	});

	/** The form that the HTTP Request node (version 4.2 or later) makes for 'Form-Data'. */
	function multipart(fields: Record<string, string | Buffer | Readable>): MultipartForm {
		const form = new MultipartForm();
		for (const [name, value] of Object.entries(fields)) {
			if (typeof value === 'string') form.append(name, value);
			else form.append(name, value, { filename: 'a.txt' });
		}
		return form;
	}

	it('reads the text fields of multipart form data', () => {
		const fields = { ...FIELDS, dashes: '--x--\r\n\r\n', turkish: 'İıŞşĞğ' };
		expect(readForm({ url, formData: multipart(fields) })).toEqual(fields);
		expect(readForm({ url, body: multipart(fields) })).toEqual(fields);
		expect(readForm({ url, formData: multipart({}) })).toEqual({});
	});

	it('reads multipart fields from older versions of the HTTP Request node', () => {
		expect(readForm({ url, formData: FIELDS })).toEqual(FIELDS);
	});

	it.each([
		['bytes', Buffer.from('x')],
		['a stream', Readable.from(['x'])],
	])('rejects a file given as %s', (_, file) => {
		const { message, description } = refused({ formData: multipart({ id: 'A', file }) });
		expect(message).toBe('The form holds a file');
		expect(description).toContain('choose the parameter type Form Data');
		const older = { id: 'A', file: { value: file, options: { filename: 'a.txt' } } };
		expect(refused({ formData: older }).message).toBe("The field 'file' holds a file");
	});

	const HEADER = 'Content-Disposition: form-data; name="a"';

	it.each([
		...[`${HEADER}; filename="b"\r\n\r\nx`, `${HEADER}\r\nContent-Type: text/plain\r\n\r\nx`],
		...[`X: ${HEADER}\r\n\r\nx`, `${HEADER}x`, HEADER],
	])('rejects the part %j', (part) => {
		const text = `--b\r\n${part}\n--b--\r\n`;
		const formData = { getBoundary: () => 'b', getBuffer: () => Buffer.from(text) };
		expect(refused({ formData }).message).toBe('The form holds a file');
	});

	const [fits, long] = ['x'.repeat(10_000), 'x'.repeat(10_001)];

	it.each([
		['a field', { id: long }, "The field 'id' has 10001 characters", 'Send at most 10000.'],
		['a name', { [long]: '' }, `The field '${'x'.repeat(50)}' has 0 characters`, /at most 10000/],
		['text', 'id='.padEnd(1_000_001), 'The body has 1000001 characters', 'Send at most 1000000.'],
		['an emoji', { id: '\ud83d' }, "The field 'id' holds half a character", /cut it elsewhere/],
	])('rejects %s that is too long or incomplete', (_, body, message, description) => {
		const refusal = refused({ body });
		expect(refusal.message).toBe(message);
		expect(refusal.description).toMatch(description);
	});

	it('accepts the longest allowed values, with higher limits for long fields', () => {
		expect(readForm({ url, body: { [fits]: fits } })).toEqual({ [fits]: fits });
		expect(readForm({ url, body: { basket: long } }, { basket: 10_001 })).toEqual({ basket: long });
		expect(readForm({ url, body: 'id='.padEnd(1_000_000) })).toEqual({ id: '' });
		const tooLong = () => readForm({ url, body: { basket: long } }, { basket: 10_000 });
		expect(refusalOf(tooLong).message).toMatch(/basket/);
	});

	it.each([
		['a web FormData', new FormData()],
		['a web stream', new ReadableStream()],
		['a stream', Readable.from(['x'])],
		['another form-data package', { getHeaders: () => ({}), getBoundary: () => 'b' }],
		['a Blob', new Blob(['id=1'])],
		['a list', ['id=1']],
		['a JSON list', '[{"id":1}]'],
		['a number', 5],
	])('refuses %s', (_, body) => {
		// `form` has the type unknown, and the same code reads it.
		const { message, description } = refused({ form: body });
		expect(message).toBe('The body is not a form');
		expect(description).toContain("Choose the body content type 'Form Urlencoded'");
	});
});
