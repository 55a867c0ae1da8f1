/** The choices in a panel, in order, and the labels that the panel shows afterwards. */
interface PanelCase {
	choice: string;
	/** Parameter → name of the option in its list. */
	choose?: Record<string, string>;
	/** Parameter → names to click in a multiple-choice list. */
	select?: Record<string, string[]>;
	toggle?: string[];
	labels: string[];
}

interface Panel {
	node: string;
	/** The action in the node panel that adds the node. */
	action: string;
	cases: PanelCase[];
	/** The options that 'Add option' shows. */
	options: string[];
}

/** The labels of a panel from top to bottom, without the hidden ones. */
const panel = (...parts: Array<string | false | undefined>) =>
	parts.filter((part) => typeof part === 'string').flatMap((part) => part.split(', '));

const DELIVERY_OPTIONS = panel(
	'Dry Run, Include Input Fields, Max Concurrency, On Unknown Outcome, Requests per Second',
	'Retries, Timeout (Seconds)',
);

const notify = (recipients: string) =>
	panel('Resource, Operation, Link ID', recipients, 'Send Only Once, Options');

/** The labels of a link, including the labels that depend on its type and its messages. */
const link = (more: { price?: string; stock?: string; recipients?: string }) =>
	panel(
		'Resource, Operation, Link Type, Name, Price',
		more.price,
		'Currency, Send By',
		more.recipients,
		more.stock,
		'Send Only Once, Deduplication Key, Additional Fields, Options',
	);

/** The labels of a payment request, including the labels that depend on a choice. */
const request = (
	texts: string,
	{ phoneFirst = true, predefined = false, recurring = false } = {},
) =>
	panel(
		'Resource, Operation, Send By',
		phoneFirst && 'Phone',
		'Email, Amount From',
		predefined ? 'Payment Item' : 'Amount',
		'VAT Rate (KDV), Title, End Date',
		texts,
		'Request Type',
		recurring && 'Action Type, Period, Repetition Count',
		'Send Only Once, Deduplication Key, Additional Fields, Options',
	);

const STOCK = 'Stock';
const BOTH_TEXTS = 'Email Text, SMS Text';

/** Every condition of the nodes' panels. The list is independent of the nodes' code. */
export const PANELS: Panel[] = [
	{
		node: 'PayTR Link Notify',
		action: 'Send existing link by SMS',
		cases: [
			{ choice: 'Send SMS', labels: notify('Phone') },
			{ choice: 'Send Email', choose: { operation: 'Send Email' }, labels: notify('Email') },
			{
				choice: 'Send Email and SMS',
				choose: { operation: 'Send Email and SMS' },
				labels: notify('Phone, Email'),
			},
			{ choice: 'Create, a product', choose: { resource: 'Link' }, labels: link({ stock: STOCK }) },
			{
				choice: 'Create, a product, notified by SMS',
				select: { notifyVia: ['SMS'] },
				labels: link({ stock: STOCK, recipients: 'Phone' }),
			},
			{
				choice: 'Create, a product, notified by e-mail and SMS',
				select: { notifyVia: ['Email'] },
				labels: link({ stock: STOCK, recipients: 'Phone, Email' }),
			},
			{
				choice: 'Create, a collection, notified by e-mail and SMS',
				choose: { linkType: 'Collection (Fatura / Cari Tahsilat)' },
				labels: link({ recipients: 'Phone, Email' }),
			},
			{
				choice: 'Create, a collection, not notified',
				select: { notifyVia: ['Email', 'SMS'] },
				labels: link({ recipients: 'Email' }),
			},
			{
				choice: 'Create, a flexible amount',
				choose: { linkType: 'Flexible Amount (Esnek Link)' },
				labels: link({ price: 'Max Price' }),
			},
			{
				choice: 'Delete',
				choose: { operation: 'Delete' },
				labels: panel('Resource, Operation, Link ID, Options'),
			},
			{
				choice: 'Payment: Get',
				choose: { resource: 'Payment' },
				labels: panel('Resource, Operation, Merchant Order ID, Simplify, Options'),
			},
			{
				choice: 'Payment: Get Many',
				choose: { operation: 'Get Many' },
				labels: panel(
					'Resource, Operation, Start Date, End Date, Return All, Limit, Simplify, Filters, Options',
				),
			},
			{
				choice: 'Payment: Refund',
				choose: { operation: 'Refund' },
				labels: panel(
					'Resource, Operation, Merchant Order ID, Refund Amount, Additional Fields, Options',
				),
			},
			{
				choice: 'Payment: Verify Notification',
				choose: { operation: 'Verify Notification' },
				labels: panel('Resource, Operation, Payment Notification, Options'),
			},
			{
				choice: 'Payout: Get Many',
				choose: { resource: 'Payout' },
				labels: panel(
					'Resource, Operation, Start Date, End Date, Return All, Limit, Simplify, Options',
				),
			},
			{
				choice: 'Payout: Get',
				choose: { operation: 'Get' },
				labels: panel('Resource, Operation, Date, Simplify, Options'),
			},
		],
		options: ['Debug', ...DELIVERY_OPTIONS],
	},
	{
		node: 'Payfull Payment Request',
		action: 'Send payment request',
		cases: [
			{ choice: 'by e-mail, once', labels: request('Email Text', { phoneFirst: false }) },
			{ choice: 'by SMS', choose: { viaEmailSms: 'SMS' }, labels: request('SMS Text') },
			{
				choice: 'by e-mail and SMS',
				choose: { viaEmailSms: 'Email and SMS' },
				labels: request(BOTH_TEXTS),
			},
			{
				choice: 'a predefined payment',
				choose: { predefinedPayment: 'Payment Item (Ödeme Kalemi)' },
				labels: request(BOTH_TEXTS, { predefined: true }),
			},
			{
				choice: 'recurring',
				choose: { requestType: 'Recurring' },
				labels: request(BOTH_TEXTS, { predefined: true, recurring: true }),
			},
			{
				choice: 'recurring, by e-mail, a free amount',
				choose: { viaEmailSms: 'Email', predefinedPayment: 'This Field' },
				labels: request('Email Text', { phoneFirst: false, recurring: true }),
			},
			{
				choice: 'Delete',
				choose: { operation: 'Delete' },
				labels: panel('Resource, Operation, Payment Request Hash, Additional Fields, Options'),
			},
			{
				choice: 'Transaction: Get Many',
				choose: { resource: 'Transaction' },
				labels: panel('Resource, Operation, Start Date, End Date, Return All, Limit, Options'),
			},
			{
				choice: 'Transaction: Get',
				choose: { operation: 'Get' },
				labels: panel('Resource, Operation, Merchant Transaction ID, Options'),
			},
			{
				choice: 'Transaction: Refund',
				choose: { operation: 'Refund' },
				labels: panel(
					'Resource, Operation, Transaction ID, Refund Amount, Send Only Once, Deduplication Key',
					'Options',
				),
			},
			{
				choice: 'Transaction: Cancel',
				choose: { operation: 'Cancel' },
				labels: panel('Resource, Operation, Transaction ID, Options'),
			},
		],
		options: DELIVERY_OPTIONS,
	},
];
