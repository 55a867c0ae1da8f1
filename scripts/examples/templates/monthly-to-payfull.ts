import { byHand, codeNode, filterNode, paymentRequestNode, setNode, settingsNode } from '../nodes';
import { chain, onOutput, type Template } from '../template';
import { OUTCOMES, SELF_HOSTED, UNPIN } from '../texts';

const MEMBERS = `// Sample members; put your own list in place of this node.
const thisMonth = $now.toFormat('yyyy-MM');
const nextMonth = $now.plus({ months: 1 }).toFormat('yyyy-MM');
return [
	{ member: 'M101', firstName: 'Elif', lastName: 'Aydın', email: 'elif.aydin@example.com', phone: '0538 789 01 23', fee: '249,90', months: 12, starts: thisMonth },
	{ member: 'M102', firstName: 'Oğuzhan', lastName: 'Koç', email: 'oguzhan.koc@example.com', phone: '+90 539 890 12 34', fee: '149,90', months: 6, starts: thisMonth },
	{ member: 'M103', firstName: 'Gülşen', lastName: 'Kılıç', email: 'gulsen.kilic@example.com', phone: '0541 901 23 45', fee: '249,90', months: 12, starts: nextMonth },
	{ member: 'M104', firstName: 'Selim', lastName: 'Arslan', email: 'selim.arslan@example', phone: '0545 345 67 89', fee: '249,90', months: 12, starts: thisMonth },
].map((member) => ({ json: { ...$('Settings').first().json, ...member } }));`;

export const monthlyToPayfull: Template = {
	file: 'monthly-to-payfull',
	title: 'Send recurring Payfull payment requests from a member list to new members',
	howItWorks: `1. On the first of each month at nine, the list of members is looked through.
2. Those whose membership **starts this month** get a recurring payment request by e-mail and SMS. Payfull then charges their card once a month by itself, as often as the list says. Sent again next month, it would charge them twice a month.
3. What was sent and what failed is listed.

Member and month are the *Deduplication Key*: run it by hand in the same month, after correcting a row for example, and only the rest is sent.

**To try it**, click *Execute workflow*: of the four sample members, two start in the current month, one starts in the next, and one has a mistake.`,
	setup: `1. ${SELF_HOSTED}
2. Choose your Payfull credential in **Send the recurring request**, and your VAT rate (20 % is set).
3. Put your own list in place of **Make sample members**: a Google Sheets or database node with the same columns.
4. **Settings** holds the title that members read.
5. ${UNPIN}

What to do after a failure: ${OUTCOMES}`,
	sections: [
		{
			title: '1. The list of members',
			text: '`starts` is a month such as 2026-05, `months` how often the card is charged.',
			nodes: ['On the first of the month', 'Start by hand', 'Make sample members'],
		},
		{
			title: '2. Send, once per member and month',
			text: 'Only those who start this month. Payfull repeats the payment by itself.',
			nodes: ['Does it start this month?', 'Send the recurring request'],
		},
		{
			title: '3. List the results',
			text: 'Put a Google Sheets, e-mail or chat node here.',
			nodes: ['List what was sent', 'List what failed'],
		},
	],
	nodes: [
		{
			name: 'On the first of the month',
			at: [0, -0.5],
			type: 'n8n-nodes-base.scheduleTrigger',
			typeVersion: 1.2,
			parameters: { rule: { interval: [{ field: 'months', triggerAtHour: 9 }] } },
		},
		byHand([0, 0.5]),
		settingsNode([1, 0], { title: 'Aylık üyelik' }),
		codeNode({ name: 'Make sample members', at: [2, 0] }, MEMBERS),
		filterNode(
			{ name: 'Does it start this month?', at: [3, 0] },
			"={{ $json.starts === $now.toFormat('yyyy-MM') }}",
		),
		paymentRequestNode(
			{ name: 'Send the recurring request', at: [4, 0] },
			'={{ $json.member }} {{ $json.starts }}',
			{
				title: '={{ $json.title }}',
				recipientEmail: '={{ $json.email }}',
				recipientFirstName: '={{ $json.firstName }}',
				recipientLastName: '={{ $json.lastName }}',
				recipientPhone: '={{ $json.phone }}',
				startDate: '={{ $now }}',
				endDate: '={{ $now.plus({ months: $json.months }) }}',
				paymentFreeAmount: '={{ $json.fee }}',
				paymentFreeTitle: '={{ $json.title }}',
				requestType: 'recurring',
				requestActionType: 'auto',
				requestPeriod: '3',
				repetitionCount: '={{ $json.months }}',
				emailText:
					'Sayın [email or name-surname], üyeliğinizin aylık ödemesi [TOTAL]. Talimat vermek için lütfen bağlantıyı açın.',
				smsText: 'Üyeliğinizin aylık ödeme talimatı için: [LINK]',
			},
			{ includeInputFields: true },
		),
		setNode(
			{ name: 'List what was sent', at: [5, -0.5] },
			{
				member: '={{ $json.member }}',
				channel: '={{ $json.channel }}',
				result:
					"={{ $json.success ? 'sent' : $json.reason === 'alreadySent' ? 'sent before' : 'not known: look in the Payfull panel' }}",
				sent_at: '={{ $now.toISO() }}',
			},
		),
		setNode(
			{ name: 'List what failed', at: [5, 0.5] },
			{
				member: '={{ $json.member }}',
				what_went_wrong: '={{ $json.error }}',
				how_to_fix: '={{ $json.howToFix }}',
				outcome: '={{ $json.details?.outcome }}',
			},
		),
	],
	wires: [
		...chain(
			'On the first of the month',
			'Settings',
			'Make sample members',
			'Does it start this month?',
		),
		...chain('Start by hand', 'Settings'),
		...chain('Does it start this month?', 'Send the recurring request', 'List what was sent'),
		onOutput(1, 'Send the recurring request', 'List what failed'),
	],
	docs: {
		rows: 'a list of members (samples in a Code node; a Google Sheets or database node in its place), on the first of each month',
		needs: 'a Payfull account',
		key: 'the member and the month',
	},
};
