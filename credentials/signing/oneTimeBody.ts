/**
 * A body that can be sent only once and never read again. If a request fails, n8n 2.40 keeps its
 * body in the HTTP Request node's error, where an expression of the next node can read it. A
 * timeout of 1 ms would therefore leak the signed form. axios treats this object as a Blob: it
 * requests the stream when it starts to send, and keeps only this emptied object.
 */
export class OneTimeBody {
	readonly [Symbol.toStringTag] = 'Blob';

	/** The length in bytes. */
	readonly size: number;

	#bytes?: Buffer;

	/** @param type the content type, which axios reads from here */
	constructor(
		text: string,
		readonly type: string,
	) {
		this.#bytes = Buffer.from(text);
		this.size = this.#bytes.length;
	}

	*stream(): Generator<Buffer> {
		const bytes = this.#bytes;
		this.#bytes = undefined;
		if (bytes) yield bytes;
	}
}
