import { makeTable, writeRow } from '../linkTable';
import {
	answerNode,
	createLinkNode,
	FAILURE_CODE,
	ifNode,
	settingsNode,
	webhookNode,
} from '../nodes';
import { chain, onOutput, type Template } from '../template';
import { SELF_HOSTED } from '../texts';

const deal = (field: string) => `={{ $('When a deal is won').item.json.body.${field} }}`;

const LINK = "$('Create the link and send it').item.json";

export const crmDealToPaytrLink: Template = {
	file: 'crm-deal-to-paytr-link',
	title: 'Send PayTR payment links from won CRM deals to customers by SMS',
	howItWorks: `1. Your CRM calls the address of **When a deal is won**, with \`deal\`, \`customer\`, \`phone\`, \`title\` and \`amount\`.
2. A PayTR link is created and sent by SMS.
3. It is listed in the n8n data table **payment_links**, where the template for paid links marks it as paid.
4. The CRM gets the link as the answer, or what to correct.

The deal is the *Deduplication Key*: a CRM that reports it five times at once gets five answers, the customer one SMS.

**To try it**, click *Execute workflow*: the first node holds a pinned sample deal.`,
	setup: `1. ${SELF_HOSTED}
2. Choose your PayTR credential in **Create the link and send it**.
3. In **Settings**, set \`callback_link\` to the *Production URL* of your PayTR Link Trigger. PayTR takes public addresses only, without a port. The deal becomes the *Callback ID*: letters from A to Z and digits only.
4. Give **When a deal is won** a *Header Auth*: whoever knows its address can send links in your name.
5. n8n before 2.8 can't make a table in a workflow: create **payment_links** by hand, with the columns that **Make the table on the first run** lists, deactivate that node, and choose the table in the other Data table nodes.
6. Publish the workflow (older n8n: activate it), and give your CRM the *Production URL*.`,
	sections: [
		{
			title: '1. The CRM calls',
			text: 'Any system that can call an address with JSON.',
			nodes: ['When a deal is won', 'Make the table on the first run'],
		},
		{
			title: '2. Send, once per deal',
			text: 'What is wrong leaves by the lower output.',
			nodes: ['Create the link and send it', 'Was it sent now?'],
		},
		{
			title: '3. List it and answer',
			text: '200: sent, now or before. 422: correct it and call again. 502: call again, but look in the PayTR panel first where `outcome` is `unknown`. If the link was created and its SMS failed, the answer holds the link.',
			nodes: ['Write the link to the table', 'Answer: link sent', 'Answer: not sent'],
		},
	],
	nodes: [
		webhookNode({ name: 'When a deal is won', at: [0, 0] }, 'crm-deal-won', {
			deal: 'DEAL1042',
			customer: 'Ayşe Yılmaz',
			phone: '0532 123 45 67',
			title: 'Website design',
			amount: '1.499,90',
		}),
		settingsNode([1, 0], {
			callback_link: 'https://n8n.example.com/webhook/paytr-link-paid/paytr',
		}),
		makeTable([2, 0]),
		createLinkNode([3, 0], {
			name: deal('title'),
			price: deal('amount'),
			cellPhone: deal('phone'),
			key: deal('deal'),
			callback: {
				id: deal('deal'),
				link: "={{ $('Settings').item.json.callback_link }}",
			},
		}),
		ifNode({ name: 'Was it sent now?', at: [4, -0.5] }, '={{ $json.success === true }}'),
		writeRow('upsert', 'Write the link to the table', [5, -1], deal('deal'), {
			customer: deal('customer'),
			phone: deal('phone'),
			title: deal('title'),
			amount: deal('amount'),
			link: '={{ $json.link }}',
			sent_at: '={{ $now.toISO() }}',
			status: 'sent',
			reminders: 0,
			paid: false,
		}),
		answerNode(
			{ name: 'Answer: link sent', at: [6, -1] },
			`={{ { sent: true, linkId: ${LINK}.linkId, link: ${LINK}.link } }}`,
		),
		answerNode(
			{ name: 'Answer: sent before', at: [6, 0] },
			'={{ { sent: false, reason: $json.reason } }}',
			"={{ $json.reason === 'alreadySent' ? 200 : 502 }}",
		),
		answerNode(
			{ name: 'Answer: not sent', at: [6, 1] },
			'={{ { sent: false, outcome: $json.details?.outcome ?? null, message: $json.error, howToFix: $json.howToFix, linkId: $json.details?.linkId ?? null, link: $json.details?.link ?? null } }}',
			FAILURE_CODE,
		),
	],
	wires: [
		...chain(
			'When a deal is won',
			'Settings',
			'Make the table on the first run',
			'Create the link and send it',
			'Was it sent now?',
			'Write the link to the table',
			'Answer: link sent',
		),
		onOutput(1, 'Was it sent now?', 'Answer: sent before'),
		onOutput(1, 'Create the link and send it', 'Answer: not sent'),
	],
	docs: {
		rows: 'any CRM that calls an address when a deal is won',
		needs:
			'a PayTR account; the data table `payment_links` is made on the first run (n8n 2.8 and later)',
		key: 'the deal',
	},
};
