import type { IDataObject } from 'n8n-workflow';

/** How every PNG begins, in base64. */
const PNG = /^(?:data:image\/png;base64,)?(iVBORw0KGgo[A-Za-z0-9+/=\s]*)$/;

/**
 * Takes the QR code out of the answer of the create service. PayTR's documents don't name its
 * field (qr or qr_code): whichever holds a PNG in base64 is it.
 */
export function takeQr(answer: IDataObject): { response: IDataObject; qr?: string } {
	for (const [name, value] of Object.entries(answer)) {
		const qr = typeof value === 'string' ? PNG.exec(value)?.[1] : undefined;
		if (qr === undefined) continue;
		const others = Object.entries(answer).filter(([other]) => other !== name);
		return { response: Object.fromEntries(others), qr };
	}
	return { response: answer };
}
