/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- development tool, never packed */
import { setTimeout as sleep } from 'node:timers/promises';

/** Repeats the assertion until it holds. After `timeoutMs` it throws the last error. */
export async function eventually<T>(
	assertion: () => Promise<T> | T,
	timeoutMs = 60_000,
): Promise<T> {
	const deadline = Date.now() + timeoutMs;
	for (;;) {
		try {
			return await assertion();
		} catch (error) {
			if (Date.now() > deadline) throw error;
			await sleep(150);
		}
	}
}
