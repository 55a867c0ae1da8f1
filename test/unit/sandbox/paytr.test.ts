import type { Sandbox } from '../../../sandbox';
import { PAYTR_SERVICES } from '../../../sandbox/paytr/services';
import { paytrSignature } from '../../../sandbox/signatures';
import {
	COLLECTION,
	create,
	email,
	FLEX,
	newLink,
	pay,
	post,
	PRODUCT,
	remove,
	sms,
	useSandbox,
	withSandbox,
	type Fields,
} from './client';

describe('PayTR in the sandbox', () => {
	const sandbox = useSandbox();
	const lastRequest = () => sandbox.state().requests.at(-1);
	const wrongField = (service: string, field: string) =>
		`Zorunlu alan degeri gecersiz veya gonderilmedi (Link API - ${service}): ${field}`;
	const badId = { status: 'failed', reason: 'İşlem başarısız. Geçersiz id.' };

	it('delivers an SMS and an e-mail for a link that was created', async () => {
		const { id, link } = await create(sandbox);
		expect(link).toBe(`${sandbox.url}/link/${id}`);
		expect(id).toMatch(/^[A-Za-z0-9]{7}$/);
		expect(await sms(sandbox, { id })).toEqual({ status: 'success' });
		expect(await email(sandbox, { id })).toEqual({ status: 'success' });
		const { messages, counts } = sandbox.state();
		expect(messages).toMatchObject([
			{ seq: 1, provider: 'paytr', channel: 'sms', to: '05551234567', linkId: id, link },
			{ seq: 2, provider: 'paytr', channel: 'email', to: 'gulsah@example.com', linkId: id, link },
		]);
		for (const { text } of messages) {
			expect(text).toContain(link);
			expect(text).toContain('Çay Bardağı (14,45 TL)');
		}
		expect(messages[0].fields).toEqual({ merchant_id: '999999', id, cell_phone: '05551234567' });
		expect(counts).toMatchObject({ messages: 2, sms: 1, email: 1, refused: 0 });
		expect(counts.accepted).toEqual({
			'paytr.create': 1,
			'paytr.send-sms': 1,
			'paytr.send-email': 1,
		});
	});

	it.each([
		['cell_phone', { cell_phone: '5551234567' }],
		['cell_phone', { cell_phone: '0555123456' }],
		['cell_phone', { cell_phone: '055512345678' }],
		['cell_phone', { cell_phone: '' }],
		['id', { id: '' }],
		['debug_on', { debug_on: '2' }],
	])('refuses an SMS for its %s: %j', async (field, change) => {
		const reason = wrongField('send-sms', field);
		expect(await sms(sandbox, change)).toEqual({ status: 'error', reason });
		expect(sandbox.state().messages).toEqual([]);
		expect(lastRequest()).toMatchObject({ outcome: 'refused', accepted: false });
	});

	it('accepts an e-mail of 100 characters and refuses one more', async () => {
		const long = (length: number) => `${'ş'.repeat(length - 12)}@example.com`;
		expect(await email(sandbox, { email: long(100) })).toEqual({ status: 'success' });
		expect(await email(sandbox, { email: long(101) })).toMatchObject({ status: 'error' });
		expect(sandbox.state().messages).toHaveLength(1);
	});

	it.each(['INVALID', 'INVALID42', 'https://www.paytr.com/link/NB2Zlz3', 'NB2 Zlz3'])(
		'refuses the link id %s',
		async (id) => expect(await sms(sandbox, { id })).toEqual(badId),
	);

	it('refuses unknown links if configured', async () => {
		await withSandbox({ acceptUnknownLinks: false }, async (strict) => {
			expect(await sms(strict)).toEqual(badId);
			expect(await sms(strict, { id: await newLink(strict) })).toEqual({ status: 'success' });
		});
	});

	it('refuses to send deleted, expired and sold-out links', async () => {
		const deleted = await newLink(sandbox);
		await remove(sandbox, deleted);
		const expired = await newLink(sandbox, { expiry_date: '2020-01-31 10:00:00' });
		const soldOut = await newLink(sandbox, { max_count: '1' });
		await pay(sandbox, soldOut);
		expect(await sms(sandbox, { id: deleted })).toMatchObject({ status: 'failed' });
		for (const id of [expired, soldOut]) {
			expect(await sms(sandbox, { id, debug_on: '1' })).toEqual({
				status: 'failed',
				reason: expect.stringMatching(/^İşlem başarısız\. Link aktif değil\. \[debug: .+\]$/),
			});
		}
		expect(sandbox.state().messages).toEqual([]);
		expect(sandbox.state().links.map(({ active }) => active)).toEqual([false, false, false]);
	});

	it('reports a wrong store, and a body that is not a form', async () => {
		const reason = 'Gecersiz istek veya magaza aktif degil';
		expect(await sms(sandbox, { merchant_id: '1' })).toEqual({ status: 'error', reason });
		const response = await fetch(`${sandbox.url}/odeme/api/link/send-sms`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: '{"merchant_id":"999999"}',
		});
		expect(response.status).toBe(200);
		expect(await response.json()).toMatchObject({ reason });
		expect(lastRequest()?.note).toContain('application/x-www-form-urlencoded');
	});

	it.each([
		['the order was', (f: string[], s: string) => f[1] + f[0] + f[2] + s],
		['merchant_salt was left out', (f: string[]) => f.join('')],
		['merchant_salt stands first', (f: string[], s: string) => s + f.join('')],
		['cell_phone was left out', (f: string[], s: string) => f[0] + f[1] + s],
	])('explains a wrong token: %s', async (slip, message) => {
		const { merchantId, merchantKey, merchantSalt } = sandbox.credentials.paytr;
		const signed = message(['NB2Zlz3', merchantId, '05551234567'], merchantSalt);
		const paytr_token = paytrSignature(signed, merchantKey);
		const answer = await sms(sandbox, { debug_on: '1', paytr_token });
		expect(answer.status).toBe('error');
		expect(answer.reason).toMatch(/^paytr_token gonderilmedi veya gecersiz \[debug: /);
		expect(answer.reason).toContain(slip);
		expect(lastRequest()).toMatchObject({
			code: '003',
			expectedMessage: 'NB2Zlz399999905551234567‹merchant_salt›',
			receivedMessage: signed.replace(merchantSalt, '‹merchant_salt›'),
		});
	});

	it('shows only the expected message for a token made with another key', async () => {
		const paytr_token = paytrSignature('NB2Zlz399999905551234567', 'another key');
		const answer = await sms(sandbox, { paytr_token });
		expect(answer.reason).toBe('paytr_token gonderilmedi veya gecersiz');
		expect(lastRequest()?.receivedMessage).toBeUndefined();
		expect(lastRequest()?.note).toContain('merchant_key or merchant_salt is wrong');
	});

	it('requires a token for every service', async () => {
		for (const { path, service, signed } of PAYTR_SERVICES) {
			const fields = Object.fromEntries(signed(PRODUCT).map((name) => [name, 'x']));
			const whose = { merchant_id: '999999', paytr_token: 'wrong' };
			const answer = await post(sandbox.url + path, { ...fields, ...PRODUCT, ...whose });
			const words = answer.reason ?? answer.err_msg;
			expect([service, words]).toEqual([service, 'paytr_token gonderilmedi veya gecersiz']);
		}
	});

	describe('create', () => {
		it.each([
			['product', { ...PRODUCT, max_count: '3', pft: '6' }],
			['collection', { ...COLLECTION, currency: 'EUR', lang: 'en' }],
			['flex', { ...FLEX, user_name: 'Ayşe' }],
		])('creates a %s link', async (linkType, fields) => {
			const { id } = await create(sandbox, fields);
			expect(sandbox.state().links).toMatchObject([
				{
					id,
					name: fields.name,
					price: Number(fields.price),
					currency: fields.currency,
					linkType,
					stock: linkType === 'product' ? 3 : null,
					active: true,
					deleted: false,
					payments: [],
				},
			]);
		});

		it.each([
			{ currency: '', lang: '' },
			{ currency: undefined, lang: undefined },
		])('uses TL and Turkish for %j', async (given) => {
			await create(sandbox, { ...PRODUCT, ...given });
			expect(sandbox.state().links).toMatchObject([{ currency: 'TL', lang: 'tr' }]);
		});

		it('returns a QR code as a PNG, in the configured field', async () => {
			const { base64_qr } = await create(sandbox, { ...PRODUCT, get_qr: '1' });
			const { qr_code } = await withSandbox(
				{ answers: { qrField: 'qr_code' } },
				async (other) => await create(other, { ...PRODUCT, get_qr: '1' }),
			);
			for (const png of [base64_qr, qr_code]) {
				expect(Buffer.from(String(png), 'base64').subarray(1, 4).toString()).toBe('PNG');
			}
		});

		it.each<[string, Fields]>([
			['name', { name: 'Çay' }],
			['name', { name: 'x'.repeat(201) }],
			['price', { price: '14.45' }],
			['price', { price: '0' }],
			['currency', { currency: 'TRY' }],
			['max_installment', { max_installment: '13' }],
			['link_type', { link_type: 'other' }],
			['lang', { lang: 'de' }],
			['min_count', { min_count: '0' }],
			['max_count', { max_count: '0' }],
			['pft', { pft: '1' }],
			['get_qr', { get_qr: 'yes' }],
			['expiry_date', { expiry_date: '2026-02-30 10:00:00' }],
			['expiry_date', { expiry_date: '31.12.2026' }],
			['callback_id', { callback_link: 'http://127.0.0.1:1/x' }],
			['callback_link', { callback_id: 'A1' }],
			['callback_id', { callback_link: 'http://127.0.0.1:1/x', callback_id: 'A-1' }],
			['callback_link', { callback_link: 'ftp://example.com/x', callback_id: 'A1' }],
			['callback_link', { callback_link: `http://a.example/${'x'.repeat(400)}`, callback_id: 'A' }],
			['email', { ...COLLECTION, email: 'nobody' }],
			['email', { ...COLLECTION, email: '' }],
			['max_count', { ...COLLECTION, max_count: '2' }],
			['flex_max_price', { ...FLEX, flex_max_price: '1444' }],
			['flex_max_price', { ...FLEX, flex_max_price: '' }],
		])('refuses a wrong %s: %j', async (field, change) => {
			const base = 'link_type' in change && change.link_type !== 'other' ? {} : PRODUCT;
			const err_msg = wrongField('create', field);
			expect(await create(sandbox, { ...base, ...change })).toEqual({ status: 'error', err_msg });
			expect(sandbox.state().links).toEqual([]);
		});

		it('accepts loopback callbacks only if it listens on loopback', async () => {
			await withSandbox({ host: '0.0.0.0' }, async (open) => {
				const taken = async (by: Sandbox, callback_link: string) =>
					(await create(by, { ...PRODUCT, callback_id: 'A1', callback_link })).status;
				for (const link of ['http://localhost:5678/x', 'http://n8n.example.com:5678/x']) {
					expect(await taken(open, link)).toBe('error');
					expect(await taken(sandbox, link)).toBe('success');
				}
				expect(await taken(open, 'https://n8n.example.com/webhook/1')).toBe('success');
			});
		});
	});

	describe('delete', () => {
		it('deletes once', async () => {
			const id = await newLink(sandbox);
			expect(await remove(sandbox, id)).toEqual({ status: 'success' });
			expect(sandbox.state().links).toMatchObject([{ id, deleted: true, active: false }]);
			const { status, reason: err_msg } = badId;
			expect(await remove(sandbox, id)).toEqual({ status, err_msg });
			expect(sandbox.state().counts.accepted['paytr.delete']).toBe(1);
		});

		it('lists which of several links it deleted', async () => {
			const [a, b] = [await newLink(sandbox), await newLink(sandbox)];
			expect(await remove(sandbox, `${a},nowhere,${b}`)).toEqual({
				status: 'success',
				success_deletes: [a, b],
				failed_deletes: ['nowhere'],
			});
			expect(await remove(sandbox, `${a},nowhere`)).toMatchObject({
				status: 'failed',
				success_deletes: [],
				failed_deletes: [a, 'nowhere'],
			});
		});

		it('accepts at most ten at once', async () => {
			const ids = Array.from({ length: 11 }, (_, index) => `id${index}`);
			expect(await remove(sandbox, ids.slice(0, 10).join())).toMatchObject({ status: 'failed' });
			expect(await remove(sandbox, ids.join())).toMatchObject({ status: 'error' });
		});
	});
});
