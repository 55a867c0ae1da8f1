/* eslint-disable @n8n/community-nodes/no-restricted-globals -- development tool, never packed */
import { z } from 'zod';
import { SANDBOX_CREDENTIALS } from '../sandbox';
import { onShutdown, Problem, startChild } from '../scripts/lib/children';
import { ROOT } from '../scripts/lib/paths';

const countsSchema = z.object({
	counts: z.object({
		accepted: z.record(z.number()),
		requests: z.number(),
		peakInFlight: z.number(),
	}),
});

/** The provider's counts since the last `prepare`. */
export interface Seen {
	requests: number;
	accepted: number;
	/** The highest number of concurrent requests. */
	peak: number;
}

/**
 * The sandbox in a separate process, which leaves the processor time of n8n and of the script
 * alone.
 */
export class Provider {
	readonly credentials = SANDBOX_CREDENTIALS;

	private constructor(readonly url: string) {}

	static async start(): Promise<Provider> {
		let found: (url: string) => void;
		const address = new Promise<string>((resolve) => (found = resolve));
		const args = ['--import', 'tsx', 'sandbox/main.ts', '--port', '0'];
		const child = startChild(process.execPath, args, {
			cwd: ROOT,
			onLine(line) {
				const [, url] = /^Inbox\s+(http\S+?)\/?$/.exec(line) ?? [];
				if (url) found(url);
			},
		});
		onShutdown(async () => await child.stop());
		const url = await Promise.race([address, child.ended.then(() => undefined)]);
		if (url === undefined) throw new Problem('The sandbox ended while starting.');
		return new Provider(url);
	}

	/** Resets the counts. From now on, the sandbox delays every response by `latencyMs`. */
	async prepare(latencyMs: number): Promise<void> {
		await this.control('POST', '/_sandbox/reset');
		if (latencyMs > 0) {
			await this.control('POST', '/_sandbox/faults', { fault: 'latency', ms: latencyMs });
		}
	}

	async seen(): Promise<Seen> {
		const { counts } = countsSchema.parse(await this.control('GET', '/_sandbox/state?limit=0'));
		const accepted = Object.values(counts.accepted).reduce((sum, count) => sum + count, 0);
		return { requests: counts.requests, accepted, peak: counts.peakInFlight };
	}

	/**
	 * @throws {Problem} unless the sandbox got exactly this many requests and accepted all of them
	 */
	async expect(count: number): Promise<void> {
		const { requests, accepted } = await this.seen();
		if (requests === count && accepted === count) return;
		throw new Problem(
			`The sandbox got ${requests} requests and accepted ${accepted}, where ${count} were to come.`,
		);
	}

	private async control(method: string, path: string, body?: unknown): Promise<unknown> {
		const response = await fetch(this.url + path, {
			method,
			...(body === undefined
				? {}
				: { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
		});
		if (!response.ok) throw new Problem(`The sandbox answered ${response.status} to ${path}.`);
		return await response.json();
	}
}
