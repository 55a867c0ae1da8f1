import type { Answer } from '../../nodes/shared/transport';

/** A provider's response. An object becomes JSON text. */
export function answer(body: unknown, statusCode = 200, retryAfter?: number): Answer {
	return {
		statusCode,
		body: typeof body === 'string' ? body : JSON.stringify(body),
		retryAfter,
	};
}

/** HTTP statuses that don't tell whether the request was carried out. */
export const DOUBTFUL_STATUSES = [200, 204, 301, 302, 408, 500, 502, 503, 504];

/** HTTP statuses that show that the provider did not carry out the request. */
export const REFUSING_STATUSES = [400, 401, 403, 404, 405, 413, 422];

/** Bodies that no provider sends, and how messages describe them. */
export const UNUSABLE_BODIES: Array<[string, string]> = [
	['an empty answer', ''],
	['an empty answer', ' \r\n'],
	['a web page instead of an answer', '<!DOCTYPE html><html><body>502</body></html>'],
	['a web page instead of an answer', '\n  <html></html>'],
	['an answer that is not JSON', 'no route <eth0>'],
	['an answer that is not JSON', '{"status":"succ'],
	['an answer that is not JSON', '[{"status":"success"}]'],
	['an answer that is not JSON', '"success"'],
	['an answer that is not JSON', 'null'],
	['an answer that is not JSON', '1'],
];
