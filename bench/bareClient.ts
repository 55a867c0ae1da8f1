/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- development tool, never packed */
/*
 * Sends the same requests with only Node's http, each on a new connection. The requests are signed
 * before the clock starts. After a warm-up of 200 requests, prints the milliseconds that the
 * requests took.
 *
 * tsx bench/bareClient.ts <sandbox url> <paytr|payfull> <count> <concurrency>
 */
import { request } from 'node:http';
import { performance } from 'node:perf_hooks';
import { signedRequests, type Request } from './requests';

const WARM_UP = 200;

async function send(url: string, { path, body }: Request): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		const headers = {
			'content-type': 'application/x-www-form-urlencoded',
			'content-length': body.length,
			accept: 'application/json',
		};
		const outgoing = request(url + path, { method: 'POST', agent: false, headers }, (answer) => {
			let text = '';
			answer.setEncoding('utf8');
			answer.on('data', (chunk) => (text += chunk));
			answer.once('error', reject);
			answer.once('end', () => {
				const { status } = JSON.parse(text);
				if (status === 'success' || status === 1) resolve();
				else reject(new Error(`The sandbox refused: ${text}`));
			});
		});
		outgoing.once('error', reject);
		outgoing.end(body);
	});
}

/** @returns milliseconds until the last response */
async function sendAll(url: string, requests: Request[], concurrency: number): Promise<number> {
	const started = performance.now();
	let next = 0;
	const work = async () => {
		while (next < requests.length) await send(url, requests[next++]);
	};
	await Promise.all(Array.from({ length: concurrency }, work));
	return performance.now() - started;
}

async function main([url, provider, count, concurrency]: string[]): Promise<void> {
	if (provider !== 'paytr' && provider !== 'payfull') throw new Error(`No provider ${provider}`);
	await sendAll(url, signedRequests(provider, WARM_UP), Number(concurrency));
	console.log(await sendAll(url, signedRequests(provider, Number(count)), Number(concurrency)));
}

void main(process.argv.slice(2));
