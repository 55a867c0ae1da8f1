import type { IExecuteFunctions } from 'n8n-workflow';
import { isLoopback } from '../../credentials/signing/target';

/** Whether the credential's Base URL is this machine: then the sandbox answers, not PayTR. */
export async function isSandbox(ctx: IExecuteFunctions): Promise<boolean> {
	const { baseUrl } = await ctx.getCredentials<{ baseUrl?: string }>('paytrApi');
	return URL.canParse(baseUrl ?? '') && isLoopback(new URL(baseUrl ?? '').hostname);
}
