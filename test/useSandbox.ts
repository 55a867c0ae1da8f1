import { startSandbox, type Sandbox, type SandboxOptions } from '../sandbox';

/** Starts a sandbox before the first test and empties it before each test. */
export function useSandbox(options?: SandboxOptions): Sandbox {
	const sandbox = {} as Sandbox;
	beforeAll(async () => void Object.assign(sandbox, await startSandbox(options)));
	afterAll(async () => await sandbox.close());
	beforeEach(() => sandbox.reset());
	return sandbox;
}
