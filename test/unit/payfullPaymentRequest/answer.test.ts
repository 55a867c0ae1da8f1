import { paymentRequestHash, readPayfullAnswer } from '../../../nodes/PayfullPaymentRequest/answer';
import { answer, DOUBTFUL_STATUSES, REFUSING_STATUSES } from '../answers';

const YES = { status: 1, ErrorMSG: '', ErrorCode: '00', data: { approved: true } };

/** The failure of an answer that must not count as carried out. */
function failureOf(...given: Parameters<typeof answer>) {
	const read = readPayfullAnswer(answer(...given));
	if (read.ok) throw new TypeError(`was taken as ${JSON.stringify(read.value)}`);
	return read.error;
}

describe('Payfull says yes', () => {
	it.each([
		[YES],
		[{ ...YES, status: '1' }],
		[{ ...YES, status: true }],
		[{ ...YES, ErrorCode: 0 }],
		[{ ...YES, ErrorCode: '0' }],
		[{ ...YES, ErrorCode: '' }],
		[{ ...YES, ErrorCode: null }],
		[{ status: 1 }],
		[{ ...YES, data: { approved: '1' } }],
		[{ ...YES, data: { approved: 'true' } }],
		[{ ...YES, data: null }],
		[{ ...YES, data: [] }],
		[{ ...YES, data: 'approved' }],
	])('%j', (json) => expect(readPayfullAnswer(answer(json))).toEqual({ ok: true, value: json }));

	it.each([301, 400, 404, 408, 500, 503])(
		'with HTTP %d, which contradicts it: unknown',
		(status) => {
			expect(failureOf(YES, status)).toMatchObject({
				outcome: 'unknown',
				code: String(status),
				message: expect.stringContaining(`Payfull reported success with HTTP ${status}`),
			});
		},
	);

	it.each([[{ approved: false }], [{ approved: 0 }], [{ approved: null }]])(
		'but approves nothing (%j): unknown',
		(data) => expect(failureOf({ ...YES, data })).toMatchObject({ outcome: 'unknown' }),
	);
});

describe('Payfull says no', () => {
	it.each([
		[{ status: 0, ErrorCode: '33', ErrorMSG: 'Telefon hatalı' }],
		[{ status: '0', ErrorCode: 33, ErrorMSG: 'Telefon hatalı' }],
		[{ status: false, ErrorCode: ' 33 ', ErrorMSG: ' Telefon hatalı ' }],
		[{ status: 1, ErrorCode: '33', ErrorMSG: 'Telefon hatalı' }],
		[{ ErrorCode: '33', ErrorMSG: 'Telefon hatalı' }],
	])('%j: rejected, with its code and words', (json) => {
		expect(failureOf(json)).toEqual({
			outcome: 'rejected',
			provider: 'Payfull',
			message: 'Payfull refused (code 33): the phone number is wrong',
			description: "Correct 'Recipient Phone'. Payfull's words: Telefon hatalı",
			code: '33',
			reason: 'Telefon hatalı',
		});
	});

	it.each([200, 400, 403, 500])('with HTTP %d: rejected all the same', (status) => {
		expect(failureOf({ status: 0, ErrorCode: '04', ErrorMSG: '' }, status)).toMatchObject({
			outcome: 'rejected',
			code: '04',
		});
	});

	it.each([
		[4, '04', /signature is wrong/],
		['4', '04', /signature is wrong/],
		[4.0, '04', /signature is wrong/],
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

	it('without a code and a word', () => {
		expect(failureOf({ status: 0 })).toMatchObject({
			outcome: 'rejected',
			message: 'Payfull refused (code none): no reason was given',
			code: undefined,
			reason: undefined,
		});
	});

	it('with success as its code: still no', () => {
		expect(failureOf({ status: 0, ErrorCode: '00', ErrorMSG: '' })).toMatchObject({
			outcome: 'rejected',
			code: '00',
		});
	});
});

describe('Payfull says neither', () => {
	it.each([[{}], [{ status: 2 }], [{ status: 'success' }], [{ ErrorCode: '00' }], [{ data: {} }]])(
		'%j: unknown',
		(json) => {
			for (const status of DOUBTFUL_STATUSES) {
				expect(failureOf(json, status)).toMatchObject({
					outcome: 'unknown',
					code: String(status),
					message: expect.stringContaining('an answer of an unknown form'),
				});
			}
		},
	);

	it.each(REFUSING_STATUSES)('in JSON with HTTP %d: rejected, as without JSON', (status) => {
		expect(failureOf({ message: 'Forbidden' }, status)).toMatchObject({
			outcome: 'rejected',
			code: String(status),
			message: `Payfull refused the request (HTTP ${status})`,
		});
	});

	it('in a list', () => expect(failureOf([YES])).toMatchObject({ outcome: 'unknown' }));

	it('and asks to wait', () => {
		expect(failureOf(YES, 429, 3)).toMatchObject({ outcome: 'notSent', retryAfter: 3 });
	});
});

describe('paymentRequestHash', () => {
	it.each([
		[{ paymentRequestHash: 'abc' }],
		[{ payment_request_hash: 'abc' }],
		[{ data: { paymentRequestHash: 'abc' } }],
		[{ data: { payment_request_hash: 'abc' } }],
		[{ paymentRequestHash: '', data: { paymentRequestHash: 'abc' } }],
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
