/** Bytes of an answer that are read at most; the providers' are a few hundred, with a QR code 20,000. */
export const LONGEST_ANSWER = 1_000_000;

/** What n8n hands over for an answer that it is asked for as a stream. */
type AnswerStream = AsyncIterable<Uint8Array> & { destroy?(): void };

export const isStream = (body: unknown): body is AnswerStream =>
	typeof body === 'object' && body !== null && Symbol.asyncIterator in body;

/**
 * The text of an answer that n8n was asked for as a stream.
 * @returns undefined if it is longer than LONGEST_ANSWER; then its connection is closed
 * @throws what the connection or the unzipping throws, and the signal's reason when it is aborted
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
