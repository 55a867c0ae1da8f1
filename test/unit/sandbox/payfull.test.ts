import type { SandboxOptions } from '../../../sandbox';
import { payfullSignature } from '../../../sandbox/signatures';
import { pay, payfull, REQUEST, useSandbox, withSandbox, type Answer, type Fields } from './client';

const RECURRING = {
	request_type: 'recurring',
	request_action_type: 'auto',
	request_period: '3',
	repetition_count: '12',
};

/** All timers except the date. */
const TIMERS = [
	...(['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate'] as const),
	...(['clearImmediate', 'nextTick', 'queueMicrotask', 'hrtime', 'performance'] as const),
];

describe('Payfull in the sandbox', () => {
	const sandbox = useSandbox();

	const hashOf = ({ data }: Answer) => (data as { paymentRequestHash: string }).paymentRequestHash;
	const { merchant, language, client_ip } = REQUEST;
	const call = async (fields: Fields) =>
		await payfull(sandbox, fields, { merchant, language, client_ip });
	const remove = async (payment_request_hash?: string) =>
		await call({ type: 'Delete', delete_param: 'Request', payment_request_hash });
	const get = async (get_param: string, fields: Fields = {}) =>
		await call({ type: 'Get', get_param, ...fields });
	const today = async () => {
		const day = new Date(Date.now() + 3 * 3_600_000).toISOString().slice(0, 10);
		return await get('TransactionsList', { day_date: day.split('-').reverse().join('-') });
	};
	/** The transaction row of the only payment. */
	const paid = async () => {
		const { transactions } = (await today()).data as { transactions: Fields[] };
		return transactions[0];
	};

	it('sends an SMS and an e-mail, with the tags filled in', async () => {
		const answer = await payfull(sandbox);
		const hash = hashOf(answer);
		expect(answer).toEqual({
			status: 1,
			ErrorMSG: '',
			ErrorCode: '00',
			data: { approved: true, paymentRequestHash: hash },
		});
		const link = `${sandbox.url}/pay/${hash}`;
		expect(sandbox.state().messages).toMatchObject([
			{
				channel: 'sms',
				to: '00905321234567',
				text: `Ödeme linkiniz: ${link} Tutar: 299.80 TRY`,
				link,
				paymentRequestHash: hash,
			},
			{
				channel: 'email',
				to: 'gulsah@example.com',
				subject: "Çay Bardağı 6'lı Set",
				text: 'Sayın Gülşah Öztürkoğlu, 299.80 TRY, son gün 31-12-2026.',
				link,
				fields: REQUEST,
			},
		]);
		expect(sandbox.state().paymentRequests).toMatchObject([{ hash, paid: false, deleted: false }]);
	});

	it.each([
		['0', ['email']],
		['1', ['sms']],
	])('via_email_sms %s sends %j', async (via, channels) => {
		await payfull(sandbox, { via_email_sms: via });
		expect(sandbox.state().messages.map(({ channel }) => channel)).toEqual(channels);
	});

	it('uses the e-mail in place of a missing name, keeps unknown tags, uses today’s date', async () => {
		await payfull(sandbox, {
			recipient_first_name: undefined,
			recipient_last_name: undefined,
			email_text: '[email or name-surname] [OTHER] [LINK]',
			sms_text: '[PRDATE] [PRNAME]',
		});
		const [text, letter] = sandbox.state().messages;
		expect(letter.text).toBe('gulsah@example.com [OTHER] [LINK]');
		expect(text.text).toMatch(/^(\d{2}-\d{2}-20\d{2}) \1$/);
		expect(text.link).toBeNull();
		expect(sandbox.state().requests[0].note).toBe('sms_text has no [LINK]');
	});

	it('accepts an SMS request without a phone, but sends nothing', async () => {
		const answer = await payfull(sandbox, { via_email_sms: '1', recipient_phone: undefined });
		expect(answer.ErrorCode).toBe('00');
		const { messages, requests } = sandbox.state();
		expect(messages).toEqual([]);
		expect(requests[0]).toMatchObject({ accepted: true });
		expect(requests[0].note).toContain('no SMS was sent');
	});

	it('accepts recurring and predefined requests', async () => {
		const answer = await payfull(sandbox, {
			...RECURRING,
			predefined_payment: '1',
			payment_item: '42',
			payment_free_amount: undefined,
			payment_free_title: undefined,
		});
		expect(answer.ErrorCode).toBe('00');
		expect(sandbox.state().paymentRequests).toMatchObject([{ recurring: true }]);
	});

	const missing = (given: Fields, ...fields: string[]) =>
		fields.map((field) => ['01', field, { ...given, [field]: undefined }] as const);

	it.each<readonly [code: string, field: string, changes: Fields]>([
		...missing({}, 'merchant', 'type', 'language', 'client_ip', 'set_param', 'title'),
		...missing({}, 'recipient_email', 'start_date', 'end_date', 'changeable_quantity'),
		...missing({}, 'predefined_payment', 'quantity', 'currency', 'kdv', 'via_email_sms'),
		...missing({}, 'request_type', 'payment_free_amount', 'payment_free_title'),
		...missing({}, 'email_text', 'sms_text'),
		...missing({ predefined_payment: '1' }, 'payment_item'),
		...missing(RECURRING, 'request_action_type', 'request_period', 'repetition_count'),
		['02', '', { language: 'de' }],
		['03', '', { merchant: 'someone' }],
		['05', '', { type: 'Put' }],
		['06', 'payment_free_amount', { payment_free_amount: '149,90' }],
		['06', 'payment_free_amount', { payment_free_amount: '149.9' }],
		['06', 'payment_free_amount', { payment_free_amount: '0.00' }],
		['07', 'currency', { currency: 'TL' }],
		['20', '', { set_param: 'Other' }],
		['21', 'recipient_phone', { recipient_phone: '' }],
		['33', 'recipient_phone', { recipient_phone: '05321234567' }],
		['33', 'recipient_phone', { recipient_phone: '0090532123456' }],
		['36', 'start_date', { start_date: '2026-12-01' }],
		['36', 'end_date', { end_date: '31-02-2027' }],
		['37', 'end_date', { end_date: '30-11-2026' }],
		['37', 'changeable_quantity', { changeable_quantity: 'true' }],
		['37', 'kdv', { kdv: '17' }],
		['37', 'via_email_sms', { via_email_sms: '3' }],
		['37', 'request_type', { request_type: 'once' }],
		['37', 'request_action_type', { ...RECURRING, request_action_type: 'never' }],
		['37', 'request_period', { ...RECURRING, request_period: '5' }],
		['38', 'recipient_email', { recipient_email: 'nobody' }],
		['40', 'quantity', { quantity: '0' }],
		['40', 'repetition_count', { ...RECURRING, repetition_count: '1.5' }],
		['42', 'recipient_email', { recipient_email: 'a@blocked.example' }],
		['100', '', { client_ip: '203.0.113.100' }],
		['101', '', { client_ip: '1.2.3' }],
	])('answers %s for %s: %j', async (code, field, changes) => {
		const answer = await payfull(sandbox, changes);
		expect(answer).toMatchObject({ status: 0, ErrorCode: code });
		expect(answer.ErrorMSG).toMatch(field === '' ? /^\S[^:]+$/ : new RegExp(`: ${field}$`));
		const state = sandbox.state();
		expect(state.messages).toEqual([]);
		expect(state.paymentRequests).toEqual([]);
		expect(state.requests).toMatchObject([{ outcome: 'refused', accepted: false, code }]);
	});

	it('answers in the requested language', async () => {
		const untitled = async (inLanguage: string) =>
			(await payfull(sandbox, { title: undefined, language: inLanguage })).ErrorMSG;
		expect(await untitled('en')).toBe('Missing argument: title');
		expect(await untitled('tr')).toBe('Eksik parametre: title');
	});

	it('accepts only allowed addresses', async () => {
		const options: SandboxOptions = { allowedIps: ['10.0.0.1'], answers: { hashAt: 'top' } };
		await withSandbox(options, async (strict) => {
			expect(await payfull(strict)).toMatchObject({ ErrorCode: '100' });
			const answer = await payfull(strict, { client_ip: '10.0.0.1' });
			expect(answer.data).toEqual({ approved: true });
			expect(answer.paymentRequestHash).toBe(strict.state().paymentRequests[0].hash);
		});
	});

	const sorted = Object.keys(REQUEST).sort();

	it.each([
		['lengths in bytes', (key: string) => `${Buffer.byteLength(REQUEST[key])}${REQUEST[key]}`],
		['no lengths', (key: string) => REQUEST[key]],
		[
			'title was left out',
			(key: string) => (key === 'title' ? '' : `${[...REQUEST[key]].length}${REQUEST[key]}`),
		],
	])('explains a wrong hash: %s', async (slip, part) => {
		const message = sorted.map(part).join('');
		const hash = payfullSignature(message, sandbox.credentials.payfull.password);
		const answer = await payfull(sandbox, { hash });
		expect(answer).toMatchObject({ status: 0, ErrorCode: '04' });
		const [request] = sandbox.state().requests;
		expect(request.receivedMessage).toBe(message);
		expect(request.expectedMessage).toContain("20Çay Bardağı 6'lı Set");
		expect(request.note).toContain(slip);
		expect(request.fields).toEqual(REQUEST);
	});

	it('shows the expected message if the password is wrong', async () => {
		await payfull(sandbox, { hash: 'abc' });
		const [request] = sandbox.state().requests;
		expect(request.receivedMessage).toBeUndefined();
		expect(request.expectedMessage).toMatch(/^101285\.105\.12\.343TRY66Sayın/);
		expect(request.note).toContain('the password is wrong');
	});

	it('deletes a request once, only if it is unpaid and not recurring', async () => {
		const open = hashOf(await payfull(sandbox));
		const paid = hashOf(await payfull(sandbox));
		const recurring = hashOf(await payfull(sandbox, RECURRING));
		await pay(sandbox, paid);
		expect(await remove(open)).toMatchObject({ status: 1, ErrorCode: '00' });
		for (const hash of [open, paid, recurring, 'nothing']) {
			expect(await remove(hash)).toMatchObject({ status: 0, ErrorCode: '37' });
		}
		expect(await remove()).toMatchObject({ ErrorCode: '01' });
		const { paymentRequests } = sandbox.state();
		expect(paymentRequests.map(({ deleted }) => deleted)).toEqual([true, false, false]);
		expect(sandbox.state().counts.accepted['payfull.delete']).toBe(1);
	});

	it('refunds a payment in parts, up to its amount', async () => {
		await pay(sandbox, hashOf(await payfull(sandbox)));
		const { transaction_id, merchant_trx_id } = await paid();
		const refund = async (total?: string) => await call({ type: 'Return', transaction_id, total });
		for (const [total, code] of [
			['100.00', '00'],
			['199.81', '06'],
			['199,80', '06'],
			['0.00', '06'],
			[undefined, '01'],
			['199.80', '00'],
			['0.01', '06'],
		] as const) {
			expect([total, (await refund(total)).ErrorCode]).toEqual([total, code]);
		}
		expect(await get('TransactionStatus', { merchant_trx_id })).toMatchObject({
			data: { status: 'refunded', refunded_total: '299.80' },
		});
		expect(await call({ type: 'Return', transaction_id: 'x', total: '1.00' })).toMatchObject({
			ErrorCode: '37',
		});
		expect(sandbox.state().counts.accepted['payfull.refund']).toBe(2);
	});

	it('cancels on the day of the sale; later it reports success without canceling', async () => {
		await pay(sandbox, hashOf(await payfull(sandbox)));
		const { transaction_id } = await paid();
		const cancel = async () => await call({ type: 'Cancel', transaction_id });
		jest.useFakeTimers({ doNotFake: TIMERS, now: Date.now() + 24 * 3_600_000 });
		try {
			expect(await cancel()).toMatchObject({ status: 1, ErrorCode: '00' });
		} finally {
			jest.useRealTimers();
		}
		expect(sandbox.state().requests.at(-1)?.note).toContain('nothing was canceled');
		expect(await paid()).toMatchObject({ status: 'approved' });
		expect(await cancel()).toMatchObject({ status: 1, ErrorCode: '00' });
		expect(await paid()).toMatchObject({ status: 'canceled' });
		expect(await call({ type: 'Return', transaction_id, total: '1.00' })).toMatchObject({
			ErrorCode: '06',
		});
		expect(await call({ type: 'Cancel' })).toMatchObject({ ErrorCode: '01' });
	});

	it.each(['list', 'numbered'] as const)('lists a day in the form %s', async (transactionRows) => {
		sandbox.setAnswers({ transactionRows });
		await pay(sandbox, hashOf(await payfull(sandbox)));
		expect(await today()).toMatchObject({ data: { 0: { total: '299.80' } } });
	});

	it('answers look-ups', async () => {
		const hash = hashOf(await payfull(sandbox));
		await pay(sandbox, hash);
		const [{ merchantOid, at }] = sandbox.state().payments;
		const day = new Date(Date.parse(at) + 3 * 3_600_000).toISOString().slice(0, 10);
		const day_date = day.split('-').reverse().join('-');
		const paid = { merchant_trx_id: merchantOid };
		for (const [service, fields, answer] of [
			['Issuer', { bin: '435508' }, { status: 1, data: { bin: '435508' } }],
			['Issuer', { bin: '4355' }, { ErrorCode: '40' }],
			['Issuer', {}, { ErrorCode: '01' }],
			['TransactionStatus', paid, { data: { ...paid, total: '299.80' } }],
			['TransactionStatus', { merchant_trx_id: 'x' }, { status: 0 }],
			['TransactionsList', { day_date }, { data: { transactions: [paid] } }],
			['TransactionsList', { day_date: '2026-01-01' }, { ErrorCode: '36' }],
			['Installments', {}, { status: 1, ErrorCode: '00' }],
			['Nothing', {}, { status: 0, ErrorCode: '21' }],
		] as const) {
			expect(await get(service, fields)).toMatchObject(answer);
		}
	});
});
