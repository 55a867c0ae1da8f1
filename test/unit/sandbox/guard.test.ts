/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test, never packed */
import { request } from 'node:http';
import { create, newLink, useSandbox, withSandbox } from './client';

describe('pages of other sites', () => {
	const sandbox = useSandbox();
	let id: string;

	beforeEach(async () => (id = await newLink(sandbox)));

	/** Sends exactly these headers. fetch doesn't allow all of them. */
	const send = async (method: string, path: string, headers: Record<string, string>) =>
		await new Promise<{ status: number; headers: NodeJS.Dict<string | string[]> }>((resolve) => {
			request(sandbox.url + path, { method, headers }, (response) => {
				response.resume();
				resolve({ status: response.statusCode ?? 0, headers: response.headers });
			}).end();
		});
	const port = () => new URL(sandbox.url).port;

	const CHANGES = [
		...['DELETE /_sandbox/faults', 'DELETE /_sandbox/answers', 'POST /_sandbox/faults'],
		...['POST /_sandbox/answers', 'POST /_sandbox/reset', 'POST /_sandbox/pay/:link'],
		...['POST /reset', 'POST /faults', 'POST /faults/clear', 'POST /answers', 'POST /link/:link'],
		...['POST /pay/0123', 'POST /odeme/api/link/create', 'POST /integration/api/v1'],
	];

	it.each(CHANGES)('cannot use %s', async (change) => {
		const [method, path] = change.replace(':link', id).split(' ');
		const before = sandbox.state();
		const foreign: Array<Record<string, string>> = [
			{ origin: 'https://evil.example' },
			{ origin: 'null' },
			{ origin: `http://127.0.0.1:${Number(port()) + 1}` },
			{ 'sec-fetch-site': 'cross-site' },
			{ 'sec-fetch-site': 'same-site' },
			{ host: `evil.example:${port()}` },
			{ host: `evil.example:${port()}`, origin: `http://evil.example:${port()}` },
			{ host: `localhost.evil.example:${port()}` },
		];
		for (const headers of foreign) {
			const { status } = await send(method, path, headers);
			expect([headers, status]).toEqual([headers, 403]);
		}
		expect(sandbox.state()).toEqual(before);
	});

	it('cannot read the state under a name that points to this address', async () => {
		const host = `evil.example:${port()}`;
		expect((await send('GET', '/_sandbox/state', { host })).status).toBe(403);
		expect((await send('GET', '/_sandbox/state', {})).status).toBe(200);
	});

	it.each<[string, () => Record<string, string>]>([
		['n8n, curl and tests, which send none of the headers', () => ({})],
		['its own page', () => ({ origin: sandbox.url, 'sec-fetch-site': 'same-origin' })],
		[
			'its own page at localhost',
			() => {
				const host = `localhost:${port()}`;
				return { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' };
			},
		],
		['a form that a person reloads', () => ({ 'sec-fetch-site': 'none' })],
	])('%s may pay', async (_who, headers) => {
		expect((await send('POST', `/_sandbox/pay/${id}`, headers())).status).toBe(200);
		expect(sandbox.state().payments).toHaveLength(1);
	});

	it('follow a link to a page, but cannot frame it', async () => {
		for (const path of ['/', `/link/${id}`, '/link/unknown', '/pay/unknown']) {
			const { headers } = await send('GET', path, {
				origin: 'https://evil.example',
				'sec-fetch-site': 'cross-site',
			});
			expect(headers['x-frame-options']).toBe('DENY');
			expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
		}
	});

	it('accepts the host name on which it listens', async () => {
		await withSandbox({ host: 'localhost' }, async (named) => {
			expect(await create(named)).toMatchObject({ status: 'success' });
		});
	});
});
