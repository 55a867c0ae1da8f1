import type { IDataObject } from 'n8n-workflow';

/** How every PNG begins, in base64. */
const PNG = /^(?:data:image\/png;base64,)?(iVBORw0KGgo[A-Za-z0-9+/=\s]*)$/;

/** Names that public code has for it; PayTR's documents have none. */
const NAMES = ['base64_qr', 'qr', 'qr_code'];

const pngOf = (value: unknown) =>
	typeof value === 'string' ? PNG.exec(value.trim())?.[1] : undefined;

/**
 * Takes the QR code out of the answer of the create service: the first of the known fields that
 * holds a PNG in base64, or else any other one.
 */
export function takeQr(answer: IDataObject): { response: IDataObject; qr?: string } {
	const name = [...NAMES, ...Object.keys(answer)].find((field) => pngOf(answer[field]));
	if (name === undefined) return { response: answer };
	const others = Object.entries(answer).filter(([, value]) => !pngOf(value));
	return { response: Object.fromEntries(others), qr: pngOf(answer[name]) };
}
