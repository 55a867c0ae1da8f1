/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test, never packed */
import { Readable } from 'node:stream';
import { ReadableStream } from 'node:stream/web';

import fc from 'fast-check';
import MultipartForm from 'form-data';

import { readForm } from '../../../../credentials/signing/form';
import { UNSIGNABLE, UnsignableRequest } from '../../../../credentials/signing/refusal';
import { runs } from '../../runs';
import { refusalOf } from './refusal';

const url = 'https://www.paytr.com/odeme/iade';

const FIELDS = { name: 'Çay & Şeker', plus: 'a+b=c %20', empty: '', lines: 'a\r\nb' };
const ENCODED = 'name=%C3%87ay+%26+%C5%9Eeker&plus=a%2Bb%3Dc+%2520&empty=&lines=a%0D%0Ab';

describe('readForm', () => {
	const shapes: Array<[string, object]> = [
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
	];

	it.each(shapes)('reads %s', (_, shape) => {
		expect(readForm({ url, ...shape })).toEqual(FIELDS);
	});

	it('lets form win over body, and keeps what only one of them has', () => {
		const request = { url, body: { id: 'A', email: 'a@b.co' }, form: { id: 'B' } };
		expect(readForm(request)).toEqual({ id: 'B', email: 'a@b.co' });
	});

	it('is empty for a request without a body', () => {
		expect(readForm({ url })).toEqual({});
		expect(readForm({ url, body: '', form: null })).toEqual({});
	});

	it('makes a text of every plain value, and leaves out what is not set', () => {
		const body = { n: 12.5, zero: 0, yes: true, no: false, none: null, unset: undefined };
		expect(readForm({ url, body })).toEqual({ n: '12.5', zero: '0', yes: 'true', no: 'false' });
	});

	it('takes text that only looks like JSON as form-urlencoded', () => {
		expect(readForm({ url, body: '{a=1&b=2' })).toEqual({ '{a': '1', b: '2' });
	});

	it('reads what URLSearchParams wrote, for any fields', () => {
		const fields = fc.dictionary(
			fc.stringMatching(/^[a-z_]{1,10}$/),
			fc.string({ unit: 'grapheme' }),
			{ noNullPrototype: true },
		);
		fc.assert(
			fc.property(fields, (given) => {
				expect(readForm({ url, body: new URLSearchParams(given).toString() })).toEqual(given);
			}),
			runs(100),
		);
	});

	it.each([
		['an object', { body: { customer: { name: 'a' } } }],
		['a list', { form: { customer: ['a'] } }],
		['a list in JSON text', { body: '{"customer":[1]}' }],
	])('refuses %s as a value, and names its field', (_, shape) => {
		const { message, description } = refusalOf(() => readForm({ url, ...shape }));
		expect(message).toBe("The field 'customer' holds a list or an object");
		expect(description).toContain('Only flat form fields');
	});

	/** What the HTTP Request node makes of Form-Data, from its version 4.2 on. */
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

	it('reads the fields that the older HTTP Request node hands over for it', () => {
		expect(readForm({ url, formData: FIELDS })).toEqual(FIELDS);
	});

	const refusedFile = (formData: unknown) => refusalOf(() => readForm({ url, formData }));

	it.each([
		['bytes', Buffer.from('x')],
		['a stream', Readable.from(['x'])],
	])('refuses a file of %s in it', (_, file) => {
		expect(refusedFile(multipart({ id: 'A', file })).message).toBe('The form holds a file');
		const older = { id: 'A', file: { value: file, options: { filename: 'a.txt' } } };
		expect(refusedFile(older).message).toBe("The field 'file' holds a file");
	});

	it.each(['; filename="b"', '\r\nContent-Type: text/plain', ''])(
		'refuses a part whose header goes on with %j',
		(more) => {
			const end = more === '' ? '' : '\r\n\r\n';
			const text = `--b\r\nContent-Disposition: form-data; name="a"${more}${end}x\r\n--b--\r\n`;
			const form = { getBoundary: () => 'b', getBuffer: () => Buffer.from(text) };
			expect(refusedFile(form).message).toBe('The form holds a file');
		},
	);

	it.each([
		['a field', { id: 'x'.repeat(10_001) }, "The field 'id' has 10001 characters"],
		['text', 'id='.padEnd(1_000_001, 'x'), 'The body has 1000001 characters'],
		['half an emoji', { id: 'x\ud83d' }, "The field 'id' holds half a character"],
	])('refuses %s that is too long or cut', (_, body, message) => {
		expect(refusalOf(() => readForm({ url, body })).message).toBe(message);
	});

	it('lets a field be longer that is long by nature', () => {
		const body = { basket: 'x'.repeat(10_001) };
		expect(readForm({ url, body }, { basket: 20_000 })).toEqual(body);
		expect(refusalOf(() => readForm({ url, body }, { basket: 10_000 })).message).toMatch(/basket/);
	});

	it.each([
		['a web FormData', new FormData()],
		['a stream', new ReadableStream()],
		['a Blob', new Blob(['id=1'])],
		['a list', ['id=1']],
		['a JSON list', '[{"id":1}]'],
		['a number', 5],
	])('refuses %s', (_, body) => {
		// `form` is typed as unknown, and read by the same code.
		expect(refusalOf(() => readForm({ url, form: body })).message).toBe('The body is not a form');
	});

	it('refuses with a code that n8n keeps when it wraps the error', () => {
		const error = refusalOf(() => readForm({ url, body: '{"a":{}}' }));
		expect(error.code).toBe(UNSIGNABLE);
		expect(error).toBeInstanceOf(UnsignableRequest);
		expect(error.name).toBe('UnsignableRequest');
	});
});
