import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

/** The credential's Base URL: PayTR, or the sandbox on this machine. Undefined where it is no URL. */
export function addressOf({ baseUrl }: ICredentialDataDecryptedObject): URL | undefined {
	const text = String(baseUrl ?? '').trim();
	return URL.canParse(text) ? new URL(text) : undefined;
}

/** The store that a credential is for. */
export const accountOf = ({ merchantId }: ICredentialDataDecryptedObject): string =>
	String(merchantId).trim();
