import { createLinkNode, dropSentBefore, filterNode, IN_DOUBT, settingsNode } from '../nodes';
import { chain, onOutput, type Json, type Template, type TemplateNode } from '../template';
import { SELF_HOSTED, TRY_IT, UNPIN } from '../texts';

/** What people fill in: the columns that the trigger watches. */
const INPUTS = ['invoice', 'customer', 'phone', 'amount', 'send'];
const RESULTS = ['link', 'status', 'how_to_fix', 'sent_at'];

const SHEET = {
	documentId: { __rl: true, mode: 'list', value: '' },
	sheetName: { __rl: true, mode: 'list', value: '' },
};

const row = (rowNumber: number, ...cells: [string, string, string, unknown, string]): Json => ({
	row_number: rowNumber,
	change_type: 'added',
	...Object.fromEntries(INPUTS.map((name, index) => [name, cells[index]])),
	link: '',
	status: '',
	how_to_fix: '',
	sent_at: '',
});

function writeToRow(name: string, at: TemplateNode['at'], results: Json): TemplateNode {
	const value = { invoice: '={{ $json.invoice }}', ...results };
	return {
		name,
		at,
		type: 'n8n-nodes-base.googleSheets',
		typeVersion: 4.7,
		parameters: {
			operation: 'update',
			...SHEET,
			columns: {
				mappingMode: 'defineBelow',
				value,
				matchingColumns: ['invoice'],
				schema: ['invoice', ...RESULTS].map((id) => ({
					id,
					displayName: id,
					required: false,
					defaultMatch: false,
					display: true,
					type: 'string',
					canBeUsedToMatch: true,
					removed: !(id in value),
				})),
				attemptToConvertTypes: false,
				convertFieldsToString: false,
			},
			options: {},
		},
		pinned: [{ invoice: 'INV1042', status: 'sample of what Google Sheets answers' }],
		settings: { retryOnFail: true },
	};
}

export const googleSheetsToPaytr: Template = {
	file: 'google-sheets-to-paytr',
	title: 'Send PayTR payment links from new Google Sheets rows to customers by SMS',
	howItWorks: `1. Each minute, the trigger looks for rows that were added or changed.
2. A row is ready when its column **send** says *yes*: so nobody gets a link out of a row that is half typed.
3. A PayTR link over the amount is created and sent by SMS.
4. Link, status and time are written back to the same row, found by its invoice number. A row that fails gets the reason and the fix: correct it, and it is sent.

The invoice number is the *Deduplication Key*: whatever is changed in its row later, an invoice is sent once.

${TRY_IT}`,
	setup: `1. ${SELF_HOSTED}
2. Give your sheet the columns \`invoice\`, \`customer\`, \`phone\`, \`amount\`, \`send\`, \`link\`, \`status\`, \`how_to_fix\`, \`sent_at\`.
3. Choose the sheet in the three Google Sheets nodes, with your Google account. The trigger needs the right to edit the sheet, and the Google Drive API.
4. Leave \`link\`, \`status\`, \`how_to_fix\` and \`sent_at\` out of *Columns to Watch*: otherwise the workflow's own writing starts it again.
5. Choose your PayTR credential in **Create the link and send it**.
6. ${UNPIN}`,
	sections: [
		{
			title: '1. A row that is ready',
			text: 'Only the columns that people fill in are watched. **Settings** holds the word that releases a row, and the text before the invoice number.',
			nodes: ['When a row is added or changed', 'Is the row ready?'],
		},
		{
			title: '2. Send, once per invoice',
			text: 'What is wrong leaves by the lower output, and the other rows are sent.',
			nodes: ['Create the link and send it', 'Drop what was sent before'],
		},
		{
			title: '3. Write back',
			text: 'If a link was created and its SMS failed, both are written to the row.',
			nodes: ['Write the link to the row', 'Write the reason to the row'],
		},
	],
	nodes: [
		{
			name: 'When a row is added or changed',
			at: [0, 0],
			type: 'n8n-nodes-base.googleSheetsTrigger',
			typeVersion: 1,
			parameters: {
				pollTimes: { item: [{ mode: 'everyMinute' }] },
				...SHEET,
				event: 'anyUpdate',
				options: { columnsToWatch: INPUTS },
			},
			pinned: [
				row(2, 'INV1042', 'Ayşe Yılmaz', '0532 123 45 67', '1.499,90', 'yes'),
				row(3, 'INV1043', 'Mehmet Öztürk', '+90 533 234 56 78', 250, 'Yes'),
				row(4, 'INV1044', 'Fatma Şahin', '0534 345 67 89', '80,00', ''),
				row(5, 'INV1045', 'Selim Arslan', '0545 345 67', '120', 'yes'),
			],
		},
		settingsNode([1, 0], { ready: 'yes', title: 'Invoice' }),
		filterNode(
			{ name: 'Is the row ready?', at: [2, 0] },
			'={{ String($json.send).trim().toLowerCase() === $json.ready }}',
		),
		createLinkNode([3, 0], {
			name: '={{ $json.title }} {{ $json.invoice }}',
			price: '={{ $json.amount }}',
			cellPhone: '={{ $json.phone }}',
			key: '={{ $json.invoice }}',
			includeInputFields: true,
		}),
		dropSentBefore([4, -0.5]),
		writeToRow('Write the link to the row', [5, -0.5], {
			link: "={{ $json.link ?? '' }}",
			status: `={{ $json.success ? 'sent' : '${IN_DOUBT}' }}`,
			how_to_fix: '',
			sent_at: "={{ $now.toFormat('yyyy-MM-dd HH:mm') }}",
		}),
		writeToRow('Write the reason to the row', [5, 0.5], {
			link: "={{ $json.details?.link ?? '' }}",
			status: '={{ $json.details?.outcome }}: {{ $json.error }}',
			how_to_fix: '={{ $json.howToFix }}',
			sent_at: '',
		}),
	],
	wires: [
		...chain(
			'When a row is added or changed',
			'Settings',
			'Is the row ready?',
			'Create the link and send it',
			'Drop what was sent before',
			'Write the link to the row',
		),
		onOutput(1, 'Create the link and send it', 'Write the reason to the row'),
	],
	docs: {
		rows: 'a Google sheet: each row that is added or changed, once its column `send` says yes',
		needs: 'a PayTR account, a Google account',
		key: 'the invoice number',
	},
};
