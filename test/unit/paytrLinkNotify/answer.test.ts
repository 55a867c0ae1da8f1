import { readPaytrAnswer } from '../../../nodes/PaytrLinkNotify/answer';
import { answer, DOUBTFUL_STATUSES, REFUSING_STATUSES } from '../answers';

/** The failure of an answer that must not count as carried out. */
function failureOf(...given: Parameters<typeof answer>) {
	const read = readPaytrAnswer(answer(...given));
	if (read.ok) throw new TypeError(`was taken as ${JSON.stringify(read.value)}`);
	return read.error;
}

describe('PayTR says yes', () => {
	it.each([
		[{ status: 'success' }],
		[{ status: 'success', id: 'NB2Zlz3', link: 'https://www.paytr.com/link/NB2Zlz3' }],
		[{ status: 'SUCCESS' }],
		[{ status: 'success', reason: '' }],
	])('%j', (json) => expect(readPaytrAnswer(answer(json))).toEqual({ ok: true, value: json }));

	it('with a byte order mark before it', () => {
		expect(readPaytrAnswer(answer('\ufeff{"status":"success"}'))).toEqual({
			ok: true,
			value: { status: 'success' },
		});
	});

	it.each([201, 202])('with HTTP %d', (status) => {
		expect(readPaytrAnswer(answer({ status: 'success' }, status)).ok).toBe(true);
	});

	it.each([301, 400, 404, 408, 500, 502, 503])(
		'with HTTP %d, which contradicts it: unknown',
		(status) => {
			expect(failureOf({ status: 'success' }, status)).toMatchObject({
				outcome: 'unknown',
				provider: 'PayTR',
				code: String(status),
				message: expect.stringContaining(`PayTR reported success with HTTP ${status}`),
			});
		},
	);
});

describe('PayTR says no', () => {
	const words = 'İşlem başarısız. Geçersiz id.';

	it.each([
		[{ status: 'error', reason: words }],
		[{ status: 'failed', reason: words }],
		[{ status: 'Failed', err_msg: words }],
		[{ status: 'error', err_msg: words }],
		[{ status: 'error', message: words }],
		[{ status: 'error', reason: words, err_msg: 'another' }],
		[{ status: 'error', reason: '  ', err_msg: words }],
		[{ status: 'error', reason: { a: 1 }, err_msg: words }],
	])('%j: rejected, with its words', (json) => {
		expect(failureOf(json)).toEqual({
			outcome: 'rejected',
			provider: 'PayTR',
			message: `PayTR refused: ${words}`,
			description: 'The link does not exist, was deleted, or belongs to another store.',
			reason: words,
			code: undefined,
		});
	});

	it.each([200, 400, 401, 404, 500, 503])('with HTTP %d: rejected all the same', (status) => {
		expect(failureOf({ status: 'failed', err_msg: words }, status)).toMatchObject({
			outcome: 'rejected',
			reason: words,
		});
	});

	it('without a word', () => {
		expect(failureOf({ status: 'failed' })).toMatchObject({
			outcome: 'rejected',
			message: 'PayTR refused without a reason',
			reason: undefined,
		});
	});

	it.each([
		['003', '003'],
		[3, '3'],
	])('with err_no %j as its code', (err_no, code) => {
		expect(failureOf({ status: 'error', err_no, err_msg: 'x' }).code).toBe(code);
	});

	it.each([
		['paytr_token gonderilmedi veya gecersiz', /'Merchant Key' and 'Merchant Salt'/],
		['Gecersiz istek veya magaza aktif degil', /'Merchant ID'/],
		['Geçersiz istek veya mağaza aktif değil', /'Merchant ID'/],
		['Bu servis icin yetkiniz yok', /Ask PayTR to enable the link service/],
		['İşlem başarısız. Geçersiz id.', /does not exist, was deleted/],
		['Islem basarisiz. Gecersiz id.', /does not exist, was deleted/],
		[
			'Zorunlu alan degeri gecersiz veya gonderilmedi (Link API - create): price',
			/Correct the field that PayTR names/,
		],
		['Zorunlu alan değeri geçersiz: email', /Correct the field that PayTR names/],
		['Bilinmeyen bir durum', /Switch on 'Debug'/],
	])('"%s": says what to do', (reason, advice) => {
		const failure = failureOf({ status: 'error', reason });
		expect(failure.reason).toBe(reason);
		expect(failure.description).toMatch(advice);
	});
});

describe('PayTR says neither', () => {
	const shapes = [{}, { status: '' }, { status: 'pending' }, { status: 1 }, { result: 'success' }];

	it.each(shapes)('%j: unknown', (json) => {
		for (const status of DOUBTFUL_STATUSES) {
			expect(failureOf(json, status)).toMatchObject({
				outcome: 'unknown',
				code: String(status),
				message: expect.stringContaining('an answer of an unknown form'),
			});
		}
	});

	it.each(REFUSING_STATUSES)('in JSON with HTTP %d: rejected, as without JSON', (status) => {
		expect(failureOf({ error: 'Not Found' }, status)).toMatchObject({
			outcome: 'rejected',
			code: String(status),
			message: `PayTR refused the request (HTTP ${status})`,
		});
	});

	it('in a list', () => {
		expect(failureOf('[{"status":"success"}]')).toMatchObject({ outcome: 'unknown' });
	});

	it('and asks to wait', () => {
		expect(failureOf({ status: 'success' }, 429, 3)).toMatchObject({
			outcome: 'notSent',
			retryAfter: 3,
		});
	});
});
