import type { IExecuteFunctions } from 'n8n-workflow';

/** The credential's Base URL: PayTR, or the sandbox on this machine. */
export async function credentialAddress(ctx: IExecuteFunctions): Promise<URL | undefined> {
	try {
		const { baseUrl } = await ctx.getCredentials<{ baseUrl?: string }>('paytrApi');
		return new URL((baseUrl ?? '').trim());
	} catch {
		// A credential that can't be read is told of when the items are delivered.
		return undefined;
	}
}
