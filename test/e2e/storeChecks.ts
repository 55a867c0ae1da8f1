/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
/*
 * Checks two stores in one batch. The credential's fields are expressions that n8n evaluates per
 * item.
 */
import assert from 'node:assert/strict';
import { startSandbox } from '../../sandbox';
import type { VersionContext } from './context';
import { PAYMENT_REQUEST } from './operationChecks';
import { NODE, PAYFULL, PAYTR, rightCredentials, runOnce } from './workflows';

const OTHER = {
	paytr: { merchantId: '654321', merchantKey: 'other-key', merchantSalt: 'other-salt' },
	payfull: { merchant: 'other', password: 'other-password' },
};

const SMS = {
	resource: 'notification',
	operation: 'sendSms',
	linkId: 'NB2Zlz3',
	cellPhone: '={{ $json.phone }}',
	sendOnce: 'off',
};

/** Makes every field of a credential an expression that depends on the item's `store`. */
const chosenByItem = (own: Record<string, string>, other: Record<string, string>) =>
	Object.fromEntries(
		Object.entries(own).map(([name, value]) => [
			name,
			`={{ $json.store === 'own' ? '${value}' : '${other[name]}' }}`,
		]),
	);

export async function storeChecks({ n8n, sandbox, checks }: VersionContext): Promise<void> {
	const second = await startSandbox({ credentials: OTHER });
	try {
		for (const [type, node, parameters] of [
			['paytrApi', PAYTR, SMS],
			['payfullApi', PAYFULL, { ...PAYMENT_REQUEST, viaEmailSms: '1' }],
		] as const) {
			await checks.check('operations', `${type}: two stores in one batch`, async () => {
				sandbox.reset();
				second.reset();
				const own = rightCredentials(sandbox)[type];
				const other = rightCredentials(second)[type];
				const called = `E2E stores ${type}`;
				await n8n.api.createCredential(type, called, chosenByItem(own, other));
				const items = ['own', 'other', 'own', 'other'].map((store, i) => ({
					store,
					phone: `0532123456${i}`,
					email: `customer${i}@example.com`,
				}));
				const settings = { credentials: { [type]: { name: called } } };
				const execution = await runOnce(
					n8n.api,
					called,
					{ type: node, parameters, settings },
					items,
				);
				assert.equal(execution.status, 'success', execution.error);
				assert.equal(execution.output(NODE).length, 4);
				for (const [store, lastDigits] of [
					[sandbox, ['0', '2']],
					[second, ['1', '3']],
				] as const) {
					const to = store.state().messages.map((message) => message.to.slice(-1));
					assert.deepEqual(to.sort(), lastDigits);
				}
			});
		}
	} finally {
		await second.close();
	}
}
