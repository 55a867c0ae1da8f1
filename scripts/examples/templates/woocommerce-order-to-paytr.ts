import {
	createLinkNode,
	dropSentBefore,
	filterNode,
	httpNode,
	IN_DOUBT,
	setNode,
	settingsNode,
} from '../nodes';
import { chain, onOutput, type Json, type Template, type TemplateNode } from '../template';
import { OUTCOMES, SELF_HOSTED, TRY_IT, UNPIN } from '../texts';

const order = (id: number, status: string, payment_method: string, billing: Json): Json => ({
	id,
	number: String(id),
	status,
	currency: 'TRY',
	total: '1499.90',
	payment_method,
	billing,
});

function note(name: string, at: TemplateNode['at'], text: string): TemplateNode {
	return {
		...httpNode(
			{ name, at },
			'wooCommerceApi',
			"={{ $('Settings').item.json.shop_url }}/wp-json/wc/v3/orders/{{ $('Read the order').item.json.order }}/notes",
			`={{ { note: ${text} } }}`,
		),
		pinned: [{ id: 1, note: 'sample of what WooCommerce answers' }],
	};
}

export const woocommerceOrderToPaytr: Template = {
	file: 'woocommerce-order-to-paytr',
	title: 'Send PayTR payment links from new WooCommerce orders to customers by SMS and email',
	howItWorks: `1. WooCommerce reports a new order.
2. Orders that are paid already (by card, in the shop) are left alone. The others, by bank transfer for example, get a PayTR link over their total, by SMS and e-mail.
3. The link and the time are written to the order's own fields \`payment_link\` and \`payment_link_sent_at\`, and a private note is added.
4. If nothing could be sent, the note says why.

The order number is the *Deduplication Key*: WooCommerce may report an order twice, the customer gets one link.

${TRY_IT}`,
	setup: `1. ${SELF_HOSTED}
2. Choose your WooCommerce credential in the trigger and in the nodes of step 3. The key needs the right to read and write.
3. In **Settings**, put your shop's address, and the states of orders that wait for a payment.
4. Choose your PayTR credential in **Create the link and send it**.
5. ${UNPIN}

What to do after a failure: ${OUTCOMES}`,
	sections: [
		{
			title: '1. An order that waits for its payment',
			text: '**Read the order** gives the fields their names: change them there if your shop keeps the phone elsewhere.',
			nodes: ['When an order comes in', 'Read the order'],
		},
		{
			title: '2. Send, once per order',
			text: 'Wrong phones and amounts leave by the lower output.',
			nodes: ['Create the link and send it', 'Drop what was sent before'],
		},
		{
			title: '3. Write back to the order',
			text: 'The notes are private: only the shop sees them. They go through an HTTP Request node, with the same credential.',
			nodes: ['Write the link to the order', 'Note it on the order', 'Note on the order why not'],
		},
	],
	nodes: [
		{
			name: 'When an order comes in',
			at: [0, 0],
			type: 'n8n-nodes-base.wooCommerceTrigger',
			typeVersion: 1,
			parameters: { event: 'order.created' },
			webhookId: 'woocommerce-order',
			pinned: [
				order(1042, 'on-hold', 'bacs', {
					first_name: 'Ayşe',
					last_name: 'Yılmaz',
					email: 'ayse.yilmaz@example.com',
					phone: '0532 123 45 67',
				}),
				order(1043, 'processing', 'card', {
					first_name: 'Mehmet',
					last_name: 'Öztürk',
					email: 'mehmet.ozturk@example.com',
					phone: '0533 234 56 78',
				}),
				order(1044, 'pending', 'cheque', {
					first_name: 'Selim',
					last_name: 'Arslan',
					email: 'selim.arslan@example.com',
					phone: '0545 345 67',
				}),
			],
		},
		settingsNode([1, 0], {
			shop_url: 'https://shop.example.com',
			unpaid_states: 'pending, on-hold',
			title: 'Order',
		}),
		filterNode(
			{ name: 'Is it still to be paid?', at: [2, 0] },
			"={{ $json.unpaid_states.split(',').map((state) => state.trim()).includes($json.status) }}",
		),
		setNode(
			{ name: 'Read the order', at: [3, 0] },
			{
				order: '={{ $json.id }}',
				title: '={{ $json.title }} {{ $json.number }}',
				amount: '={{ $json.total }}',
				currency: "={{ $json.currency === 'TRY' ? 'TL' : $json.currency }}",
				phone: '={{ $json.billing.phone }}',
				email: '={{ $json.billing.email }}',
			},
		),
		createLinkNode([4, 0], {
			name: '={{ $json.title }}',
			price: '={{ $json.amount }}',
			currency: '={{ $json.currency }}',
			cellPhone: '={{ $json.phone }}',
			email: '={{ $json.email }}',
			key: '={{ $json.order }}',
		}),
		dropSentBefore([5, -0.5]),
		{
			name: 'Write the link to the order',
			at: [6, -0.5],
			type: 'n8n-nodes-base.wooCommerce',
			typeVersion: 1,
			parameters: {
				resource: 'order',
				operation: 'update',
				orderId: "={{ $('Read the order').item.json.order }}",
				updateFields: {},
				metadataUi: {
					metadataValues: [
						{ key: 'payment_link', value: "={{ $json.link ?? '' }}" },
						{ key: 'payment_link_sent_at', value: '={{ $now.toISO() }}' },
					],
				},
			},
			pinned: [{ id: 1042, note: 'sample of what WooCommerce answers' }],
		},
		note(
			'Note it on the order',
			[7, -0.5],
			`$('Drop what was sent before').item.json.success ? 'PayTR link sent: ' + $('Drop what was sent before').item.json.link : 'PayTR link: ${IN_DOUBT}'`,
		),
		note(
			'Note on the order why not',
			[6, 0.5],
			"'PayTR link not sent (' + $json.details?.outcome + '): ' + $json.error + '. ' + $json.howToFix",
		),
	],
	wires: [
		...chain(
			'When an order comes in',
			'Settings',
			'Is it still to be paid?',
			'Read the order',
			'Create the link and send it',
			'Drop what was sent before',
			'Write the link to the order',
			'Note it on the order',
		),
		onOutput(1, 'Create the link and send it', 'Note on the order why not'),
	],
	docs: {
		rows: 'WooCommerce: each new order that waits for its payment',
		needs: 'a PayTR account, a WooCommerce key with the right to read and write',
		key: 'the order',
	},
};
