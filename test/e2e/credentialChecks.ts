/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import assert from 'node:assert/strict';
import { z } from 'zod';
import type { N8nApi } from '../../scripts/lib/n8nApi';
import { freePort } from '../../scripts/lib/ports';
import type { VersionContext } from './context';
import { createCredentials, CREDENTIAL_NAMES, rightCredentials } from './workflows';

const verdict = z.object({ status: z.string(), message: z.string() });

type CredentialType = keyof typeof CREDENTIAL_NAMES;

/** Runs n8n's test of a credential, as the button in the editor does. */
export async function testCredential(api: N8nApi, type: CredentialType, id: string, data: object) {
	const credentials = { id, name: CREDENTIAL_NAMES[type], type, data };
	return verdict.parse(await api.request('POST', '/rest/credentials/test', { credentials }));
}

/** Creates both credentials and asks n8n to test them with correct and wrong values. */
export async function credentialChecks(context: VersionContext): Promise<void> {
	const { n8n, sandbox, checks } = context;
	const right = rightCredentials(sandbox);
	const nobody = `http://127.0.0.1:${await freePort()}`;
	const cases: Record<CredentialType, Array<[name: string, change: object, message: RegExp]>> = {
		paytrApi: [
			['right', {}, /^Connection successful!$/],
			['wrong ID', { merchantId: '1' }, /doesn't know this 'Merchant ID'/],
			['wrong key', { merchantKey: 'x' }, /'Merchant Key'.+or 'Merchant Salt'/],
			['wrong salt', { merchantSalt: 'x' }, /'Merchant Key'.+or 'Merchant Salt'/],
			['unreachable', { baseUrl: nobody }, /could not be reached.+ECONNREFUSED/],
			['not the provider', { baseUrl: n8n.url }, /is not PayTR. Check 'Base URL'/],
			['no https', { baseUrl: 'http://paytr.example' }, /must begin with https/],
		],
		payfullApi: [
			['right', {}, /^Connection successful!$/],
			['wrong merchant', { merchant: 'x' }, /code 03.+Compare 'Merchant'/],
			['wrong password', { password: 'x' }, /code 04.+Compare 'Password'/],
			['IP refused', { clientIp: '203.0.113.100' }, /code 100.+not authorised/],
			['no client IP', { clientIp: '' }, /'Client IP' is missing/],
			['unreachable', { apiUrl: nobody }, /could not be reached.+ECONNREFUSED/],
			['not the provider', { apiUrl: n8n.url }, /is not Payfull. Check 'API URL'/],
		],
	};
	const ids = await createCredentials(n8n.api, sandbox);
	for (const type of ['paytrApi', 'payfullApi'] as const) {
		for (const [name, change, message] of cases[type]) {
			await checks.check('credential tests', `${type}: ${name}`, async () => {
				const changed = { ...right[type], ...change };
				const answer = await testCredential(n8n.api, type, ids[type], changed);
				assert.equal(answer.status, name === 'right' ? 'OK' : 'Error', answer.message);
				assert.match(answer.message, message);
			});
		}
	}
}
