import { DateTime } from 'luxon';
import { ARRIVED, outcomeOf, wordsOf, type Asked, type Json, type Part } from './check';
import {
	DELETE,
	NAME,
	NO_LINK,
	ORDER_STATUS,
	REFUND,
	SEND_EMAIL,
	SEND_SMS,
	type NewLink,
	type PaytrCheck,
} from './paytrCheck';
import { Problem } from '../lib/children';

/** An order that can't exist. */
const NO_ORDER = 'n8nlivecheck0';

/** Letters and digits, at most 64. */
const REFERENCE = 'N8NLIVECHECK1';

/** The query of the payment's callback link. */
const QUERY = 'n8n=livecheck';

const TRANSACTIONS = '/rapor/islem-dokumu';

const codeOf = ({ json, answer }: Asked) =>
	json.err_no === undefined
		? answer
			? `none (HTTP ${answer.statusCode})`
			: 'no answer'
		: String(json.err_no);

/** PayTR's date and time format. */
const moment = (at: DateTime) => at.toFormat('yyyy-MM-dd HH:mm:ss');

async function credential(check: PaytrCheck): Promise<void> {
	const order = { merchant_oid: NO_ORDER };
	const right = await check.ask('order status, right values', ORDER_STATUS, order);
	if (/^0*[13]$/.test(codeOf(right))) {
		throw new Problem(
			`PayTR refuses these values (${wordsOf(right)}). Nothing else was tried. Compare them with Destek & Kurulum > Entegrasyon Bilgileri in the PayTR panel, and begin again.`,
		);
	}
	const salt = await check.ask('order status, a wrong salt', ORDER_STATUS, order, {
		change: { merchantSalt: 'n8n-live-check' },
	});
	const id = await check.ask('order status, merchant ID 0', ORDER_STATUS, order, {
		change: { merchantId: '0' },
	});
	check.found(
		'statusCodes',
		`right values: ${codeOf(right)}; wrong salt: ${codeOf(salt)}; unknown ID: ${codeOf(id)}`,
		'Order status of an order that does not exist.',
	);
	const parts = await check.ask('order status as multipart', ORDER_STATUS, order, {
		asMultipart: true,
	});
	check.found(
		'multipart',
		codeOf(parts) === codeOf(right) ? 'read' : `not read: ${wordsOf(parts)}`,
		'The same signed fields in another type of body.',
	);
}

async function refusals(check: PaytrCheck): Promise<void> {
	await check.create('create with the price 0', { price: '0' });
	await check.create(
		'create with a wrong salt',
		{},
		{ change: { merchantSalt: 'n8n-live-check' } },
	);
	await check.ask('delete a link that does not exist', DELETE, { id: NO_LINK });
	const refund = await check.ask('refund of an order that does not exist', REFUND, {
		merchant_oid: NO_ORDER,
		return_amount: '1.00',
	});
	check.found(
		'refundOfUnknown',
		`${String(refund.json.status ?? 'no status')}, ${wordsOf(refund)}`,
		'An order number that PayTR can not have given.',
	);
}

/** The field of a response that contains a PNG in base64, and whether the value is a data URL. */
export function qrField(json: Json): string {
	for (const [name, value] of Object.entries(json)) {
		const found = /^(data:image\/png;base64,)?iVBORw0KGgo/.exec(String(value));
		if (found) return found[1] ? `${name}, as a data: address` : name;
	}
	const named = Object.keys(json).filter((name) => /qr/i.test(name));
	return named.length ? `no PNG; fields: ${named.join(', ')}` : 'none';
}

/** Opens no page. Only the person sees the unit and the name on the page. */
async function flexible(check: PaytrCheck): Promise<void> {
	const { asked, made } = await check.create('create a flexible link, 100.00 to "15000"', {
		link_type: 'flex',
		flex_max_price: '15000',
	});
	if (!made) {
		check.found('flexMaxUnit', outcomeOf(asked), 'price 10000, flex_max_price 15000.');
		return;
	}
	const seen = await check.asker.choose(
		'flexMaxUnit',
		`Open ${made.link} and try amounts: what is the highest that the page takes?`,
		{ minor: '150,00', major: '15.000,00', unclear: "Another, or I can't tell" },
	);
	const words = { minor: '× 100, like the price', major: 'lira', unclear: 'unclear' }[seen];
	check.found('flexMaxUnit', words, 'The page of a link with price 10000, flex_max_price 15000.');
}

/**
 * Sets an expiry half an hour ahead in UTC. In Istanbul's time zone, it lies two and a half hours
 * in the past.
 */
async function expiry(check: PaytrCheck): Promise<void> {
	const now = DateTime.utc();
	const soon = { minutes: 30 };
	const control = await check.create('create, ends in half an hour in Istanbul', {
		expiry_date: moment(now.setZone('Europe/Istanbul').plus(soon)),
	});
	const { asked, made } = await check.create('create, ends in half an hour in UTC', {
		expiry_date: moment(now.plus(soon)),
	});
	let zone = 'unclear';
	if (made) {
		const open = await check.asker.choose('expiryZone', `Open ${made.link}: can it be paid?`, {
			no: 'No, it has ended',
			yes: 'Yes',
		});
		zone = open === 'yes' ? 'UTC' : 'Europe/Istanbul';
	} else if (control.made) {
		zone = `Europe/Istanbul (a moment that is over there is ${outcomeOf(asked)})`;
	}
	check.found('expiryZone', zone, 'Two links: ended in Istanbul or not, open in UTC.');
}

async function callbacks(check: PaytrCheck): Promise<void> {
	const callback_link = 'https://example.com/n8n-live-check';
	const alone = await check.create('create with a callback link alone', { callback_link });
	check.found('callbackLinkAlone', outcomeOf(alone.asked), 'A link without callback_id.');
	const id = await check.create('create with a callback ID alone', { callback_id: 'N8N1' });
	check.found('callbackIdAlone', outcomeOf(id.asked), 'A link without callback_link.');
	const long = await check.create('create with a callback link of 401 characters', {
		callback_link: callback_link.padEnd(401, 'x'),
		callback_id: 'N8N1',
	});
	check.found('longCallbackLink', outcomeOf(long.asked), 'A callback_link of 401 characters.');
}

async function links(check: PaytrCheck): Promise<void> {
	const { asked, made } = await check.create('create a product link with a QR code', {
		get_qr: '1',
		max_count: '1',
	});
	if (!made) {
		throw new Problem(
			`PayTR doesn't create a link (${outcomeOf(asked)}). Ask PayTR to enable the link service (Link ile Ödeme) for the store, then begin again.`,
		);
	}
	check.found('idType', typeof asked.json.id, 'The answer to create.');
	check.found('qrField', qrField(asked.json), 'The answer to create with get_qr=1.');
	const name = await check.asker.choose(
		'turkishName',
		`Open ${made.link}: does the name read "${NAME}"?`,
		{ yes: 'Yes', no: 'No' },
	);
	check.found('turkishName', name === 'yes' ? 'as typed' : 'changed', 'The page of the link.');
	const cheap = await check.create('create a link of 0.50', { price: '50' });
	check.found('lowestPrice', outcomeOf(cheap.asked), 'A link of 0.50 TL.');
	await flexible(check);
	await expiry(check);
	await callbacks(check);
}

async function collection(check: PaytrCheck): Promise<void> {
	const { asked } = await check.create('create a collection link', {
		link_type: 'collection',
		email: check.person.email,
	});
	const came =
		asked.truth === 'accepted' &&
		(await check.asker.choose('collectionContacts', 'Did PayTR write to you by itself?', ARRIVED));
	check.found(
		'collectionContacts',
		came ? { yes: 'contacts the payer', no: 'contacts nobody' }[came] : outcomeOf(asked),
		'A collection link, created and not sent.',
	);
}

/** A link to send: the first remaining link, or a new one. */
async function aLink(check: PaytrCheck): Promise<NewLink | undefined> {
	return check.links[0] ?? (await check.create('create a link to send', {})).made;
}

async function messages(
	check: PaytrCheck,
	channel: 'sms' | 'email',
	path: string,
	to: Record<string, string>,
): Promise<void> {
	const link = await aLink(check);
	if (!link) return;
	const asked = await check.ask(`send by ${channel}`, path, { id: link.id, ...to });
	await check.arrived(channel, asked);
}

const sms = async (check: PaytrCheck) =>
	await messages(check, 'sms', SEND_SMS, { cell_phone: check.person.cellPhone });

const email = async (check: PaytrCheck) =>
	await messages(check, 'email', SEND_EMAIL, { email: check.person.email });

async function wrongLinks(check: PaytrCheck): Promise<void> {
	const to = { cell_phone: check.person.cellPhone };
	const unknown = await check.ask('send a link that does not exist', SEND_SMS, {
		id: NO_LINK,
		...to,
	});
	check.found('unknownLink', outcomeOf(unknown), `The link ${NO_LINK}.`);
	const { made } = await check.create('create a link to delete', {});
	if (!made) return;
	await check.ask('delete it', DELETE, { id: made.id });
	check.links.splice(check.links.indexOf(made), 1);
	const deleted = await check.ask('send a deleted link', SEND_SMS, { id: made.id, ...to });
	check.found('deletedLink', outcomeOf(deleted), 'A link that was created and deleted.');
}

/** The notation of an amount, for example "10,8" or "10.80". */
const amountForm = (value: unknown) =>
	typeof value === 'string'
		? /,/.test(value)
			? 'comma'
			: /\./.test(value)
				? 'dot'
				: 'whole'
		: typeof value;

async function payment(check: PaytrCheck): Promise<void> {
	const callback_link = await check.asker.text(
		'callbackLink',
		"Production URL of a PayTR Link Trigger in your n8n, with the same store's credential, in an active workflow (empty: no notice):",
		{ check: () => true },
	);
	check.blanker.add(callback_link, 'https://n8n.example.com/webhook/paytr');
	const { made } = await check.create('create a link of 1.00 to pay', {
		price: '100',
		...(callback_link
			? { callback_link: `${callback_link}?${QUERY}`, callback_id: 'N8NLIVECHECK' }
			: {}),
	});
	if (!made) return;
	await check.asker.text('paid', `Pay at ${made.link}, then press Enter here:`, {
		check: () => true,
	});
	const paidAt = Date.now();
	if (callback_link) {
		const came = await check.asker.choose('notice', 'Did the workflow start?', {
			once: 'Yes, once',
			more: 'Yes, more than once',
			no: 'No, not within some minutes',
		});
		check.found(
			'notice',
			{ once: 'starts it once', more: 'starts it more than once', no: 'does not start it' }[came],
			'A link paid by the person who ran the check.',
		);
		const kept = await check.asker.choose(
			'callbackQuery',
			`Does the log of your web server show "?${QUERY}" behind the address that PayTR called?`,
			{ unseen: "I can't tell", yes: 'Yes', no: 'No, the address alone' },
		);
		check.found(
			'callbackQuery',
			{ unseen: 'not seen', yes: 'kept', no: 'cut off' }[kept],
			'The callback link of that payment had a query.',
		);
	}
	const oid = await check.asker.text(
		'merchantOid',
		"The order number (merchantOid in the trigger's output, or Sipariş No in the panel; empty: skip):",
		{ check: () => true },
	);
	if (!oid) return;
	check.blanker.add(oid, 'ORDER1');
	const status = await check.ask('order status of the payment', ORDER_STATUS, {
		merchant_oid: oid,
	});
	const forms = ['payment_amount', 'payment_total', 'net_tutar', 'kesinti_tutari']
		.filter((name) => name in status.json)
		.map((name) => `${name}: ${amountForm(status.json[name])}`);
	check.found(
		'orderStatus',
		status.truth === 'accepted'
			? `${forms.join(', ')}; currency: ${String(status.json.currency)}`
			: outcomeOf(status),
		'The order status of that payment.',
	);
	await reportDelay(check, oid, paidAt);
	if (!(await check.asker.yes('refund', 'Give the 1.00 back (refund by the API)?'))) return;
	const back = await check.ask('refund of the payment', REFUND, {
		merchant_oid: oid,
		return_amount: '1.00',
		reference_no: REFERENCE,
	});
	check.found('refund', outcomeOf(back), 'A payment of 1.00 by link, given back.');
	const after = await check.ask('order status after the refund', ORDER_STATUS, {
		merchant_oid: oid,
	});
	const [returned] = rowsIn(after.json.returns);
	const reference = returned?.reference_no === REFERENCE ? 'reference_no: as sent' : 'no reference';
	check.found(
		'returnsFields',
		returned ? `${Object.keys(returned).join(', ')}; ${reference}` : 'no entry in returns',
		'The order status right after that refund.',
	);
}

/** Finds out whether the report lists the payment yet. */
async function reportDelay(check: PaytrCheck, oid: string, paidAt: number): Promise<void> {
	const now = DateTime.now().setZone('Europe/Istanbul');
	const report = await check.ask(
		'transactions report, with the payment',
		TRANSACTIONS,
		{ start_date: moment(now.minus({ days: 1 })), end_date: moment(now) },
		{ shapeOnly: true },
	);
	const isListed = rowsIn(report.json).some(({ siparis_no }) => siparis_no === oid);
	const minutes = Math.ceil((Date.now() - paidAt) / 60_000);
	check.found(
		'reportDelay',
		`${isListed ? 'listed' : 'not listed'} ${minutes} minutes after the payment`,
		'The transactions report of the last day.',
	);
}

/** The objects of the first list, or the objects under numbered keys. */
function rowsIn(json: unknown): Json[] {
	const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;
	const values = Object.entries(Object(json));
	const list = Array.isArray(json) ? json : values.find(([, value]) => Array.isArray(value))?.[1];
	const numbered = values.filter(([name]) => /^\d+$/.test(name)).map(([, value]) => value);
	const rows: unknown[] = Array.isArray(list) ? list : numbered;
	return rows.filter(isObject);
}

/** The place of a report's rows: the key of the first list, or numbered keys. */
export function rowsAt(json: Json): string {
	const list = Object.keys(json).find((name) => Array.isArray(json[name]));
	if (list !== undefined) return `a list under "${list}"`;
	const numbered = Object.keys(json).some((name) => /^\d+$/.test(name));
	return numbered ? 'numbered keys of the answer' : 'nowhere';
}

async function reports(check: PaytrCheck): Promise<void> {
	const now = DateTime.now().setZone('Europe/Istanbul');
	const rows = await check.ask(
		'transactions report, invented rows',
		TRANSACTIONS,
		{ start_date: moment(now.minus({ days: 1 })), end_date: moment(now), dummy: '1' },
		{ shapeOnly: true },
	);
	check.found(
		'reportRows',
		rows.truth === 'refused' ? outcomeOf(rows) : rowsAt(rows.json),
		'islem-dokumu with dummy=1.',
	);
	const [row] = rowsIn(rows.json);
	if (row) {
		check.found('dummyRows', Object.keys(row).join(', '), 'islem-dokumu with dummy=1.');
		const amounts = Object.entries(row)
			.filter(([name, value]) => /tutar|oran/.test(name) && value !== null)
			.map(([name, value]) => `${name}: ${amountForm(value)}`);
		check.found('reportDecimals', amounts.join(', '), 'islem-dokumu with dummy=1.');
	}
	const days = {
		start_date: now.minus({ days: 2 }).toISODate() ?? '',
		end_date: now.minus({ days: 1 }).toISODate() ?? '',
	};
	const plain = await check.ask('payments report', '/rapor/odeme-dokumu', days, {
		shapeOnly: true,
	});
	const slash = await check.ask('payments report, slash at the end', '/rapor/odeme-dokumu/', days, {
		shapeOnly: true,
	});
	const code = slash.answer?.statusCode ?? 0;
	const same = code === plain.answer?.statusCode && slash.json.status === plain.json.status;
	const redirected = code >= 300 && code < 400 ? `redirects (HTTP ${code})` : `HTTP ${code}`;
	check.found('trailingSlash', same ? 'same as without' : redirected, 'odeme-dokumu, both ways.');
}

async function deletions(check: PaytrCheck): Promise<void> {
	while (check.links.length < 2) {
		if (!(await check.create('create a link to delete', {})).made) break;
	}
	const [first, second] = check.links.splice(0, 2);
	if (first) {
		const single = await check.ask('delete one link', DELETE, { id: first.id });
		check.found(
			'singleDelete',
			`${outcomeOf(single)}; fields: ${Object.keys(single.json).join(', ')}`,
			'One link of this run.',
		);
		const again = await check.ask('delete it again', DELETE, { id: first.id });
		check.found('repeatedDelete', outcomeOf(again), 'The same link once more.');
	}
	if (second) {
		const partial = await check.ask(
			'delete one that is there and one that is not',
			DELETE,
			{ id: `${second.id},${NO_LINK}` },
			{ partly: true },
		);
		check.found(
			'partialDelete',
			`${String(partial.json.status ?? 'none')}; fields: ${Object.keys(partial.json).join(', ')}`,
			'One link of this run with one that does not exist.',
		);
	}
}

/** Draws conclusions from all refusals together. */
export function concludePaytr(check: PaytrCheck): void {
	const refused = check
		.all()
		.filter(({ truth, answer, shapeOnly }) => truth === 'refused' && answer && !shapeOnly);
	if (refused.length === 0) return;
	const name = ({ service }: Asked) => service.split('/').at(-1) ?? service;
	const by = (of: (asked: Asked) => string) => {
		const groups = new Map<string, Set<string>>();
		for (const asked of refused) {
			const key = of(asked);
			groups.set(key, (groups.get(key) ?? new Set()).add(name(asked)));
		}
		const texts = [...groups].map(([key, names]) => `${key} (${[...names].sort().join(', ')})`);
		return texts.sort().join('; ');
	};
	const why = `${refused.length} refusals of this run.`;
	check.found(
		'refusalStatus',
		by(({ answer }) => String(answer?.statusCode)),
		why,
	);
	const fields = ({ json }: Asked) =>
		['reason', 'err_msg', 'message'].filter((key) => json[key]).join(' and ') || 'none';
	check.found('refusalField', by(fields), why);
	check.found(
		'refusalWord',
		by(({ json }) => String(json.status ?? 'none')),
		why,
	);
}

export const PAYTR_PARTS: Array<Part<PaytrCheck>> = [
	{
		id: 'credential',
		title: 'The credential',
		tells: () => 'Asks for the status of an order that does not exist. No side effects.',
		run: credential,
	},
	{
		id: 'refusals',
		title: 'Refusals',
		tells: () =>
			'Sends what PayTR must refuse: a link for 0.00, a wrong signature, the deletion and the refund of what does not exist. Nobody is contacted.',
		run: refusals,
	},
	{
		id: 'links',
		title: 'Links',
		tells: () =>
			'Creates about eight links in your store and asks you to open three of them. Nobody is contacted; all are deleted at the end.',
		asks: () => 'Create the links?',
		run: links,
	},
	{
		id: 'sms',
		title: 'One SMS',
		tells: ({ person }) =>
			`Sends a link of this run (or a new one) by SMS to ${person.cellPhone}. PayTR may charge an SMS.`,
		asks: ({ person }) => `Send the SMS to ${person.cellPhone}?`,
		run: sms,
	},
	{
		id: 'email',
		title: 'One e-mail',
		tells: ({ person }) => `Sends a link of this run (or a new one) by e-mail to ${person.email}.`,
		asks: ({ person }) => `Send the e-mail to ${person.email}?`,
		run: email,
	},
	{
		id: 'wrongLinks',
		title: 'Links that are not there',
		tells: ({ person }) =>
			`Asks PayTR to send a link that does not exist, and a deleted one. Both should be refused; if not, up to two SMS go to ${person.cellPhone}.`,
		asks: () => 'Try it?',
		run: wrongLinks,
	},
	{
		id: 'collection',
		title: 'A collection link',
		tells: ({ person }) =>
			`Creates a collection link for ${person.email}. PayTR may write to that address.`,
		asks: () => 'Create it?',
		run: collection,
	},
	{
		id: 'payment',
		title: 'A payment',
		tells: () =>
			'Creates a link of 1.00 TL that you pay with a card of your own. It costs 1.00 TL, which you may give back by the API at the end, less what PayTR keeps.',
		asks: () => 'Pay 1.00 TL?',
		run: payment,
	},
	{
		id: 'reports',
		title: 'Reports',
		tells: () =>
			'Asks for a report of invented rows, and for the payments of two days; of the answers only the names of the fields are kept.',
		run: reports,
	},
	{
		id: 'deletions',
		title: 'Deleting',
		tells: () =>
			'Deletes the links of this run in different ways; where there are none, creates two for it. Nobody is contacted.',
		asks: () => 'Try the ways of deleting?',
		run: deletions,
	},
];
