import { paymentRequestHash, readPayfullAnswer } from '../../../nodes/PayfullPaymentRequest/answer';
import { answer, DOUBTFUL_STATUSES, REFUSING_STATUSES } from '../answers';
import { problemOf } from '../parsed';

const YES = { status: 1, ErrorMSG: '', ErrorCode: '00', data: { approved: true } };

/** The failure that the node reads from a response. Fails if the node reads a success. */
const failureOf = (...given: Parameters<typeof answer>) =>
	problemOf(readPayfullAnswer(answer(...given)));

describe('Payfull says yes', () => {
	it.each([
		[YES],
		[{ ...YES, status: '1' }],
		[{ ...YES, status: true }],
		[{ ...YES, ErrorCode: 0 }],
		[{ ...YES, ErrorCode: ' 00 ' }],
		[{ ...YES, data: { approved: '1' } }],
		[{ ...YES, data: { approved: 'TRUE' } }],
		[{ ...YES, data: null }],
		[{ ...YES, data: 'approved' }],
		[{ status: 1, ErrorCode: '00' }],
		[{ ...YES, approved: 1, data: [{ approved: true }] }],
	])('%j', (json) => expect(readPayfullAnswer(answer(json))).toEqual({ ok: true, value: json }));

	it.each([301, 400, 404, 408, 429, 500, 503])(
		'with HTTP %d, which contradicts it: unknown',
		(status) => {
			expect(failureOf(YES, status)).toMatchObject({
				outcome: 'unknown',
				code: String(status),
				message: expect.stringContaining(`Payfull reported success with HTTP ${status}`) as string,
			});
		},
	);
});

describe('Payfull says no', () => {
	it.each([
		[{ status: 0, ErrorCode: '33', ErrorMSG: 'Telefon hatalı' }],
		[{ status: '0', ErrorCode: 33, ErrorMSG: 'Telefon hatalı' }],
		[{ status: false, ErrorCode: ' 33 ', ErrorMSG: ' Telefon\nhatalı ' }],
		[{ ErrorCode: '33', ErrorMSG: 'Telefon hatalı' }],
		[{ status: 0, ErrorCode: '33', ErrorMSG: 'Telefon hatalı', data: { approved: false } }],
	])('%j: rejected, with its code and words', (json) => {
		expect(failureOf(json)).toEqual({
			outcome: 'rejected',
			provider: 'Payfull',
			message: 'Payfull refused (code 33): the phone number is wrong',
			description: "Correct 'Phone'. Payfull's words: Telefon hatalı",
			code: '33',
			reason: 'Telefon hatalı',
		});
	});

	it.each([200, 400, 403, 500])('with HTTP %d: also rejected', (status) => {
		expect(failureOf({ status: 0, ErrorCode: '04', ErrorMSG: '' }, status)).toMatchObject({
			outcome: 'rejected',
			code: '04',
		});
	});

	it.each([
		[4, '04', /signature is wrong/],
		['4', '04', /signature is wrong/],
		[100, '100', /IP address is not authorised/],
	])('with the code %j in another type', (ErrorCode, code, message) => {
		const failure = failureOf({ status: 0, ErrorCode });
		expect(failure.code).toBe(code);
		expect(failure.message).toMatch(message);
	});

	it.each(['constructor', '__proto__', '999', '18'])('with the unknown code %s', (ErrorCode) => {
		expect(failureOf({ status: 0, ErrorCode, ErrorMSG: 'Bilinmeyen' })).toEqual({
			outcome: 'rejected',
			provider: 'Payfull',
			message: `Payfull refused (code ${ErrorCode}): Bilinmeyen`,
			description: 'Correct what Payfull names, or ask Payfull about this code.',
			code: ErrorCode,
			reason: 'Bilinmeyen',
		});
	});

	it.each([
		[['a', 'b'], 'a, b'],
		[{ toString: 1 }, '{"toString":1}'],
		[7, '7'],
	])('with the explanation %j, shown as text', (ErrorMSG, reason) => {
		expect(failureOf({ status: 0, ErrorCode: '33', ErrorMSG }).reason).toBe(reason);
	});

	it('without an explanation', () => {
		expect(failureOf({ status: 0, ErrorCode: '99' })).toMatchObject({
			outcome: 'rejected',
			message: 'Payfull refused (code 99): no reason was given',
			reason: undefined,
		});
	});
});

describe('Payfull gives no clear decision', () => {
	it.each([
		// No code.
		[{ status: 1 }, 'status 1, ErrorCode none'],
		[{ ...YES, ErrorCode: '' }, 'status 1, ErrorCode none, approved true'],
		[{ ...YES, ErrorCode: null }, 'status 1, ErrorCode none, approved true'],
		[{ ...YES, ErrorCode: { toString: 1 } }, 'status 1, ErrorCode none, approved true'],
		[{ status: 0 }, 'status 0, ErrorCode none'],
		// Contradictions.
		[{ status: 0, ErrorCode: '00' }, 'status 0, ErrorCode 00'],
		[{ status: 1, ErrorCode: '33' }, 'status 1, ErrorCode 33'],
		[{ ErrorCode: '00' }, 'status none, ErrorCode 00'],
		[{ status: 2, ErrorCode: '00' }, 'status 2, ErrorCode 00'],
		[{ ...YES, data: { approved: false } }, 'status 1, ErrorCode 00, approved false'],
		[{ ...YES, data: { approved: null } }, 'status 1, ErrorCode 00, approved none'],
		[{ ...YES, data: { result: [{ approved: 0 }] } }, 'status 1, ErrorCode 00, approved 0'],
		[{ ...YES, approved: false, data: [] }, 'status 1, ErrorCode 00, approved false'],
		[
			{ ...YES, data: [{ approved: 0 }, { approved: 0 }, { approved: 0 }] },
			'status 1, ErrorCode 00, approved 0, approved 0',
		],
		[{ status: 0, ErrorCode: '33', data: { approved: 1 } }, 'status 0, ErrorCode 33, approved 1'],
	])('%j: unknown, with the answer in the message', (json, said) => {
		expect(failureOf({ ...json, ErrorMSG: 'Bir şey' })).toEqual({
			outcome: 'unknown',
			provider: 'Payfull',
			message: `Payfull's answer is no clear yes or no (${said}): it is not known whether the request was carried out`,
			description:
				"Check in the Payfull panel before sending again: sending again may contact the customer twice. Payfull's words: Bir şey",
			code: /ErrorCode (\d+)/.exec(said)?.[1],
			reason: 'Bir şey',
		});
	});

	it.each<object>([{}, { status: 10 }, { status: '01' }, { data: {} }, { status: [1] }])(
		'%j, which is not Payfull’s: unknown',
		(json) => {
			for (const status of DOUBTFUL_STATUSES) {
				expect(failureOf(json, status)).toMatchObject({
					outcome: 'unknown',
					code: String(status),
					message: expect.stringContaining('an answer of an unknown form') as string,
				});
			}
		},
	);

	it.each(REFUSING_STATUSES)(
		'with HTTP %d: rejected, unless the body suggests a success',
		(status) => {
			for (const json of [{ message: 'Forbidden' }, { status: 0 }]) {
				expect(failureOf(json, status)).toMatchObject({
					outcome: 'rejected',
					code: String(status),
					message: `Payfull refused the request (HTTP ${status})`,
				});
			}
			for (const json of [{ status: 1 }, { ErrorCode: '00' }, { status: 0, approved: true }]) {
				expect(failureOf(json, status)).toMatchObject({ outcome: 'unknown' });
			}
		},
	);

	it('and asks to wait', () => {
		const expected = { outcome: 'notSent', retryAfter: 3 };
		expect(failureOf({ status: 0, ErrorCode: '99' }, 429, 3)).toMatchObject(expected);
	});
});

describe('paymentRequestHash', () => {
	it.each([
		[{ paymentRequestHash: 'abc' }],
		[{ payment_request_hash: 'abc' }],
		[{ data: { paymentRequestHash: 'abc' } }],
		[{ data: { payment_request_hash: 'abc' } }],
		[{ paymentRequestHash: ' ', data: { paymentRequestHash: ' abc ' } }],
		[{ paymentRequestHash: null, payment_request_hash: 'abc' }],
	])('is found in %j', (response) => expect(paymentRequestHash(response)).toBe('abc'));

	it.each([
		[{}],
		[YES],
		[{ data: null }],
		[{ data: 'abc' }],
		[{ paymentRequestHash: 5 }],
		[{ hash: 'abc' }],
	])('is not in %j', (response) => expect(paymentRequestHash(response)).toBeUndefined());
});
