/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test harness, never packed */
import { createRequire } from 'node:module';

interface Di {
	Container: { get<T>(type: new (...args: never[]) => T): T };
}

interface SshModule {
	SSHClientsManager: new (...args: never[]) => { onShutdown(): void };
}

/**
 * Every execution context makes n8n-core start its SSH client manager, whose cleanup timer keeps
 * the process alive. Tests have no SSH clients, so this stops the timer, as n8n does on exit. Both
 * modules must be n8n-core's own copies, because n8n-core has its own version of @n8n/di.
 */
export function stopTimers(): void {
	const requireFromCore = createRequire(require.resolve('n8n-core'));
	const { Container } = requireFromCore('@n8n/di') as Di;
	const { SSHClientsManager } = requireFromCore(
		'./execution-engine/ssh-clients-manager',
	) as SshModule;
	Container.get(SSHClientsManager).onShutdown();
}
