/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test, never packed */
import { ReadableStream } from 'node:stream/web';

import fc from 'fast-check';
import MultipartForm from 'form-data';

import {
	readForm,
	UnsignableRequest,
	UNSIGNABLE,
	withForm,
	type SignableRequest,
} from '../../../../credentials/signing/form';
import { postedFields } from './independent';
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
		);
	});

	it.each([
		['an object', { body: { customer: { name: 'a' } } }],
		['a list', { form: { customer: ['a'] } }],
		['a list in JSON text', { body: '{"customer":[1]}' }],
	])('refuses %s as a value, and names its field', (_, shape) => {
		const { message, description } = refusalOf(() => readForm({ url, ...shape }));
		expect(message).toBe("The field 'customer' holds a list or an object");
		expect(description).toContain('flat form fields');
	});

	it('refuses multipart form data, and says what to choose', () => {
		const body = new MultipartForm();
		body.append('id', 'NB2Zlz3');
		const { message, description } = refusalOf(() => readForm({ url, body }));
		expect(message).toBe('The body is not a form');
		expect(description).toContain("'Form Urlencoded'");
	});

	it('refuses the multipart fields of the HTTP Request node', () => {
		const request = { url, formData: { id: 'NB2Zlz3' } };
		expect(refusalOf(() => readForm(request)).message).toBe('The body is not a form');
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

describe('withForm', () => {
	const form = { id: 'NB2Zlz3', paytr_token: '4iNE+0R3/LAVv=' };

	it('posts the fields as form-urlencoded text, the token percent-encoded', () => {
		const request = withForm({ url: '/odeme/iade', method: 'GET' }, form, url);
		expect(request).toEqual({
			url,
			method: 'POST',
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
			body: 'id=NB2Zlz3&paytr_token=4iNE%2B0R3%2FLAVv%3D',
			disableFollowRedirect: true,
		});
	});

	it('posts exactly these fields, for any values', () => {
		const fields = fc.dictionary(
			fc.stringMatching(/^[a-z_]{1,10}$/),
			fc.string({ unit: 'grapheme' }),
			{
				minKeys: 1,
				noNullPrototype: true,
			},
		);
		fc.assert(
			fc.property(fields, (given) => {
				const { body }: SignableRequest = withForm({ url }, given, url);
				expect(Object.fromEntries(postedFields(body))).toEqual(given);
			}),
		);
	});

	it('keeps other headers, and replaces type and length in any spelling', () => {
		const headers = {
			accept: 'application/json',
			'Content-Type': 'application/json',
			'CONTENT-LENGTH': '12',
		};
		expect(withForm({ url, headers }, form, url).headers).toEqual({
			accept: 'application/json',
			'content-type': 'application/x-www-form-urlencoded',
		});
	});

	it('keeps what else the request says', () => {
		const request = { url, timeout: 20_000, returnFullResponse: true };
		expect(withForm(request, form, url)).toMatchObject({
			timeout: 20_000,
			returnFullResponse: true,
		});
	});

	it('turns redirects off in both request shapes', () => {
		expect(withForm({ url, disableFollowRedirect: false }, form, url).disableFollowRedirect).toBe(
			true,
		);
		const legacy = { url: '', uri: '/x', followRedirect: true, followAllRedirects: true };
		expect(withForm(legacy, form, url)).toMatchObject({
			uri: url,
			followRedirect: false,
			followAllRedirects: false,
		});
	});

	it('keeps n8n from encoding the text once more in the legacy shape', () => {
		const request = { url: '', uri: '/x', json: true, form: { id: '1' } };
		const signed: SignableRequest = withForm(request, form, url);
		expect(signed.json).toBe(false);
		expect(signed).not.toHaveProperty('form');
		expect(signed.body).toBe('id=NB2Zlz3&paytr_token=4iNE%2B0R3%2FLAVv%3D');
	});

	it('leaves the given request as it was', () => {
		const request = Object.freeze({
			url: '/odeme/iade',
			headers: Object.freeze({ 'Content-Type': 'application/json' }),
			body: Object.freeze({ id: '1' }),
			form: Object.freeze({ id: '2' }),
		});
		withForm(request, form, url);
		expect(request).toEqual({
			url: '/odeme/iade',
			headers: { 'Content-Type': 'application/json' },
			body: { id: '1' },
			form: { id: '2' },
		});
	});
});
