/* eslint-disable @n8n/community-nodes/no-restricted-imports, no-console -- development tool, never packed */
import { readdir } from 'node:fs/promises';
import Table from 'cli-table3';
import { z } from 'zod';
import type { Sandbox } from '../../sandbox';
import { Problem } from '../lib/children';
import type { Execution } from '../lib/n8nApi';
import type { RunningN8n } from '../lib/runtime';

/** A row of customers.xlsx as n8n reads it. Empty cells are missing. */
const customerSchema = z.object({
	name: z.string().default(''),
	phone: z.string().default(''),
	email: z.string().default(''),
	payment_link: z.string().default(''),
	/** The mistake in the row. Empty if the row is valid. */
	note: z.string().default(''),
});

type Customer = z.infer<typeof customerSchema>;

interface Outcome {
	/** Counted from 0. */
	row: number;
	channel: string;
	outcome: string;
	message: string;
}

const text = (value: unknown) => (typeof value === 'string' ? value : '');

/** The result of each row: the items of the node's two outputs, in the order of the rows. */
function outcomesOf(execution: Execution): Outcome[] {
	const rowOf = (pairedItem: unknown) =>
		typeof pairedItem === 'object' && pairedItem !== null && 'item' in pairedItem
			? Number(pairedItem.item)
			: -1;
	const sent = execution.output('Send payment link').map(({ json, pairedItem }) => ({
		row: rowOf(pairedItem),
		channel: text(json.channel),
		outcome: json.success === true ? 'sent' : 'not an outcome',
		message: `${text(json.recipient)}, link ${text(json.linkId)}`,
	}));
	const failed = execution.output('Send payment link', 1).map(({ json, pairedItem }) => {
		const details = Object(json.details);
		return {
			row: rowOf(pairedItem),
			channel: text(details.channel) || 'both',
			outcome: text(details.outcome) || 'failed',
			message: text(json.error),
		};
	});
	return [...sent, ...failed].sort((a, b) => a.row - b.row);
}

/** The expected messages of a valid row, without using the package's code. */
function messagesFor({ phone, email, payment_link }: Customer): string[] {
	const linkId = payment_link.split('/').filter(Boolean).at(-1);
	const cellPhone = `0${phone.replace(/\D/g, '').slice(-10)}`;
	return [`sms to ${cellPhone} with link ${linkId}`, `email to ${email} with link ${linkId}`];
}

/** The differences between the messages in the sandbox and the expected messages. */
function findDifferences(customers: Customer[], sandbox: Sandbox): string[] {
	const asked = customers.filter(({ note }) => note === '').flatMap(messagesFor);
	const arrived = sandbox
		.state()
		.messages.map(({ channel, to, linkId }) => `${channel} to ${to} with link ${linkId}`);
	const count = (list: string[], one: string) => list.filter((other) => other === one).length;
	return [...new Set([...asked, ...arrived])].flatMap((message) => {
		const wanted = count(asked, message);
		const got = count(arrived, message);
		return wanted === got ? [] : [`${message}: asked for ${wanted} times, arrived ${got} times`];
	});
}

/**
 * Runs the spreadsheet example, prints the result of each row, and checks the sandbox's inbox.
 * @returns the differences from the expected result
 */
export async function runSpreadsheet(
	n8n: RunningN8n,
	sandbox: Sandbox,
	workflowId: string,
	filesFolder: string,
): Promise<string[]> {
	const execution = await n8n.api.runWorkflow(workflowId, 'Start by hand');
	if (execution.status !== 'success') {
		throw new Problem(
			`The spreadsheet workflow ended with "${execution.status}": ${execution.error}`,
		);
	}
	const customers = execution.output('Read the rows').map(({ json }) => customerSchema.parse(json));
	const outcomes = outcomesOf(execution);
	const table = new Table({
		head: ['Row', 'Customer', 'Channel', 'Outcome', 'Message'],
		style: { head: [], border: [], compact: true },
		colWidths: [5, 24, 9, 10, 70],
		wordWrap: true,
	});
	for (const { row, channel, outcome, message } of outcomes) {
		// The first row of the spreadsheet is its heading.
		table.push([row + 2, customers[row]?.name ?? '', channel, outcome, message]);
	}
	console.log(`\n${table.toString()}\n`);

	const differences = findDifferences(customers, sandbox);
	for (const [row, { note }] of customers.entries()) {
		const sent = outcomes.filter((one) => one.row === row && one.outcome === 'sent').length;
		const expected = note === '' ? 2 : 0;
		if (sent !== expected) {
			differences.push(`row ${row + 2}: n8n says ${sent} messages were sent, not ${expected}`);
		}
	}
	const files = await readdir(filesFolder);
	for (const [list, outcome] of [
		['sent', (one: Outcome) => one.outcome === 'sent'],
		['failed', (one: Outcome) => one.outcome !== 'sent'],
	] as const) {
		const got = execution.output(
			list === 'sent' ? 'List what was sent' : 'List what failed',
		).length;
		const wanted = outcomes.filter(outcome).length;
		if (got !== wanted) differences.push(`the ${list} file has ${got} rows, not ${wanted}`);
		const dated = new RegExp(`^${list}-\\d{4}-\\d\\d-\\d\\d-\\d{4}\\.xlsx$`);
		if (!files.some((file) => dated.test(file))) differences.push(`there is no ${list} file`);
	}
	const good = customers.filter(({ note }) => note === '').length;
	const { counts } = sandbox.state();
	console.log(
		`${customers.length} rows: ${good} good, ${customers.length - good} wrong. ` +
			`The sandbox received ${counts.sms} SMS and ${counts.email} e-mails.`,
	);
	if (good === 0 || good === customers.length) {
		differences.push('customers.xlsx should have good and wrong rows');
	}
	if (differences.length === 0) {
		console.log(
			'Each good row arrived once by SMS and once by e-mail, and none of the wrong ones.',
		);
	}
	return differences;
}
