import type { IDataObject } from 'n8n-workflow';

import { readLinkForm } from '../../../nodes/PaytrLinkNotify/actions/link/create.form';
import { itemReader } from '../../../nodes/shared/fields';

/** Everything that the panel can hold, for any type of link. */
const EVERYTHING: IDataObject = {
	name: ' Çay Bardağı ',
	price: '149,90',
	currency: 'TRY',
	linkType: 'product',
	minCount: 2,
	email: 'gulsah@example.com',
	flexMaxPrice: '1.000,00',
	maxInstallment: 6,
	lang: 'tr',
	'additionalFields.callbackId': 'ORDER1001',
	'additionalFields.callbackLink': 'https://n8n.example.com/webhook/1/paytr',
	'additionalFields.expiryDate': '2099-07-01T12:00:00',
	'additionalFields.getQr': true,
	'additionalFields.maxCount': 10,
	'additionalFields.pft': 3,
	'additionalFields.userName': 'Gülşah Öztürk',
};

/** What the panel holds when only the required fields are filled in. */
const MINIMUM: IDataObject = {
	name: 'Çay Bardağı',
	price: 10,
	currency: 'TL',
	linkType: 'product',
	minCount: 1,
	email: 'gulsah@example.com',
	flexMaxPrice: 20,
	maxInstallment: 1,
	lang: 'en',
};

function read(
	parameters: Record<string, unknown>,
	{ sandbox = false, timezone = 'America/New_York' } = {},
) {
	// As n8n's getNodeParameter with the fallback null.
	const reader = itemReader((name) => parameters[name] ?? null);
	const form = readLinkForm({
		reader,
		timezone,
		sandbox,
		file: async () => ({ data: '', mimeType: '' }),
	});
	return reader.finish(() => form);
}

const COMMON = {
	name: 'Çay Bardağı',
	price: '14990',
	currency: 'TL',
	max_installment: '6',
	lang: 'tr',
	callback_id: 'ORDER1001',
	callback_link: 'https://n8n.example.com/webhook/1/paytr',
	expiry_date: '2099-07-01 19:00:00',
	get_qr: '1',
	pft: '3',
};

describe('the form of a link has what applies to its type', () => {
	it.each([
		['product', { min_count: '2', max_count: '10' }],
		['collection', { email: 'gulsah@example.com' }],
		['flex', { flex_max_price: '100000', user_name: 'Gülşah Öztürk' }],
	])('%s', (linkType, own) => {
		expect(read({ ...EVERYTHING, linkType })).toEqual({
			ok: true,
			value: { ...COMMON, link_type: linkType, ...own },
		});
	});

	it.each([
		['product', { min_count: '1' }],
		['collection', { email: 'gulsah@example.com' }],
		['flex', { flex_max_price: '2000' }],
	])('%s, and nothing empty', (linkType, own) => {
		const empty = Object.fromEntries(
			Object.keys(EVERYTHING)
				.filter((name) => name.startsWith('additionalFields.'))
				.map((name) => [name, '']),
		);
		const form = {
			name: 'Çay Bardağı',
			price: '1000',
			currency: 'TL',
			max_installment: '1',
			link_type: linkType,
			lang: 'en',
			...own,
		};

		expect(read({ ...MINIMUM, linkType })).toEqual({ ok: true, value: form });
		expect(read({ ...MINIMUM, linkType, ...empty })).toEqual({ ok: true, value: form });
	});

	it('and get_qr as 0 where the switch is off', () => {
		const given = { ...EVERYTHING, 'additionalFields.getQr': false };
		expect(read(given)).toMatchObject({ value: { get_qr: '0' } });
	});
});

describe('a price is multiplied by 100 as an integer', () => {
	it.each([
		[14.45, '1445'],
		['14.45', '1445'],
		['14,45', '1445'],
		[0.29, '29'],
		[1.15, '115'],
		['1.234,56', '123456'],
		['1,234.56', '123456'],
		[100, '10000'],
	])('%j', (price, sent) => {
		expect(read({ ...EVERYTHING, price })).toMatchObject({ value: { price: sent } });
	});
});

describe('a field that breaks its rule is named with the way out', () => {
	const FIX_AMOUNT = 'Write it with at most two decimals, e.g. 149.90, 149,90 or 1.234,56.';
	const long = 'x'.repeat(201);

	it.each<[type: string, name: string, value: unknown, message: string, description: string]>([
		['any', 'name', '', "'Name' is empty", 'Fill it in for this item.'],
		['any', 'name', 'Çay', '\'Name\' has 3 characters: "Çay"', 'Use 4 to 200 characters.'],
		[
			'any',
			'name',
			long,
			`'Name' has 201 characters: "${long.slice(0, 100)}…"`,
			'Use 4 to 200 characters.',
		],
		[
			'any',
			'name',
			['a'],
			'\'Name\' holds a list or an object: "["a"]"',
			'Map a single text or number.',
		],
		['any', 'price', null, "'Price' is empty", 'Fill it in for this item.'],
		['any', 'price', 'free', '\'Price\' is not an amount: "free"', FIX_AMOUNT],
		['any', 'price', '0', "'Price' is zero", 'Enter an amount above zero.'],
		['any', 'price', '-5', '\'Price\' is not an amount: "-5"', FIX_AMOUNT],
		['any', 'price', '1.999', '\'Price\' can be read two ways: "1.999"', 'Write 1999 or 1.99, '],
		['any', 'price', '9,999.999', '\'Price\' has more than two decimals: "9,999.999"', FIX_AMOUNT],
		[
			'any',
			'currency',
			'CHF',
			"'Currency' can't be \"CHF\"",
			'Use one of: TL, EUR, USD, GBP, RUB.',
		],
		[
			'any',
			'maxInstallment',
			13,
			'\'Max Instalments\' is not a whole number of 1 to 12: "13"',
			'Use 1 to 12.',
		],
		['any', 'lang', 'de', "'Language' can't be \"de\"", 'Use one of: tr, en.'],
		[
			'any',
			'linkType',
			'toString',
			"'Link Type' can't be \"toString\"",
			'Use one of: product, collection, flex.',
		],
		[
			'any',
			'additionalFields.callbackLink',
			'http://localhost/x',
			'\'Callback Link\' is on this machine (localhost), which PayTR cannot reach: "http://localhost/x"',
			'Use the public production URL of the PayTR Link Trigger',
		],
		[
			'any',
			'additionalFields.callbackId',
			'ORDER-1',
			'\'Callback ID\' is not made of letters from A to Z and digits: "ORDER-1"',
			'Use letters from A to Z and digits only, at most 64, e.g. ORDER1001.',
		],
		[
			'any',
			'additionalFields.expiryDate',
			'2020-01-01',
			'\'Expiry Date\' is in the past: "2020-01-01"',
			'Choose a later date.',
		],
		[
			'any',
			'additionalFields.getQr',
			'maybe',
			'\'Get QR Code\' is neither on nor off: "maybe"',
			'Use true or false.',
		],
		[
			'any',
			'additionalFields.pft',
			13,
			'\'Instalments Without Extra Charge\' is not a whole number of 2 to 12: "13"',
			'Use 2 to 12.',
		],
		[
			'any',
			'additionalFields.pft',
			1,
			'\'Instalments Without Extra Charge\' is not a whole number of 2 to 12: "1"',
			'Use 2 to 12.',
		],
		[
			'product',
			'minCount',
			0,
			'\'Min Count\' is not a whole number of 1 or more: "0"',
			'Use 1 or more.',
		],
		['product', 'minCount', null, "'Min Count' is empty", 'Fill it in for this item.'],
		[
			'product',
			'additionalFields.maxCount',
			1.5,
			'\'Max Count\' is not a whole number of 1 or more: "1.5"',
			'Use 1 or more.',
		],
		['collection', 'email', '', "'Email' is empty", 'Fill it in for this item.'],
		[
			'collection',
			'email',
			'gulsah',
			'\'Email\' is not an e-mail address: "gulsah"',
			'Use one address such as name@example.com, without a display name.',
		],
		[
			'collection',
			'email',
			`${'x'.repeat(89)}@example.com`,
			`'Email' has 101 characters: "${'x'.repeat(89)}@example.co…"`,
			'Use at most 100 characters.',
		],
		['flex', 'flexMaxPrice', '', "'Max Price' is empty", 'Fill it in for this item.'],
		[
			'flex',
			'flexMaxPrice',
			'149,89',
			"'Max Price' is below 'Price'",
			'Use the same amount or a higher one.',
		],
		[
			'flex',
			'additionalFields.userName',
			long,
			`'User Name' has 201 characters: "${long.slice(0, 100)}…"`,
			'Use at most 200 characters.',
		],
	])('%s link, %s %j', (type, name, value, message, description) => {
		const types = type === 'any' ? ['product', 'collection', 'flex'] : [type];
		for (const linkType of types) {
			const result = read({ ...EVERYTHING, linkType, [name]: value });
			if (result.ok) throw new Error('Nothing was found wrong');
			expect(result.error).toMatchObject({ outcome: 'invalid', message });
			expect(result.error.description).toContain(description);
		}
	});

	it('and every other one with it', () => {
		expect(read({ ...EVERYTHING, name: 'Çay', price: 'free', 'additionalFields.pft': 1 })).toEqual({
			ok: false,
			error: {
				outcome: 'invalid',
				message: '\'Name\' has 3 characters: "Çay"',
				description:
					'Use 4 to 200 characters. Also: ' +
					`'Price' is not an amount: "free". ${FIX_AMOUNT} Also: ` +
					'\'Instalments Without Extra Charge\' is not a whole number of 2 to 12: "1". Use 2 to 12.',
			},
		});
	});

	it.each([
		['product', { email: 'no', flexMaxPrice: 'no', 'additionalFields.userName': ['no'] }],
		['collection', { minCount: 0, flexMaxPrice: 'no', 'additionalFields.maxCount': 0 }],
		['flex', { minCount: 0, email: 'no', 'additionalFields.maxCount': 0 }],
	])('but not what a %s link has no use for', (linkType, others) => {
		expect(read({ ...EVERYTHING, linkType, ...others }).ok).toBe(true);
	});

	it('and a largest amount that equals the price is none of them', () => {
		expect(read({ ...EVERYTHING, linkType: 'flex', flexMaxPrice: '149.90' })).toMatchObject({
			value: { price: '14990', flex_max_price: '14990' },
		});
	});
});

describe('callback link and ID', () => {
	const link = { 'additionalFields.callbackLink': 'https://n8n.example.com/x' };
	const id = { 'additionalFields.callbackId': 'ORDER1001' };

	it.each([undefined, null, '', '  '])('each require the other, where it is %j', (empty) => {
		expect(read({ ...MINIMUM, ...link, [Object.keys(id)[0]]: empty })).toEqual({
			ok: false,
			error: {
				outcome: 'invalid',
				message:
					"'Callback ID' is empty, but 'Callback Link' is given: \"https://n8n.example.com/x\"",
				description: 'Fill in both, or leave both empty: PayTR takes neither without the other.',
			},
		});
		expect(read({ ...MINIMUM, ...id, [Object.keys(link)[0]]: empty })).toEqual({
			ok: false,
			error: {
				outcome: 'invalid',
				message: "'Callback Link' is empty, but 'Callback ID' is given: \"ORDER1001\"",
				description: 'Fill in both, or leave both empty: PayTR takes neither without the other.',
			},
		});
	});

	it('that are wrong are reported once', () => {
		expect(read({ ...EVERYTHING, 'additionalFields.callbackId': 'ORDER-1' })).toMatchObject({
			error: { description: expect.not.stringContaining('Also') },
		});
	});

	it('may point at this machine when the credential does', () => {
		const local = { ...EVERYTHING, 'additionalFields.callbackLink': 'http://127.0.0.1:5678/paytr' };

		expect(read(local)).toMatchObject({ ok: false });
		expect(read(local, { sandbox: true })).toMatchObject({
			value: { callback_link: 'http://127.0.0.1:5678/paytr' },
		});
	});
});
