/* eslint-disable @n8n/community-nodes/no-restricted-globals -- test, never packed */
import { SANDBOX_CREDENTIALS } from '../../sandbox';
import { createEngine } from '../engine/harness';
import { credentialsOf } from '../engine/support/providers';
import { BASE, requestNode } from '../engine/support/requestNode';
import { startHostile, type Hostile } from './hostile';

const PATH = '/odeme/durum-sorgu';

let server: Hostile;

beforeAll(async () => {
	server = await startHostile();
});
afterAll(async () => await server.stop());

async function ask(options: object = {}): Promise<void> {
	const request = { ...BASE, uri: server.provider + PATH, form: { merchant_oid: 'ORDER1' } };
	const engine = createEngine({
		nodeTypes: [requestNode('paytrApi', { ...request, ...options })],
		credentials: credentialsOf({ credentials: SANDBOX_CREDENTIALS }, server.provider),
	});
	const { error } = await engine.runNode('signedRequest', {});
	expect(error?.message).toBeUndefined();
}

it('uses a proxy from n8n’s environment, but no proxy from the workflow', async () => {
	await ask({ proxy: server.attacker });
	expect(server.caught).toEqual([]);
	expect(server.received).toHaveLength(1);

	process.env.HTTP_PROXY = server.attacker;
	try {
		await ask();
	} finally {
		delete process.env.HTTP_PROXY;
	}
	expect(server.caught).toEqual([expect.stringContaining(`POST ${server.provider}${PATH}`)]);
	expect(server.received).toHaveLength(1);
});
