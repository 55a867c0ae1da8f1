import type { IDataObject } from 'n8n-workflow';

/** The beginning of every PNG in base64. */
const PNG = /^(?:data:image\/png;base64,)?(iVBORw0KGgo[A-Za-z0-9+/=\s]*)$/;

/** Names of the QR code's field in public code. PayTR's documents don't mention it. */
const NAMES = ['base64_qr', 'qr', 'qr_code'];

const pngOf = (value: unknown) =>
	typeof value === 'string' ? PNG.exec(value.trim())?.[1] : undefined;

/**
 * Removes the QR code from the answer of the create service: the first known field, or else any
 * other field, that contains a PNG in base64.
 */
export function takeQr(answer: IDataObject): { response: IDataObject; qr?: string } {
	const name = [...NAMES, ...Object.keys(answer)].find((field) => pngOf(answer[field]));
	if (name === undefined) return { response: answer };
	const others = Object.entries(answer).filter(([, value]) => !pngOf(value));
	return { response: Object.fromEntries(others), qr: pngOf(answer[name]) };
}
