/* eslint-disable @n8n/community-nodes/no-hardcoded-secrets -- test, never packed */
import fc from 'fast-check';
import type { IHttpRequestOptions } from 'n8n-workflow';

import { PaytrApi } from '../../../credentials/PaytrApi.credentials';
import type { SignableRequest } from '../../../credentials/signing/form';
import {
	MERCHANT,
	nameOf,
	PAYTR_SERVICES,
	paytrSignature,
	postedFields,
} from './signing/independent';
import { formsOf } from './signing/paytrForms';
import { rejectionOf } from './signing/refusal';

const CREDENTIAL = {
	merchantId: MERCHANT.id,
	merchantKey: MERCHANT.key,
	merchantSalt: MERCHANT.salt,
	baseUrl: 'https://www.paytr.com',
};

const SMS = { id: 'NB2Zlz3', cell_phone: '05551234567' };
/** The token of the vector for SMS. */
const SMS_TOKEN = '4iNEdfZA+0R3LAVvtM5AZ8+AQo+AGCMx+UlyXIgdm7Q=';

const api = new PaytrApi();

const sign = async (request: Partial<SignableRequest>, credential = {}): Promise<SignableRequest> =>
	await api.authenticate({ ...CREDENTIAL, ...credential }, {
		url: '/odeme/api/link/send-sms',
		...request,
	} as IHttpRequestOptions);

const posted = async (...given: Parameters<typeof sign>) =>
	Object.fromEntries(postedFields((await sign(...given)).body));

describe('the PayTR credential signs', () => {
	it('a form as the vector says, and posts it to PayTR', async () => {
		const request = await sign({ body: SMS });
		expect(request.url).toBe('https://www.paytr.com/odeme/api/link/send-sms');
		expect(request.method).toBe('POST');
		expect(request.disableFollowRedirect).toBe(true);
		expect(Object.fromEntries(postedFields(request.body))).toEqual({
			...SMS,
			merchant_id: MERCHANT.id,
			paytr_token: SMS_TOKEN,
		});
	});

	it('the legacy request shape of the HTTP Request node', async () => {
		const request = await sign({
			url: undefined,
			uri: 'https://www.paytr.com/odeme/api/link/send-sms',
			form: SMS,
			json: true,
			followRedirect: true,
		} as Partial<SignableRequest>);
		expect(request).toMatchObject({
			url: 'https://www.paytr.com/odeme/api/link/send-sms',
			uri: 'https://www.paytr.com/odeme/api/link/send-sms',
			followRedirect: false,
			followAllRedirects: false,
		});
		expect(request.form).toBeUndefined();
		expect(Object.fromEntries(postedFields(request.body)).paytr_token).toBe(SMS_TOKEN);
	});

	it.each(PAYTR_SERVICES.map((service) => [nameOf(service), service] as const))(
		'exactly what is posted to %s, for any accepted values',
		async (_, service) => {
			await fc.assert(
				fc.asyncProperty(formsOf(service), async (form) => {
					const given = await posted({ url: service.path, body: form }).catch(() => undefined);
					if (!given) return; // It reads like another service's.
					const { paytr_token: token, ...sent } = given;
					expect(sent).toEqual(form);
					const signed = service.fields.split(' ').map((name) => sent[name]);
					expect(token).toBe(paytrSignature(signed, MERCHANT.key, MERCHANT.salt));
				}),
				{ numRuns: 20 },
			);
		},
	);

	it('and replaces a token that the call gives', async () => {
		const body = { ...SMS, merchant_id: ` ${MERCHANT.id} `, paytr_token: 'x' };
		expect(await posted({ body })).toEqual({
			...SMS,
			merchant_id: MERCHANT.id,
			paytr_token: SMS_TOKEN,
		});
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
		expect(request.url).toBe('https://www.paytr.com/odeme/api/link/send-sms');
		const { merchant_id, paytr_token } = Object.fromEntries(postedFields(request.body));
		expect([merchant_id, paytr_token]).toEqual([MERCHANT.id, SMS_TOKEN]);
	});

	it.each([
		['/odeme/api/link/send-sms', 'http://127.0.0.1:5700/paytr'],
		['http://127.0.0.1:5700/paytr/odeme/api/link/send-sms', 'http://127.0.0.1:5700/paytr/'],
		['/odeme/api/link/send-sms/', 'http://127.0.0.1:5700/paytr'],
	])('%s below the path of the Base URL %s', async (url, baseUrl) => {
		const request = await sign({ url, body: SMS }, { baseUrl });
		expect(request.url.replace(/\/$/, '')).toBe(
			'http://127.0.0.1:5700/paytr/odeme/api/link/send-sms',
		);
		expect(Object.fromEntries(postedFields(request.body)).paytr_token).toBe(SMS_TOKEN);
	});

	it('without posting the key or the salt', async () => {
		const request = JSON.stringify(await sign({ body: SMS }));
		expect(request).not.toContain(MERCHANT.key);
		expect(request).not.toContain(MERCHANT.salt);
	});

	it('and leaves the given request as it was', async () => {
		const request = Object.freeze({
			url: '/odeme/api/link/send-sms',
			body: Object.freeze({ ...SMS }),
			headers: Object.freeze({ accept: 'application/json' }),
		});
		await api.authenticate(CREDENTIAL, request);
		expect(request).toEqual({
			url: '/odeme/api/link/send-sms',
			body: SMS,
			headers: { accept: 'application/json' },
		});
	});
});

describe('the PayTR credential refuses', () => {
	const OTHER = 'https://www.paytr.com.evil.com/odeme/iade';

	it.each<[string, RegExp, Partial<SignableRequest>, object?]>([
		['another host', /signs for www\.paytr\.com only/, { url: OTHER }],
		['it in the legacy shape', /signs for www\.paytr\.com only/, { url: undefined, uri: OTHER }],
		[
			'a service out of the table',
			/no PayTR service at "\/odeme\/api\/x"/,
			{ url: '/odeme/api/x' },
		],
		['PayTR without a path', /knows no PayTR service at "\/"/, { url: '' }],
		['another merchant', /'merchant_id' is not the/, { body: { ...SMS, merchant_id: '999' } }],
		['a Merchant ID that is none', /'Merchant ID' .+ not a number/, {}, { merchantId: 'x1' }],
		['an empty key', /'Merchant Key' in the credential is empty/, {}, { merchantKey: ' ' }],
		['an empty salt', /'Merchant Salt' .+ is empty/, {}, { merchantSalt: '' }],
		['a missing signed field', /field 'cell_phone' is missing/, { body: { id: 'x' } }],
		['a nested value', /'id' holds a list or an object/, { body: { ...SMS, id: { a: 1 } } }],
		['an unencrypted Base URL', /must begin with https/, {}, { baseUrl: 'http://www.paytr.com' }],
		['a Base URL that is none', /'Base URL' .+ not a web address/, {}, { baseUrl: 'paytr' }],
		[
			'a path of the own host that is not below the Base URL',
			/signs for gateway\.example\/myshop only, not for "gateway\.example\/others\/odeme\/iade"/,
			{ url: 'https://gateway.example/others/odeme/iade' },
			{ baseUrl: 'https://gateway.example/myshop' },
		],
	])('%s', async (_, message, request, credential = {}) => {
		const error = await rejectionOf(sign({ body: SMS, ...request }, credential));
		expect(error.message).toMatch(message);
		const told = `${error.message} ${error.description} ${error.stack}`;
		expect(told).not.toContain(MERCHANT.key);
		expect(told).not.toContain(MERCHANT.salt);
	});
});

describe('the fields of the PayTR credential', () => {
	it('are those of the contract, the secrets masked', () => {
		expect(api.name).toBe('paytrApi');
		expect(
			api.properties.map(({ name, typeOptions, required }) => [
				name,
				typeOptions?.password === true,
				required === true,
			]),
		).toEqual([
			['merchantId', false, true],
			['merchantKey', true, true],
			['merchantSalt', true, true],
			['baseUrl', false, false],
		]);
		expect(api.properties.find(({ name }) => name === 'baseUrl')?.default).toBe(
			'https://www.paytr.com',
		);
	});

	it.each([
		['merchantId', 'Mağaza No'],
		['merchantKey', 'Mağaza Parola'],
		['merchantSalt', 'Mağaza Gizli Anahtar'],
	])('%s says what the PayTR panel calls it', (field, panelName) => {
		const { description } = api.properties.find(({ name }) => name === field) ?? {};
		expect(description).toContain(`"${panelName}"`);
	});
});
