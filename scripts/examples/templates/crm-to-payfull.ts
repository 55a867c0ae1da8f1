import {
	answerNode,
	FAILURE_CODE,
	ifNode,
	paymentRequestNode,
	settingsNode,
	webhookNode,
} from '../nodes';
import { chain, onOutput, type Template } from '../template';
import { SELF_HOSTED } from '../texts';

export const crmToPayfull: Template = {
	file: 'crm-to-payfull',
	title: 'Send Payfull payment requests from CRM orders to customers by email and SMS',
	howItWorks: `1. Your CRM, shop or form calls the address of **When an order comes in**, with \`order\`, \`firstName\`, \`lastName\`, \`email\`, \`phone\`, \`title\` and \`amount\`.
2. Payfull sends the customer a payment request by e-mail and SMS, to be paid within the days of **Settings**.
3. The CRM gets the result as the answer.

The order is the *Deduplication Key*: a CRM that reports it several times gets several answers, the customer one request.

**To try it**, click *Execute workflow*: the first node holds a pinned sample order.`,
	setup: `1. ${SELF_HOSTED}
2. Choose your Payfull credential in **Send the payment request**, and your VAT rate (20 % is set).
3. In **Settings**, say within how many days to pay.
4. Give **When an order comes in** a *Header Auth*: whoever knows its address can send payment requests in your name.
5. Publish the workflow (older n8n: activate it), and give your CRM the *Production URL*.`,
	sections: [
		{
			title: '1. The CRM calls',
			text: 'Any system that can call an address with JSON.',
			nodes: ['When an order comes in', 'Settings'],
		},
		{
			title: '2. Send, once per order',
			text: 'Payfull fills in the tags: `[TOTAL]`, `[LASTPAYMENTDATE]`, and `[LINK]` in the SMS.',
			nodes: ['Send the payment request', 'Was it sent now?'],
		},
		{
			title: '3. Answer',
			text: '200: sent, now or before. 422: correct it and call again. 502: call again, but look in the Payfull panel first where `outcome` is `unknown`.',
			nodes: ['Answer: sent', 'Answer: not sent'],
		},
	],
	nodes: [
		webhookNode({ name: 'When an order comes in', at: [0, 0] }, 'crm-payment-request', {
			order: '1042',
			firstName: 'Ayşe',
			lastName: 'Yılmaz',
			email: 'ayse.yilmaz@example.com',
			phone: '0532 123 45 67',
			title: 'Order 1042',
			amount: '149,90',
		}),
		settingsNode([1, 0], { days_to_pay: 7 }),
		paymentRequestNode(
			{ name: 'Send the payment request', at: [2, 0] },
			'={{ $json.body.order }}',
			{
				title: '={{ $json.body.title }}',
				recipientEmail: '={{ $json.body.email }}',
				recipientFirstName: '={{ $json.body.firstName }}',
				recipientLastName: '={{ $json.body.lastName }}',
				recipientPhone: '={{ $json.body.phone }}',
				startDate: '={{ $now }}',
				endDate: '={{ $now.plus({ days: $json.days_to_pay }) }}',
				paymentFreeAmount: '={{ $json.body.amount }}',
				paymentFreeTitle: '={{ $json.body.title }}',
				emailText:
					'Sayın [email or name-surname], [TOTAL] tutarındaki ödemenizi [LASTPAYMENTDATE] tarihine kadar yapabilirsiniz.',
				smsText: '[TOTAL] tutarındaki ödemeniz için: [LINK]',
			},
		),
		ifNode({ name: 'Was it sent now?', at: [3, -0.5] }, '={{ $json.success === true }}'),
		answerNode(
			{ name: 'Answer: sent', at: [4, -1] },
			'={{ { sent: true, channel: $json.channel, paymentRequestHash: $json.paymentRequestHash ?? null } }}',
		),
		answerNode(
			{ name: 'Answer: sent before', at: [4, 0] },
			'={{ { sent: false, reason: $json.reason } }}',
			"={{ $json.reason === 'alreadySent' ? 200 : 502 }}",
		),
		answerNode(
			{ name: 'Answer: not sent', at: [4, 1] },
			'={{ { sent: false, outcome: $json.details?.outcome ?? null, message: $json.error, howToFix: $json.howToFix } }}',
			FAILURE_CODE,
		),
	],
	wires: [
		...chain(
			'When an order comes in',
			'Settings',
			'Send the payment request',
			'Was it sent now?',
			'Answer: sent',
		),
		onOutput(1, 'Was it sent now?', 'Answer: sent before'),
		onOutput(1, 'Send the payment request', 'Answer: not sent'),
	],
	docs: {
		rows: 'any CRM, shop or form that calls an address with an order',
		needs: 'a Payfull account',
		key: 'the order',
	},
};
