/**
 * A body that can be sent once and never read again. n8n 2.40 keeps the body of a failed request in
 * the error that its HTTP Request node hands on, where an expression of the next node reads it: with
 * a time-out of 1 ms that would give the signed form away. axios takes it for a Blob: it asks for the
 * stream while it begins to send, and keeps nothing but this emptied object.
 */
export class OneTimeBody {
	readonly [Symbol.toStringTag] = 'Blob';

	/** Bytes. */
	readonly size: number;

	#bytes?: Buffer;

	/** @param type the content type, which axios takes from here */
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
