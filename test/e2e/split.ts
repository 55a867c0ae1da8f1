/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import assert from 'node:assert/strict';
import { startSandbox } from '../../sandbox';
import { onShutdown } from '../../scripts/lib/children';
import { startN8n } from '../../scripts/lib/runtime';
import type { OwnN8nOptions } from './context';
import { testCredential } from './credentialChecks';
import { noticeOf } from './notices';
import { PAYMENT_REQUEST } from './operationChecks';
import { packageChecks } from './packageChecks';
import {
	addressOf,
	CREDENTIAL_NAMES,
	listening,
	nextExecution,
	NODE,
	rightCredentials,
	runOnce,
	testedNode,
	workflowOf,
} from './workflows';

interface SplitOptions extends OwnN8nOptions {
	/** `n8n-nodes-paytr` or `n8n-nodes-payfull`. */
	name: string;
}

const OPERATIONS = {
	paytr: {
		node: 'paytrLinkNotify',
		parameters: {
			resource: 'notification',
			operation: 'sendSms',
			linkId: 'NB2Zlz3',
			cellPhone: '={{ $json.phone }}',
		},
	},
	payfull: { node: 'payfullPaymentRequest', parameters: PAYMENT_REQUEST },
};

/** Installs the package of one provider alone in an n8n and checks it. */
export async function splitChecks(options: SplitOptions): Promise<void> {
	const { version, name, tarball, home, checks } = options;
	const provider = name.endsWith('paytr') ? 'paytr' : 'payfull';
	const type = provider === 'paytr' ? 'paytrApi' : 'payfullApi';
	const sandbox = await startSandbox();
	onShutdown(sandbox.close);
	const n8n = await startN8n({ version, userFolder: home, tarball });
	const { api } = n8n;
	const check = checks.of(name);

	await packageChecks({ n8n, sandbox, checks }, { name, provider, suite: name });
	await check('the credential test succeeds, and fails with a wrong secret', async () => {
		const right = rightCredentials(sandbox)[type];
		const { id } = await api.createCredential(type, CREDENTIAL_NAMES[type], right);
		const accepted = await testCredential(api, type, id, right);
		assert.deepEqual(accepted, { status: 'OK', message: 'Connection successful!' });
		const secret = provider === 'paytr' ? 'merchantKey' : 'password';
		const refused = await testCredential(api, type, id, { ...right, [secret]: 'x' });
		assert.equal(refused.status, 'Error');
		assert.match(refused.message, provider === 'paytr' ? /'Merchant Key'/ : /'Password'/);
	});
	await check('an operation sends', async () => {
		const { node, parameters } = OPERATIONS[provider];
		const customer = { phone: '+90 (532) 123 45 67', email: 'gulsah@example.com' };
		const tested = { type: `${name}.${node}`, parameters };
		const execution = await runOnce(api, 'One message', tested, [customer]);
		assert.equal(execution.status, 'success', execution.error);
		assert.equal(execution.output(NODE)[0].json.success, true);
		const [sms, ...others] = sandbox.state().messages.filter(({ channel }) => channel === 'sms');
		assert.match(sms.to, /5321234567$/);
		assert.deepEqual(others, []);
	});
	if (provider === 'paytr') {
		await check('a payment notification starts the trigger, its repetition does not', async () => {
			const trigger = testedNode({
				type: `${name}.paytrLinkNotifyTrigger`,
				parameters: { options: {} },
			});
			const id = await api.importWorkflow(workflowOf('PayTR Link Trigger', [trigger]));
			await api.activate(id);
			const address = addressOf(n8n.url, trigger);
			await listening(address);
			for (const which of ['first', 'repeat']) {
				const response = await fetch(address, { method: 'POST', body: noticeOf('SPLIT1') });
				assert.deepEqual([response.status, await response.text()], [200, 'OK'], which);
			}
			const execution = await nextExecution(api, id, new Set());
			assert.equal(execution.output(NODE)[0].json.merchantOid, 'SPLIT1');
			assert.equal((await api.listExecutions(id)).length, 1);
		});
	}
	await n8n.stop();
	await sandbox.close();
}
