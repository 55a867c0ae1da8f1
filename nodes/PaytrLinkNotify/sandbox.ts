import type { IExecuteFunctions } from 'n8n-workflow';
import { isLoopback } from '../../credentials/signing/target';

/** Whether the credential's Base URL is this machine: then the sandbox answers, not PayTR. */
export async function isSandbox(ctx: IExecuteFunctions): Promise<boolean> {
	try {
		const { baseUrl } = await ctx.getCredentials<{ baseUrl?: string }>('paytrApi');
		return URL.canParse(baseUrl ?? '') && isLoopback(new URL(baseUrl ?? '').hostname);
	} catch {
		// A credential that can't be read is told of when the items are delivered.
		return false;
	}
}
