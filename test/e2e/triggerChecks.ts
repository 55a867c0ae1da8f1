/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import type { WorkflowFile } from '../../scripts/lib/n8nApi';
import { eventually } from './browser';
import type { VersionContext } from './context';
import { noticeOf } from './notices';
import { connection, nextExecution, NODE, PAYTR, runOnce, testedNode, TRIGGER } from './workflows';

const callbacks = z.object({
	payment: z.object({ merchantOid: z.string() }),
	callbacks: z.array(z.object({ httpStatus: z.number(), body: z.string(), ok: z.boolean() })),
});

/** The PayTR Link Trigger, active and in the editor's test mode, called by the sandbox. */
export async function triggerChecks({ n8n, sandbox, checks }: VersionContext): Promise<void> {
	const { api } = n8n;
	const trigger = testedNode({ type: TRIGGER, parameters: { options: {} } });
	const webhookId = String(trigger.webhookId);
	const workflow: WorkflowFile = {
		name: 'PayTR Link Trigger',
		nodes: [
			trigger,
			{
				id: randomUUID(),
				name: 'After',
				type: 'n8n-nodes-base.noOp',
				typeVersion: 1,
				position: [600, 0],
				parameters: {},
			},
		],
		connections: { [NODE]: connection('After') },
		settings: { executionOrder: 'v1' },
	};
	const id = await api.importWorkflow(workflow);

	/** Creates a link that reports to this address, and pays it. */
	const payLink = async (callbackLink: string, payment: object) => {
		const link = await runOnce(api, 'A link with a callback', {
			type: PAYTR,
			parameters: {
				resource: 'link',
				operation: 'create',
				name: 'Örnek Ürün',
				price: '149,90',
				linkType: 'product',
				minCount: 1,
				additionalFields: { callbackLink, callbackId: 'ORDER1001' },
			},
		});
		assert.equal(link.status, 'success', link.error);
		const response = await fetch(
			`${sandbox.url}/_sandbox/pay/${String(link.output(NODE)[0].json.linkId)}`,
			{
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(payment),
			},
		);
		return callbacks.parse(await response.json());
	};
	const address = () => `${n8n.url}/webhook/${webhookId}/paytr`;
	const executions = async () => new Set((await api.listExecutions(id)).map((one) => one.id));

	await checks.check('trigger', 'test mode: starts the workflow and answers OK', async () => {
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
		const response = await fetch(`${n8n.url}/webhook-test/${webhookId}/paytr`, {
			method: 'POST',
			body: noticeOf('TESTED1'),
		});
		assert.deepEqual([response.status, await response.text()], [200, 'OK']);
		const execution = await nextExecution(api, id, known);
		assert.equal(execution.status, 'success');
		assert.equal(execution.output('After')[0].json.merchantOid, 'TESTED1');
	});
	await checks.check('trigger', 'active: one start per payment, OK to every notice', async () => {
		sandbox.reset();
		await api.activate(id);
		await eventually(async () => {
			assert.notEqual((await fetch(address(), { method: 'POST' })).status, 404);
		});
		const known = await executions();
		const paid = await payLink(address(), { copies: 3 });
		assert.deepEqual(
			paid.callbacks.map(({ body }) => body),
			['OK', 'OK', 'OK'],
		);
		const execution = await nextExecution(api, id, known);
		const { json } = execution.output('After')[0];
		assert.equal(json.callbackId, 'ORDER1001');
		assert.equal(json.totalAmount, 149.9);
		assert.equal(json.merchantOid, paid.payment.merchantOid);
		const second = await payLink(address(), {});
		const next = await nextExecution(api, id, new Set([...known, execution.id]));
		assert.equal(next.output('After')[0].json.merchantOid, second.payment.merchantOid);
		assert.equal((await executions()).size, known.size + 2);
	});
	await checks.check(
		'trigger',
		'active: exactly OK as plain text, to a first notice and to its repeat; what is not signed and cannot be read is null',
		async () => {
			const known = await executions();
			const merchantId = ` ${sandbox.credentials.paytr.merchantId}`;
			const notice = noticeOf('UNREADABLE1', { payment_amount: '14.00', merchant_id: merchantId });
			notice.append('currency', 'TL');
			for (const which of ['first', 'repeat']) {
				const response = await fetch(address(), { method: 'POST', body: notice });
				assert.equal(response.status, 200, which);
				assert.match(response.headers.get('content-type') ?? '', /^text\/plain\b/, which);
				assert.equal(await response.text(), 'OK', which);
			}
			const { json } = (await nextExecution(api, id, known)).output('After')[0];
			assert.equal(json.totalAmount, 149.9);
			assert.deepEqual([json.paymentAmount, json.currency], [null, null]);
			assert.equal((await executions()).size, known.size + 1);
		},
	);
	await checks.check('trigger', 'active: an empty form is a 400, and no execution', async () => {
		const before = await executions();
		const headers = { 'content-type': 'application/x-www-form-urlencoded' };
		const packed = { ...headers, 'content-encoding': 'gzip' };
		for (const request of [{ headers }, {}, { headers: packed, body: gzipSync('') }]) {
			const response = await fetch(address(), { method: 'POST', ...request });
			assert.deepEqual([response.status, await response.text()], [400, 'callback_id is missing']);
		}
		assert.deepEqual(await executions(), before);
	});
	await checks.check(
		'trigger',
		'active: a notice that was tampered with starts nothing',
		async () => {
			const before = await executions();
			const paid = await payLink(address(), { override: { total_amount: '1' } });
			assert.equal(paid.callbacks[0].httpStatus, 403);
			assert.equal(paid.callbacks[0].ok, false);
			sandbox.reset();
			assert.deepEqual(await executions(), before);
		},
	);
}
