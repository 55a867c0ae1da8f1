import { decisionOf, readPaytrAnswer } from '../../../nodes/PaytrLinkNotify/answer';
import { shownAnswer } from '../../../nodes/shared/answer';
import { answer, DOUBTFUL_STATUSES, REFUSING_STATUSES } from '../answers';
import { problemOf } from '../parsed';

/** The failure that the node reads from a response. Fails if the node reads a success. */
const failureOf = (...given: Parameters<typeof answer>) =>
	problemOf(readPaytrAnswer(answer(...given)));

it.each([
	{ status: 'success' },
	{ status: 'success', id: 'NB2Zlz3', link: 'https://www.paytr.com/link/NB2Zlz3' },
	{ status: ' SUCCESS' },
	{ status: 'success', reason: '', err_msg: null, err_no: '000' },
	{ status: 'success', reason: 'İşlem başarılı. SMS gönderildi.', err_no: 0 },
	{ status: 'success', message: 'Hatay iMedia icin link olusturuldu' },
	{ status: 'success', reason: [] },
])('yes: %j', (json) => {
	expect(decisionOf(json)).toBe('yes');
	for (const status of [200, 201, 202]) {
		expect(readPaytrAnswer(answer(json, status))).toEqual({ ok: true, value: json });
		const marked = answer(`\ufeff${JSON.stringify(json)}`, status);
		expect(readPaytrAnswer(marked)).toEqual({ ok: true, value: json });
	}
});

it.each<[object, string]>([
	[{ reason: 'İşlem başarısız. Geçersiz id.' }, '"İşlem başarısız. Geçersiz id."'],
	[{ err_msg: 'Bu servis icin yetkiniz YOK' }, '"Bu servis icin yetkiniz YOK"'],
	[{ reason: 'SMS gönderilemedi' }, '"SMS gönderilemedi"'],
	[{ reason: 'SMS GÖNDERİLMEDİ' }, '"SMS GÖNDERİLMEDİ"'],
	[{ reason: 'Link bulunamadığı için' }, '"Link bulunamadığı için"'],
	[{ reason: 'Mağaza aktif değil' }, '"Mağaza aktif değil"'],
	[{ reason: 'Hata olustu' }, '"Hata olustu"'],
	[{ message: 'invalid token' }, '"invalid token"'],
	[{ err_msg: 'Not authorized' }, '"Not authorized"'],
	[{ reason: ['SMS hakkiniz yok', 'Bakiye yetersiz'] }, '"SMS hakkiniz yok, Bakiye yetersiz"'],
	[{ reason: { sms: 'gonderilmedi' } }, '"{"sms":"gonderilmedi"}"'],
	[{ err_no: '003' }, 'err_no 003'],
	[{ err_no: 4 }, 'err_no 4'],
])('a success that other fields contradict is unknown: %j', (more, said) => {
	expect(failureOf({ status: 'success', ...more })).toMatchObject({
		outcome: 'unknown',
		provider: 'PayTR',
		message: `PayTR reported success, but also said ${said}: it is not known whether the request was carried out`,
	});
});

it.each([301, 400, 404, 408, 500, 502, 503])('a success with HTTP %d is unknown', (status) => {
	expect(failureOf({ status: 'success' }, status)).toMatchObject({
		outcome: 'unknown',
		code: String(status),
		message: expect.stringContaining(`PayTR reported success with HTTP ${status}`),
	});
});

const WORDS = 'İşlem başarısız. Geçersiz id.';
const ECHOED = 'q2Xo0hYp3mQk7v9sT1uWcE5rZ8bN4fL6gJ0dA1yH2iM=';

it.each<[object, string | undefined]>([
	[{ status: 'error', reason: WORDS }, WORDS],
	[{ status: 'failed', reason: WORDS }, WORDS],
	[{ status: 'Failed', err_msg: WORDS }, WORDS],
	[{ status: 'error', message: WORDS }, WORDS],
	[{ status: 'error', reason: WORDS, err_msg: 'another' }, WORDS],
	[{ status: 'error', reason: '  ', err_msg: WORDS }, WORDS],
	[{ status: 'error', reason: ['price yanlis', 'name yanlis'] }, 'price yanlis, name yanlis'],
	[{ status: 'error', reason: { toString: 1 } }, '{"toString":1}'],
	[{ status: 'error', reason: `Gelen:\n paytr_token=${ECHOED}` }, 'Gelen: paytr_token=[hidden]'],
	[{ status: 'failed' }, undefined],
])('no: %j', (json, reason) => {
	for (const status of [200, 400, 401, 404, 500, 503]) {
		expect(failureOf(json, status)).toMatchObject({
			outcome: 'rejected',
			provider: 'PayTR',
			message: reason ? `PayTR refused: ${reason}` : 'PayTR refused without a reason',
			reason,
		});
	}
});

it.each([
	['003', '003'],
	[3, '3'],
	[{ toString: 1 }, undefined],
])('err_no %j is the code %s', (err_no, code) => {
	expect(failureOf({ status: 'error', err_no, err_msg: 'x' }).code).toBe(code);
});

it.each([
	['paytr_token gonderilmedi veya gecersiz', /'Merchant Key' and 'Merchant Salt'/],
	['Gecersiz istek veya magaza aktif degil', /'Merchant ID'/],
	['GEÇERSİZ İSTEK VEYA MAĞAZA AKTİF DEĞİL', /'Merchant ID'/],
	['Bu servis icin yetkiniz yok', /Ask PayTR to enable the link service/],
	[WORDS, /does not exist, was deleted/],
	['Islem basarisiz. Gecersiz id.', /does not exist, was deleted/],
	['Zorunlu alan degeri gecersiz (Link API - create): price', /Correct the field that PayTR names/],
	['Zorunlu alan değeri geçersiz: email', /Correct the field that PayTR names/],
	['Bilinmeyen bir durum', /Switch on 'Debug'/],
])('"%s": tells what to do', (reason, advice) => {
	expect(failureOf({ status: 'error', reason }).description).toMatch(advice);
});

it.each<unknown>([
	...[{}, { status: '' }, { status: 'pending' }, { status: 1 }, { result: 'success' }],
	...[{ status: { toString: 1 } }, { status: ['success'] }],
])('neither: %j', (json) => {
	for (const status of DOUBTFUL_STATUSES) {
		expect(failureOf(json, status)).toMatchObject({
			outcome: 'unknown',
			code: String(status),
			message: expect.stringContaining('an answer of an unknown form'),
		});
	}
	for (const status of REFUSING_STATUSES) {
		expect(failureOf(json, status)).toMatchObject({
			outcome: 'rejected',
			code: String(status),
			message: `PayTR refused the request (HTTP ${status})`,
		});
	}
});

it('a request to wait means notSent', () => {
	const expected = { outcome: 'notSent', provider: 'PayTR', retryAfter: 3 };
	expect(failureOf({ status: 'error' }, 429, 3)).toMatchObject(expected);
});

it('an output contains no token that PayTR echoes, and no overlong text', () => {
	const deep = { a: { b: { c: { d: ECHOED } } } };
	const text = 'x '.repeat(1000);

	const plain = { status: 'success', n: 1, none: null };

	expect(shownAnswer({ ...plain, ids: ['A1', ECHOED], deep, text })).toEqual({
		...plain,
		ids: ['A1', '[hidden]'],
		deep: { a: { b: { c: '{"d":"[hidden]"}' } } },
		text: `${'x '.repeat(150).slice(0, 299)}…`,
	});
});
