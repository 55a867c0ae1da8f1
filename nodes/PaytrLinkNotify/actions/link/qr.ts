import type { IDataObject } from 'n8n-workflow';

/** The beginning of every PNG in base64. */
const PNG = /^(?:data:image\/png;base64,)?(iVBORw0KGgo[A-Za-z0-9+/=\s]*)$/;

/** Names of the QR code's field in public code. PayTR's documents don't mention the field. */
const NAMES = ['base64_qr', 'qr', 'qr_code'];

const pngOf = (value: unknown) =>
	typeof value === 'string' ? PNG.exec(value.trim())?.[1] : undefined;

/**
 * Removes the QR code (a PNG in base64) from the response of the create service. Looks at the known
 * fields first, then at all other fields.
 */
export function takeQr(answer: IDataObject): { response: IDataObject; qr?: string } {
	const name = [...NAMES, ...Object.keys(answer)].find((field) => pngOf(answer[field]));
	if (name === undefined) return { response: answer };
	const others = Object.entries(answer).filter(([, value]) => !pngOf(value));
	return { response: Object.fromEntries(others), qr: pngOf(answer[name]) };
}
