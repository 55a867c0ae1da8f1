/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test, never packed */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { IDataObject } from 'n8n-workflow';

import { CONTINUE, EMAIL_AND_SMS, engineOn, PAYFULL, PAYTR, REQUEST } from './support/providers';
import { useSandbox } from './support/sandbox';

const ROOT = join(__dirname, '../..');

const DOCUMENT = join(ROOT, 'docs/values.md');

const TABLE = /(?<=<!-- rows -->\n)[^]*(?=\n<!-- end of rows -->)/;

/** The rows of a CSV file without line breaks in its cells. */
function rowsOf(csv: string): Array<Record<string, string>> {
	const cells = (line: string) =>
		[...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
			([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain,
		);
	const [names, ...lines] = csv.trim().split('\n').map(cells);
	return lines.map((line) => Object.fromEntries(names.map((name, i) => [name, line[i]])));
}

const ROWS = rowsOf(readFileSync(join(ROOT, 'examples/customers-damaged.csv'), 'utf8'));

/** The form field of each column, for PayTR and for Payfull. */
const FIELD: Record<string, { paytr?: string; payfull?: string }> = {
	phone: { paytr: 'cell_phone', payfull: 'recipient_phone' },
	email: { paytr: 'email', payfull: 'recipient_email' },
	payment_link: { paytr: 'id' },
	amount: { payfull: 'payment_free_amount' },
	vat: { payfull: 'kdv' },
	last_day: { payfull: 'end_date' },
	title: { payfull: 'title' },
	sms_text: { payfull: 'sms_text' },
};

const PAYFULL_REQUEST = {
	...REQUEST,
	viaEmailSms: '2',
	recipientPhone: '={{ $json.phone }}',
	paymentFreeAmount: '={{ $json.amount }}',
	kdv: '={{ $json.vat }}',
	additionalFields: {},
	endDate: '={{ $json.last_day }}',
	title: '={{ $json.title }}',
	smsText: '={{ $json.sms_text }}',
};

const sandbox = useSandbox();

/** As code, with invisible characters written as \\u. */
const asCode = (value: string) =>
	value === ''
		? '(empty)'
		: `\`${value.replace(/[\p{Cf}\p{Cc}\u00a0\ufffd]/gu, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)}\``;

const asText = (message: unknown) => String(message).replace(/[|<]/g, '\\$&');

interface Became {
	told: string;
	wayOut: string;
}

/** A node's result for one row: the value that was sent, or the error message. */
async function became(node: string, column: string, row: IDataObject): Promise<Became> {
	const [parameters, field] =
		node === PAYTR
			? [{ ...EMAIL_AND_SMS, linkId: '={{ $json.payment_link }}' }, FIELD[column].paytr]
			: [PAYFULL_REQUEST, FIELD[column].payfull];
	if (!field) return { told: '', wayOut: '' };
	sandbox.reset();
	const result = await engineOn(sandbox).runNode(node, parameters, [row], CONTINUE);
	const failed = result.json.filter(({ error }) => error !== undefined);
	const sent = sandbox.state().requests.map(({ fields }) => fields[field]);
	const values = [...new Set(sent)].filter((value) => value !== undefined);
	const told = [
		...failed.map(({ error }) => asText(error)),
		...values.map((value) => `sent as ${asCode(value)}`),
	];
	if (failed.length && sent.length) told.push('the other message was sent');
	const [first] = failed.map(({ howToFix }) => howToFix);
	return { told: told.join('; '), wayOut: first === undefined ? '' : asText(first) };
}

async function table(): Promise<string> {
	const lines = [
		'| | In the sheet | | PayTR | Payfull | What to do |',
		'|--:|---|---|---|---|---|',
	];
	for (const [i, { damage, ...row }] of ROWS.entries()) {
		const [column] = damage.split(': ');
		const paytr = await became(PAYTR, column, row);
		const payfull = await became(PAYFULL, column, row);
		const cells = [i + 1, asCode(row[column]), damage, paytr.told, payfull.told];
		lines.push(`| ${cells.join(' | ')} | ${payfull.wayOut || paytr.wayOut} |`);
	}
	return lines.join('\n');
}

it('docs/values.md describes the result of each damaged row', async () => {
	expect(ROWS).toHaveLength(70);
	const made = await table();
	const written = readFileSync(DOCUMENT, 'utf8');
	if (process.env.UPDATE_DOCS)
		writeFileSync(
			DOCUMENT,
			written.replace(TABLE, () => made),
		);
	expect(TABLE.exec(readFileSync(DOCUMENT, 'utf8'))?.[0]).toBe(made);
}, 60_000);
