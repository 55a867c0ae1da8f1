import { makeTable, writeRow } from '../linkTable';
import { filterNode, paidTrigger, settingsNode } from '../nodes';
import { chain, type Template } from '../template';
import { SELF_HOSTED, UNPIN } from '../texts';

const notice = (field: string) => `={{ $('Settings').item.json.${field} }}`;

export const paytrPaid: Template = {
	file: 'paytr-paid',
	title: 'Mark paid PayTR links from payment notices in a data table',
	howItWorks: `1. PayTR calls the address of **When a link is paid**. The trigger checks PayTR's signature, answers, and starts the workflow once per payment, however often PayTR repeats the call.
2. Payments with test cards are left out, unless **Settings** says otherwise.
3. The row of the data table **payment_links** whose reference is the link's *Callback ID* is marked as paid, with the time and the amount. If there is no such row, one is added, so that no payment goes unseen.

The templates for forms and for CRM deals write this table. The reminder template does the same in its lower half: use one of the two.

**To try it**, click *Execute workflow*: the trigger holds a pinned sample notice.`,
	setup: `1. ${SELF_HOSTED}
2. Choose your PayTR credential in **When a link is paid**.
3. Copy its *Production URL* (under *Webhook URLs*) into the *Callback Link* of the workflow that creates your links. PayTR takes public addresses only, without a port.
4. n8n before 2.8 can't make a table in a workflow: create **payment_links** by hand, with the columns that **Make the table on the first run** lists, deactivate that node, and choose the table in the other Data table nodes.
5. ${UNPIN}`,
	sections: [
		{
			title: '1. PayTR says that a link is paid',
			text: '`totalAmount` is what the customer paid, in lira; instalments can add to it.',
			nodes: ['When a link is paid', 'Does the payment count?'],
		},
		{
			title: '2. Mark the row',
			text: 'Put your CRM, an accounting or a chat node after it.',
			nodes: ['Make the table on the first run', 'Mark the row as paid'],
		},
	],
	nodes: [
		paidTrigger({ name: 'When a link is paid', at: [0, 0] }, 'paytr-link-paid', 'DEAL1042'),
		settingsNode([1, 0], { count_test_payments: 'no' }),
		filterNode(
			{ name: 'Does the payment count?', at: [2, 0] },
			"={{ !$json.testMode || $json.count_test_payments === 'yes' }}",
		),
		makeTable([3, 0]),
		writeRow('upsert', 'Mark the row as paid', [4, 0], notice('callbackId'), {
			status: 'paid',
			paid: true,
			paid_at: '={{ $now.toISO() }}',
			paid_amount: notice('totalAmount'),
		}),
	],
	wires: chain(
		'When a link is paid',
		'Settings',
		'Does the payment count?',
		'Make the table on the first run',
		'Mark the row as paid',
	),
	docs: {
		rows: 'PayTR, when a link is paid',
		needs: 'a PayTR account, an n8n that PayTR can reach',
		key: "the payment (the trigger starts once per PayTR's merchant_oid)",
	},
};
