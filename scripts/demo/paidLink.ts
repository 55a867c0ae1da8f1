/* eslint-disable @n8n/community-nodes/no-restricted-imports, no-console -- development tool, never packed */
import { setTimeout as sleep } from 'node:timers/promises';
import Table from 'cli-table3';
import { z } from 'zod';
import type { Sandbox } from '../../sandbox';
import type { Execution } from '../lib/n8nApi';
import type { RunningN8n } from '../lib/runtime';

const DEAL = {
	deal: 'DEAL1042',
	customer: 'Ayşe Yılmaz',
	phone: '0532 123 45 67',
	title: 'Website design',
	amount: '1.499,90',
};

/** PayTR repeats a notice that it thinks unanswered; the sandbox is asked to send it this often. */
const NOTICES = 3;

const answerSchema = z.object({ sent: z.boolean(), linkId: z.string().nullish() });

/** Waits for the paid workflow's executions, until there is one and no other follows it. */
async function paidExecutions({ api }: RunningN8n, workflowId: string): Promise<Execution[]> {
	const deadline = Date.now() + 15_000;
	let listed = await api.listExecutions(workflowId);
	while (listed.length === 0 && Date.now() < deadline) {
		await sleep(200);
		listed = await api.listExecutions(workflowId);
	}
	// A start too many would have been made by a notice that was answered already.
	await sleep(1000);
	listed = await api.listExecutions(workflowId);
	return await Promise.all(listed.map(async ({ id }) => await api.waitForExecution(id)));
}

/**
 * Wins a deal, pays its link in the sandbox, and checks that the deal is marked as paid, once,
 * although the notice comes several times.
 * @returns what is not as it should be
 */
export async function runPaidLink(
	n8n: RunningN8n,
	sandbox: Sandbox,
	dealWorkflowId: string,
	paidWorkflowId: string,
): Promise<string[]> {
	const before = sandbox.state().links.length;
	const answer = await n8n.api.callWebhook('crm-deal-won', DEAL);
	const { linkId } = answerSchema.parse(JSON.parse(answer.body));
	const deals = await n8n.api.listExecutions(dealWorkflowId);
	if (answer.status !== 200 || !linkId) {
		return [`the CRM's call was answered with ${answer.status}: ${answer.body}`];
	}
	await fetch(`${sandbox.url}/_sandbox/pay/${linkId}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ copies: NOTICES }),
	});
	const executions = await paidExecutions(n8n, paidWorkflowId);
	const rows = executions.flatMap((execution) => execution.output('Mark the deal as paid'));
	const { links, messages, payments, callbacks } = sandbox.state();
	const created = links.slice(before);
	const sent = messages.filter((message) => message.linkId === linkId);
	const paid = payments.filter((payment) => payment.linkId === linkId);
	const notices = callbacks.filter(({ merchantOid }) => merchantOid === paid[0]?.merchantOid);

	const table = new Table({
		head: ['Step', 'Count', 'What'],
		style: { head: [], border: [], compact: true },
	});
	table.push(
		['Deal won', deals.length, `${DEAL.deal}, ${DEAL.customer}, ${DEAL.amount} TL`],
		['Link', created.length, created.map(({ link }) => link).join(', ')],
		['Message', sent.length, sent.map(({ channel, to }) => `${channel} to ${to}`).join(', ')],
		['Payment', paid.length, paid.map(({ totalAmount }) => `${totalAmount / 100} TL`).join(', ')],
		['Notice', notices.length, notices.map(({ body }) => `answered ${body}`).join(', ')],
		['Start', executions.length, executions.map(({ status }) => status).join(', ')],
		[
			'Paid row',
			rows.length,
			rows.map(({ json }) => `${json.deal}: paid ${json.paid}, ${json.paid_amount} TL`).join(', '),
		],
	);
	console.log(`\n${table.toString()}\n`);

	const expected: Array<[what: string, is: unknown, shouldBe: unknown]> = [
		['links created', created.length, 1],
		['its price', created[0]?.price, 149_990],
		['messages', sent.map(({ channel, to }) => `${channel} ${to}`).join(), 'sms 05321234567'],
		['payments', paid.length, 1],
		['notices answered OK', notices.filter(({ ok }) => ok).length, NOTICES],
		['starts of the paid workflow', executions.length, 1],
		['rows marked as paid', rows.filter(({ json }) => json.paid === true).length, 1],
		['the paid row', rows[0]?.json.deal, DEAL.deal],
		['the paid amount', rows[0]?.json.paid_amount, 1499.9],
	];
	const differences = expected
		.filter(([, is, shouldBe]) => is !== shouldBe)
		.map(([what, is, shouldBe]) => `${what}: ${is}, not ${shouldBe}`);
	if (differences.length === 0) {
		console.log(`The notice came ${NOTICES} times, and the deal was marked as paid once.`);
	}
	return differences;
}
