/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import assert from 'node:assert/strict';
import { startSandbox } from '../../sandbox';
import { onShutdown } from '../../scripts/lib/children';
import { ensureN8n } from '../../scripts/lib/install';
import { startN8n } from '../../scripts/lib/runtime';
import type { OwnN8nOptions } from './context';
import { eventually } from './eventually';
import { noticeOf } from './notices';
import { BY_DEFAULT, ROWS } from './onceChecks';
import { smsItem } from './overlap';
import {
	addressOf,
	connection,
	createCredentials,
	executionsOf,
	NODE,
	otherNode,
	testedNode,
	TRIGGER,
	WebhookRunner,
	workflowOf,
} from './workflows';

/** The last n8n 1.x. */
const BEFORE = '1.123.81';

/** Fills the memory of 'Send Only Once' on n8n 1.x, and then upgrades n8n on the same database. */
export async function upgradeChecks({ version, tarball, home, checks }: OwnN8nOptions) {
	const check = checks.of('upgrade');
	await ensureN8n(BEFORE);
	const sandbox = await startSandbox();
	onShutdown(sandbox.close);
	const start = async (of: string) => await startN8n({ version: of, userFolder: home, tarball });

	const old = await start(BEFORE);
	await createCredentials(old.api, sandbox);
	const runners = new Map<string, WebhookRunner>();
	for (const [what, node] of Object.entries(BY_DEFAULT)) {
		sandbox.reset();
		const runner = await WebhookRunner.activate(old.api, `Before: ${what}`, node);
		const { status, error } = await runner.run(ROWS);
		assert.equal(status, 'success', error);
		assert.equal(sandbox.state().messages.length, ROWS.length, what);
		runners.set(what, runner);
	}
	const trigger = testedNode({ type: TRIGGER, parameters: { options: {} } });
	const paid = await old.api.importWorkflow(
		workflowOf('Before: paid', [trigger, otherNode('After', 'noOp', 1, {})], {
			[NODE]: connection('After'),
		}),
	);
	await old.api.activate(paid);
	/** Posts a payment notification until the response is OK. */
	const notify = async (url: string, merchantOid: string) =>
		await eventually(async () => {
			const body = noticeOf(merchantOid);
			const response = await fetch(addressOf(url, trigger), { method: 'POST', body });
			assert.deepEqual([response.status, await response.text()], [200, 'OK']);
		}, 30_000);
	await notify(old.url, 'BEFORE1');
	await eventually(async () => assert.equal((await executionsOf(old.api, paid)).size, 1));
	await old.stop();

	const n8n = await start(version);
	const added = smsItem('ONCE3', 30_003);
	for (const [what, runner] of runners) {
		await check(
			`${what}: skips a row that n8n ${BEFORE} has sent, and sends a new row`,
			async () => {
				sandbox.reset();
				const { status, error, output } = await runner.on(n8n.api).run([...ROWS, added]);
				assert.equal(status, 'success', error);
				assert.deepEqual(
					output(NODE).map(({ json }) => json.reason ?? json.success),
					[...ROWS.map(() => 'alreadySent'), true],
				);
				assert.equal(sandbox.state().messages.length, 1);
			},
		);
	}
	await check(
		`a payment that n8n ${BEFORE} has received: its repetition starts nothing`,
		async () => {
			await notify(n8n.url, 'BEFORE1');
			await notify(n8n.url, 'AFTER1');
			await eventually(async () => assert.equal((await executionsOf(n8n.api, paid)).size, 2));
		},
	);
	await n8n.stop();
	await sandbox.close();
}
