import type { Answers } from './answers';
import type { NoticePolicy } from './noticeTarget';

/** Made-up values in both providers' formats. No real account has them. */
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
	/** The JSON file that stores the state between starts. */
	stateFile?: string;
	/** Delays every response of a provider by this many milliseconds. */
	latencyMs?: number;
	credentials?: Partial<SandboxCredentials>;
	/** Milliseconds between two payment notifications, default 3000. */
	callbackRetryMs?: number;
	/** Ports of this machine that may get notifications. Default: all from 1024. */
	callbackPorts?: readonly number[];
	/** PayTR's sends accept a link ID that was never created here. Default true. */
	acceptUnknownLinks?: boolean;
	/** Answers to open questions, for example `{ hashAt: 'top' }` (see answers.ts). */
	answers?: Partial<Answers>;
	/** Payfull client_ip values that are allowed. Default: all except 203.0.113.100. */
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

/** Allows notifications to this machine only if nobody else can reach the sandbox. */
export const noticePolicy = ({ host, callbackPorts }: ResolvedOptions): NoticePolicy => ({
	local: isLoopback(host),
	localPorts: callbackPorts,
});

export function isLoopback(host: string): boolean {
	return host === 'localhost' || host === '::1' || host === '[::1]' || /^127\./.test(host);
}
