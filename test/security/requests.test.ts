import type { IHttpRequestOptions } from 'n8n-workflow';

import { PayfullApi } from '../../credentials/PayfullApi.credentials';
import { PaytrApi } from '../../credentials/PaytrApi.credentials';
import {
	MERCHANT,
	payfullSignature,
	paytrSignature,
	postedFields,
} from '../unit/credentials/signing/independent';
import { addressTricks, BODY_SHAPES } from './tricks';

const OWN = new URL('http://127.0.0.1:5700');
const EVIL = new URL('http://127.0.0.1:6666');

const { id, key, salt } = MERCHANT;
const PASSWORD = 'SandboxPassword-NotReal';

const CREDENTIALS = {
	paytrApi: {
		api: new PaytrApi(),
		data: { merchantId: id, merchantKey: key, merchantSalt: salt, baseUrl: OWN.origin },
		isSigned: (fields: Array<[string, string]>) => {
			const { paytr_token: token, merchant_oid: order } = Object.fromEntries(fields);
			return token === paytrSignature([id, order], key, salt);
		},
	},
	payfullApi: {
		api: new PayfullApi(),
		data: {
			merchant: 'm',
			password: PASSWORD,
			apiUrl: `${OWN.origin}/odeme/durum-sorgu`,
			clientIp: '203.0.113.10',
		},
		isSigned: (fields: Array<[string, string]>) =>
			Object.fromEntries(fields).hash === payfullSignature(fields, PASSWORD),
	},
};

type Name = keyof typeof CREDENTIALS;
const NAMES: Name[] = ['paytrApi', 'payfullApi'];

const FORM = { merchant_oid: 'ORDER1' };

async function sign(name: Name, request: object) {
	const { api, data } = CREDENTIALS[name];
	try {
		return await api.authenticate(data, request as IHttpRequestOptions);
	} catch (error) {
		expect(error).toHaveProperty('name', 'UnsignableRequest');
		expect(JSON.stringify(error)).not.toMatch(new RegExp([key, salt, PASSWORD].join('|')));
		return undefined;
	}
}

const TRICKS = addressTricks(OWN, EVIL);

describe.each(NAMES)('%s with a misleading address', (name) => {
	it('is tested with 51 addresses', () => expect(new Set(TRICKS).size).toBe(51));

	it.each(TRICKS)('rejects %j in url, in uri, and beside its own address', async (trick) => {
		const own = `${OWN.origin}/odeme/durum-sorgu`;
		const places = [
			{ url: trick },
			{ uri: trick },
			{ url: trick, uri: trick },
			{ url: own, uri: trick },
			{ url: trick, uri: own },
			{ url: '/odeme/durum-sorgu', baseURL: trick },
		];
		for (const place of places) {
			const signed: Record<string, unknown> = { ...(await sign(name, { ...place, form: FORM })) };
			for (const address of [signed.url, signed.uri]) {
				if (address !== undefined) expect(new URL(String(address)).origin).toBe(OWN.origin);
			}
			expect(signed).not.toHaveProperty('baseURL');
		}
	});
});

/** Bodies that are not forms. The credential must reject them. */
const REFUSED = [
	...['a JSON list', 'a list', 'nested fields', 'a field with a toString of its own'],
	...['a web form', 'a stream'],
];

describe.each(NAMES)('%s with a body', (name) => {
	it.each(Object.keys(BODY_SHAPES))(
		'as %s posts exactly the signed fields, or nothing if it is not a form',
		async (shape) => {
			for (const address of ['url', 'uri']) {
				const request = { [address]: '/odeme/durum-sorgu', ...BODY_SHAPES[shape](FORM) };
				const place = name === 'payfullApi' ? { ...request, [address]: '' } : request;
				const signed = await sign(name, place);
				expect(signed === undefined).toBe(REFUSED.includes(shape));
				if (!signed) continue;
				expect(CREDENTIALS[name].isSigned(postedFields(signed.body))).toBe(true);
				expect(signed).not.toHaveProperty('form');
				expect(signed).not.toHaveProperty('formData');
			}
		},
	);
});
