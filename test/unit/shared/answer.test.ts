import { isSuccessStatus, readJson } from '../../../nodes/shared/answer';
import { answer, DOUBTFUL_STATUSES, REFUSING_STATUSES, UNUSABLE_BODIES } from '../answers';

describe('readJson', () => {
	it.each([
		['{"n":1}', { n: 1 }],
		[' {"n":1}\r\n', { n: 1 }],
		['\ufeff{"n":1}', { n: 1 }],
		['{"n":"a\ufeffb"}', { n: 'a\ufeffb' }],
	])('reads the object %j', (body, value) => {
		expect(readJson('PayTR', answer(body))).toEqual({ ok: true, value });
	});

	it.each([...DOUBTFUL_STATUSES, ...REFUSING_STATUSES])(
		'lets the provider decide about JSON with HTTP %d',
		(statusCode) => {
			const json = { status: 'failed' };
			expect(readJson('PayTR', answer(json, statusCode))).toEqual({ ok: true, value: json });
		},
	);

	const unusable = (statuses: number[]) =>
		statuses.flatMap((status) => UNUSABLE_BODIES.map(([kind, body]) => ({ status, kind, body })));

	const [doubtful, refusing] = [DOUBTFUL_STATUSES, REFUSING_STATUSES].map(unusable);

	// The message doesn't quote the body, because the body may come from another server.
	it.each(doubtful)('HTTP $status with $kind ($body) is unknown', ({ status, kind, body }) => {
		expect(readJson('Payfull', answer(body, status))).toEqual({
			ok: false,
			error: {
				outcome: 'unknown',
				provider: 'Payfull',
				code: String(status),
				message: `Payfull sent ${kind} (HTTP ${status}): it is not known whether the request was carried out`,
				description:
					'Check in the Payfull panel before sending again: sending again may contact the customer twice.',
			},
		});
	});

	it.each(refusing)('HTTP $status with $kind ($body) is rejected', ({ status, body }) => {
		expect(readJson('PayTR', answer(body, status))).toEqual({
			ok: false,
			error: {
				outcome: 'rejected',
				provider: 'PayTR',
				code: String(status),
				message: `PayTR refused the request (HTTP ${status})`,
				description:
					'Check the address in the credential, and that your account may use this service.',
			},
		});
	});

	it.each([
		['a web page', '<html></html>'],
		['nothing', ''],
		['JSON', '{"status":"not ok"}'],
		['JSON that says no', '{"status":0,"ErrorCode":"99","data":{"approved":false}}'],
		['JSON of any kind', '{"status":{"toString":1},"success":10,"success_deletes":[]}'],
	])('429 with %s is notSent, with the time to wait', (_, body) => {
		expect(readJson('PayTR', answer(body, 429, 12))).toEqual({
			ok: false,
			error: {
				outcome: 'notSent',
				provider: 'PayTR',
				code: '429',
				message: 'PayTR asks to wait: too many requests',
				description:
					"Sending again is safe. Set 'Requests per Second' in the options to slow down.",
				retryAfter: 12,
			},
		});
	});

	it.each([
		['{"status":"success"}'],
		['{"status":1,"ErrorCode":"00"}'],
		['{"success":"1"}'],
		['{"data":{"approved":true}}'],
		['{"success_deletes":["NB2Zlz3"]}'],
		['{"results":[{"status":"Success"}]}'],
	])('429 with %s is unknown, since it may have been carried out', (body) => {
		expect(readJson('PayTR', answer(body, 429, 12))).toMatchObject({
			error: {
				outcome: 'unknown',
				code: '429',
				message: expect.stringContaining('PayTR reported success with HTTP 429') as string,
			},
		});
	});
});

it.each([
	...[200, 201, 202, 204, 299].map((status) => [status, true] as const),
	...[100, 199, 300, 302, 400, 429, 500].map((status) => [status, false] as const),
])('treats status %d as a success: %s', (status, isSuccess) => {
	expect(isSuccessStatus(answer('', status))).toBe(isSuccess);
});
