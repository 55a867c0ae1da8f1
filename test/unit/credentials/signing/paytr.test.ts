import fc from 'fast-check';

import { isPaytrNotice, paytrToken } from '../../../../credentials/signing/paytr';
import { SERVICES } from '../../../../credentials/signing/services';
import { vectors } from '../../../vectors/paytr.json';
import { vectors as serviceVectors } from '../../../vectors/paytr-services.json';
import { runs } from '../../runs';
import { MERCHANT, nameOf, PAYTR_SERVICES, paytrSignature } from './independent';
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

type Form = Record<string, string>;

/** The form with a vector's inputs. */
function formOf(inputs: object): Form {
	const given = Object.entries(inputs).map(([name, value]) => [name, String(value)]);
	return { merchant_id, ...Object.fromEntries(given) };
}

const refusal = (path: string, form: Form) => refusalOf(() => paytrToken(path, form, key, salt));

const VECTORS = [
	...vectors
		.filter(({ name }) => name !== CALLBACK)
		.map(({ name, inputs, token }) => ({ path: PATHS[name], inputs, token })),
	...serviceVectors,
];

it.each(VECTORS)('vector of $path, $inputs', ({ path, inputs, token }) => {
	expect(paytrToken(path, formOf(inputs), key, salt)).toBe(token);
});

/** Valid fields of each service. Each test changes one field. */
const ACCEPTED = new Map(VECTORS.map(({ path, inputs }) => [path, formOf(inputs)]));

const accepted = (path: string, change: Form): Form => ({ ...ACCEPTED.get(path), ...change });

describe('paytrToken', () => {
	it('knows exactly these services', () => {
		const paths = PAYTR_SERVICES.map(({ path }) => path);
		expect(Object.keys(SERVICES).sort()).toEqual([...new Set(paths)].sort());
	});

	const withFields = PAYTR_SERVICES.flatMap((service) =>
		service.fields
			.split(' ')
			.filter((name) => service.with?.[name] === undefined)
			.map((missing) => [nameOf(service), missing, service] as const),
	);

	it.each(withFields)('rejects %s without %s', (_, missing, { path, with: variant, fields }) => {
		const names = fields.split(' ').filter((name) => name !== missing);
		const form = { ...Object.fromEntries(names.map((name) => [name, 'x'])), ...variant };
		const { message, description } = refusal(path, form);
		expect(message).toBe(`The signed field '${missing}' is missing`);
		expect(description).toContain(fields.split(' ').join(', '));
	});

	it('names all missing fields', () => {
		expect(refusal('/odeme/api/link/send-sms', { merchant_id }).message).toBe(
			"The signed fields 'id', 'cell_phone' are missing",
		);
	});

	it.each([
		['/odeme/api/link/send-sms', 'id', 'NB2,KC8'],
		['/odeme/api/link/send-sms', 'merchant_id', 'abc'],
		['/odeme/api/link/send-sms', 'cell_phone', '+905321234567'],
		['/odeme/api/link/send-email', 'email', 'a@b.c1'],
		['/odeme/api/link/create', 'price', '14.45'],
		['/odeme/api/link/create', 'currency', 'TRY'],
		['/odeme/api/link/create', 'max_installment', '0'],
		['/odeme/api/link/create', 'name', 'abc'],
		['/odeme/api/link/delete', 'id', 'A,'],
		['/odeme/iade', 'return_amount', '11'],
		['/odeme/iade', 'merchant_oid', 'ORDER-1'],
		['/rapor/islem-dokumu', 'start_date', '2026-03-01'],
		['/rapor/odeme-dokumu/', 'end_date', '2026-03-01 00:00:00'],
		['/odeme/api/bin-detail', 'bin_number', '4355'],
		['/odeme/platform/transfer', 'transfer_iban', 'DE89370400440532013000'],
		['/odeme/hesaptan-gonder', 'trans_id', 'T-1'],
	])('%s is not signed with the %s %s', (path, field, value) => {
		const { message, description } = refusal(path, accepted(path, { [field]: value }));
		expect(message).toMatch(new RegExp(`^'${field}' is not .+: "`));
		expect(message).toContain(`: "${value}"`);
		expect(description).toContain(`covers '${field}', so only a value of that form is signed.`);
	});

	it.each([
		...['/odeme/api/link/send-fax', '', '/', 'odeme/iade', '/ODEME/IADE', '/odeme/iade//'],
		...['/constructor', '__proto__', 'toString'],
	])('rejects the unknown path "%s" and names the known ones', (path) => {
		const { message, description } = refusal(path, { merchant_id });
		expect(message).toBe(`This credential knows no PayTR service at "${path}"`);
		for (const known of PAYTR_SERVICES) expect(description).toContain(known.path);
		expect(description).toContain('/odeme/api/link/send-sms, /odeme/api/link/send-email, ');
	});

	it.each([
		['x'.repeat(100), 'x'.repeat(100)],
		['x'.repeat(101), `${'x'.repeat(100)}…`],
		['a\r\n\u200b\u2028b', 'a b'],
	])('shows the path %j on one line, with at most 100 characters', (path, line) => {
		const { message } = refusal(path, { merchant_id });
		expect(message).toBe(`This credential knows no PayTR service at "${line}"`);
	});

	it.each(['/odeme', '/odeme/'])('rejects direct card payment at %s, with the reason', (path) => {
		const { message, description } = refusal(path, { merchant_id, cc_owner: 'x' });
		expect(message).toBe('Direct card payment is not signed');
		expect(description).toContain("card's number would stand in n8n's executions");
	});

	it.each(['', 'Product', 'subscription', 'constructor', '__proto__', 'toString'])(
		'rejects the unknown link type "%s"',
		(link_type) => {
			const form = { name: 'n', price: '1', currency: 'TL', max_installment: '1', lang: 'tr' };
			const { message, description } = refusal('/odeme/api/link/create', { ...form, link_type });
			expect(message).toBe(`'link_type' is not one of product, collection, flex: "${link_type}"`);
			expect(description).toBe('Set the field link_type of the link to create.');
			expect(refusal('/odeme/api/link/create', form).message).toContain('flex: ""');
		},
	);
});

describe('isPaytrNotice', () => {
	const vector = vectors.find(({ name }) => name === CALLBACK)!;
	const notice = {
		callback_id: 'ORD1001',
		merchant_oid: 'PTR20260101ABC',
		status: 'success',
		total_amount: '1445',
	};

	it('accepts the hash of the vector', () => {
		expect(vector.inputs).toEqual(notice);
		expect(isPaytrNotice(notice, vector.token, key, salt)).toBe(true);
	});

	it('accepts the hash of any payment notification that the merchant signed', () => {
		const text = fc.string({ unit: 'grapheme', maxLength: 20 });
		fc.assert(
			fc.property(fc.record({ a: text, b: text, c: text, d: text }), ({ a, b, c, d }) => {
				const signed = { callback_id: a, merchant_oid: b, status: c, total_amount: d };
				// Here the salt is the third part of the text, and the remaining fields follow it.
				const hash = paytrSignature([a, b], key, `${salt}${c}${d}`);
				expect(isPaytrNotice(signed, hash, key, salt)).toBe(true);
			}),
			runs(100),
		);
	});

	it.each([
		['empty', ''],
		['cut short', 'A5AVH9RDPBcjRkZm'],
		['without padding', vector.token.replace('=', '')],
		['with a space after it', `${vector.token} `],
		['in small letters', vector.token.toLowerCase()],
	])('rejects a hash that is %s', (_, hash) => {
		expect(isPaytrNotice(notice, hash, key, salt)).toBe(false);
	});
});
