import { startSandbox, type Sandbox, type SandboxOptions } from '../sandbox';

/** A sandbox for the tests around it, empty before each; filled in before the first. */
export function useSandbox(options?: SandboxOptions): Sandbox {
	const sandbox = {} as Sandbox;
	beforeAll(async () => void Object.assign(sandbox, await startSandbox(options)));
	afterAll(async () => await sandbox.close());
	beforeEach(() => sandbox.reset());
	return sandbox;
}
