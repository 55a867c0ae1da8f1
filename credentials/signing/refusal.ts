/** The `httpCode` that n8n shows for an error when a credential refused to sign. */
export const UNSIGNABLE = 'UNSIGNABLE_REQUEST';

/** A request that must not leave this machine. n8n keeps `code` when it wraps the error. */
export class UnsignableRequest extends Error {
	readonly code = UNSIGNABLE;

	constructor(
		message: string,
		readonly description: string,
	) {
		super(message);
		this.name = 'UnsignableRequest';
	}
}

/** A value for an error message: on one line, shortened, in double quotes. */
export function shown(value: string): string {
	const text = value.slice(0, 100).replace(/[\p{Cc}\p{Cf}\p{Z}]+/gu, ' ');
	return `"${text}${value.length > 100 ? '…' : ''}"`;
}
