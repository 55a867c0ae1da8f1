import { readLinkForm } from '../../../nodes/PaytrLinkNotify/actions/link/create.form';
import { itemReader } from '../../../nodes/shared/fields';

type Values = Record<string, unknown>;

/** The panel with only a name and a price filled in. */
const UNTOUCHED: Values = {
	name: 'Çay Bardağı',
	price: '149,90',
	currency: 'TL',
	linkType: 'product',
	maxCount: 1,
	flexMaxPrice: '',
	email: '',
};

const EXTRAS: Values = {
	callbackId: 'ORDER1001',
	callbackLink: 'https://n8n.example.com/webhook/1/paytr',
	expiryDate: '2099-07-01T12:00:00',
	getQr: true,
	pft: 3,
};

/** The values of a link of each type, and the fields that only this type sends. */
const TYPES: Record<string, [Values, Values]> = {
	product: [
		{ linkType: 'product', minCount: 2, maxCount: 10 },
		{ min_count: '2', max_count: '10' },
	],
	collection: [
		{ linkType: 'collection', email: 'gulsah@example.com' },
		{ email: 'gulsah@example.com' },
	],
	flex: [
		{ linkType: 'flex', flexMaxPrice: '1.000,00', userName: 'Gülşah Öztürk' },
		{ flex_max_price: '100000', user_name: 'Gülşah Öztürk' },
	],
};

const SENT: Values = {
	name: 'Çay Bardağı',
	price: '14990',
	currency: 'TL',
	max_installment: '1',
	lang: 'tr',
};

const ADDITIONAL = ['minCount', 'maxInstallment', 'lang', 'userName', ...Object.keys(EXTRAS)];

function read(values: Values, own?: string) {
	const given = { ...UNTOUCHED, ...values };
	const reader = itemReader((path) => {
		const [name, isTopLevel] = [path.replace('additionalFields.', ''), !path.includes('.')];
		// Like n8n's getNodeParameter with the fallback null.
		return isTopLevel === ADDITIONAL.includes(name) ? null : (given[name] ?? null);
	});
	const form = readLinkForm({
		reader,
		address: own === undefined ? undefined : new URL(own),
		file: async () => ({ data: '', mimeType: '' }),
	});
	return reader.finish(() => form);
}

const flex = (flexMaxPrice: unknown): Values => ({ linkType: 'flex', flexMaxPrice });
const ok = (value: unknown) => ({ ok: true, value });

describe.each(Object.entries(TYPES))('the form of a %s link', (link_type, [filled, own]) => {
	it('has the fields of its type', () => {
		expect(read({ ...filled, ...EXTRAS })).toEqual(
			ok({
				...{ ...SENT, ...own, link_type },
				callback_id: 'ORDER1001',
				callback_link: 'https://n8n.example.com/webhook/1/paytr',
				expiry_date: '2099-07-01 12:00:00',
				get_qr: '1',
				pft: '3',
			}),
		);
	});

	it('has no empty fields', () => {
		const empty = Object.fromEntries(Object.keys(EXTRAS).map((name) => [name, ' ']));
		expect(read({ ...filled, ...empty })).toEqual(ok({ ...SENT, ...own, link_type }));
	});

	it('ignores unused addresses and defaults of the panel', () => {
		const beside = { minCount: '1', email: 'gulsah@example.com' };
		expect(read({ ...beside, ...filled }).ok).toBe(true);
	});
});

it.each<[string, Values, Values]>([
	['a switch that is off', { getQr: false }, { get_qr: '0' }],
	['TRY for TL', { currency: ' try' }, { currency: 'TL' }],
	['a sign that agrees with the currency', { price: '149,90 ₺' }, { price: '14990' }],
	['a count of a number column', { minCount: '2.0', maxCount: '2.0' }, { min_count: '2' }],
	['installments of one', { maxInstallment: '6,0' }, { max_installment: '6' }],
	['words of a sheet', { lang: 'TR', linkType: 'Ürün' }, { lang: 'tr', link_type: 'product' }],
	['a day until its end', { expiryDate: '01.07.2099' }, { expiry_date: '2099-07-01 23:59:59' }],
	['a stock that one payer can buy', { minCount: 3, maxCount: 3 }, { max_count: '3' }],
	['one payment for a link that says nothing of stock', {}, { max_count: '1', min_count: '1' }],
	['an empty minimum for one', { minCount: '', lang: ' ' }, { min_count: '1', lang: 'tr' }],
	['a maximum that equals the price', flex(149.9), { flex_max_price: '14990' }],
])('takes %s', (_what, values, sent) => {
	expect(read(values)).toMatchObject(ok(sent));
});

const PFT = 'Interest-Free Installments';
const NEITHER = 'Fill in both, or leave both empty: PayTR takes neither without the other.';

const LINK_TYPES = 'product, collection, flex';

const foreign = (label: string, type: string, value: string, other: string) => [
	`'${label}' does not apply to a link of the type ${type}: "${value}"`,
	`Leave it empty for this item; only links of the type ${other} have it.`,
];

it.each<[Values, ...string[]]>([
	[{ name: 'Çay' }, '\'Name\' has 3 characters: "Çay"', 'Use 4 to 200 characters.'],
	[{ price: 'free' }, '\'Price\' is not an amount: "free"'],
	[{ price: '149,90 €' }, "'Price' is in EUR, but 'Currency' is TL: \"149,90 €\""],
	[{ currency: 'CHF' }, "'Currency' can't be \"CHF\"", 'Use one of: TL, EUR, USD, GBP, RUB.'],
	[{ lang: 'de' }, "'Language' can't be \"de\"", 'Use one of: tr, en.'],
	[{ linkType: 'toString' }, "'Link Type' can't be \"toString\"", `Use one of: ${LINK_TYPES}.`],
	[{ maxInstallment: 13 }, '\'Max Installments\' is not a whole number of 1 to 12: "13"'],
	[{ minCount: 0 }, '\'Minimum Quantity\' is not a whole number of 1 or more: "0"'],
	[{ maxCount: 1.5 }, '\'Stock\' is not a whole number of 0 or more: "1.5"'],
	[{ pft: 1 }, `'${PFT}' is not a whole number of 2 to 12: "1"`],
	[{ getQr: 'maybe' }, '\'Get QR Code\' is neither on nor off: "maybe"'],
	[{ expiryDate: '2020-01-01' }, '\'End Date\' is in the past: "2020-01-01"'],
	[{ linkType: 'collection', email: 'gulsah' }, '\'Email\' is not an e-mail address: "gulsah"'],
	[flex(''), "'Max Price' is empty"],
	[flex('149,89'), "'Max Price' is below 'Price'", 'Use the same amount or a higher one.'],
	[
		{ minCount: 5, maxCount: 4 },
		"'Stock' is 4, below 'Minimum Quantity', which is 5",
		'Nobody could buy that many. Raise the stock, or lower the quantity.',
	],
	[
		{ linkType: 'collection', email: 'a@b.co', minCount: 2 },
		...foreign('Minimum Quantity', 'Collection', '2', 'Product'),
	],
	[{ ...flex(200), maxCount: 10 }, ...foreign('Stock', 'Flexible Amount', '10', 'Product')],
	[{ flexMaxPrice: 200 }, ...foreign('Max Price', 'Product', '200', 'Flexible Amount')],
	[{ userName: 'Gülşah' }, ...foreign('Payer Name', 'Product', 'Gülşah', 'Flexible Amount')],
	[
		{ callbackLink: 'https://n8n.example.com/x' },
		"'Callback ID' is empty, but 'Callback Link' is given: \"https://n8n.example.com/x\"",
		NEITHER,
	],
	[
		{ callbackId: 'ORDER1001', callbackLink: ' ' },
		"'Callback Link' is empty, but 'Callback ID' is given: \"ORDER1001\"",
		NEITHER,
	],
	[
		{ callbackId: 'ORDER-1', callbackLink: 'https://n8n.example.com/x' },
		'\'Callback ID\' has hyphens, which PayTR does not take: "ORDER-1"',
	],
])('%j: names the field once, with advice', (values, message, description = '') => {
	const result = read(values);
	expect(result).toMatchObject({ ok: false, error: { outcome: 'invalid', message } });
	if (result.ok) return;
	expect(result.error.description).not.toContain('Also');
	if (description) expect(result.error.description).toBe(description);
});

it('names every wrong field', () => {
	const { error } = read({ name: 'Çay', price: 'free', pft: 1 }) as { error?: object };
	expect(error).toMatchObject({
		message: expect.stringContaining("'Name'"),
		description: expect.stringMatching(/Also: 'Price' .* Also: 'Interest-Free Installments/),
	});
});

it('allows a callback to this machine if the credential points to it', () => {
	const local = { ...EXTRAS, callbackLink: 'http://127.0.0.1:5678/paytr' };
	expect(read(local).ok).toBe(false);
	expect(read(local, 'https://www.paytr.com').ok).toBe(false);
	expect(read(local, 'http://localhost:4010')).toMatchObject(
		ok({ callback_link: 'http://127.0.0.1:5678/paytr' }),
	);
});
