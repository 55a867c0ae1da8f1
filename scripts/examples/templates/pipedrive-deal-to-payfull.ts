import { dropSentBefore, filterNode, paymentRequestNode, setNode, settingsNode } from '../nodes';
import { chain, onOutput, type Json, type Template, type TemplateNode } from '../template';
import { OUTCOMES, SELF_HOSTED, TRY_IT, UNPIN } from '../texts';

const DEAL = "$('Read the deal and the person').item.json";

const IN_DOUBT = 'not known whether it was sent: look in the Payfull panel';

/** The nodes of Pipedrive's API v2: it has closed the first version for deals and persons. */
function pipedriveNode(
	name: string,
	at: TemplateNode['at'],
	parameters: Json,
	pinned: Json,
): TemplateNode {
	return {
		name,
		at,
		type: 'n8n-nodes-base.pipedrive',
		typeVersion: 2,
		parameters,
		pinned: [pinned],
	};
}

function note(name: string, at: TemplateNode['at'], content: string): TemplateNode {
	return pipedriveNode(
		name,
		at,
		{
			resource: 'note',
			operation: 'create',
			content,
			additionalFields: { deal_id: `={{ ${DEAL}.deal }}` },
		},
		{ id: 1, note: 'sample of what Pipedrive answers' },
	);
}

const change = (id: number, status: string) => ({
	meta: { action: 'change', entity: 'deal', entity_id: String(id), version: '2.0' },
	data: { id, title: 'Annual maintenance', value: 2400, currency: 'TRY', status, person_id: 77 },
	previous: { status: 'open' },
});

export const pipedriveDealToPayfull: Template = {
	file: 'pipedrive-deal-to-payfull',
	title: 'Send Payfull payment requests from won Pipedrive deals to contacts by email and SMS',
	howItWorks: `1. Pipedrive reports that a deal has changed.
2. If its status is *won*, the deal's person is read: the report holds the person's ID only.
3. Payfull sends a payment request over the deal's value, by e-mail and SMS, to be paid within the days of **Settings**.
4. The state is written to the deal's custom field *Payment request*, and a note is added. If nothing could be sent, the note says why.

The deal's ID is the *Deduplication Key*: each later change of a won deal is reported as well, and sends nothing.

${TRY_IT}`,
	setup: `1. ${SELF_HOSTED} The Pipedrive node of this template is newer than n8n 2.8.
2. In Pipedrive, add the custom deal field *Payment request* (text).
3. Choose your Pipedrive credential in the trigger and in the other Pipedrive nodes.
4. Choose your Payfull credential in **Send the payment request**, and the VAT rate (20 % is set).
5. In **Settings**, say within how many days to pay.
6. ${UNPIN}

What to do after a failure: ${OUTCOMES}`,
	sections: [
		{
			title: '1. A deal that is won',
			text: 'Pipedrive reports every change of a deal; only won ones go on.',
			nodes: ['When a deal changes', 'Is the deal won?'],
		},
		{
			title: '2. Whom, how much, what for',
			text: '**Read the deal and the person** gives the fields their names. The first phone and the first e-mail address count.',
			nodes: ['Get its person', 'Read the deal and the person'],
		},
		{
			title: '3. Send, once per deal',
			text: 'Payfull fills in the tags: `[TOTAL]`, `[LASTPAYMENTDATE]`, and `[LINK]` in the SMS.',
			nodes: ['Send the payment request', 'Drop what was sent before'],
		},
		{
			title: '4. Write back to the deal',
			text: 'A custom field is found by its name.',
			nodes: ['Write it to the deal', 'Note it on the deal', 'Note on the deal why not'],
		},
	],
	nodes: [
		{
			name: 'When a deal changes',
			at: [0, 0],
			type: 'n8n-nodes-base.pipedriveTrigger',
			typeVersion: 1.1,
			parameters: { action: 'change', entity: 'deal' },
			webhookId: 'pipedrive-deal',
			pinned: [change(1042, 'won'), change(1043, 'lost')],
		},
		settingsNode([1, 0], { days_to_pay: 7 }),
		filterNode({ name: 'Is the deal won?', at: [2, 0] }, "={{ $json.data.status === 'won' }}"),
		pipedriveNode(
			'Get its person',
			[3, 0],
			{ resource: 'person', operation: 'get', personId: '={{ $json.data.person_id }}' },
			{
				id: 77,
				name: 'Oğuzhan Koç',
				first_name: 'Oğuzhan',
				last_name: 'Koç',
				phones: [{ value: '0539 890 12 34', primary: true, label: 'mobile' }],
				emails: [{ value: 'oguzhan.koc@example.com', primary: true, label: 'work' }],
			},
		),
		setNode(
			{ name: 'Read the deal and the person', at: [4, 0] },
			{
				deal: "={{ $('Is the deal won?').item.json.data.id }}",
				title: "={{ $('Is the deal won?').item.json.data.title }}",
				amount: "={{ $('Is the deal won?').item.json.data.value }}",
				currency: "={{ $('Is the deal won?').item.json.data.currency }}",
				first_name: '={{ $json.first_name }}',
				last_name: '={{ $json.last_name }}',
				phone: '={{ $json.phones[0]?.value }}',
				email: '={{ $json.emails[0]?.value }}',
			},
		),
		paymentRequestNode({ name: 'Send the payment request', at: [5, 0] }, '={{ $json.deal }}', {
			title: '={{ $json.title }}',
			recipientEmail: '={{ $json.email }}',
			recipientFirstName: '={{ $json.first_name }}',
			recipientLastName: '={{ $json.last_name }}',
			recipientPhone: '={{ $json.phone }}',
			startDate: '={{ $now }}',
			endDate: "={{ $now.plus({ days: $('Settings').item.json.days_to_pay }) }}",
			paymentFreeAmount: '={{ $json.amount }}',
			paymentFreeTitle: '={{ $json.title }}',
			currency: '={{ $json.currency }}',
			emailText:
				'Sayın [email or name-surname], [TOTAL] tutarındaki ödemenizi [LASTPAYMENTDATE] tarihine kadar yapabilirsiniz.',
			smsText: '[TOTAL] tutarındaki ödemeniz için: [LINK]',
		}),
		dropSentBefore([6, -0.5]),
		pipedriveNode(
			'Write it to the deal',
			[7, -0.5],
			{
				resource: 'deal',
				operation: 'update',
				dealId: `={{ ${DEAL}.deal }}`,
				updateFields: {
					customFields: {
						property: [
							{
								name: 'Payment request',
								value: `={{ $json.success ? 'sent ' + $now.toFormat('yyyy-MM-dd HH:mm') + ' ' + ($json.paymentRequestHash ?? '') : '${IN_DOUBT}' }}`,
							},
						],
					},
				},
			},
			{ id: 1042, note: 'sample of what Pipedrive answers' },
		),
		note(
			'Note it on the deal',
			[8, -0.5],
			`={{ $('Drop what was sent before').item.json.success ? 'Payfull payment request sent to ' + ${DEAL}.email + ' and ' + ${DEAL}.phone : 'Payfull payment request: ${IN_DOUBT}' }}`,
		),
		note(
			'Note on the deal why not',
			[7, 0.5],
			'=Payfull payment request not sent ({{ $json.details?.outcome }}): {{ $json.error }}. {{ $json.howToFix }}',
		),
	],
	wires: [
		...chain(
			'When a deal changes',
			'Settings',
			'Is the deal won?',
			'Get its person',
			'Read the deal and the person',
			'Send the payment request',
			'Drop what was sent before',
			'Write it to the deal',
			'Note it on the deal',
		),
		onOutput(1, 'Send the payment request', 'Note on the deal why not'),
	],
	docs: {
		rows: 'Pipedrive: each deal that is won, and its person',
		needs:
			"a Payfull account; in Pipedrive an API token and the deal field _Payment request_; an n8n whose Pipedrive node speaks Pipedrive's API v2 (2.40 does, 2.8 doesn't)",
		key: 'the deal',
	},
};
