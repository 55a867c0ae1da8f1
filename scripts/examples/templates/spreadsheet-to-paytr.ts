import { byHand, codeNode, ifNode, notifyNode, setNode, settingsNode, IN_DOUBT } from '../nodes';
import { chain, onOutput, type Template, type TemplateNode } from '../template';
import { SELF_HOSTED } from '../texts';

const FOLDER = '/home/node/.n8n-files';

const SAMPLE_ROWS = `// Used only when there is no customers.csv.
return [
	{ name: 'Ayşe Yılmaz', phone: '0532 123 45 67', email: 'ayse.yilmaz@example.com', payment_link: 'SAMPLE1' },
	{ name: 'Mehmet Öztürk', phone: '+90 533 234 56 78', email: 'mehmet.ozturk@example.com', payment_link: 'https://www.paytr.com/link/SAMPLE2' },
	{ name: 'Selim Arslan', phone: '0545 345 67', email: '', payment_link: 'SAMPLE3' },
].map((row) => ({ json: row }));`;

const COLUMNS = ['name', 'phone', 'email', 'payment_link'];

const fromRow = (columns: string[]) =>
	Object.fromEntries(columns.map((name) => [name, `={{ $json.${name} }}`]));

function csvNodes(file: string, row: number): TemplateNode[] {
	return [
		{
			name: `Make ${file}`,
			at: [8, row],
			type: 'n8n-nodes-base.convertToFile',
			typeVersion: 1.1,
			parameters: { options: { fileName: file } },
		},
		{
			name: `Save ${file}`,
			at: [9, row],
			type: 'n8n-nodes-base.readWriteFile',
			typeVersion: 1,
			parameters: {
				operation: 'write',
				fileName: `={{ $('Settings').first().json.folder }}/${file}`,
				options: {},
			},
			settings: { onError: 'continueRegularOutput' },
		},
	];
}

export const spreadsheetToPaytr: Template = {
	file: 'spreadsheet-to-paytr',
	title: 'Send PayTR payment links from a spreadsheet to customers by SMS and email',
	howItWorks: `1. Every row of **customers.csv** has a customer, a phone, an e-mail address and a PayTR link.
2. **Send payment link** sends that link by SMS and by e-mail: two results per row.
3. What PayTR accepted ends up in **sent.csv**, the rest in **failed.csv**, with the reason.

A second run sends nothing twice: *Send Only Once* remembers each link and recipient. A row that you correct is sent.

Without a customers.csv, three sample rows are used. Their links are made up: a real PayTR store refuses them, and nobody is contacted.`,
	setup: `1. ${SELF_HOSTED}
2. Open **Send payment link** and choose your PayTR credential.
3. Save your spreadsheet as CSV in the folder that **Settings** names. n8n may read and write only where its administrator allows it (\`N8N_RESTRICT_FILE_ACCESS_TO\`).
4. Have your columns other names? Change them in **Name the columns**.
5. Click *Execute workflow*.`,
	sections: [
		{
			title: '1. Read the spreadsheet',
			text: 'A CSV file, or three sample rows where there is none. A Google Sheets or database node can stand in its place: connect it to **Name the columns**.',
			nodes: ['Start by hand', 'Read the rows', 'Make sample rows'],
		},
		{
			title: '2. Send',
			text: 'Wrong phones, addresses and links are found before anything is sent, and leave by the lower output.',
			nodes: ['Name the columns', 'Send payment link'],
		},
		{
			title: '3. Write down what became of each row',
			text: '**outcome** says what to do. `invalid` or `rejected`: correct the row. `notSent`: run again. `unknown`: PayTR gave no answer, look in its panel before you send again.',
			nodes: ['List what was sent', 'List what failed', 'Save sent.csv', 'Save failed.csv'],
		},
	],
	nodes: [
		byHand([0, 0]),
		settingsNode([1, 0], { folder: FOLDER }),
		{
			name: 'Read customers.csv',
			at: [2, 0],
			type: 'n8n-nodes-base.readWriteFile',
			typeVersion: 1,
			parameters: { fileSelector: '={{ $json.folder }}/customers.csv', options: {} },
			settings: { alwaysOutputData: true, onError: 'continueRegularOutput' },
		},
		ifNode(
			{ name: 'Is the file there?', at: [3, 0] },
			'={{ Object.keys($binary ?? {}).length > 0 }}',
		),
		{
			name: 'Read the rows',
			at: [4, -0.5],
			type: 'n8n-nodes-base.extractFromFile',
			typeVersion: 1,
			parameters: { options: {} },
		},
		codeNode({ name: 'Make sample rows', at: [4, 0.5] }, SAMPLE_ROWS),
		setNode({ name: 'Name the columns', at: [5, 0] }, fromRow(COLUMNS)),
		notifyNode(
			{ name: 'Send payment link', at: [6, 0] },
			{
				operation: 'sendEmailAndSms',
				linkId: '={{ $json.payment_link }}',
				cellPhone: '={{ $json.phone }}',
				email: '={{ $json.email }}',
			},
			{ includeInputFields: true },
		),
		setNode(
			{ name: 'List what was sent', at: [7, -0.5] },
			{
				...fromRow(['name', 'payment_link']),
				channel: '={{ $json.channel }}',
				recipient: '={{ $json.recipient }}',
				result: `={{ $json.success ? 'sent' : $json.reason === 'alreadySent' ? 'sent before' : '${IN_DOUBT}' }}`,
				sent_at: '={{ $now.toISO() }}',
			},
		),
		...csvNodes('sent.csv', -0.5),
		setNode(
			{ name: 'List what failed', at: [7, 0.5] },
			{
				...fromRow(COLUMNS),
				channel: '={{ $json.details?.channel }}',
				what_went_wrong: '={{ $json.error }}',
				how_to_fix: '={{ $json.howToFix }}',
				outcome: '={{ $json.details?.outcome }}',
			},
		),
		...csvNodes('failed.csv', 0.5),
	],
	wires: [
		...chain(
			'Start by hand',
			'Settings',
			'Read customers.csv',
			'Is the file there?',
			'Read the rows',
		),
		onOutput(1, 'Is the file there?', 'Make sample rows'),
		...chain('Read the rows', 'Name the columns', 'Send payment link'),
		...chain('Make sample rows', 'Name the columns'),
		...chain('Send payment link', 'List what was sent', 'Make sent.csv', 'Save sent.csv'),
		onOutput(1, 'Send payment link', 'List what failed'),
		...chain('List what failed', 'Make failed.csv', 'Save failed.csv'),
	],
	docs: {
		rows: '`customers.csv`, in a folder that n8n may read (12 good rows and 5 with mistakes are in this repository); three sample rows without it',
		needs: 'a PayTR account, links that exist',
		key: 'the link and the recipient, by channel (no key of its own: a corrected phone is a new message)',
	},
};
