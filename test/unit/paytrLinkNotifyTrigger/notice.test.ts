import { readNotice } from '../../../nodes/PaytrLinkNotify/trigger/notice';
import { MERCHANT, NOTICE } from '../../vectors/notice';

it('reads a payment notification: amounts in lira, other fields as sent, without the hash', () => {
	const { hash, ...raw } = NOTICE;

	expect(hash).toHaveLength(44);
	expect(readNotice(NOTICE, MERCHANT)).toEqual({
		ok: true,
		value: {
			callbackId: 'ORD1001',
			merchantOid: 'PTR20260101ABC',
			status: 'success',
			totalAmount: 14.45,
			paymentAmount: 14,
			currency: 'TL',
			paymentType: 'card',
			testMode: false,
			raw,
		},
	});
});

it('reads a payment notification with only the signed fields', () => {
	const { callback_id, merchant_oid, status, total_amount, hash } = NOTICE;
	const bare = { callback_id, merchant_oid, status, total_amount, hash };

	expect(readNotice(bare, MERCHANT)).toMatchObject({
		value: { paymentAmount: null, currency: '', paymentType: '', testMode: false },
	});
});

it('accepts a credential with copied spaces around its values', () => {
	const spaced = Object.fromEntries(
		Object.entries(MERCHANT).map(([name, value]) => [name, ` ${value}\n`]),
	) as typeof MERCHANT;

	expect(readNotice(NOTICE, spaced).ok).toBe(true);
});

const refused = (status: number, message: string) => ({ ok: false, error: { status, message } });

const SIGNED = ['callback_id', 'merchant_oid', 'status', 'total_amount', 'hash'];

it.each(SIGNED)(
	'rejects a payment notification in which %s is missing, empty or repeated',
	(name) => {
		const read = (value?: string | string[]) => readNotice({ ...NOTICE, [name]: value }, MERCHANT);

		for (const value of [undefined, '']) {
			expect(read(value)).toEqual(refused(400, `${name} is missing`));
		}
		expect(read([NOTICE[name], NOTICE[name]])).toEqual(
			refused(400, `${name} must be sent once, as text`),
		);
	},
);

describe('never rejects a payment notification for unsigned fields', () => {
	it.each<[what: string, sent: Record<string, string | string[]>, read: object]>([
		['an empty payment_amount', { payment_amount: '' }, { paymentAmount: null }],
		['a payment_amount with decimals', { payment_amount: '14.00' }, { paymentAmount: null }],
		['a negative payment_amount', { payment_amount: '-1' }, { paymentAmount: null }],
		['a payment_amount too long', { payment_amount: '9'.repeat(16) }, { paymentAmount: null }],
		['a payment_amount with spaces', { payment_amount: ' 1400 ' }, { paymentAmount: 14 }],
		['a repeated payment_amount', { payment_amount: ['1', '2'] }, { paymentAmount: null }],
		['a repeated currency', { currency: ['TL', 'TL'] }, { currency: null }],
		['a repeated payment_type', { payment_type: ['card', 'bex'] }, { paymentType: null }],
		['a repeated test_mode', { test_mode: ['0', '1'] }, { testMode: null }],
		['a test_mode of words', { test_mode: 'yes' }, { testMode: null }],
		['a test_mode with a space', { test_mode: '1 ' }, { testMode: true }],
		['an empty test_mode', { test_mode: '' }, { testMode: false }],
		['a merchant_id with spaces', { merchant_id: ` ${MERCHANT.merchantId} ` }, {}],
		['an empty merchant_id', { merchant_id: '' }, {}],
		['a repeated merchant_id', { merchant_id: ['1', MERCHANT.merchantId] }, {}],
		['a merchant_id of words', { merchant_id: 'store' }, {}],
		['a merchant_id that begins with digits', { merchant_id: '1 store' }, {}],
		['a merchant_id that ends in digits', { merchant_id: 'store 1' }, {}],
		['an unknown field, repeated', { anything: ['1', '2'] }, {}],
	])('%s', (_what, sent, read) => {
		const { hash, ...raw } = { ...NOTICE, ...sent };

		expect(readNotice({ ...raw, hash }, MERCHANT)).toMatchObject({
			ok: true,
			value: { merchantOid: 'PTR20260101ABC', totalAmount: 14.45, ...read, raw },
		});
	});
});

it.each<[message: string, changed: object, credential?: object]>([
	['hash is wrong', { callback_id: 'ORD1002' }],
	['hash is wrong', { hash: 'A5AVH9RDPBcjRkZmv8Kp4MrAOHUQTH6L64fvxklCKXt=' }],
	['hash is wrong', {}, { merchantKey: 'another' }],
	['hash is wrong', {}, { merchantSalt: 'another' }],
	['merchant_id is another merchant', { merchant_id: '123457' }],
])(
	'reports that %s for the notification %j and the credential %j',
	(message, changed, credential = {}) => {
		const read = readNotice({ ...NOTICE, ...changed }, { ...MERCHANT, ...credential });
		expect(read).toEqual(refused(403, message));
	},
);

it.each(['14.45', '-1', '1e3', ' 1445', '٣', '9'.repeat(16)])(
	'rejects the total_amount %j, which has other characters than digits',
	(total_amount) => {
		const message = 'total_amount is not a whole number';
		expect(readNotice({ ...NOTICE, total_amount }, MERCHANT)).toEqual(refused(400, message));
	},
);
