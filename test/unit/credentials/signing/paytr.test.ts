import fc from 'fast-check';

import { isPaytrNotice, paytrToken, SERVICES } from '../../../../credentials/signing/paytr';
import { vectors } from '../../../vectors/paytr.json';
import { MERCHANT, PAYTR_SERVICES, paytrSignature } from './independent';
import { refusalOf } from './refusal';

const { id: merchant_id, key, salt } = MERCHANT;

const PATHS: Readonly<Record<string, string>> = {
	'T2 send-sms': '/odeme/api/link/send-sms',
	'T3 send-email': '/odeme/api/link/send-email',
	'T4 send-email UTF-8 (NFC)': '/odeme/api/link/send-email',
	'T5 create product, Turkish name (NFC)': '/odeme/api/link/create',
	'T8 delete one': '/odeme/api/link/delete',
};

const CALLBACK = 'T10 link callback hash';

/** The form that a vector's inputs stand for. */
function formOf(inputs: object): Record<string, string> {
	const given = Object.entries(inputs).map(([name, value]) => [name, String(value)]);
	return { merchant_id, ...Object.fromEntries(given) };
}

const refusal = (path: string, form: Record<string, string>) =>
	refusalOf(() => paytrToken(path, form, key, salt));

describe.each(vectors.filter(({ name }) => name !== CALLBACK))(
	'vector $name',
	({ name, inputs, token }) => {
		it('has the same token', () => {
			expect(paytrToken(PATHS[name], formOf(inputs), key, salt)).toBe(token);
		});
	},
);

describe('paytrToken', () => {
	const values = fc.string({ unit: 'grapheme', maxLength: 30 });

	it.each(PAYTR_SERVICES)('signs $path $linkType over $fields', ({ path, linkType, fields }) => {
		const names = fields.split(' ');
		fc.assert(
			fc.property(fc.array(values, { minLength: 7, maxLength: 7 }), values, (given, other) => {
				const form: Record<string, string> = { unsigned: other };
				names.forEach((name, i) => (form[name] = given[i]));
				if (linkType) form.link_type = linkType;
				const signed = names.map((name) => form[name]);
				expect(paytrToken(path, form, key, salt)).toBe(paytrSignature(signed, key, salt));
			}),
			{ numRuns: 30 },
		);
	});

	it('knows these services and no other', () => {
		const paths = PAYTR_SERVICES.map(({ path }) => path);
		expect(Object.keys(SERVICES).sort()).toEqual([...new Set(paths)].sort());
	});

	it('signs an empty value, and one that is "undefined" only if it says so', () => {
		const form = { id: '', merchant_id, cell_phone: '05321234567' };
		expect(paytrToken('/odeme/api/link/send-sms', form, key, salt)).toBe(
			paytrSignature(['', merchant_id, '05321234567'], key, salt),
		);
	});

	const withFields = PAYTR_SERVICES.flatMap(({ path, linkType, fields }) =>
		fields
			.split(' ')
			.filter((name) => name !== 'link_type')
			.map((missing) => ({ path, linkType, fields, missing })),
	);

	it.each(withFields)('refuses $path $linkType without $missing', (service) => {
		const { path, linkType, fields, missing } = service;
		const names = fields.split(' ').filter((name) => name !== missing);
		const form = Object.fromEntries(names.map((name) => [name, 'x']));
		if (linkType) form.link_type = linkType;
		const { message, description } = refusal(path, form);
		expect(message).toBe(`The signed field '${missing}' is missing`);
		expect(description).toContain(fields.split(' ').join(', '));
	});

	it.each(['/odeme/api/link/send-fax', '', '/', 'odeme/iade', '/ODEME/IADE', '/constructor'])(
		'refuses the unknown path "%s" and names the known ones',
		(path) => {
			const { message, description } = refusal(path, { merchant_id });
			expect(message).toBe(`PayTR has no signed service at "${path}"`);
			for (const known of PAYTR_SERVICES) expect(description).toContain(known.path);
		},
	);

	it.each(['', 'Product', 'subscription', 'constructor', '__proto__', 'toString'])(
		'refuses the unknown link type "%s"',
		(link_type) => {
			const form = { name: 'n', price: '1', currency: 'TL', max_installment: '1', lang: 'tr' };
			expect(refusal('/odeme/api/link/create', { ...form, link_type }).message).toBe(
				`'link_type' is not one of product, collection, flex: "${link_type}"`,
			);
		},
	);

	it('refuses a link without a type', () => {
		expect(refusal('/odeme/api/link/create', { name: 'n' }).message).toContain("'link_type'");
	});

	it('tells neither the key nor the salt when it refuses', () => {
		for (const path of ['/nowhere', '/odeme/iade', '/odeme/api/link/create']) {
			const error = refusal(path, { merchant_id });
			const told = `${error.message} ${error.description} ${JSON.stringify(error)}`;
			expect(told).not.toContain(key);
			expect(told).not.toContain(salt);
		}
	});
});

describe('isPaytrNotice', () => {
	const vector = vectors.find(({ name }) => name === CALLBACK)!;
	const notice = {
		callback_id: 'ORD1001',
		merchant_oid: 'PTR20260101ABC',
		status: 'success',
		total_amount: '1445',
	};

	it('takes the hash of the vector', () => {
		expect(vector.inputs).toEqual(notice);
		expect(isPaytrNotice(notice, vector.token, key, salt)).toBe(true);
	});

	it('takes the hash of any notice that the merchant signed', () => {
		const text = fc.string({ unit: 'grapheme', maxLength: 20 });
		fc.assert(
			fc.property(fc.record({ a: text, b: text, c: text, d: text }), ({ a, b, c, d }) => {
				const signed = { callback_id: a, merchant_oid: b, status: c, total_amount: d };
				// The salt stands third here: what comes after it is appended to it.
				const hash = paytrSignature([a, b], key, `${salt}${c}${d}`);
				expect(isPaytrNotice(signed, hash, key, salt)).toBe(true);
			}),
		);
	});

	it.each(Object.keys(notice))('refuses a notice whose %s was changed', (field) => {
		expect(isPaytrNotice({ ...notice, [field]: 'x' }, vector.token, key, salt)).toBe(false);
	});

	it.each([
		['empty', ''],
		['cut short', 'A5AVH9RDPBcjRkZm'],
		['without padding', vector.token.replace('=', '')],
		['with a space after it', `${vector.token} `],
		['in small letters', vector.token.toLowerCase()],
		['made without callback_id', paytrSignature([notice.merchant_oid], key, `${salt}success1445`)],
		['made with the salt last', paytrSignature(Object.values(notice), key, salt)],
	])('refuses a hash that is %s', (_, hash) => {
		expect(isPaytrNotice(notice, hash, key, salt)).toBe(false);
	});

	it('refuses a notice of another store', () => {
		expect(isPaytrNotice(notice, vector.token, 'OtherKey12345678', salt)).toBe(false);
		expect(isPaytrNotice(notice, vector.token, key, 'OtherSalt1234567')).toBe(false);
	});
});
