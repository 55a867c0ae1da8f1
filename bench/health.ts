/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development tool, never packed */
import { Agent, get } from 'node:http';
import { performance } from 'node:perf_hooks';

const EVERY_MS = 10;

/** Measures n8n's response time: sends a trivial request every 10 ms during the work. */
export async function withHealth<T>(
	url: string,
	work: () => Promise<T>,
): Promise<{ result: T; percentile99: number }> {
	const agent = new Agent({ keepAlive: true });
	const waits: number[] = [];
	const pending: Array<Promise<void>> = [];
	const ask = async () =>
		await new Promise<void>((resolve) => {
			const asked = performance.now();
			get(`${url}/healthz`, { agent }, (answer) => {
				answer.resume().once('end', () => {
					waits.push(performance.now() - asked);
					resolve();
				});
			}).once('error', () => resolve());
		});
	const timer = setInterval(() => pending.push(ask()), EVERY_MS);
	try {
		const result = await work();
		clearInterval(timer);
		await Promise.all(pending);
		const sorted = waits.sort((a, b) => a - b);
		return { result, percentile99: sorted[Math.floor(sorted.length * 0.99)] ?? NaN };
	} finally {
		clearInterval(timer);
		agent.destroy();
	}
}
