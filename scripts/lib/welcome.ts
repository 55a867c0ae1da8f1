import Table from 'cli-table3';

/** The facts about the n8n of `npm start` that a person needs. */
export interface Started {
	n8nUrl: string;
	owner: { email: string; password: string };
	sandboxUrl: string;
	seconds: number;
}

export const STOPPED = 'Stopped. `npm start` continues where you left off.';

const TRY_FIRST = [
	'1. Open the editor and log in.',
	'2. Open the workflow "1. Start here: …".',
	'3. Click "Execute workflow": three customers get a payment link',
	'   by SMS. The fourth row says what is wrong with it.',
	'4. Open the inbox and pay one of the links. In the data table',
	'   "payment_links", its row now says that it is paid.',
];

/**
 * Commands to copy. They are printed below the box, because the box's lines would be copied too.
 */
const fromCrm = (url: string) => `Call a workflow as a CRM would:

curl ${url}/webhook/crm-payment-request \\
  --json '{"order":"1042","title":"Order 1042","amount":"149,90",
    "firstName":"Ayşe","lastName":"Yılmaz",
    "phone":"0532 123 45 67","email":"ayse@example.com"}'

curl ${url}/webhook/crm-deal-won \\
  --json '{"deal":"DEAL1042","title":"Website design",
    "amount":"1.499,90","customer":"Ayşe Yılmaz",
    "phone":"0532 123 45 67"}'`;

/** The output of `npm start` when n8n is ready. Fits into a terminal of 80 columns. */
export function welcome({ n8nUrl, owner, sandboxUrl, seconds }: Started): string {
	const box = new Table({ wordWrap: false, style: { head: [], border: [] } });
	box.push(
		['n8n editor', n8nUrl],
		['Log-in', `${owner.email}\n${owner.password}\nan account for this n8n only`],
		['Inbox', `${sandboxUrl}\nevery SMS and e-mail that PayTR and Payfull would send`],
		['Türkçe', 'Adım adım kılavuz: docs/kilavuz.tr.md'],
		['Try first', TRY_FIRST.join('\n')],
	);
	return [
		`\nReady after ${seconds} s.`,
		box.toString(),
		fromCrm(n8nUrl),
		'\nPress Ctrl-C to stop n8n and the sandbox.',
	].join('\n');
}
