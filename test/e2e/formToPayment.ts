/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import assert from 'node:assert/strict';
import { z } from 'zod';
import type { WorkflowFile } from '../../scripts/lib/n8nApi';
import { eventually } from './eventually';
import type { VersionContext } from './context';
import { connection, executionsOf, nextExecution, otherNode, pay, workflowOf } from './workflows';

type Row = Record<string, string | boolean>;

/** A workflow that updates the row with this reference in the example's table. */
function rowSetter(example: WorkflowFile, reference: string, values: Row): WorkflowFile {
	const node = example.nodes.find(({ parameters }) =>
		['update', 'upsert'].includes(String(parameters.operation)),
	)!;
	const columns: { schema: Array<{ id: string }> } = Object(node.parameters.columns);
	const nodes = [
		otherNode('Start', 'manualTrigger', 1, {}),
		{
			...node,
			name: 'Set',
			parameters: {
				...node.parameters,
				operation: 'update',
				filters: {
					conditions: [{ keyName: 'reference', condition: 'eq', keyValue: reference }],
				},
				columns: {
					...columns,
					value: values,
					schema: columns.schema.map((one) => ({ ...one, removed: !(one.id in values) })),
				},
			},
		},
	];
	return workflowOf('Set a row', nodes, { Start: connection('Set') });
}

const submitted = z.object({ formWaitingUrl: z.string() });

/** Fills in the form and returns the last page. */
async function fillIn(url: string, values: string[], lastPage: RegExp): Promise<string> {
	const fields = new FormData();
	values.forEach((value, index) => fields.set(`field-${index}`, value));
	const answer = await eventually(async () => {
		const response = await fetch(`${url}/form/paytr-form`, { method: 'POST', body: fields });
		const text = await response.text();
		assert.equal(response.status, 200, text);
		return text;
	});
	const { formWaitingUrl } = submitted.parse(JSON.parse(answer));
	const status = new URL(formWaitingUrl);
	status.pathname += '/n8n-execution-status';
	await eventually(async () => {
		assert.equal((await (await fetch(status)).text()).trim(), 'form-waiting');
	}, 20_000);
	const page = await (await fetch(formWaitingUrl)).text();
	assert.match(page, lastPage);
	return page;
}

/**
 * Runs the first example to its last step: a customer pays a link, and the example marks the row as
 * paid.
 */
export async function fromRowsToPayment(
	{ n8n: { api }, sandbox }: VersionContext,
	examples: Record<string, { id: string; file: WorkflowFile }>,
): Promise<void> {
	sandbox.reset();
	const { id: paidLinks, file } = examples['paytr-paid'];
	await api.importWorkflow({ ...file, pinData: {} }, paidLinks);
	await api.activate(paidLinks);
	const first = await api.importWorkflow(examples['1-start-here'].file);
	const sent = await api.runWorkflow(first, 'Start by hand');
	assert.equal(sent.status, 'success', sent.error);
	const [failed] = sent.output('List what went wrong');
	assert.match(String(failed.json.how_to_fix), /^Use a Turkish mobile/);
	const link = sandbox.state().links.find(({ callbackId }) => callbackId === 'INV2')!;
	const known = await executionsOf(api, paidLinks);
	await pay(sandbox, link.id);
	const paid = await nextExecution(api, paidLinks, known);
	const [row] = paid.output('Mark the row as paid');
	const { reference, customer, status, paid_amount } = row.json;
	assert.deepEqual(
		[reference, customer, status, paid_amount],
		['INV2', 'Mehmet Öztürk', 'paid', 750],
	);

	const run = async (name: string, trigger: string) => {
		const id = await api.importWorkflow({ ...examples[name].file, pinData: {} });
		const execution = await api.runWorkflow(id, trigger);
		assert.equal(execution.status, 'success', execution.error);
		return execution;
	};
	const compared = await run('reconcile-paytr', 'Each morning at seven');
	const findings = compared
		.output('List the findings')
		.map(({ json }) => `${json.reference}: ${json.finding}`);
	assert.deepEqual(findings.filter((finding) => /^INV[1-4]:/.test(finding)).sort(), [
		'INV1: still open',
		'INV3: still open',
	]);

	const monthAgo = new Date(Date.now() - 40 * 86_400_000).toISOString();
	const setter = rowSetter(file, 'INV1', { sent_at: monthAgo });
	await api.runWorkflow(await api.importWorkflow(setter), 'Start');
	const replaced = await run('replace-expired-paytr', 'Each morning at eight');
	const [newRow] = replaced.output('Write the new link to the row');
	const { links, messages } = sandbox.state();
	const [before, now] = links.filter(({ callbackId }) => callbackId === 'INV1');
	assert.deepEqual([before.deleted, now.deleted], [true, false]);
	assert.equal(newRow.json.link, now.link);
	assert.equal(messages.filter(({ linkId }) => linkId === now.id).length, 1);
}

/**
 * Runs the form, reminder and payment examples without pinned data: a person fills in the form,
 * reminders go out on days 3 and 7, the customer pays, and no reminder follows.
 */
export async function fromFormToPayment(
	{ n8n, sandbox }: VersionContext,
	examples: Record<string, { id: string; file: WorkflowFile }>,
): Promise<void> {
	const { api } = n8n;
	sandbox.reset();
	for (const { id, file } of [
		examples['form-to-paytr'],
		examples['reminders-paytr'],
		examples['paytr-paid'],
	]) {
		await api.importWorkflow({ ...file, pinData: {} }, id);
		await api.activate(id);
	}
	const { id: reminders, file } = examples['reminders-paytr'];

	const entry = ['INV5001', 'Zeynep Güneş', '0536 567 89 01', '749,50', 'Çay bardağı'];
	const page = await fillIn(n8n.url, entry, /The link is on its way/);
	const [link] = sandbox.state().links;
	assert.ok(page.includes(link.link), `the last page should show ${link.link}:\n${page}`);
	assert.equal(link.callbackId, 'INV5001');
	await fillIn(n8n.url, entry, /has its link already/);
	await fillIn(
		n8n.url,
		['INV5002', entry[1], '0536 567', ...entry.slice(3)],
		/not a Turkish mobile number/,
	);

	const setRow = async (reference: string, values: Row) => {
		const id = await api.importWorkflow(rowSetter(file, reference, values));
		const execution = await api.runWorkflow(id, 'Start');
		assert.equal(execution.status, 'success', execution.error);
		return execution.output('Set').map(({ json }) => json);
	};
	/**
	 * Runs this morning's reminders. Returns whether a reminder was due, and the link's number of
	 * messages so far.
	 */
	const morning = async (of: { id: string }) => {
		const execution = await api.runWorkflow(reminders, 'Each morning at ten');
		assert.equal(execution.status, 'success', execution.error);
		const due = execution.output('Is one due today?').length;
		const sent = sandbox.state().messages.filter(({ linkId }) => linkId === of.id);
		return { due, messages: sent.length };
	};
	const onDay = async (day: number, values: Row = {}, of = link) => {
		const sentAt = new Date(Date.now() - day * 86_400_000).toISOString();
		const [row] = await setRow(String(of.callbackId), { ...values, sent_at: sentAt });
		return { row, ...(await morning(of)) };
	};
	for (const [day, messages] of [
		[0, 1],
		[2, 1],
		[3, 2],
		[3, 2],
	]) {
		assert.equal((await onDay(day)).messages, messages, `messages on day ${day}`);
	}

	const { id: paidLinks } = examples['paytr-paid'];
	const known = await executionsOf(api, paidLinks);
	await pay(sandbox, link.id, { copies: 2 });
	const paid = await nextExecution(api, paidLinks, known);
	assert.equal(paid.output('Mark the row as paid').at(0)?.json.paid_amount, 749.5);
	const afterPayment = await onDay(7);
	assert.equal(afterPayment.row.paid, true);
	assert.equal(afterPayment.due, 0, 'a reminder on day 7, although it is paid');
	assert.equal(afterPayment.messages, 2);
	const unpaid = await onDay(7, { paid: false });
	assert.equal(unpaid.due, 1, 'a reminder on day 7, had it not been paid');

	await fillIn(n8n.url, ['INV5003', ...entry.slice(1)], /The link is on its way/);
	const another = sandbox.state().links.find(({ callbackId }) => callbackId === 'INV5003')!;
	for (const [day, messages] of [
		[3, 2],
		[7, 3],
		[7, 3],
	]) {
		const seen = await onDay(day, {}, another);
		assert.equal(seen.messages, messages, `messages of a link that stays unpaid, day ${day}`);
	}
}
