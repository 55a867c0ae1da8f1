import { getRows, makeTable, writeRow } from '../linkTable';
import { filterNode, IN_DOUBT, notifyNode, paidTrigger, setNode } from '../nodes';
import { chain, onOutput, type Json, type Template } from '../template';
import { SELF_HOSTED, TRY_IT, UNPIN } from '../texts';

const row = (reference: string, customer: string, phone: string, reminders: number): Json => ({
	reference,
	customer,
	phone,
	link: `https://www.paytr.com/link/${reference}`,
	sent_at: '2026-01-05T10:00:00.000+03:00',
	reminders,
	paid: false,
});

export const remindersPaytr: Template = {
	file: 'reminders-paytr',
	title: 'Send PayTR payment reminders from a data table to customers until they pay',
	howItWorks: `1. Each morning, the links of the data table **payment_links** that nobody has paid are looked through.
2. On day 3 and on day 7 after a link was sent, it is sent again by SMS. **Settings** holds the days.
3. The table counts the reminders.
4. When a link is paid, PayTR calls the lower half of the workflow, which marks the row as paid: there are no reminders any more. A repeated call of PayTR starts nothing.

The *Deduplication Key* is the reference and the number of the reminder: run it twice a day, and each reminder goes out once.

${TRY_IT} The four sample links are old; one of them has had both reminders.`,
	setup: `1. ${SELF_HOSTED}
2. Choose your PayTR credential in **Send the reminder** and in **When a link is paid**.
3. Copy the *Production URL* of **When a link is paid** into the *Callback Link* of the workflow that creates your links (*Settings* in the templates for forms and deals). The *Callback ID* is the row's reference. PayTR takes public addresses only, without a port.
4. n8n before 2.8 can't make a table in a workflow: create **payment_links** by hand, with the columns that **Make the table on the first run** lists, deactivate that node, and choose the table in the other Data table nodes.
5. ${UNPIN}`,
	sections: [
		{
			title: '1. Links that wait for their payment',
			text: 'The form and the deal templates write this table; your own workflow may, too. Days are counted from `sent_at`.',
			nodes: ['Each morning at ten', 'Which reminder is due?'],
		},
		{
			title: '2. Send, once per reminder',
			text: 'A reminder that fails is tried again on the next morning.',
			nodes: ['Is one due today?', 'Send the reminder'],
		},
		{
			title: '3. Count it',
			text: 'The row says what became of it.',
			nodes: ['Count the reminder', 'Write down why not'],
		},
		{
			title: '4. Paid: no more reminders',
			text: "The trigger checks PayTR's signature, answers, and starts once per payment.",
			nodes: ['When a link is paid', 'Mark the row as paid'],
		},
	],
	nodes: [
		{
			name: 'Each morning at ten',
			at: [0, 0],
			type: 'n8n-nodes-base.scheduleTrigger',
			typeVersion: 1.2,
			parameters: { rule: { interval: [{ triggerAtHour: 10 }] } },
			pinned: [{ timestamp: '2026-01-12T10:00:00.000+03:00' }],
		},
		setNode({ name: 'Settings', at: [1, 0] }, { first_day: 3, second_day: 7 }),
		makeTable([2, 0]),
		getRows(
			'Get the unpaid links',
			[3, 0],
			[
				['paid', 'isFalse'],
				['link', 'isNotEmpty'],
			],
			[
				row('INV3001', 'Ayşe Yılmaz', '0532 123 45 67', 0),
				row('INV3002', 'Mehmet Öztürk', '+90 533 234 56 78', 1),
				row('INV3003', 'Fatma Şahin', '0534 345 67 89', 2),
				row('INV3004', 'Selim Arslan', '0545 345 67', 0),
			],
		),
		setNode(
			{ name: 'Which reminder is due?', at: [4, 0] },
			{
				reference: '={{ $json.reference }}',
				phone: '={{ $json.phone }}',
				link: '={{ $json.link }}',
				reminder: '={{ ($json.reminders ?? 0) + 1 }}',
				days: "={{ Math.floor($now.startOf('day').diff(DateTime.fromISO($json.sent_at).setZone($now.zone).startOf('day'), 'days').days) }}",
			},
		),
		filterNode(
			{ name: 'Is one due today?', at: [5, 0] },
			"={{ Number($json.days) >= [$('Settings').first().json.first_day, $('Settings').first().json.second_day, Infinity][Number($json.reminder) - 1] }}",
		),
		notifyNode(
			{ name: 'Send the reminder', at: [6, 0] },
			{
				operation: 'sendSms',
				linkId: '={{ $json.link }}',
				cellPhone: '={{ $json.phone }}',
				sendOnce: 'perKey',
				deduplicationKey: '={{ $json.reference }} reminder {{ $json.reminder }}',
			},
			{ includeInputFields: true },
		),
		writeRow('update', 'Count the reminder', [7, -0.5], '={{ $json.reference }}', {
			reminders: '={{ Number($json.reminder) }}',
			status: `={{ $json.success || $json.reason === 'alreadySent' ? 'reminder ' + $json.reminder + ' sent' : 'reminder ' + $json.reminder + ': ${IN_DOUBT}' }}`,
			how_to_fix: '',
		}),
		writeRow('update', 'Write down why not', [7, 0.5], '={{ $json.reference }}', {
			status: `=reminder {{ $json.reminder }} not sent ({{ $json.details?.outcome }}): {{ $json.error }}`,
			how_to_fix: '={{ $json.howToFix }}',
		}),
		paidTrigger(
			{ name: 'When a link is paid', at: [0, 2.25] },
			'paytr-link-paid-reminders',
			'INV3001',
		),
		writeRow('update', 'Mark the row as paid', [1, 2.25], '={{ $json.callbackId }}', {
			status: 'paid',
			paid: true,
			paid_at: '={{ $now.toISO() }}',
			paid_amount: '={{ $json.totalAmount }}',
		}),
	],
	wires: [
		...chain(
			'Each morning at ten',
			'Settings',
			'Make the table on the first run',
			'Get the unpaid links',
			'Which reminder is due?',
			'Is one due today?',
			'Send the reminder',
			'Count the reminder',
		),
		onOutput(1, 'Send the reminder', 'Write down why not'),
		...chain('When a link is paid', 'Mark the row as paid'),
	],
	docs: {
		rows: 'the data table `payment_links`, which the templates for forms and for deals write, each morning; and PayTR, when a link is paid',
		needs: 'a PayTR account, an n8n that PayTR can reach',
		key: 'the reference and the number of the reminder',
	},
};
