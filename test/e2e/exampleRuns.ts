/** Expected result of each example with its pinned sample data. */
export interface ExampleRun {
	trigger: string;
	/**
	 * Channel, recipient, and the link's ID, its price or the request's amount; or the number of
	 * messages.
	 */
	messages: string[] | number;
	/**
	 * A person approves the question of the first node. Then the execution waits for a chat message
	 * at the second node.
	 */
	asks?: [review: string, answer: string];
	/** Number of items at the error output of the sending node. */
	failed?: number;
	/**
	 * Texts in the parameters of each node after the run. `<link>` stands for the first created link.
	 */
	writes?: Record<string, string[]>;
	/** Texts in the items of each node. */
	shows?: Record<string, string[]>;
}

export const EXAMPLE_RUNS: Record<string, ExampleRun> = {
	'1-start-here': {
		trigger: 'Start by hand',
		messages: ['sms 05321234567 1499.90', 'sms 05332345678 750.00', 'sms 05343456789 12500.00'],
		failed: 1,
		shows: { 'List what went wrong': ['INV4 | Selim Arslan | 0545 345 67 | Tea set | 249,90'] },
	},
	'spreadsheet-to-paytr': {
		trigger: 'Start by hand',
		messages: 24,
		failed: 8,
		writes: {
			'List what was sent': ['Ayşe Yılmaz | NB2Zlz3 | sms | 05321234567 | sent | 20'],
			'List what failed': ['Selim Arslan | 0545 345 67 |', '| Use a Turkish mobile', '| invalid'],
		},
	},
	'google-sheets-to-paytr': {
		trigger: 'When a row is added or changed',
		messages: ['sms 05321234567 1499.90', 'sms 05332345678 250.00'],
		failed: 1,
		writes: {
			'Write the link to the row': ['INV1042', '<link>', '| sent |', 'INV1043'],
			'Write the reason to the row': [
				'INV1045',
				"invalid: 'Phone' is not a Turkish mobile",
				'| Use a Turkish mobile number such as',
			],
		},
	},
	'form-to-paytr': {
		trigger: 'When a colleague fills in the form',
		messages: ['sms 05365678901 749.50'],
		writes: { 'Show the link': ['<link> was sent to 0536 567 89 01'] },
	},
	'woocommerce-order-to-paytr': {
		trigger: 'When an order comes in',
		messages: ['email ayse.yilmaz@example.com 1499.90', 'sms 05321234567 1499.90'],
		failed: 1,
		writes: {
			'Write the link to the order': ['1042 | ', '<link>'],
			'Note it on the order': ['/orders/1042/notes', 'PayTR link sent: <link>'],
			'Note on the order why not': ['/orders/1044/notes', "not sent (invalid): 'Phone'"],
		},
	},
	'hubspot-deal-to-paytr': {
		trigger: 'When a deal changes its stage',
		messages: ['sms 05387890123 1499.90'],
		writes: {
			'Write the link to the deal': ['1042 | ', '<link>'],
			'Note it on the deal': ['PayTR link sent: <link>', '"id":"1042"'],
		},
	},
	'pipedrive-deal-to-payfull': {
		trigger: 'When a deal changes',
		messages: ['email oguzhan.koc@example.com 2400.00', 'sms 00905398901234 2400.00'],
		writes: {
			'Write it to the deal': ['1042 | ', '| sent 20'],
			'Note it on the deal': ['sent to oguzhan.koc@example.com and 0539 890 12 34'],
		},
	},
	'crm-deal-to-paytr-link': {
		trigger: 'When a deal is won',
		messages: ['sms 05321234567 1499.90'],
	},
	'crm-to-payfull': {
		trigger: 'When an order comes in',
		messages: ['email ayse.yilmaz@example.com 149.90', 'sms 00905321234567 149.90'],
	},
	'monthly-to-payfull': {
		trigger: 'On the first of the month',
		messages: [
			'email elif.aydin@example.com 249.90',
			'email oguzhan.koc@example.com 149.90',
			'sms 00905387890123 249.90',
			'sms 00905398901234 149.90',
		],
		failed: 1,
		writes: {
			'List what was sent': ['M101 | emailAndSms | sent | 20', 'M102 |'],
			'List what failed': ['M104 | ', '| Use one address such as', '| invalid'],
		},
	},
	'reminders-paytr': {
		trigger: 'Each morning at ten',
		messages: ['sms 05321234567 INV3001', 'sms 05332345678 INV3002'],
		failed: 1,
	},
	'reconcile-paytr': {
		trigger: 'Each morning at seven',
		messages: [],
		shows: {
			'List the findings': [
				'paid, and no notification came | INV3003 | Fatma Şahin | 249,90 | PTR3009 | 249.9',
				'refunded: 100 | INV3001',
				'amount differs: PayTR has 700 | INV3002',
				'still open | INV3004',
			],
		},
	},
	'replace-expired-paytr': { trigger: 'Each morning at eight', messages: [], failed: 2 },
	'paytr-paid': { trigger: 'When a link is paid', messages: [] },
	'payments-to-google-sheets': {
		trigger: 'When a payment is new',
		messages: [],
		writes: {
			'Add a row to the sheet': [
				'2026-01-15 | payment | SAMPLE0001 | 1499.9 | TL | 1470.05 | 29.85',
				'2026-01-15 | refund | SAMPLE0001 | -100 | TL |',
			],
		},
	},
	'payfull-transactions': {
		trigger: 'Each morning at nine',
		messages: [],
		shows: {
			'Sum up the day': ['| 2 | 2 transactions on 20'],
			'List the transaction': ['| 2026-01-11 ', '| {"sample_id":"T1043"'],
		},
	},
	'refund-with-approval': {
		trigger: 'When a colleague asks for a refund',
		messages: [],
		// No payment has the sample's order ID.
		failed: 1,
	},
	'wait-for-payment': {
		trigger: 'When an order comes in',
		messages: ['sms 05321234567 1499.90'],
	},
	'agent-to-paytr': {
		trigger: 'When a colleague writes',
		messages: ['sms 05321234567 1499.90'],
		asks: ['Ask before sending', 'Answer in the chat'],
		shows: { 'Ask and send': ['Done.'] },
	},
};

/** The arguments with which the stand-in model calls the agent's tool. */
export const AGENT_ARGUMENTS = {
	order: '1042',
	title: 'Website design',
	amount: '1.499,90',
	phone: '0532 123 45 67',
};
