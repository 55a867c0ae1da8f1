import type { Answers } from './answers';
import type { NoticePolicy } from './noticeTarget';

/** Made-up values that fit both providers' formats; no real account has them. */
export const SANDBOX_CREDENTIALS = {
	paytr: {
		merchantId: '999999',
		merchantKey: 'SandboxKey-NotReal',
		merchantSalt: 'SandboxSalt-NotReal',
	},
	payfull: { merchant: 'sandbox_merchant', password: 'SandboxPassword-NotReal' },
};

export type SandboxCredentials = typeof SANDBOX_CREDENTIALS;

export interface SandboxOptions {
	/** Address to listen on, default 127.0.0.1. */
	host?: string;
	/** 0 (default) takes any free port. */
	port?: number;
	/** Keep the state in this JSON file, and start from it. */
	stateFile?: string;
	/** Every provider answer comes this many milliseconds late. */
	latencyMs?: number;
	credentials?: Partial<SandboxCredentials>;
	/** Milliseconds between two callback notices, default 3000. */
	callbackRetryMs?: number;
	/** Ports of this machine that notices may go to; default all from 1024 on. */
	callbackPorts?: readonly number[];
	/** PayTR sends take a link ID that was never created here, default true. */
	acceptUnknownLinks?: boolean;
	/** What no document says, e.g. `{ hashAt: 'top' }`; see answers.ts. */
	answers?: Partial<Answers>;
	/** Payfull client_ip values that are let in; by default all but 203.0.113.100. */
	allowedIps?: string[];
}

export type ResolvedOptions = Required<
	Omit<SandboxOptions, 'stateFile' | 'allowedIps' | 'callbackPorts'>
> &
	Pick<SandboxOptions, 'stateFile' | 'allowedIps' | 'callbackPorts'> & {
		credentials: SandboxCredentials;
	};

export function resolveOptions(options: SandboxOptions): ResolvedOptions {
	return {
		host: '127.0.0.1',
		port: 0,
		latencyMs: 0,
		callbackRetryMs: 3000,
		acceptUnknownLinks: true,
		answers: {},
		...options,
		credentials: { ...SANDBOX_CREDENTIALS, ...options.credentials },
	};
}

/** Where notices may go: to this machine only from a sandbox that nobody else reaches. */
export const noticePolicy = ({ host, callbackPorts }: ResolvedOptions): NoticePolicy => ({
	local: isLoopback(host),
	localPorts: callbackPorts,
});

export function isLoopback(host: string): boolean {
	return host === 'localhost' || host === '::1' || host === '[::1]' || /^127\./.test(host);
}
