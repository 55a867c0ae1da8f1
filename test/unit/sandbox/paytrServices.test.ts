/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test, never packed */
import { writeFileSync } from 'node:fs';
import { PAYTR_SERVICES } from '../../unit/credentials/signing/independent';
import { newLink, pay, paytr, useSandbox, withSandbox, type Answer, type Fields } from './client';
import { useFolder } from './folder';

const order = {
	user_ip: '2001:db8::1',
	merchant_oid: 'ORDER1',
	email: 'gulsah@example.com',
	payment_amount: '1445',
	test_mode: '1',
};
const eft = { ...order, payment_type: 'eft' };

describe("PayTR's other services in the sandbox", () => {
	const sandbox = useSandbox();
	const file = useFolder();

	const call = async (path: string, fields: Fields, signed?: string): Promise<Answer> =>
		await paytr(sandbox, path, fields, signed);
	const status = async (merchant_oid: string, more: Fields = {}) =>
		await call('/odeme/durum-sorgu', { merchant_oid, ...more });
	const refund = async (merchant_oid: string, return_amount: string, more: Fields = {}) =>
		await call('/odeme/iade', { merchant_oid, return_amount, ...more });
	const paid = async (fields: Fields = {}, body: object = {}) =>
		(await pay(sandbox, await newLink(sandbox, fields), body)).body.payment.merchantOid;
	const today = () => new Date(Date.now() + 3 * 3_600_000).toISOString().slice(0, 10);

	const error = (err_no: string, err_msg: unknown = expect.any(String)) => ({
		status: 'error',
		err_no,
		err_msg,
	});
	const mistaken = { status: 'error' };

	it('distinguishes the errors of a status request', async () => {
		expect(await status('nothing', { merchant_id: '1' })).toEqual(
			error('001', 'Gecersiz istek veya magaza aktif degil'),
		);
		expect(await status('')).toEqual(error('002'));
		expect(await call('/odeme/durum-sorgu', { merchant_oid: 'x' }, 'merchant_id')).toEqual(
			error('003', 'paytr_token gonderilmedi veya gecersiz'),
		);
		expect(await status('nothing')).toEqual(error('004', 'merchant_oid ile islem bulunamadi'));
		await call('/odeme/api/get-token', { ...eft, merchant_oid: 'BEGUN1' });
		expect(await status('BEGUN1')).toEqual(
			error('004', 'merchant_oid ile basarili odeme bulunamadi'),
		);
	});

	it('describes a paid order and its refunds', async () => {
		const oid = await paid({}, { quantity: 2, installments: 2, testMode: '1' });
		expect(await status(oid)).toEqual({
			status: 'success',
			payment_amount: '28.90',
			payment_total: '29,77',
			net_tutar: '29.77',
			kesinti_tutari: '0.00',
			payment_date: today(),
			currency: 'TL',
			taksit: '2',
			kart_marka: expect.any(String),
			masked_pan: expect.stringMatching(/^\d{6}\*{6}\d{4}$/),
			odeme_tipi: 'KART',
			test_mode: '1',
			returns: [],
		});
		expect(await refund(oid, '20', { reference_no: 'REF1' })).toEqual({
			status: 'success',
			is_test: '1',
			merchant_oid: oid,
			return_amount: '20',
			reference_no: 'REF1',
		});
		expect(await refund(oid, '9.77')).not.toHaveProperty('reference_no');
		expect((await status(oid)).returns).toEqual(
			[
				['20.00', 'REF1'],
				['9.77', ''],
			].map(([return_amount, reference_no]) => ({
				return_amount,
				reference_no,
				return_date: expect.stringContaining(today()),
				date_completed: expect.stringContaining(today()),
				return_type: expect.any(String),
				return_source: expect.any(String),
				return_auth_code: '',
				return_ref_num: '',
			})),
		);
		expect(sandbox.state().payments).toMatchObject([{ merchantOid: oid, refunded: 2977 }]);
	});

	describe('refuses a refund according to the table:', () => {
		it.each<[string, string, Fields]>([
			['001', 'Gecersiz istek veya magaza aktif degil', { merchant_id: '1' }],
			['002', 'Gecersiz merchant_oid', { merchant_oid: '' }],
			['003', 'Gecersiz return_amount', { return_amount: '' }],
			['003', 'Gecersiz return_amount', { return_amount: '1,50' }],
			['003', 'Gecersiz return_amount', { return_amount: '0.00' }],
			['004', 'paytr_token gonderilmedi veya gecersiz', { paytr_token: 'wrong' }],
			['005', 'merchant_oid ile basarili odeme bulunamadi', { merchant_oid: 'nothing' }],
			['009', 'Toplam iade tutari odeme tutarindan fazla olamaz', { return_amount: '14.46' }],
		])('%s %s: %j', async (err_no, err_msg, change) => {
			expect(await refund(await paid(), '14.45', change)).toEqual(error(err_no, err_msg));
			expect(sandbox.state().payments).toMatchObject([{ refunded: 0 }]);
		});

		it('007 until the notification was answered with OK', async () => {
			const callback = { callback_link: 'http://127.0.0.1:65009/nobody', callback_id: 'A1' };
			expect(await refund(await paid(callback), '1')).toEqual(
				error('007', 'merchant_oid bulundu ancak odeme henuz siteye bildirilmemis'),
			);
		});

		it('011 after a year', async () => {
			const fields = { merchant_oid: await paid(), return_amount: '1' };
			const state = sandbox.state();
			state.payments[0].at = '2020-05-01T10:00:00.000Z';
			const stateFile = file('past.json');
			writeFileSync(stateFile, JSON.stringify(state));
			await withSandbox({ stateFile }, async (other) => {
				expect(await paytr(other, '/odeme/iade', fields)).toEqual(
					error('011', 'Bir yildan eski islemler icin iade islemi yapilamaz.'),
				);
			});
		});

		it.each([
			['000', 'iade yapilamiyor, daha sonra tekrar deneyin'],
			['008', 'XYZ odeme tipi iade desteklemiyor'],
			['010', 'Net bakiyeniz yetersiz'],
		])('%s on demand', async (code, words) => {
			sandbox.addFault({ fault: 'refuse', service: 'paytr.refund', code });
			expect(await refund(await paid(), '1')).toEqual(error(code, words));
		});

		it('accepts a reference_no of at most 64 letters and digits', async () => {
			const oid = await paid();
			const tried = async (reference_no: string) =>
				(await refund(oid, '1', { reference_no })).status;
			expect(await tried('x'.repeat(64))).toBe('success');
			for (const wrong of ['x'.repeat(65), 'a-b', 'ş']) expect(await tried(wrong)).toBe('error');
		});
	});

	describe('reports', () => {
		const DETAIL = '/rapor/odeme-detayi';
		const report = async (path: string, from: string, to: string, more: Fields = {}) =>
			await call(path, { start_date: from, end_date: to, ...more });

		it('lists sales and refunds as transactions', async () => {
			const oid = await paid();
			await refund(oid, '4.45');
			const row = (islem_tipi: string, amount: string) => ({
				islem_tipi,
				net_tutar: amount,
				kesinti_tutari: '0.00',
				kesinti_orani: '0.00',
				islem_tutari: amount,
				odeme_tutari: amount,
				islem_tarihi: today().split('-').reverse().join('.'),
				para_birimi: 'TL',
				taksit: '1',
				kart_marka: expect.any(String),
				kart_no: expect.any(String),
				siparis_no: oid,
				odeme_tipi: 'KART',
			});
			const span = [`${today()} 00:00:00`, `${today()} 23:59:59`] as const;
			expect(await report('/rapor/islem-dokumu', ...span)).toEqual({
				status: 'success',
				islemler: [row('S', '14.45'), row('I', '4.45')],
			});
		});

		it('sums payouts by day and currency, and lists a day’s orders', async () => {
			const [first, second] = [await paid(), await paid()];
			const euro = await paid({ currency: 'EUR' });
			await refund(second, '0.45');
			const sum = { date_paid: today(), merchant_iban: expect.stringMatching(/^TR\d{24}$/) };
			expect(await report('/rapor/odeme-dokumu', today(), today())).toEqual({
				status: 'success',
				islemler: [
					{ ...sum, currency: 'EUR', sales: '14.45', return: '0.00', net: '14.45' },
					{ ...sum, currency: 'TL', sales: '28.90', return: '0.45', net: '28.45' },
				],
				future_payments: {},
			});
			const detail = { merchant_iban: sum.merchant_iban, merchant_name: expect.any(String) };
			expect(await call(DETAIL, { date: today() })).toEqual({
				status: 'success',
				islemler: [
					{ ...detail, merchant_oid: first, payment: '14.45', currency: 'TL' },
					{ ...detail, merchant_oid: second, payment: '14.00', currency: 'TL' },
					{ ...detail, merchant_oid: euro, payment: '14.45', currency: 'EUR' },
				],
			});
		});

		const [JAN_1, JAN_4, FEB_1] = ['01-01', '01-04', '02-01'].map((day) => `2026-${day} 00:00:00`);

		it.each([
			['/rapor/islem-dokumu', JAN_1, JAN_4, '2026-01-04 00:00:01'],
			['/rapor/odeme-dokumu', '2026-01-01', '2026-02-01', '2026-02-02'],
			['/odeme/geri-donen-transfer', JAN_1, FEB_1, '2026-02-02 00:00:00'],
		])(
			'%s covers %s to %s, but not to %s; an empty report is "failed" without an error',
			async (path, from, to, late) => {
				const failed = { status: 'failed', err_msg: expect.any(String) };
				expect(await report(path, from, to)).toEqual(failed);
				expect(sandbox.state().requests.at(-1)).toMatchObject({ outcome: 'accepted' });
				const [wrong, short] = path.includes('odeme-dokumu')
					? [JAN_1, '2026-1-1']
					: ['2026-01-01', '2026-01-01 00:00'];
				for (const [start, end] of [
					[from, late],
					[to, from],
					[wrong, to],
					[from, short],
					['', to],
				]) {
					expect([start, end, await report(path, start, end)]).toEqual([start, end, error('001')]);
				}
			},
		);

		it.each(['2026-02-30', '01.01.2026', '2026-01-01 00:00:00'])(
			'rejects %s as a day',
			async (date) => {
				expect(await call(DETAIL, { date })).toMatchObject(mistaken);
			},
		);

		it('makes up rows for dummy=1, like PayTR', async () => {
			const invented = async (path: string, from: string, to: string) =>
				await report(path, from, to, { dummy: '1' });
			for (const path of ['/rapor/islem-dokumu', '/odeme/geri-donen-transfer']) {
				const rows = { status: 'success', islemler: [{}] };
				expect(await invented(path, JAN_1, JAN_4)).toMatchObject(rows);
			}
			expect(await invented('/rapor/odeme-dokumu', '2026-01-01', '2026-01-02')).toMatchObject({
				status: 'failed',
			});
		});
	});

	it('looks up BINs; an unknown BIN is "failed" without an error', async () => {
		const bin = async (bin_number: string) => await call('/odeme/api/bin-detail', { bin_number });
		expect(await bin('435508')).toEqual({
			status: 'success',
			cardType: 'credit',
			businessCard: 'n',
			bank: expect.any(String),
			brand: 'world',
			schema: 'VISA',
			bankCode: expect.any(String),
			allow_non3d: 'Y',
		});
		expect(await bin('00000000')).toMatchObject({ status: 'failed' });
		expect(sandbox.state().requests.at(-1)).toMatchObject({ outcome: 'accepted' });
		expect(await bin('4355')).toMatchObject(mistaken);
	});

	it('returns installment rates for a request_id of up to 32 characters', async () => {
		const rates = async (request_id: string) =>
			await call('/odeme/taksit-oranlari', { request_id });
		expect(await rates('7'.repeat(32))).toMatchObject({
			status: 'success',
			request_id: '7'.repeat(32),
			max_inst_non_bus: 12,
			oranlar: { world: { taksit_2: 3 } },
		});
		expect(await rates('7'.repeat(33))).toMatchObject(mistaken);
	});

	describe('get-token', () => {
		const card: Fields = {
			...order,
			user_basket: Buffer.from('[["Çay","14.45",1]]').toString('base64'),
			no_installment: '0',
			max_installment: '0',
			currency: 'TL',
		};
		const token = async (fields: Fields, signed?: string) =>
			await call('/odeme/api/get-token', fields, signed);

		it.each([
			['a card', { ...card, user_ip: '85.105.12.34' }],
			['a card, with defaults', { ...card, currency: '', test_mode: '' }],
			['an EFT', eft],
		])('for %s', async (_kind, fields) => {
			expect(await token(fields)).toEqual({
				status: 'success',
				token: expect.stringMatching(/^\w+$/),
			});
		});

		it.each<[string, Fields]>([
			['user_ip', { user_ip: 'here' }],
			['merchant_oid', { merchant_oid: 'A-1' }],
			['email', { email: 'nobody' }],
			['payment_amount', { payment_amount: '14.45' }],
			['user_basket', { user_basket: 'Çay' }],
			['user_basket', { user_basket: '' }],
			['no_installment', { no_installment: '2' }],
			['max_installment', { max_installment: '13' }],
			['currency', { currency: 'CHF' }],
		])('refuses a wrong %s: %j', async (field, change) => {
			expect(await token({ ...card, ...change })).toEqual({
				status: 'failed',
				reason: `Zorunlu alan degeri gecersiz veya gonderilmedi (get-token): ${field}`,
			});
		});

		it('requires at least 1.00, and rejects a token of the other payment type', async () => {
			const failed = (reason: string) => ({ status: 'failed', reason });
			expect(await token({ ...card, payment_amount: '99' })).toEqual(
				failed('payment_amount değeri en az 100 olmalıdır. gönderilen:99'),
			);
			const ofCard = PAYTR_SERVICES.find(({ path }) => path === '/odeme/api/get-token')?.fields;
			expect(await token(eft, ofCard)).toEqual(failed('paytr_token gonderilmedi veya gecersiz'));
		});
	});

	it('lists stored cards without a status, and deletes one once', async () => {
		const list = async (utoken: string) => await call('/odeme/capi/list', { utoken });
		const cards = (await list('user1')) as unknown as Array<{ ctoken: string }>;
		expect(cards).toMatchObject([{ last_4: '4358', require_cvv: '0' }, { last_4: '0008' }]);
		const ctoken = cards[0].ctoken;
		const remove = async (utoken: string) => await call('/odeme/capi/delete', { utoken, ctoken });
		expect(await remove('user2')).toMatchObject(mistaken);
		expect(await remove('user1')).toEqual({ status: 'success' });
		const gone = { status: 'error', err_msg: 'Kart yok veya daha önce silinmiş' };
		expect(await remove('user1')).toEqual(gone);
		expect(await list('user1')).toEqual([cards[1]]);
		expect(await list('EMPTY1')).toEqual([]);
	});

	describe('transfers', () => {
		const IBAN = `TR${'1'.repeat(24)}`;
		const platform: Fields = {
			merchant_oid: 'ORDER1',
			trans_id: 'T1',
			submerchant_amount: '1000',
			total_amount: '1445',
			transfer_name: 'Ayşe Yılmaz',
			transfer_iban: IBAN,
		};
		const info = (count: number, change: object = {}) =>
			JSON.stringify(Array(count).fill({ amount: 1445, receiver: 'Ayşe', iban: IBAN, ...change }));

		it('to a sub-merchant, once per trans_id', async () => {
			expect(await call('/odeme/platform/transfer', platform)).toEqual({
				status: 'success',
				merchant_amount: '445',
				submerchant_amount: '1000',
				trans_id: 'T1',
				reference: expect.any(String),
			});
			expect(await call('/odeme/platform/transfer', platform)).toMatchObject(error('009'));
		});

		it.each<[string, Fields]>([
			['trans_id', { trans_id: 'T-1' }],
			['trans_id', { trans_id: 'T'.repeat(61) }],
			['total_amount', { total_amount: '14.45' }],
			['submerchant_amount', { submerchant_amount: '1446' }],
			['transfer_iban', { transfer_iban: 'TR11 1111 1111 1111 1111 1111 11' }],
			['transfer_name', { transfer_name: '' }],
		])('refuses a wrong %s: %j', async (field, change) => {
			const { err_msg } = await call('/odeme/platform/transfer', { ...platform, ...change });
			expect(err_msg).toContain(field);
		});

		it('of returned transfers from the account, once per trans_id', async () => {
			const sent = async (trans_id: string, trans_info: string) =>
				await call('/odeme/hesaptan-gonder', { trans_id, trans_info });
			expect(await sent('S1', info(1))).toEqual({ status: 'success', trans_id: 'S1' });
			expect(await sent('S1', info(2))).toMatchObject({ err_no: '203' });
			expect(await sent('S2', info(2001))).toMatchObject({ err_no: '205' });
			const broken = [info(1, { amount: 14.45 }), info(1, { iban: 'x' })];
			for (const trans_info of ['', '[]', 'x', '{}', ...broken]) {
				expect([trans_info, await sent('S3', trans_info)]).toMatchObject([
					trans_info,
					{ status: 'error', err_msg: expect.stringContaining('trans_info') },
				]);
			}
		});
	});
});
