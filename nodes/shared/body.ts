/**
 * The maximum number of response bytes that are read. Usual responses have a few hundred bytes, a
 * QR code 20,000.
 */
export const LONGEST_ANSWER = 1_000_000;

/** n8n's value for a response that was requested as a stream. */
type AnswerStream = AsyncIterable<Uint8Array> & { destroy?(): void };

export const isStream = (body: unknown): body is AnswerStream =>
	typeof body === 'object' && body !== null && Symbol.asyncIterator in body;

/**
 * Reads the text of a response that was requested as a stream.
 * @returns undefined if it is longer than LONGEST_ANSWER. The connection is closed then
 * @throws errors of the connection or the decompression, and the signal's reason when it is aborted
 */
export async function readText(body: unknown, signal?: AbortSignal): Promise<string | undefined> {
	if (!isStream(body)) return typeof body === 'string' ? body : (JSON.stringify(body) ?? '');
	const chunks: Uint8Array[] = [];
	let length = 0;
	// Leaving the loop destroys the stream.
	for await (const chunk of body) {
		signal?.throwIfAborted();
		length += chunk.length;
		if (length > LONGEST_ANSWER) return undefined;
		chunks.push(chunk);
	}
	return Buffer.concat(chunks).toString('utf8');
}
