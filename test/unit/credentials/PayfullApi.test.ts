import fc from 'fast-check';

import { PayfullApi } from '../../../credentials/PayfullApi.credentials';
import type { SignableRequest } from '../../../credentials/signing/form';
import { runs } from '../runs';
import { askedBy, fieldsOf, signerOf } from './signer';
import { payfullSignature, postedFields } from './signing/independent';
import { rejectionOf } from './signing/refusal';

const API_URL = 'https://firma.payfull.com/integration/api/v1';
const CREDENTIAL = {
	merchant: 'test',
	password: '123456',
	apiUrl: API_URL,
	clientIp: '192.168.1.1',
};

const ISSUER = { type: 'Get', get_param: 'Issuer', bin: '435508' };
/** The hash of the vector ISSUER. */
const ISSUER_HASH = '10c7aca5ca7f7c6e72a7cecf8049c69dda31438187db01ad9da0dd4daf8e14a4';

const api = new PayfullApi();
const { sign, posted } = signerOf(api, CREDENTIAL, '');

describe('the Payfull credential signs', () => {
	it('a form like the vector: adds merchant, language, client_ip and hash', async () => {
		const request = await sign({ body: ISSUER });
		expect(request).toMatchObject({ url: API_URL, method: 'POST', disableFollowRedirect: true });
		expect(fieldsOf(request)).toEqual({
			...ISSUER,
			merchant: 'test',
			language: 'tr',
			client_ip: '192.168.1.1',
			hash: ISSUER_HASH,
		});
	});

	it('the legacy request shape of the HTTP Request node', async () => {
		const legacy = { url: undefined, uri: API_URL, form: ISSUER, json: true };
		const request = await sign(legacy as Partial<SignableRequest>);
		expect(request).toMatchObject({ url: API_URL, uri: API_URL, followRedirect: false });
		expect(request.form).toBeUndefined();
		expect(fieldsOf(request).hash).toBe(ISSUER_HASH);
	});

	it('exactly the posted, non-empty fields, for any values', async () => {
		const form = fc.dictionary(
			fc.stringMatching(/^[a-z_]{1,12}$/),
			fc.oneof(fc.constant(''), fc.string({ unit: 'grapheme' })),
			{ noNullPrototype: true },
		);
		await fc.assert(
			fc.asyncProperty(form, async (body) => {
				const sent = postedFields((await sign({ body })).body);
				const hash = sent.find(([name]) => name === 'hash')?.[1];
				expect(hash).toBe(payfullSignature(sent, CREDENTIAL.password));
				expect(sent.filter(([, value]) => value === '')).toEqual([]);
				const given = Object.entries(body).filter(([k, v]) => v !== '' && k !== 'hash');
				expect(Object.fromEntries(sent)).toMatchObject(Object.fromEntries(given));
			}),
			runs(100),
		);
	});

	it('with the request’s values instead of its own', async () => {
		const own = { merchant: 'test', language: 'en', client_ip: '10.0.0.1' };
		expect(await posted({ body: { ...ISSUER, ...own } })).toMatchObject(own);
	});

	it('"0" as a value, and omits empty fields', async () => {
		const sent = await posted({ body: { ...ISSUER, quantity: 0, kdv: '0', sms_text: '' } });
		expect(sent).toMatchObject({ quantity: '0', kdv: '0' });
		expect(sent).not.toHaveProperty('sms_text');
	});

	const EMPTY = { merchant: '', language: '', client_ip: '', hash: 'wrong' };
	const SPACED = { merchant: ' test\n', password: ' 123456\t', clientIp: '\t192.168.1.1 ' };

	it.each<[string, object, object]>([
		['its own where the call gives an empty one', EMPTY, {}],
		['its fields trimmed', {}, { ...SPACED, apiUrl: ` ${API_URL}/ ` }],
		['its address completed', {}, { apiUrl: 'firma.payfull.com' }],
		['its address completed by the path', {}, { apiUrl: 'https://firma.payfull.com/' }],
		['its address completed by https', {}, { apiUrl: 'firma.payfull.com/integration/api/v1' }],
		['the IP of the call, having none', { client_ip: '192.168.1.1' }, { clientIp: undefined }],
	])('with %s', async (_, given, credential) => {
		const request = await sign({ body: { ...ISSUER, ...given } }, credential);
		expect(request.url).toBe(API_URL);
		expect(fieldsOf(request).hash).toBe(ISSUER_HASH);
	});

	it('and does not post the password', async () => {
		const password = 'correct-horse-battery';
		expect(JSON.stringify(await sign({ body: ISSUER }, { password }))).not.toContain(password);
	});

	it('and does not change the given request', async () => {
		const body = Object.freeze({ ...ISSUER, hash: 'x', a: '' });
		const request = Object.freeze({ url: '', body });
		await api.authenticate(CREDENTIAL, request);
		expect(request).toEqual({ url: '', body: { ...ISSUER, hash: 'x', a: '' } });
	});
});

describe('the Payfull credential refuses', () => {
	it.each([undefined, '', '  '])(
		'a call without a client IP (%p in the credential)',
		async (clientIp) => {
			const { message, description } = await rejectionOf(sign({ body: ISSUER }, { clientIp }));
			expect(message).toBe("'Client IP' is missing: Payfull requires one");
			expect(description).toBe("Fill in 'Client IP' in the node or in the Payfull API credential.");
		},
	);

	const ELSEWHERE = /signs for firma\.payfull\.com\/integration\/api\/v1 only/;

	it.each<[string, RegExp, Partial<SignableRequest>, object?]>([
		['another company', ELSEWHERE, { url: 'https://other.payfull.com/integration/api/v1' }],
		[
			'another merchant',
			/'merchant' is not the credential's own: "other"/,
			{ body: { ...ISSUER, merchant: 'other' } },
		],
		['a nested value', /'type' holds a list or an object/, { body: { type: ['Get'] } }],
		['an unencrypted address', /must begin with https/, {}, { apiUrl: 'http://firma.payfull.com' }],
		[
			'an address of no host',
			/'API URL' in the credential is not a/,
			{},
			{ apiUrl: 'firma payfull' },
		],
		[
			'an address with a password',
			/'API URL' in the credential holds a user name or a password/,
			{},
			{ apiUrl: 'me:secret@firma.payfull.com' },
		],
		['no password', /'Password' in the credential is empty/, {}, { password: ' ' }],
		['no address', /'API URL' in the credential is not a web address/, {}, { apiUrl: '' }],
	])('%s', async (_, message, request, credential = {}) => {
		const password = 'correct-horse-battery';
		const signing = sign({ body: ISSUER, ...request }, { password, ...credential });
		const error = await rejectionOf(signing);
		expect(error.message).toMatch(message);
		expect(`${error.message} ${error.description} ${error.stack}`).not.toContain(password);
	});
});

it('the fields of the Payfull credential match the contract, with a masked password', () => {
	expect(api.name).toBe('payfullApi');
	expect(askedBy(api)).toEqual([
		['panelNotice', false, false, undefined],
		['merchant', false, true, 'Üye İşyeri Adı'],
		['password', true, true, 'Üye İşyeri Şifresi'],
		['apiUrl', false, true, undefined],
		['clientIp', false, false, undefined],
	]);
});
