/* eslint-disable @n8n/community-nodes/no-hardcoded-secrets -- test, never packed */
import fc from 'fast-check';

import { PaytrApi } from '../../../credentials/PaytrApi.credentials';
import type { SignableRequest } from '../../../credentials/signing/form';
import { runs } from '../runs';
import { askedBy, fieldsOf, signerOf } from './signer';
import { MERCHANT, nameOf, PAYTR_SERVICES, paytrSignature } from './signing/independent';
import { formsOf } from './signing/paytrForms';
import { rejectionOf } from './signing/refusal';

const CREDENTIAL = {
	merchantId: MERCHANT.id,
	merchantKey: MERCHANT.key,
	merchantSalt: MERCHANT.salt,
	baseUrl: 'https://www.paytr.com',
};

const SERVICE = '/odeme/api/link/send-sms';
const URL_OF_IT = `https://www.paytr.com${SERVICE}`;
const SMS = { id: 'NB2Zlz3', cell_phone: '05551234567' };
/** The token of the vector SMS. */
const SMS_TOKEN = '4iNEdfZA+0R3LAVvtM5AZ8+AQo+AGCMx+UlyXIgdm7Q=';
const SIGNED = { ...SMS, merchant_id: MERCHANT.id, paytr_token: SMS_TOKEN };

const api = new PaytrApi();
const { sign, posted } = signerOf(api, CREDENTIAL, SERVICE);

describe('the PayTR credential signs', () => {
	it('a form like the vector, and does not post the key or the salt', async () => {
		const request = await sign({ body: SMS });
		expect(request).toMatchObject({ url: URL_OF_IT, method: 'POST', disableFollowRedirect: true });
		expect(fieldsOf(request)).toEqual(SIGNED);
		expect(JSON.stringify(request)).not.toContain(MERCHANT.key);
		expect(JSON.stringify(request)).not.toContain(MERCHANT.salt);
	});

	it('the legacy request shape of the HTTP Request node', async () => {
		const legacy = { url: undefined, uri: URL_OF_IT, form: SMS, json: true, followRedirect: true };
		const request = await sign(legacy as Partial<SignableRequest>);
		expect(request).toMatchObject({
			url: URL_OF_IT,
			uri: URL_OF_IT,
			followRedirect: false,
			followAllRedirects: false,
		});
		expect(request.form).toBeUndefined();
		expect(fieldsOf(request).paytr_token).toBe(SMS_TOKEN);
	});

	it.each(PAYTR_SERVICES.map((service) => [nameOf(service), service] as const))(
		'exactly the fields posted to %s, for any valid values',
		async (_, service) => {
			await fc.assert(
				fc.asyncProperty(formsOf(service), fc.string(), async (form, unsigned) => {
					const body = { ...form, unsigned };
					const given = await posted({ url: service.path, body }).catch((error: unknown) => {
						expect(error).toHaveProperty('message', expect.stringContaining('together read like'));
					});
					fc.pre(given !== undefined);
					const { paytr_token: token, ...sent } = given;
					expect(sent).toEqual(body);
					const signed = service.fields.split(' ').map((name) => sent[name]);
					expect(token).toBe(paytrSignature(signed, MERCHANT.key, MERCHANT.salt));
				}),
				runs(30),
			);
		},
	);

	it('and replaces a token in the request', async () => {
		const body = { ...SMS, merchant_id: ` ${MERCHANT.id} `, paytr_token: 'x' };
		expect(await posted({ body })).toEqual(SIGNED);
	});

	it.each([
		['whose Merchant ID is a number', { merchantId: 123456 }],
		['without a Base URL', { baseUrl: '' }],
		['of an older version, without the field', { baseUrl: undefined }],
		[
			'with what came along in the clipboard',
			{
				merchantId: ` ${MERCHANT.id}\n`,
				merchantKey: `\t${MERCHANT.key} `,
				merchantSalt: `${MERCHANT.salt}\r\n`,
				baseUrl: ' https://www.paytr.com/ ',
			},
		],
	])('by a credential %s', async (_, credential) => {
		const request = await sign({ body: SMS }, credential);
		expect(request.url).toBe(URL_OF_IT);
		expect(fieldsOf(request)).toEqual(SIGNED);
	});

	it.each([
		['/odeme/api/link/send-sms', 'http://127.0.0.1:5700/paytr'],
		['http://127.0.0.1:5700/paytr/odeme/api/link/send-sms', 'http://127.0.0.1:5700/paytr/'],
		['/odeme/api/link/send-sms/', 'http://127.0.0.1:5700/paytr'],
	])('%s below the path of the Base URL %s', async (url, baseUrl) => {
		const request = await sign({ url, body: SMS }, { baseUrl });
		expect(request.url.replace(/\/$/, '')).toBe(`http://127.0.0.1:5700/paytr${SERVICE}`);
		expect(fieldsOf(request).paytr_token).toBe(SMS_TOKEN);
	});

	it('and does not change the given request', async () => {
		const [body, headers] = [Object.freeze({ ...SMS }), Object.freeze({ accept: 'text/plain' })];
		const request = Object.freeze({ url: SERVICE, body, headers });
		await api.authenticate(CREDENTIAL, request);
		expect(request).toEqual({ url: SERVICE, body: SMS, headers: { accept: 'text/plain' } });
	});
});

describe('the PayTR credential refuses', () => {
	const OTHER = 'https://www.paytr.com.evil.com/odeme/iade';

	it.each<[string, RegExp, Partial<SignableRequest>, object?]>([
		['another host', /signs for www\.paytr\.com only/, { url: OTHER }],
		['a service out of the table', /no PayTR service at "\/odeme\/x"/, { url: '/odeme/x' }],
		['another merchant', /'merchant_id' is not the/, { body: { ...SMS, merchant_id: '999' } }],
		['a Merchant ID that is none', /'Merchant ID' .+ not a number/, {}, { merchantId: 'x1' }],
		['an empty key', /'Merchant Key' in the credential is empty/, {}, { merchantKey: ' ' }],
		['an empty salt', /'Merchant Salt' .+ is empty/, {}, { merchantSalt: '' }],
		['a nested value', /'id' holds a list or an object/, { body: { ...SMS, id: { a: 1 } } }],
		['an unencrypted Base URL', /must begin with https/, {}, { baseUrl: 'http://www.paytr.com' }],
	])('%s', async (_, message, request, credential = {}) => {
		const error = await rejectionOf(sign({ body: SMS, ...request }, credential));
		expect(error.message).toMatch(message);
		const told = `${error.message} ${error.description} ${error.stack}`;
		expect(told).not.toContain(MERCHANT.key);
		expect(told).not.toContain(MERCHANT.salt);
	});
});

it('the fields of the PayTR credential match the contract, with masked secrets', () => {
	expect(api.name).toBe('paytrApi');
	expect(askedBy(api)).toEqual([
		['panelNotice', false, false, undefined],
		['merchantId', false, true, 'Mağaza No'],
		['merchantKey', true, true, 'Mağaza Parola'],
		['merchantSalt', true, true, 'Mağaza Gizli Anahtar'],
		['baseUrl', false, false, undefined],
	]);
	expect(api.properties.at(-1)?.default).toBe('https://www.paytr.com');
});
