/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test, never packed */
import { inspect } from 'node:util';

import type { SignableRequest } from '../../../../credentials/signing/form';
import { signedRequest } from '../../../../credentials/signing/request';
import { bodyText } from './independent';

const url = 'https://www.paytr.com/odeme/iade';
const form = { id: 'NB2Zlz3', paytr_token: '4iNE+0R3/LAVv=' };
const BODY = 'id=NB2Zlz3&paytr_token=4iNE%2B0R3%2FLAVv%3D';

/** Options that a workflow or n8n can add to a form. */
const AROUND: Record<string, unknown> = {
	method: 'GET',
	baseURL: 'https://evil.com',
	proxy: 'http://evil.com:8080',
	httpAgent: {},
	httpsAgent: {},
	agentOptions: { ca: 'x', rejectUnauthorized: false },
	rejectUnauthorized: false,
	skipSslCertificateValidation: true,
	headers: { Host: 'evil.com', Authorization: 'x', 'Content-Type': 'application/json' },
	auth: { username: 'x', password: 'y' },
	qs: {},
	form: { a: '1' },
	formData: { a: '1' },
	disableFollowRedirect: false,
	followRedirect: true,
	followAllRedirects: true,
	maxRedirects: 21,
	sendCredentialsOnCrossOriginRedirect: true,
	jar: true,
	transformRequest: 'x',
	socketPath: '/tmp/evil.sock',
	url: 'https://evil.com',
};

const HEADERS = { accept: 'application/json' };
const FORM_TYPE = 'application/x-www-form-urlencoded';

describe('the signed request', () => {
	it('of a node contains the address and the form, and no other option', () => {
		expect(signedRequest({ ...AROUND, url }, form, url)).toEqual({
			url,
			method: 'POST',
			headers: { ...HEADERS, 'content-type': FORM_TYPE },
			body: BODY,
			disableFollowRedirect: true,
		});
	});

	it('of the HTTP Request node is also sent to the checked address', () => {
		const { body, ...rest } = signedRequest({ ...AROUND, url, uri: url }, form, url);
		expect(rest).toEqual({
			url,
			uri: url,
			method: 'POST',
			headers: { ...HEADERS, 'content-type': `${FORM_TYPE}; charset=utf-8` },
			followRedirect: false,
			followAllRedirects: false,
			maxRedirects: 0,
		});
		expect(bodyText(body)).toBe(BODY);
	});

	it.each<[string, object, string[]]>([
		[
			'a node',
			{
				timeout: 20_000,
				allowedDomains: 'paytr.com',
				encoding: 'text',
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				abortSignal: new AbortController().signal,
			},
			['useStream', 'json', 'simple'],
		],
		[
			'the HTTP Request node',
			{
				uri: url,
				timeout: 300_000,
				allowedDomains: 'paytr.com',
				encoding: null,
				useStream: true,
				json: true,
				resolveWithFullResponse: true,
				simple: false,
			},
			['returnFullResponse'],
		],
	])('of %s keeps the answer format and the limits', (_, asked, foreign) => {
		const others = Object.fromEntries(foreign.map((name) => [name, true]));
		const request = signedRequest({ url, ...others, ...asked }, form, url);
		expect(request).toMatchObject(asked);
		for (const name of foreign) expect(request).not.toHaveProperty(name);
	});

	it('ignores inherited properties', () => {
		const inherited: SignableRequest = Object.create({ timeout: 1, useStream: true });
		expect(signedRequest(Object.assign(inherited, { uri: url }), form, url)).not.toHaveProperty(
			'useStream',
			true,
		);
	});

	it('of the HTTP Request node can be read only once, which the connection does', () => {
		const { body } = signedRequest({ url, uri: url }, form, url);
		expect(String(body)).toBe('[object Blob]'); // axios reads these.
		for (const shown of [JSON.stringify(body), JSON.stringify({ ...Object(body) })]) {
			expect(shown).not.toContain('4iNE');
		}
		expect(bodyText(body)).toBe(BODY);
		expect(bodyText(body)).toBe('');
		expect(inspect(body, { showHidden: true, depth: 9 })).not.toContain('4iNE');
	});
});
