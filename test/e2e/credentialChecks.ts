/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import assert from 'node:assert/strict';
import { z } from 'zod';
import type { Sandbox } from '../../sandbox';
import type { N8nApi } from '../../scripts/lib/n8nApi';
import { freePort } from '../../scripts/lib/ports';
import type { VersionContext } from './context';
import { CREDENTIAL_NAMES } from './workflows';

const verdict = z.object({ status: z.string(), message: z.string() });

type CredentialType = keyof typeof CREDENTIAL_NAMES;

/** The credentials that the sandbox takes. */
export function rightCredentials({ url, credentials }: Pick<Sandbox, 'url' | 'credentials'>) {
	return {
		paytrApi: { ...credentials.paytr, baseUrl: url },
		payfullApi: {
			...credentials.payfull,
			apiUrl: `${url}/integration/api/v1`,
			clientIp: '127.0.0.1',
		},
	};
}

/** n8n's own test of a credential, as its button makes it. */
export async function testCredential(api: N8nApi, type: CredentialType, id: string, data: object) {
	const credentials = { id, name: CREDENTIAL_NAMES[type], type, data };
	return verdict.parse(await api.request('POST', '/rest/credentials/test', { credentials }));
}

/** Creates both credentials, and asks n8n to test them: right, and wrong in every way. */
export async function credentialChecks(context: VersionContext): Promise<void> {
	const { n8n, sandbox, checks } = context;
	const right = rightCredentials(sandbox);
	const nobody = `http://127.0.0.1:${await freePort()}`;
	const cases: Array<
		[type: keyof typeof right, name: string, change: object, status: string, message: RegExp]
	> = [
		['paytrApi', 'right', {}, 'OK', /^Connection successful!$/],
		['paytrApi', 'wrong ID', { merchantId: '1' }, 'Error', /doesn't know this 'Merchant ID'/],
		['paytrApi', 'wrong key', { merchantKey: 'x' }, 'Error', /'Merchant Key'.+or 'Merchant Salt'/],
		[
			'paytrApi',
			'wrong salt',
			{ merchantSalt: 'x' },
			'Error',
			/'Merchant Key'.+or 'Merchant Salt'/,
		],
		['paytrApi', 'unreachable', { baseUrl: nobody }, 'Error', /could not be reached.+ECONNREFUSED/],
		[
			'paytrApi',
			'not the provider',
			{ baseUrl: n8n.url },
			'Error',
			/is not PayTR. Check 'Base URL'/,
		],
		['paytrApi', 'no https', { baseUrl: 'http://paytr.example' }, 'Error', /must begin with https/],
		['payfullApi', 'right', {}, 'OK', /^Connection successful!$/],
		['payfullApi', 'wrong merchant', { merchant: 'x' }, 'Error', /code 03.+Compare 'Merchant'/],
		['payfullApi', 'wrong password', { password: 'x' }, 'Error', /code 04.+Compare 'Password'/],
		[
			'payfullApi',
			'IP refused',
			{ clientIp: '203.0.113.100' },
			'Error',
			/code 100.+not authorised/,
		],
		['payfullApi', 'no client IP', { clientIp: '' }, 'Error', /'Client IP' is missing/],
		[
			'payfullApi',
			'unreachable',
			{ apiUrl: nobody },
			'Error',
			/could not be reached.+ECONNREFUSED/,
		],
		[
			'payfullApi',
			'not the provider',
			{ apiUrl: n8n.url },
			'Error',
			/is not Payfull. Check 'API URL'/,
		],
	];
	const ids: Record<string, string> = {};
	for (const [type, name] of Object.entries(CREDENTIAL_NAMES)) {
		const data = type === 'paytrApi' ? right.paytrApi : right.payfullApi;
		ids[type] = (await n8n.api.createCredential(type, name, data)).id;
	}
	for (const [type, name, change, status, message] of cases) {
		await checks.check('credential tests', `${type}: ${name}`, async () => {
			const answer = await testCredential(n8n.api, type, ids[type], {
				...right[type],
				...change,
			});
			assert.equal(answer.status, status, answer.message);
			assert.match(answer.message, message);
		});
	}
}
