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

/** Number of identical events that a CRM sends at once when it gets no response in time. */
const EVENTS = 5;

/**
 * Number of payment notifications. PayTR repeats a notification without an answer, and the sandbox
 * simulates this.
 */
const NOTICES = 3;

const answerSchema = z.object({
	sent: z.boolean(),
	linkId: z.string().nullish(),
	reason: z.string().optional(),
	message: z.string().optional(),
});

/** Waits until the workflow for paid links has run, and until no further execution follows. */
async function paidExecutions({ api }: RunningN8n, workflowId: string): Promise<Execution[]> {
	const deadline = Date.now() + 15_000;
	let listed = await api.listExecutions(workflowId);
	while (listed.length === 0 && Date.now() < deadline) {
		await sleep(200);
		listed = await api.listExecutions(workflowId);
	}
	// A wrong second execution would start within this time.
	await sleep(1000);
	listed = await api.listExecutions(workflowId);
	return await Promise.all(listed.map(async ({ id }) => await api.waitForExecution(id)));
}

/**
 * Simulates a won deal that the CRM reports several times at once, and pays its link in the
 * sandbox. Checks that there is one link and one SMS, and that repeated payment notifications mark
 * the deal as paid only once.
 * @returns the differences from the expected result
 */
export async function runPaidLink(
	n8n: RunningN8n,
	sandbox: Sandbox,
	dealWorkflowId: string,
	paidWorkflowId: string,
): Promise<string[]> {
	const before = sandbox.state().links.length;
	const events = Array.from(
		{ length: EVENTS },
		async () => await n8n.api.callWebhook('crm-deal-won', DEAL),
	);
	const answers = (await Promise.all(events)).map(({ body }) =>
		answerSchema.parse(JSON.parse(body)),
	);
	const deals = await n8n.api.listExecutions(dealWorkflowId);
	const linkId = answers.find(({ sent }) => sent)?.linkId;
	if (!linkId) {
		return [`none of the CRM's calls was answered with a link: ${JSON.stringify(answers)}`];
	}
	await fetch(`${sandbox.url}/_sandbox/pay/${linkId}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ copies: NOTICES }),
	});
	const executions = await paidExecutions(n8n, paidWorkflowId);
	const rows = executions.flatMap((execution) => execution.output('Mark the row as paid'));
	const { links, messages, payments, callbacks } = sandbox.state();
	const created = links.slice(before);
	const newLinks = new Set(created.map(({ id }) => id));
	const sent = messages.filter((message) => newLinks.has(message.linkId ?? ''));
	const paid = payments.filter((payment) => payment.linkId === linkId);
	const notices = callbacks.filter(({ merchantOid }) => merchantOid === paid[0]?.merchantOid);
	const said = answers.map((answer) =>
		answer.sent ? 'sent' : (answer.reason ?? answer.message ?? ''),
	);

	const table = new Table({
		head: ['Step', 'Count', 'What'],
		style: { head: [], border: [], compact: true },
	});
	table.push(
		['Deal won', deals.length, `${DEAL.deal}, ${DEAL.customer}, ${DEAL.amount} TL, all at once`],
		['Answer', answers.length, said.join(', ')],
		['Link', created.length, created.map(({ link }) => link).join(', ')],
		['Message', sent.length, sent.map(({ channel, to }) => `${channel} to ${to}`).join(', ')],
		['Payment', paid.length, paid.map(({ totalAmount }) => `${totalAmount / 100} TL`).join(', ')],
		['Notice', notices.length, notices.map(({ body }) => `answered ${body}`).join(', ')],
		['Start', executions.length, executions.map(({ status }) => status).join(', ')],
		[
			'Paid row',
			rows.length,
			rows
				.map(({ json }) => `${json.reference}: paid ${json.paid}, ${json.paid_amount} TL`)
				.join(', '),
		],
	);
	console.log(`\n${table.toString()}\n`);

	const expected: Array<[what: string, is: unknown, shouldBe: unknown]> = [
		['executions of the deal workflow', deals.length, EVENTS],
		['answers that say sent', said.filter((one) => one === 'sent').length, 1],
		[
			'answers that say alreadySent',
			said.filter((one) => one === 'alreadySent').length,
			EVENTS - 1,
		],
		['links created', created.length, 1],
		['its price', created[0]?.price, 149_990],
		['messages', sent.map(({ channel, to }) => `${channel} ${to}`).join(), 'sms 05321234567'],
		['payments', paid.length, 1],
		['notices answered OK', notices.filter(({ ok }) => ok).length, NOTICES],
		['starts of the paid workflow', executions.length, 1],
		['rows marked as paid', rows.filter(({ json }) => json.paid === true).length, 1],
		['the paid row', rows[0]?.json.reference, DEAL.deal],
		['the paid amount', rows[0]?.json.paid_amount, 1499.9],
	];
	const differences = expected
		.filter(([, is, shouldBe]) => is !== shouldBe)
		.map(([what, is, shouldBe]) => `${what}: ${is}, not ${shouldBe}`);
	if (differences.length === 0) {
		console.log(
			`The CRM reported the deal ${EVENTS} times at once: one link, one SMS. ` +
				`PayTR's notice came ${NOTICES} times: the deal was marked as paid once.`,
		);
	}
	return differences;
}
