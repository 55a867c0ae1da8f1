/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a test, never packed */
import { QUESTIONS, type Answers } from '../../../sandbox';
import {
	control,
	create,
	FLEX,
	newLink,
	payfull,
	paytr,
	PRODUCT,
	remove,
	SEND_SMS,
	sms,
	useSandbox,
	type Fields,
} from './client';

describe('answers to open questions', () => {
	const sandbox = useSandbox({ answers: { hashAt: 'none' } });
	const http = async (method: string, body?: object) =>
		await control<Answers>(sandbox, method, 'answers', body);

	it('follow the start options, change on request, and are restored by a reset', async () => {
		expect(sandbox.answers()).toMatchObject({ hashAt: 'none', refusalStatus: '200' });
		expect((await payfull(sandbox)).data).toEqual({ approved: true });
		expect((await http('POST', { hashAt: 'top' })).body.hashAt).toBe('top');
		expect(await payfull(sandbox)).toHaveProperty('paymentRequestHash');
		expect((await http('GET')).body).toEqual(sandbox.answers());
		expect((await http('DELETE')).body.hashAt).toBe('none');
		sandbox.setAnswers({ hashAt: 'data' });
		sandbox.reset();
		expect(sandbox.answers().hashAt).toBe('none');
	});

	it('reject unknown values', async () => {
		for (const wrong of [{ hashAt: 'bottom' }, { hasAt: 'top' }]) {
			expect((await http('POST', wrong)).status).toBe(400);
		}
		expect(sandbox.answers().hashAt).toBe('none');
	});

	it('can be changed by a form on a page', async () => {
		const read = async () => await (await fetch(`${sandbox.url}/?tab=answers`)).text();
		const page = await read();
		for (const { question, options } of QUESTIONS) {
			expect(page).toContain(`name="${question}"`);
			for (const option of options) expect(page).toContain(`>${option}</option>`);
		}
		expect(page).toContain('<option  selected>none</option>');
		await fetch(`${sandbox.url}/answers`, {
			method: 'POST',
			body: new URLSearchParams({ ...sandbox.answers(), refusalStatus: '422' }),
		});
		expect(sandbox.answers()).toMatchObject({ refusalStatus: '422', hashAt: 'none' });
		expect(await read()).toContain('<option  selected>422</option>');
	});

	/** The result of one request, including its HTTP status. */
	const said = async (work: () => Promise<unknown>) => {
		const fetched = jest.spyOn(globalThis, 'fetch');
		try {
			const answer = await work();
			const response = await fetched.mock.results[0].value;
			return { http: (response as Response).status, ...(answer as object) };
		} finally {
			fetched.mockRestore();
		}
	};

	const badSms = async () => await sms(sandbox, { cell_phone: '1' });
	const priced = (price: string) => async () => await create(sandbox, { ...PRODUCT, price });
	const send =
		(change: Fields = {}) =>
		async () =>
			await payfull(sandbox, change);
	const flex = (flex_max_price: string) => async () => {
		await create(sandbox, { ...FLEX, flex_max_price });
		return { maximum: sandbox.state().links.at(-1)?.flexMaxPrice };
	};
	const expiry = async () => {
		await newLink(sandbox, { expiry_date: '2026-12-31 23:59:59' });
		return { end: sandbox.state().links.at(-1)?.expiresAt };
	};
	const deleteSome = async () => await remove(sandbox, `${await newLink(sandbox)},nothing`);
	const refund = async () =>
		await paytr(sandbox, '/odeme/iade', { merchant_oid: 'nothing', return_amount: '1' });
	const report = async () => {
		const span = { start_date: '2026-01-01 00:00:00', end_date: '2026-01-02 00:00:00' };
		return await paytr(sandbox, '/rapor/islem-dokumu', { ...span, dummy: '1' });
	};
	const cards = async () => ({ list: await paytr(sandbox, '/odeme/capi/list', { utoken: 'u' }) });
	const parts = async () => {
		const body = new FormData();
		body.set('merchant_id', '999999');
		body.set('file', new Blob(['x']), 'x.txt');
		body.set('id', 'Ş');
		return await (await fetch(sandbox.url + SEND_SMS, { method: 'POST', body })).json();
	};
	const slash = async () => {
		const url = `${sandbox.url}/integration/api/v1/`;
		const response = await fetch(url, { method: 'POST', redirect: 'manual' });
		return { to: response.headers.get('location') };
	};
	const anything = expect.anything();

	/**
	 * The live check covers the answers that are missing here. All other tests use the default
	 * answers.
	 */
	it.each<[Partial<Answers>, () => Promise<unknown>, object]>([
		[{ refusalStatus: '400' }, badSms, { http: 400, status: 'error' }],
		[{ refusalStatus: '403' }, send(), { http: 200, ErrorCode: '00' }],
		[{ refusalStatus: '403' }, report, { http: 200, status: 'success' }],
		[{ reasonField: 'err_msg' }, badSms, { err_msg: anything }],
		[{ reasonField: 'reason' }, refund, { err_msg: anything }],
		[{ flexMaxUnit: 'major' }, flex('90.50'), { maximum: 9050 }],
		[{ flexMaxUnit: 'minor' }, flex('90.50'), { maximum: undefined }],
		[{ expiryZone: 'Europe/Istanbul' }, expiry, { end: '2026-12-31T20:59:59.000Z' }],
		[{ expiryZone: 'UTC' }, expiry, { end: '2026-12-31T23:59:59.000Z' }],
		[{ lowestPrice: '1.00' }, priced('99'), { status: 'error' }],
		[{ partialDelete: 'failed' }, deleteSome, { status: 'failed', failed_deletes: ['nothing'] }],
		[{ refundOfUnknown: 'failed' }, refund, { status: 'failed', err_no: '005' }],
		[{ reportRows: 'numbered' }, report, { 0: { islem_tipi: 'S' } }],
		[{ cardList: 'object' }, cards, { list: { 0: { last_4: '4358' }, 1: {} } }],
		[{ multipart: 'read' }, parts, { reason: expect.stringContaining('cell_phone') }],
		[{ trailingSlash: 'redirect' }, slash, { http: 301, to: '/integration/api/v1' }],
		[{ titleLimit: '50 bytes' }, send({ title: 'ş'.repeat(25) }), { ErrorCode: '40' }],
		[{ titleLimit: '50 bytes' }, send({ title: 'ş'.repeat(24) }), { ErrorCode: '00' }],
		[{ smsWithoutPhone: 'refused' }, send({ recipient_phone: undefined }), { ErrorCode: '01' }],
		[{ statusType: 'text' }, send(), { status: '1' }],
		[{ statusType: 'text' }, send({ currency: 'TL' }), { status: '0' }],
	])('%j', async (answers, work, expected) => {
		sandbox.setAnswers(answers);
		expect(await said(work)).toMatchObject(expected);
	});
});
