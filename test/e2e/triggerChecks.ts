/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import type { VersionContext } from './context';
import { noticeOf } from './notices';
import { PRODUCT_LINK } from './operationChecks';
import {
	addressOf,
	connection,
	executionsOf,
	listening,
	nextExecution,
	NODE,
	otherNode,
	pay,
	PAYTR,
	runOnce,
	testedNode,
	TRIGGER,
	workflowOf,
} from './workflows';

/**
 * Checks the PayTR Link Trigger in an active workflow and in the editor's test mode. The sandbox
 * calls it.
 */
export async function triggerChecks({ n8n, sandbox, checks }: VersionContext): Promise<void> {
	const { api } = n8n;
	const check = checks.of('trigger');
	const trigger = testedNode({ type: TRIGGER, parameters: { options: {} } });
	const nodes = [trigger, otherNode('After', 'noOp', 1, {})];
	const workflow = workflowOf('PayTR Link Trigger', nodes, { [NODE]: connection('After') });
	const id = await api.importWorkflow(workflow);
	const address = addressOf(n8n.url, trigger);
	const executions = async () => await executionsOf(api, id);

	/** Creates a link that notifies the trigger, and pays it. */
	const payLink = async (how: object = {}) => {
		const additionalFields = { callbackLink: address, callbackId: 'ORDER1001' };
		const parameters = { ...PRODUCT_LINK, additionalFields };
		const link = await runOnce(api, 'A link with a callback', { type: PAYTR, parameters });
		assert.equal(link.status, 'success', link.error);
		return await pay(sandbox, link.output(NODE)[0].json.linkId, how);
	};
	const post = async (to: string, request: RequestInit) => {
		const response = await fetch(to, { method: 'POST', ...request });
		const type = response.headers.get('content-type') ?? '';
		return { type, said: [response.status, await response.text()] };
	};

	await check('test mode: starts the workflow and answers OK', async () => {
		sandbox.reset();
		const known = await executions();
		const started = z.object({ waitingForWebhook: z.literal(true) });
		started.parse(
			await api.request('POST', `/rest/workflows/${id}/run`, {
				workflowData: await api.request('GET', `/rest/workflows/${id}`),
				destinationNode: { nodeName: 'After', mode: 'inclusive' },
				triggerToStartFrom: { name: NODE },
			}),
		);
		const testAddress = `${n8n.url}/webhook-test/${String(trigger.webhookId)}/paytr`;
		const { said } = await post(testAddress, { body: noticeOf('TESTED1') });
		assert.deepEqual(said, [200, 'OK']);
		const execution = await nextExecution(api, id, known);
		assert.equal(execution.status, 'success');
		assert.equal(execution.output('After')[0].json.merchantOid, 'TESTED1');
	});
	await check(
		'active: each payment starts the workflow once, every payment notification gets OK',
		async () => {
			sandbox.reset();
			await api.activate(id);
			await listening(address);
			const known = await executions();
			const paid = await payLink({ copies: 3 });
			assert.deepEqual(
				paid.callbacks.map(({ body }) => body),
				['OK', 'OK', 'OK'],
			);
			const execution = await nextExecution(api, id, known);
			const { json } = execution.output('After')[0];
			assert.equal(json.callbackId, 'ORDER1001');
			assert.equal(json.totalAmount, 149.9);
			assert.equal(json.merchantOid, paid.merchantOid);
			const second = await payLink();
			const next = await nextExecution(api, id, new Set([...known, execution.id]));
			assert.equal(next.output('After')[0].json.merchantOid, second.merchantOid);
			assert.equal((await executions()).size, known.size + 2);
		},
	);
	await check(
		'active: exactly OK as plain text, the first time and when repeated; unsigned unreadable fields are null',
		async () => {
			const known = await executions();
			const merchantId = ` ${sandbox.credentials.paytr.merchantId}`;
			const body = noticeOf('UNREADABLE1', { payment_amount: '14.00', merchant_id: merchantId });
			body.append('currency', 'TL');
			for (const which of ['first', 'repeat']) {
				const { type, said } = await post(address, { body });
				assert.deepEqual(said, [200, 'OK'], which);
				assert.match(type, /^text\/plain\b/, which);
			}
			const { json } = (await nextExecution(api, id, known)).output('After')[0];
			assert.equal(json.totalAmount, 149.9);
			assert.deepEqual([json.paymentAmount, json.currency], [null, null]);
			assert.equal((await executions()).size, known.size + 1);
		},
	);
	await check('active: accepts multipart/form-data, as the PHP samples post it', async () => {
		const known = await executions();
		const form = new FormData();
		for (const [name, value] of noticeOf('MULTIPART1')) form.set(name, value);
		assert.deepEqual((await post(address, { body: form })).said, [200, 'OK']);
		const { json } = (await nextExecution(api, id, known)).output('After')[0];
		assert.equal(json.merchantOid, 'MULTIPART1');
		form.set('file', new Blob(['x']), 'a.txt');
		form.set('merchant_oid', 'MULTIPART2');
		assert.deepEqual((await post(address, { body: form })).said, [400, 'A notice has no files']);
	});
	await check('active: an empty form gets 400 and starts nothing', async () => {
		const before = await executions();
		const headers = { 'content-type': 'application/x-www-form-urlencoded' };
		const packed = { ...headers, 'content-encoding': 'gzip' };
		for (const request of [{ headers }, {}, { headers: packed, body: gzipSync('') }]) {
			const { said } = await post(address, request);
			assert.deepEqual(said, [400, 'callback_id is missing']);
		}
		assert.deepEqual(await executions(), before);
	});
	await check('active: a tampered payment notification starts nothing', async () => {
		const before = await executions();
		const { callbacks } = await payLink({ override: { total_amount: '1' } });
		assert.equal(callbacks[0].httpStatus, 403);
		assert.equal(callbacks[0].ok, false);
		sandbox.reset();
		assert.deepEqual(await executions(), before);
	});
}
