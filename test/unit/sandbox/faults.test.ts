import { FAULT_NAMES, type FaultName, type FaultRule, type Sandbox } from '../../../sandbox';
import { acceptsFirst } from '../../../sandbox/faults';
import {
	control,
	email,
	formFields,
	payfull,
	paytr,
	SEND_SMS,
	sms,
	smsFields,
	until,
	useSandbox,
} from './client';

/** What the client sees of the response to an SMS: status and body, or the broken connection. */
async function raw(sandbox: Sandbox, signal: AbortSignal | null = null) {
	try {
		const body = formFields(smsFields(sandbox));
		const response = await fetch(sandbox.url + SEND_SMS, { method: 'POST', body, signal });
		const { status, headers } = response;
		return { status, retryAfter: headers.get('retry-after'), body: await response.text() };
	} catch (error) {
		// Not instanceof, because fetch's errors come from another realm.
		return { broken: String((error as { cause?: unknown }).cause ?? error) };
	}
}

describe('faults of the sandbox', () => {
	const sandbox = useSandbox();

	const http = async (method: string, body?: object) =>
		await control<unknown>(sandbox, method, 'faults', body);

	const html = (title: string) => expect.stringMatching(`^<!DOCTYPE html>.*<h1>${title}</h1>`);
	const answers: Array<[FaultName, object]> = [
		['http500', { status: 500, body: html('Internal Server Error') }],
		['http403', { status: 403, body: html('Forbidden') }],
		['http429', { status: 429, retryAfter: '7', body: html('Too Many Requests') }],
		['html', { status: 200, body: html('Bakım Çalışması') }],
		['empty', { status: 200, body: '' }],
		['badJson', { status: 200, body: '{"status":"succ' }],
		['otherJson', { status: 200, body: '{"durum":"tamam","sonuc":[1,2,3]}' }],
		['http429Success', { status: 429, retryAfter: '7', body: '{"status":"success"}' }],
		['answer', { status: 200, body: '{"status":"success"}' }],
		['brokenGzip', { broken: expect.stringMatching(/^Error: (incorrect|invalid) /) }],
		['cutGzip', { status: 200, body: expect.stringMatching(/^{"status":"suc[^}]*$/) }],
	];

	const broken = { broken: expect.stringMatching(/ECONNRESET|other side closed|terminated/) };

	/** Whether the provider accepts the request under each rule. */
	const moments: Array<[rule: FaultRule, accepted: boolean, seen: object]> = [
		...answers.flatMap(([fault, seen]) =>
			[false, true].map((after): (typeof moments)[0] => [
				{ fault, after, retryAfter: 7 },
				after,
				seen,
			]),
		),
		[{ fault: 'resetBefore' }, false, broken],
		[{ fault: 'resetAfter' }, true, broken],
		[{ fault: 'truncate' }, true, broken],
		[{ fault: 'http500After' }, true, { status: 500 }],
	];

	it.each(moments)('%j applies, accepting: %s', async (rule, accepted, seen) => {
		sandbox.addFault(rule);
		expect(await raw(sandbox)).toMatchObject(seen);
		const { messages, requests, counts } = sandbox.state();
		expect(messages).toHaveLength(accepted ? 1 : 0);
		expect(requests).toMatchObject([{ outcome: 'fault', fault: rule.fault, accepted }]);
		expect(counts).toMatchObject({ faults: 1, refused: 0 });
		expect(counts.accepted).toEqual(accepted ? { 'paytr.send-sms': 1 } : {});
	});

	it.each<[FaultRule, object]>([
		...[0, -5, '-1', '86400000', 'Wed, 21 Oct 2015 07:28:00 GMT', 'soon'].map(
			(retryAfter): [FaultRule, object] => [
				{ fault: 'http429', retryAfter },
				{ status: 429, retryAfter: String(retryAfter) },
			],
		),
		[
			{ fault: 'answer', httpStatus: 418, body: { status: ['success'] } },
			{ status: 418, body: '{"status":["success"]}' },
		],
		[
			{ fault: 'answer', body: 'kısa "söz"' },
			{ status: 200, body: 'kısa "söz"' },
		],
		[{ fault: 'hangBefore', ms: 30 }, { broken: expect.stringContaining('other side closed') }],
	])('%j behaves as configured', async (rule, seen) => {
		sandbox.addFault(rule);
		expect(await raw(sandbox)).toMatchObject(seen);
	});

	it('huge is JSON of the configured length', async () => {
		sandbox.addFault({ fault: 'huge', bytes: 3_000_001 });
		const { body } = await raw(sandbox);
		expect(body).toHaveLength(3_000_001);
		expect(JSON.parse(body ?? '')).toMatchObject({ status: 'success' });
	});

	it('drip never ends until the client leaves', async () => {
		sandbox.addFault({ fault: 'drip', after: true, ms: 1 });
		const leaving = new AbortController();
		const { body } = await fetch(`${sandbox.url}/integration/api/v1`, {
			method: 'POST',
			signal: leaving.signal,
		});
		const whole = '{"status":0,"ErrorMSG":"Eksik parametre: merchant","ErrorCode":"01"}';
		let text = '';
		const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
		while (text.length < whole.length + 20) text += (await reader?.read())?.value ?? '';
		expect(text).toBe(whole.padEnd(text.length));
		leaving.abort();
		await expect(reader?.read()).rejects.toThrow();
	});

	it.each<[FaultName, number]>([
		['hangBefore', 0],
		['hangAfter', 1],
	])('%s never answers, with %d messages sent, until the client leaves', async (fault, sent) => {
		sandbox.addFault({ fault });
		const leaving = new AbortController();
		const answer = raw(sandbox, leaving.signal);
		await until('the request', () => sandbox.state().requests.length === 1);
		expect(sandbox.state().counts.inFlight).toBe(1);
		expect(sandbox.state().messages).toHaveLength(sent);
		leaving.abort();
		expect(await answer).toEqual({ broken: expect.stringContaining('AbortError') });
		await until('the hang to end', () => sandbox.state().counts.inFlight === 0);
	});

	it('latency accepts at once and answers late', async () => {
		sandbox.addFault({ fault: 'latency', ms: 120 });
		const start = performance.now();
		const answer = raw(sandbox);
		await until('the message', () => sandbox.state().messages.length === 1);
		expect(sandbox.state().counts.inFlight).toBe(1);
		expect(await answer).toMatchObject({ status: 200, body: '{"status":"success"}' });
		expect(performance.now() - start).toBeGreaterThanOrEqual(115);
		expect(sandbox.state().requests).toMatchObject([{ outcome: 'accepted', fault: 'latency' }]);
	});

	it('refuse uses the format of the provider, for every service', async () => {
		sandbox.addFault({ fault: 'refuse', service: 'paytr' });
		sandbox.addFault({ fault: 'refuse', service: 'payfull', code: '102' });
		const reason = 'Bu servis icin yetkiniz yok';
		expect(await sms(sandbox)).toEqual({ status: 'failed', reason });
		expect(await payfull(sandbox)).toEqual({
			status: 0,
			ErrorCode: '102',
			ErrorMSG: 'Installments are not supported for this customer',
		});
		sandbox.clearFaults();
		sandbox.addFault({ fault: 'refuse', reason: 'Gunluk limit asildi' });
		expect(await sms(sandbox)).toMatchObject({ reason: 'Gunluk limit asildi' });
		sandbox.clearFaults();
		sandbox.addFault({ fault: 'refuse', code: '007' });
		const status = await paytr(sandbox, '/odeme/durum-sorgu', { merchant_oid: 'x' });
		expect(status).toMatchObject({ status: 'failed', err_no: '007' });
		expect(sandbox.state().requests).toMatchObject([
			{ outcome: 'refused', accepted: false },
			{ outcome: 'refused', accepted: false, code: '102' },
			{ outcome: 'refused', accepted: false, reason: 'Gunluk limit asildi' },
			{ outcome: 'refused', accepted: false, code: '007' },
		]);
	});

	it('an invalid request is never accepted, whatever the fault', async () => {
		sandbox.addFault({ fault: 'http500After' });
		await expect(sms(sandbox, { cell_phone: '1' })).rejects.toThrow();
		expect(sandbox.state().requests).toMatchObject([{ outcome: 'fault', accepted: false }]);
	});

	it('applies only to the given service, fields and number of times', async () => {
		const match = { cell_phone: '05550000000' };
		sandbox.addFault({ service: 'paytr.send-sms', match, times: 2, fault: 'refuse' });
		expect(await email(sandbox)).toEqual({ status: 'success' });
		expect(await sms(sandbox)).toEqual({ status: 'success' });
		const statuses = [];
		for (let time = 0; time < 3; time++) statuses.push((await sms(sandbox, match)).status);
		expect(statuses).toEqual(['failed', 'failed', 'success']);
	});

	it('selects the same requests for the same seed, in any order', async () => {
		const phones = Array.from({ length: 60 }, (_, n) => `055500000${String(n).padStart(2, '0')}`);
		const struck = async (seed: number, order: string[]) => {
			sandbox.reset();
			sandbox.addFault({ fault: 'refuse', probability: 0.3, seed });
			await Promise.all(order.map(async (cell_phone) => await sms(sandbox, { cell_phone })));
			return sandbox
				.state()
				.requests.filter(({ outcome }) => outcome === 'refused')
				.map(({ fields }) => fields.cell_phone)
				.sort();
		};
		const first = await struck(1, phones);
		expect(first.length).toBeGreaterThan(6);
		expect(first.length).toBeLessThan(36);
		expect(await struck(1, [...phones].reverse())).toEqual(first);
		expect(await struck(2, phones)).not.toEqual(first);
	});

	it('draws a new number for a repeated request', async () => {
		sandbox.addFault({ fault: 'refuse', probability: 0.5, seed: 'retry' });
		const statuses = new Set();
		for (let time = 0; time < 20; time++) statuses.add((await sms(sandbox)).status);
		expect(statuses).toEqual(new Set(['success', 'failed']));
	});

	it('reads faults from the request itself', async () => {
		const { status } = await email(sandbox, { email: 'fault-refuse@example.com' });
		expect(status).toBe('failed');
		const { ErrorCode } = await payfull(sandbox, { recipient_email: 'fault-refuse-33@x.com' });
		expect(ErrorCode).toBe('33');
		await expect(sms(sandbox, { id: 'FAULT-http500' })).rejects.toThrow();
		await expect(sms(sandbox, { id: 'FAULTempty_after_once' })).rejects.toThrow();
		expect(await sms(sandbox, { id: 'FAULTempty_after_once' })).toEqual({ status: 'success' });
		expect(await sms(sandbox, { id: 'FAULT-nothing' })).toEqual({ status: 'success' });
		expect(sandbox.state().requests.map(({ fault, accepted }) => [fault, accepted])).toEqual([
			['refuse', false],
			['refuse', false],
			['http500', false],
			['empty', true],
			[undefined, true],
			[undefined, true],
		]);
	});

	it('is controlled over HTTP', async () => {
		const added = await http('POST', [
			{ fault: 'refuse', service: 'paytr.send-sms', id: 'mine' },
			{ fault: 'latency', ms: 1 },
		]);
		expect(added.body).toMatchObject([{ id: 'mine', hits: 0 }, { fault: 'latency' }]);
		expect(await sms(sandbox)).toMatchObject({ status: 'failed' });
		expect((await http('GET')).body).toMatchObject([{ id: 'mine', hits: 1 }, { hits: 0 }]);
		expect(await http('POST', { fault: 'html', service: 'payfull' })).toEqual({
			status: 200,
			body: [{ id: 'fault-2', fault: 'html', service: 'payfull', hits: 0 }],
		});
		await http('DELETE');
		expect((await http('GET')).body).toEqual([]);
		expect(await sms(sandbox)).toEqual({ status: 'success' });
	});

	it('rejects invalid rules', async () => {
		for (const [rule, field] of [
			[{ fault: 'http418' }, '0.fault'],
			[{ fault: 'html', times: 0 }, '0.times'],
			[{ fault: 'html', probability: 2 }, '0.probability'],
			[{ fault: 'html', tiems: 1 }, 'tiems'],
		] as const) {
			const refused = { status: 400, body: { error: expect.stringContaining(field) } };
			expect(await http('POST', rule)).toEqual(refused);
		}
		expect(() => sandbox.addFault({ fault: 'http418' as FaultName })).toThrow();
	});

	it('knows for every fault whether the request is accepted first', () => {
		const first = FAULT_NAMES.filter((fault) => acceptsFirst({ fault }));
		expect(first).toEqual(['latency', 'resetAfter', 'hangAfter', 'http500After', 'truncate']);
		const asked = FAULT_NAMES.filter((fault) => !acceptsFirst({ fault, after: true }));
		expect(asked).toEqual(['resetBefore', 'hangBefore', 'refuse']);
	});
});
