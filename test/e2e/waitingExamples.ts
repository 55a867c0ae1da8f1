/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import assert from 'node:assert/strict';
import { startSandbox } from '../../sandbox';
import { onShutdown } from '../../scripts/lib/children';
import type { Execution, N8nApi, WorkflowFile } from '../../scripts/lib/n8nApi';
import type { Check } from './checks';
import type { VersionContext } from './context';
import { eventually } from './eventually';
import { startMailbox } from './mailbox';
import { executionsOf, pay, rightCredentials } from './workflows';

type Examples = Record<string, { id: string; file: WorkflowFile }>;

/** n8n looks once a minute for executions whose time limit is near. */
const LIMIT_MS = 90_000;

/** The ID of a workflow's next execution, as soon as it waits for a call. */
async function waiting(api: N8nApi, workflowId: string, known: Set<string>): Promise<string> {
	return await eventually(async () => {
		const fresh = (await api.listExecutions(workflowId)).find(({ id }) => !known.has(id));
		assert.equal(fresh?.status, 'waiting');
		return fresh!.id;
	}, 20_000);
}

/**
 * Waits for the end of an execution. A waiting execution has an end time too, so the status
 * decides.
 */
async function ended(api: N8nApi, id: string, timeoutMs = 20_000): Promise<Execution> {
	return await eventually(async () => {
		const execution = await api.waitForExecution(id);
		assert.equal(execution.status, 'success', execution.error);
		return execution;
	}, timeoutMs);
}

/** Changes values in the example's node `Settings`. */
function withSettings(file: WorkflowFile, values: Record<string, unknown>): WorkflowFile {
	const nodes = file.nodes.map((node) => {
		if (node.name !== 'Settings') return node;
		const { assignments }: { assignments: Array<{ name: string; value: unknown }> } = Object(
			node.parameters.assignments,
		);
		const changed = assignments.map((one) => ({ ...one, value: values[one.name] ?? one.value }));
		return { ...node, parameters: { ...node.parameters, assignments: { assignments: changed } } };
	});
	return { ...file, nodes, pinData: {} };
}

const post = async (url: string, body: FormData | URLSearchParams) => {
	const response = await fetch(url, { method: 'POST', body });
	return { status: response.status, text: await response.text() };
};

/** Calls the example's webhook with an order. Returns the order's link from the sandbox. */
async function order({ n8n: { api }, sandbox }: VersionContext, path: string, reference: string) {
	const body = { customer: 'Ayşe Yılmaz', phone: '0532 123 45 67', title: 'Website design' };
	const answer = await api.callWebhook(path, { ...body, order: reference, amount: '1.499,90' });
	assert.equal(answer.status, 200, answer.body);
	const link = sandbox.state().links.find(({ callbackId }) => callbackId === reference)!;
	return { link, answer: JSON.parse(answer.body) };
}

/**
 * Sends an order that must be paid within seconds, from a copy of the example and with a separate
 * sandbox. Other checks run until n8n notices the time limit.
 * @returns a check that the example recorded the unpaid order
 */
export async function orderThatIsNotPaid(
	context: VersionContext,
	{ file }: Examples[string],
): Promise<() => Promise<void>> {
	const { api } = context.n8n;
	const sandbox = await startSandbox();
	onShutdown(sandbox.close);
	const { paytrApi } = rightCredentials(sandbox);
	await api.createCredential('paytrApi', 'E2E unpaid', paytrApi);
	const copy = withSettings(file, { pay_until: '={{ $now.plus({ seconds: 5 }).toISO() }}' });
	const nodes = copy.nodes.map((node) => {
		if (node.credentials) return { ...node, credentials: { paytrApi: { name: 'E2E unpaid' } } };
		if (node.webhookId !== 'paytr-order') return node;
		const parameters = { ...node.parameters, path: 'paytr-order-soon' };
		return { ...node, webhookId: 'paytr-order-soon', parameters };
	});
	const id = await api.importWorkflow({ ...copy, nodes });
	await api.activate(id);
	await order({ ...context, sandbox }, 'paytr-order-soon', 'ORDER7000');
	const executionId = await waiting(api, id, new Set());
	return async () => {
		try {
			const execution = await ended(api, executionId, LIMIT_MS);
			const [row] = execution.output('Write that it was not paid');
			assert.deepEqual([row.json.status, row.json.link, row.json.paid], ['not paid', '', false]);
			const [link] = sandbox.state().links;
			assert.equal(link.deleted, true);
		} finally {
			await sandbox.close();
		}
	};
}

/** An order waits for its payment. Forged calls and calls of other orders don't end the wait. */
async function waitForPayment(context: VersionContext, { id }: Examples[string]): Promise<void> {
	const { n8n, sandbox } = context;
	const { api } = n8n;
	await api.activate(id);
	const start = async (reference: string) => {
		const known = await executionsOf(api, id);
		const { link, answer } = await order(context, 'paytr-order', reference);
		assert.deepEqual([answer.sent, answer.link], [true, link.link]);
		const executionId = await waiting(api, id, known);
		return { link, url: String(link.callbackLink), executionId };
	};
	/** Returns the answer to a rejected call. The execution keeps waiting. */
	const refused = async (url: string, executionId: string, fields: Record<string, string>) => {
		const { status } = await post(url, new URLSearchParams(fields));
		await eventually(async () => {
			const found = (await api.listExecutions(id)).find((one) => one.id === executionId);
			assert.equal(found?.status, 'waiting');
		}, 20_000);
		return status;
	};
	const first = await start('ORDER7001');
	const second = await start('ORDER7002');
	const forged = {
		callback_id: 'ORDER7001',
		merchant_oid: 'FORGED1',
		status: 'success',
		total_amount: '149990',
		hash: 'Zm9yZ2Vk',
	};
	for (let times = 0; times < 2; times++) {
		assert.equal(await refused(first.url, first.executionId, forged), 403);
	}
	const { origin, pathname, search } = new URL(first.url);
	// n8n 1.x doesn't sign resume URLs.
	if (search) assert.equal(await refused(origin + pathname, first.executionId, forged), 401);

	const { callbacks, merchantOid } = await pay(sandbox, first.link.id);
	assert.deepEqual([callbacks[0].httpStatus, callbacks[0].body], [200, 'OK']);
	const paid = await ended(api, first.executionId);
	const [row] = paid.output('Write that it was paid');
	assert.deepEqual(
		[
			row.json.reference,
			row.json.status,
			row.json.paid,
			row.json.paid_amount,
			row.json.merchant_oid,
		],
		['ORDER7001', 'paid', true, 1499.9, merchantOid],
	);
	assert.equal(paid.data.resultData.runData['Write that it was paid'].length, 1);
	assert.equal(paid.output('Delete the unpaid link').length, 0);

	const { fields } = sandbox.state().callbacks.find((one) => one.merchantOid === merchantOid)!;
	assert.equal(await refused(second.url, second.executionId, fields), 403);
	// PayTR repeats a notification if the OK got lost. By then the execution has ended.
	const repeated = await post(first.url, new URLSearchParams(fields));
	assert.equal(repeated.status, 409, repeated.text);
	const { answer } = await order(context, 'paytr-order', 'ORDER7001');
	assert.deepEqual([answer.sent, answer.reason], [false, 'alreadySent']);
}

/** The link's address in a mail. */
const linkIn = (text: string) => /href="([^"]+)"/.exec(text)![1].replaceAll('&amp;', '&');

/**
 * A person declines a refund by mail, then approves it. A second request for it refunds nothing.
 */
async function refundWithApproval(context: VersionContext, examples: Examples): Promise<void> {
	const { n8n, sandbox } = context;
	const { api } = n8n;
	const { file } = examples['crm-deal-to-paytr-link'];
	await api.runWorkflow(await api.importWorkflow(file), 'When a deal is won');
	const link = sandbox.state().links.find(({ callbackId }) => callbackId === 'DEAL1042')!;
	const { merchantOid } = await pay(sandbox, link.id);
	const refunded = () =>
		sandbox.state().payments.find((one) => one.merchantOid === merchantOid)?.refunded;

	const mailbox = await startMailbox();
	await api.createCredential('smtp', 'E2E mailbox', {
		user: '',
		password: '',
		host: '127.0.0.1',
		port: mailbox.port,
		secure: false,
		disableStartTls: true,
	});
	const { id, file: refund } = examples['refund-with-approval'];
	const nodes = refund.nodes.map((node) =>
		node.type.endsWith('.emailSend')
			? { ...node, credentials: { smtp: { name: 'E2E mailbox' } } }
			: node,
	);
	await api.importWorkflow({ ...refund, nodes, pinData: {} }, id);
	await api.activate(id);

	/** Fills in the form, and decides on the page that the mail links to. */
	const ask = async (refundNumber: string, decision: string): Promise<Execution> => {
		const known = await executionsOf(api, id);
		const before = mailbox.mails.length;
		const entry = [merchantOid, '100,00', refundNumber, 'Returned', 'ayse@example.com'];
		const form = new FormData();
		entry.forEach((value, index) => form.set(`field-${index}`, value));
		await eventually(async () => {
			const { status, text } = await post(`${n8n.url}/form/paytr-refund`, form);
			assert.equal(status, 200, text);
		});
		const executionId = await waiting(api, id, known);
		const mail = mailbox.mails[before];
		assert.equal(mail.to, 'approver@example.com');
		assert.match(mail.text, /100,00 TL/);
		const url = linkIn(mail.text);
		// Opening the link, as a mail program does, decides nothing.
		assert.match(await (await fetch(url)).text(), /Refund this payment/);
		const answer = new FormData();
		answer.set('field-0', decision);
		const { status, text } = await post(url, answer);
		assert.equal(status, 200, text);
		return await ended(api, executionId);
	};
	try {
		const refused = await ask('REFUND7001', 'Do not refund');
		assert.match(
			String(refused.output('Say that nothing was refunded')[0]?.json.result),
			/The person refused/,
		);
		assert.equal(refunded(), 0);
		assert.equal(mailbox.mails.length, 1);
		await ask('REFUND7001', 'Refund');
		assert.equal(refunded(), 10_000);
		assert.equal(mailbox.mails.length, 3);
		assert.equal(mailbox.mails[2].to, 'ayse@example.com');
		assert.match(mailbox.mails[2].text, /We have refunded 100,00 TL/);
		const again = await ask('REFUND7001', 'Refund');
		assert.equal(again.output('Say that it was refunded before').length, 1);
		assert.equal(refunded(), 10_000);
		assert.equal(mailbox.mails.length, 4);
	} finally {
		mailbox.close();
	}
}

/**
 * Runs the example without pinned data: it lists the transactions of one Payfull day once, and sums
 * them up.
 */
async function payfullDay({ n8n: { api }, sandbox }: VersionContext, examples: Examples) {
	const request = examples['crm-to-payfull'].file;
	await api.runWorkflow(await api.importWorkflow(request), 'When an order comes in');
	await pay(sandbox, sandbox.state().paymentRequests.at(-1)?.hash);
	const { file } = examples['payfull-transactions'];
	const day = async (values: Record<string, unknown>) => {
		const id = await api.importWorkflow(withSettings(file, values));
		const execution = await api.runWorkflow(id, 'Each morning at nine');
		assert.equal(execution.status, 'success', execution.error);
		const [summary] = execution.output('Sum up the day').map(({ json }) => String(json.summary));
		const rows = execution.output('List the transaction').map(({ json }) => json.id);
		return { summary, rows, failed: execution.output('Say what went wrong').length };
	};
	const today = { days_ago: 0, amount_field: 'total' };
	const first = await day(today);
	assert.match(first.summary, /^1 transaction on .*, total 149\.90$/);
	assert.equal(first.rows.length, 1);
	assert.deepEqual(await day(today), first);
	const empty = await day({ days_ago: 1 });
	assert.match(empty.summary, /^0 transactions on /);
	assert.deepEqual(empty.rows, []);
	sandbox.addFault({ service: 'payfull.transactions-list', fault: 'refuse', times: 1 });
	assert.deepEqual(await day(today), { summary: undefined, rows: [], failed: 1 });
}

/**
 * Checks the examples that wait for a person or for PayTR, and the examples that read a provider's
 * report.
 */
export async function waitingChecks(
	context: VersionContext,
	examples: Examples,
	check: Check,
): Promise<void> {
	context.sandbox.reset();
	await check(
		'wait-for-payment: rejects forged calls and records the payment',
		async () => await waitForPayment(context, examples['wait-for-payment']),
	);
	await check(
		'refund-with-approval: a person declines, approves, and asks again',
		async () => await refundWithApproval(context, examples),
	);
	await check(
		'payfull-transactions: lists a day once and sums it up',
		async () => await payfullDay(context, examples),
	);
}
