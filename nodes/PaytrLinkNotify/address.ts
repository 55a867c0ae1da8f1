import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

/**
 * The credential's Base URL: PayTR, or the sandbox on this machine. Undefined if it isn't a URL.
 */
export function addressOf({ baseUrl }: ICredentialDataDecryptedObject): URL | undefined {
	const text = String(baseUrl ?? '').trim();
	return URL.canParse(text) ? new URL(text) : undefined;
}

/** The store of a credential. */
export const accountOf = ({ merchantId }: ICredentialDataDecryptedObject): string =>
	String(merchantId).trim();
