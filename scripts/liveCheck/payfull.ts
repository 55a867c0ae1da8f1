import { DateTime } from 'luxon';
import { payfullHash } from '../../credentials/signing/payfull';
import { Problem } from '../lib/children';
import { outcomeOf, wordsOf, type Asked, type Json, type Part } from './check';
import { findHash, type PayfullCheck } from './payfullCheck';

const codeOf = ({ json, answer, noAnswer }: Asked) =>
	String(json.ErrorCode ?? (answer ? `none (HTTP ${answer.statusCode})` : noAnswer));

async function credential(check: PayfullCheck): Promise<void> {
	const right = await check.issuer('issuer, right values');
	if (/^0?[34]$|^100$/.test(codeOf(right))) {
		throw new Problem(
			`Payfull refuses these values (${wordsOf(right)}). Nothing else was tried. Compare them, and the allowed IP addresses, with Ayarlar > Api Hesapları in the Payfull panel, and begin again.`,
		);
	}
	const password = await check.issuer(
		'issuer, a wrong password',
		{},
		{
			change: { password: 'n8n-live-check' },
		},
	);
	const merchant = await check.issuer(
		'issuer, an unknown merchant',
		{},
		{ change: { merchant: 'n8nlivecheck' } },
	);
	check.found(
		'credentialCodes',
		`right values: ${codeOf(right)}; wrong password: ${codeOf(password)}; unknown merchant: ${codeOf(merchant)}`,
		'The bank of the card number 435508….',
	);
	check.found('statusType', typeof right.json.status, 'The same.');
	const ip = await check.issuer('issuer, another client IP', { client_ip: '203.0.113.100' });
	check.found('ipChecked', outcomeOf(ip), 'client_ip 203.0.113.100, an address of nobody.');
	const malformed = await check.issuer('issuer, a malformed client IP', { client_ip: 'n8n' });
	check.found('ipFormat', outcomeOf(malformed), 'client_ip "n8n".');
}

/** Tries both ways in which clients hash an empty parameter. The request has no side effects. */
async function hashing(check: PayfullCheck): Promise<void> {
	const letters = await check.issuer('issuer, with letters of all lengths', {
		passive_data: 'ğüş €😀',
	});
	check.found(
		'codePoints',
		letters.truth === 'accepted' ? 'yes' : outcomeOf(letters),
		'passive_data with letters of one to four bytes.',
	);
	const left = await check.issuer(
		'issuer, an empty parameter that is not hashed',
		{},
		{ afterSigning: (form) => ({ ...form, passive_data: '' }) },
	);
	const counted = await check.issuer(
		'issuer, an empty parameter hashed as "0"',
		{},
		{
			afterSigning(form, { password }) {
				const all = { ...form, passive_data: '' };
				return { ...all, hash: payfullHash(all, password) };
			},
		},
	);
	check.found(
		'emptyValues',
		`left out of the hash: ${outcomeOf(left)}; counted as "0": ${outcomeOf(counted)}`,
		'passive_data without a value.',
	);
}

/** Requests with one missing or wrong field, so the provider can't send anything. */
async function refusals(check: PayfullCheck): Promise<void> {
	await check.send('send with a broken date', { end_date: '31-02' });
	await check.send('send with a broken e-mail address', { recipient_email: 'nobody' });
	await check.send('send with an unknown currency', { currency: 'XXX' });
	await check.ask('an unknown set_param', { type: 'Set', set_param: 'N8nLiveCheck' });
	const gone = await check.delete('delete what does not exist', '0'.repeat(32));
	check.found('deleteOfUnknown', outcomeOf(gone), 'A hash of zeros.');
}

/** The place of the hash in a response. */
const hashAt = (json: Json) => findHash(json)?.at ?? 'nowhere';

async function byEmail(check: PayfullCheck): Promise<void> {
	const asked = await check.send('send by e-mail', {});
	check.found(
		'hashAt',
		asked.truth === 'accepted' ? hashAt(asked.json) : outcomeOf(asked),
		'The answer to a request by e-mail.',
	);
	await check.arrived('email', asked);
	const link = await check.asker.choose(
		'emailLink',
		'Is there a link or button to pay in that e-mail?',
		{ yes: 'Yes', no: 'No', none: 'No e-mail came' },
	);
	if (link !== 'none') {
		check.found('emailLink', link, 'An e-mail whose text has no [LINK].');
	}
}

async function rates(check: PayfullCheck): Promise<void> {
	const results: string[] = [];
	let twenty: Asked | undefined;
	for (const kdv of ['8', '10', '18', '20']) {
		const asked = await check.send(`send with kdv ${kdv}`, { kdv, title: `n8n kdv ${kdv}` });
		results.push(`${kdv}: ${outcomeOf(asked)}`);
		if (kdv === '20') twenty = asked;
	}
	check.found('vatRates', results.join('; '), 'A request by e-mail with each.');
	if (twenty?.truth !== 'accepted') return;
	const shows = await check.asker.choose(
		'vatMeaning',
		'Open the e-mail "n8n kdv 20": what does the page say of the tax on 1.00?',
		{ percent: '20 %', nothing: 'Nothing', other: 'Something else' },
	);
	check.found('vatMeaning', shows, 'The page of that request.');
}

async function longTitle(check: PayfullCheck): Promise<void> {
	const asked = await check.send('send with a title of 60 bytes', {
		title: 'n8n deneme '.padEnd(60, 'x'),
	});
	check.found('titleLimit', outcomeOf(asked), 'A request by e-mail.');
}

async function bySms(check: PayfullCheck): Promise<void> {
	const text = { via_email_sms: '1', sms_text: 'n8n deneme [LINK]' };
	const asked = await check.send('send by SMS', { ...text, recipient_phone: check.person.phone });
	await check.arrived('sms', asked);
	const none = await check.send('send by SMS without a phone', text);
	check.found('smsWithoutPhone', outcomeOf(none), 'recipient_phone left out.');
}

async function list(check: PayfullCheck): Promise<void> {
	const day_date = DateTime.now().setZone('Europe/Istanbul').toFormat('dd-MM-yyyy');
	const asked = await check.ask(
		"list of today's transactions",
		{ type: 'Get', get_param: 'TransactionsList', day_date },
		{ shapeOnly: true },
	);
	const fields = Object.keys(asked.json).join(', ');
	check.found(
		'transactionsList',
		asked.truth === 'accepted' ? `fields: ${fields}` : outcomeOf(asked),
		'TransactionsList of the day.',
	);
	check.found(
		'transactionRows',
		firstRow(asked.json).join(', ') || 'no row',
		'The first row, wherever it stands.',
	);
}

/** The names in the first object of the first list, at any depth. */
function firstRow(value: unknown): string[] {
	if (typeof value !== 'object' || value === null) return [];
	const isRow = Array.isArray(value) && typeof value[0] === 'object' && value[0] !== null;
	if (isRow) return Object.keys(value[0]);
	return (
		Object.values(value)
			.map(firstRow)
			.find((names) => names.length > 0) ?? []
	);
}

async function deletions(check: PayfullCheck): Promise<void> {
	let hash = check.hashes.shift();
	if (hash === undefined) {
		hash = await check.asker.text(
			'hash',
			'A Payment Request Hash of an unpaid request of yours that may be deleted (empty: skip):',
			{ check: () => true },
		);
	}
	if (!hash) return;
	check.blanker.add(hash, 'blanked-hash');
	const gone = await check.delete('delete a request', hash);
	const fields = Object.keys(gone.json).join(', ');
	check.found('delete', `${outcomeOf(gone)}; fields: ${fields}`, 'A request of this run.');
	const again = await check.delete('delete it again', hash);
	check.found('repeatedDelete', outcomeOf(again), 'The same once more.');
}

/** Draws conclusions from all refusals together. */
export function concludePayfull(check: PayfullCheck): void {
	const refused = check.all().filter(({ truth, answer }) => truth === 'refused' && answer);
	if (refused.length === 0) return;
	const why = `${refused.length} refusals of this run.`;
	const statuses = [...new Set(refused.map(({ answer }) => String(answer?.statusCode)))];
	check.found('refusalStatus', statuses.sort().join(', '), why);
	const codes = refused
		.filter(({ service }) => service.startsWith('Set'))
		.map((asked) => `${asked.step}: ${codeOf(asked)}`);
	check.found('refusalCodes', codes.join('; '), why);
}

const toEmail = (count: string) => (check: PayfullCheck) =>
	`Sends ${count} for 1.00 TRY by e-mail to ${check.person.email}. Unpaid ones are deleted at the end, where Payfull tells their hash.`;

export const PAYFULL_PARTS: Array<Part<PayfullCheck>> = [
	{
		id: 'credential',
		title: 'The credential',
		tells: () => "Asks for the bank of a card number's first digits. No side effects.",
		run: credential,
	},
	{
		id: 'hashing',
		title: 'The hash',
		tells: () => 'The same call with unusual letters, and with an empty field. No side effects.',
		run: hashing,
	},
	{
		id: 'refusals',
		title: 'Refusals',
		tells: (check) =>
			`Sends what Payfull must refuse: a broken date, address and currency, a deletion of what does not exist. If one is taken after all, an e-mail goes to ${check.person.email}.`,
		asks: () => 'Try it?',
		run: refusals,
	},
	{
		id: 'email',
		title: 'One payment request by e-mail',
		tells: toEmail('a payment request'),
		asks: ({ person }) => `Send it to ${person.email}?`,
		run: byEmail,
	},
	{
		id: 'rates',
		title: 'VAT rates',
		tells: toEmail('up to four payment requests (VAT 8, 10, 18 and 20)'),
		asks: ({ person }) => `Send them to ${person.email}?`,
		run: rates,
	},
	{
		id: 'longTitle',
		title: 'A long title',
		tells: toEmail('a payment request with a title of 60 bytes'),
		asks: ({ person }) => `Send it to ${person.email}?`,
		run: longTitle,
	},
	{
		id: 'sms',
		title: 'One SMS',
		tells: ({ person }) =>
			`Sends a payment request for 1.00 TRY by SMS to ${person.phone}, and one without a phone, which should reach nobody. Payfull may charge an SMS.`,
		asks: ({ person }) => `Send the SMS to ${person.phone}?`,
		run: bySms,
	},
	{
		id: 'list',
		title: 'The list of transactions',
		tells: () =>
			"Asks for today's transactions; of the answer only the names of the fields are kept. (Pay one of the e-mails first, and the list has a row.)",
		run: list,
	},
	{
		id: 'deletions',
		title: 'Deleting',
		tells: () => 'Deletes a payment request of this run, twice.',
		run: deletions,
	},
];
