import { makeTable, writeRow } from '../linkTable';
import { createLinkNode, ifNode, settingsNode } from '../nodes';
import { chain, onOutput, type Template, type TemplateNode } from '../template';
import { SELF_HOSTED } from '../texts';

const FIELDS = [
	{ fieldLabel: 'Invoice number', placeholder: 'e.g. INV1042' },
	{ fieldLabel: 'Customer', placeholder: 'e.g. Ayşe Yılmaz' },
	{ fieldLabel: 'Phone', placeholder: 'e.g. 0532 123 45 67' },
	{ fieldLabel: 'Amount', placeholder: 'e.g. 1.499,90' },
	{ fieldLabel: 'What for', placeholder: 'e.g. Website design' },
].map((field) => ({ ...field, requiredField: true }));

const entered = (label: string) => `={{ $('Settings').item.json['${label}'] }}`;

function page(
	name: string,
	at: TemplateNode['at'],
	completionTitle: string,
	completionMessage: string,
): TemplateNode {
	return {
		name,
		at,
		type: 'n8n-nodes-base.form',
		typeVersion: 1,
		parameters: {
			operation: 'completion',
			respondWith: 'text',
			completionTitle,
			completionMessage,
			options: {},
		},
		webhookId: `paytr-form-${name.toLowerCase().replaceAll(' ', '-')}`,
		// Without the pin, "Execute workflow" would wait until somebody looks at the page.
		pinned: [{ shown: 'to the colleague who filled in the form' }],
	};
}

export const formToPaytr: Template = {
	file: 'form-to-paytr',
	title: 'Send PayTR payment links from an n8n form to customers and list them in a data table',
	howItWorks: `1. A colleague fills in a form: invoice number, customer, phone, amount, what for.
2. A PayTR link is created and sent by SMS.
3. The link is listed in the n8n data table **payment_links**, which the reminder template and the template for paid links read.
4. The colleague sees the link, or what to correct.

The invoice number is the *Deduplication Key*: a double click, or a second colleague with the same invoice, sends nothing.

**To try it**, click *Execute workflow*: the form and its last pages hold pinned sample data. Data tables need no account.`,
	setup: `1. ${SELF_HOSTED}
2. Choose your PayTR credential in **Create the link and send it**.
3. In **Settings**, set \`callback_link\` to the *Production URL* of your PayTR Link Trigger: of the reminder template, or of the one that marks links as paid. PayTR takes public addresses only, without a port.
4. Give the form a *Basic Auth*: whoever knows its address can send links in your name.
5. n8n before 2.8 can't make a table in a workflow: create **payment_links** by hand, with the columns that **Make the table on the first run** lists, deactivate that node, and choose the table in the other Data table nodes.
6. Publish the workflow (older n8n: activate it), and give your colleagues the form's *Production URL*.`,
	sections: [
		{
			title: '1. The form',
			text: 'Add fields as you like; **Create the link and send it** takes them by their labels.',
			nodes: ['When a colleague fills in the form', 'Make the table on the first run'],
		},
		{
			title: '2. Send, once per invoice',
			text: 'What is wrong leaves by the lower output: nothing was sent then, or the page says so.',
			nodes: ['Create the link and send it', 'Was it sent now?'],
		},
		{
			title: '3. List it and tell the colleague',
			text: 'The last page shows the link, that the invoice has one already, or what to correct.',
			nodes: ['Write the link to the table', 'Show the link', 'Show what went wrong'],
		},
	],
	nodes: [
		{
			name: 'When a colleague fills in the form',
			at: [0, 0],
			type: 'n8n-nodes-base.formTrigger',
			typeVersion: 2.3,
			parameters: {
				formTitle: 'Send a payment link',
				formDescription: 'The customer gets it by SMS.',
				formFields: { values: FIELDS },
				responseMode: 'onReceived',
				options: {},
			},
			webhookId: 'paytr-form',
			pinned: [
				{
					'Invoice number': 'INV2001',
					Customer: 'Zeynep Güneş',
					Phone: '0536 567 89 01',
					Amount: '749,50',
					'What for': 'Piano lessons, May',
					submittedAt: '2026-05-04T10:15:00.000+03:00',
					formMode: 'test',
				},
			],
		},
		settingsNode([1, 0], {
			callback_link: 'https://n8n.example.com/webhook/paytr-link-paid-reminders/paytr',
		}),
		makeTable([2, 0]),
		createLinkNode([3, 0], {
			name: entered('What for'),
			price: entered('Amount'),
			cellPhone: entered('Phone'),
			key: entered('Invoice number'),
			callback: {
				id: entered('Invoice number'),
				link: "={{ $('Settings').item.json.callback_link }}",
			},
		}),
		ifNode({ name: 'Was it sent now?', at: [4, -0.5] }, '={{ $json.success === true }}'),
		writeRow('upsert', 'Write the link to the table', [5, -1], entered('Invoice number'), {
			customer: entered('Customer'),
			phone: entered('Phone'),
			title: entered('What for'),
			amount: entered('Amount'),
			link: '={{ $json.link }}',
			sent_at: '={{ $now.toISO() }}',
			status: 'sent',
			reminders: 0,
			paid: false,
		}),
		page(
			'Show the link',
			[6, -1],
			'The link is on its way',
			"={{ $('Create the link and send it').item.json.link }} was sent to {{ $('Settings').item.json.Phone }}.",
		),
		page(
			'Show that it was sent before',
			[6, 0],
			'Nothing was sent',
			"={{ $json.reason === 'alreadySent' ? 'This invoice has its link already: see the table payment_links.' : 'An earlier try got no answer from PayTR. Look in the PayTR panel before you send again.' }}",
		),
		page('Show what went wrong', [6, 1], 'Not sent', '={{ $json.error }}. {{ $json.howToFix }}'),
	],
	wires: [
		...chain(
			'When a colleague fills in the form',
			'Settings',
			'Make the table on the first run',
			'Create the link and send it',
			'Was it sent now?',
			'Write the link to the table',
			'Show the link',
		),
		onOutput(1, 'Was it sent now?', 'Show that it was sent before'),
		onOutput(1, 'Create the link and send it', 'Show what went wrong'),
	],
	docs: {
		rows: 'a form of n8n that colleagues fill in',
		needs:
			'a PayTR account; the data table `payment_links` is made on the first run (n8n 2.8 and later)',
		key: 'the invoice number',
	},
};
