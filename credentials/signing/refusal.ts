/** What n8n shows as the `httpCode` of an error that a credential refused to sign with. */
export const UNSIGNABLE = 'UNSIGNABLE_REQUEST';

/** A request that must not leave this machine; `code` survives n8n's own wrapping of the error. */
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

/** A value as a message shows it: on one line, cut, in double quotes. */
export function shown(value: string): string {
	const text = value.slice(0, 100).replace(/[\p{Cc}\p{Cf}\p{Z}]+/gu, ' ');
	return `"${text}${value.length > 100 ? '…' : ''}"`;
}
