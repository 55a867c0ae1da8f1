/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- test, never packed */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import type { SecureVersion } from 'node:tls';
import { gzipSync } from 'node:zlib';

import type { INodeParameters } from 'n8n-workflow';

import { createEngine } from './harness';
import { CONTINUE, credentialsOf, PAYTR, row, SMS } from './support/providers';
import { useEchoServer, useSandbox } from './support/sandbox';
import { secretsIn } from './support/texts';
import { portOf, startBrokenTls, trustCertificate, type Breakage } from './support/tlsServer';

const sandbox = useSandbox();
const echo = useEchoServer();

afterEach(() => jest.restoreAllMocks());

/** Sends one SMS to the address. Returns the result and the time it took. */
async function sendTo(address: string, options: INodeParameters = {}) {
	const engine = createEngine({ credentials: credentialsOf(sandbox, address) });
	const parameters = { ...SMS, options: { retries: 0, timeout: 60, ...options } };
	const start = performance.now();
	const result = await engine.runNode(PAYTR, parameters, [row(1)], CONTINUE);
	const seconds = (performance.now() - start) / 1000;
	expect(secretsIn(result, sandbox)).toEqual([]);
	const { error, details, success } = result.json[0];
	return { error, details, success, seconds };
}

const record = (type: number, version: number, length: number, body: Buffer) =>
	Buffer.concat([
		Buffer.from([type, version >> 8, version & 255, length >> 8, length & 255]),
		body,
	]);
const JUNK = Buffer.alloc(64, 0x5a);

/** TLS's record types: 20 change cipher spec, 21 alert, 22 handshake, 23 application data. */
const BREAKAGES: Record<string, Breakage> = {
	'an answer without TLS (wrong version number)': Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'),
	'a version of TLS that there is not': record(23, 0x0201, 64, JUNK),
	'the alert handshake_failure': record(21, 0x0303, 2, Buffer.from([2, 40])),
	'the alert protocol_version': record(21, 0x0303, 2, Buffer.from([2, 70])),
	'a record with a bad MAC': record(23, 0x0303, 64, JUNK),
	'a record that is too long': record(23, 0x0303, 0xffff, JUNK),
	'a record of no known type': record(99, 0x0303, 64, JUNK),
	'a handshake message': record(22, 0x0303, 64, JUNK),
	'a change of ciphers': record(20, 0x0303, 1, Buffer.from([7])),
	'half a record': record(23, 0x0303, 64, JUNK.subarray(0, 10)),
	'a reset': 'reset',
	'its end': 'end',
};

describe.each<SecureVersion>(['TLSv1.2', 'TLSv1.3'])(
	'a connection of %s that breaks by',
	(version) => {
		beforeEach(trustCertificate);

		it.each(Object.entries(BREAKAGES))('%s', async (_what, breakage) => {
			const handshake = await startBrokenTls('handshake', breakage, version);
			const answer = await startBrokenTls('answer', breakage, version);
			const before = await sendTo(handshake.url);
			const after = await sendTo(answer.url, { retries: 2 });
			handshake.stop();
			answer.stop();

			expect(before).toMatchObject({
				error: expect.stringMatching(/^PayTR could not be reached, nothing was sent \(E[A-Z]+\)$/),
				details: { outcome: 'notSent' },
			});
			expect(after).toMatchObject({
				error: expect.stringMatching(/^The connection to PayTR ended before an answer came: /),
				details: { outcome: 'unknown', code: expect.stringMatching(/^(ERR_SSL_\w+|ECONNRESET)$/) },
			});
			expect(after.details).not.toHaveProperty('attempts');
			expect(answer.reads()).toBe(1);
		});
	},
);

it('a certificate that is not trusted: notSent', async () => {
	const server = await startBrokenTls('answer', 'end', 'TLSv1.3');
	const { details } = await sendTo(server.url);
	server.stop();

	expect(details).toMatchObject({ outcome: 'notSent', code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
	expect(server.reads()).toBe(0);
});

const IN_TIME = { timeout: 1 };
const NO_CONNECTION =
	'PayTR could not be reached, nothing was sent (no connection within 1 seconds)';

describe('the timeout of 1 second ends', () => {
	const expectInTime = (seconds: number) => {
		expect(seconds).toBeGreaterThan(0.95);
		expect(seconds).toBeLessThan(3.5);
	};

	/** Sends to a server that handles connections in this way. */
	async function sendToServer(
		address: (port: number) => string,
		onConnection: (socket: net.Socket) => void = () => {},
	) {
		const sockets: net.Socket[] = [];
		const server = net.createServer((socket) => {
			sockets.push(socket.on('error', () => {}));
			onConnection(socket);
		});
		const sent = await sendTo(address(await portOf(server)), IN_TIME);
		for (const socket of sockets) socket.destroy();
		server.close();
		expectInTime(sent.seconds);
		return sent;
	}

	it('headers that arrive byte by byte: unknown', async () => {
		const sent = await sendToServer(
			(port) => `http://127.0.0.1:${port}`,
			(socket) => {
				socket.write('HTTP/1.1 200 OK\r\nX: ');
				const timer = setInterval(() => socket.write('H'), 100);
				socket.on('close', () => clearInterval(timer));
			},
		);

		expect(sent).toMatchObject({ details: { outcome: 'unknown', code: 'ETIMEDOUT' } });
	});

	it('a server that is silent in the TLS handshake: notSent', async () => {
		const sent = await sendToServer((port) => `https://localhost:${port}`);

		expect(sent).toMatchObject({ error: NO_CONNECTION, details: { outcome: 'notSent' } });
	});

	it('a proxy that is silent: notSent', async () => {
		const sent = await sendToServer((port) => {
			process.env.https_proxy = `http://127.0.0.1:${port}`;
			return 'https://www.example.com';
		}).finally(() => delete process.env.https_proxy);

		expect(sent).toMatchObject({ error: NO_CONNECTION, details: { outcome: 'notSent' } });
	});

	describe('a connection that is never accepted: notSent', () => {
		let queue: ChildProcess;
		let port: number;
		beforeAll(async () => {
			[queue, port] = await fullBacklog();
		});
		afterAll(() => queue.kill('SIGKILL'));

		it.each(['http', 'https'])('%s', async (protocol) => {
			const sent = await sendTo(`${protocol}://127.0.0.1:${port}`, IN_TIME);

			expect(sent).toMatchObject({ error: NO_CONNECTION, details: { outcome: 'notSent' } });
			expectInTime(sent.seconds);
		});
	});
});

/**
 * A stopped process whose listener has a full queue, so the system accepts no further connection.
 */
async function fullBacklog(): Promise<[ChildProcess, number]> {
	const listener = spawn(process.execPath, [
		'-e',
		`const server = require('net').createServer().listen(
			{ port: 0, host: '127.0.0.1', backlog: 1 },
			() => console.log(server.address().port),
		);`,
	]);
	const [text] = (await once(listener.stdout, 'data')) as [Buffer];
	const port = Number(text.toString());
	listener.kill('SIGSTOP');
	for (;;) {
		const socket = net.connect(port, '127.0.0.1').on('error', () => {});
		const connected = once(socket, 'connect').then(() => true);
		const late = new Promise<false>((resolve) => setTimeout(resolve, 300, false));
		if (!(await Promise.race([connected, late]))) return [listener, port];
	}
}

it('a response of 400 MB is cut off after 1 MB, and the outcome is unknown', async () => {
	sandbox.addFault({ fault: 'huge', after: true });
	const before = process.memoryUsage.rss();
	let most = before;
	const timer = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 5);
	const sent = await sendTo(sandbox.url);
	clearInterval(timer);

	expect(sent).toMatchObject({
		error: expect.stringContaining('PayTR sent a far too long answer'),
		details: { outcome: 'unknown', code: '200' },
	});
	// The server and the node share this process.
	expect((most - before) / 1e6).toBeLessThan(150);
});

it('reads a compressed response of at most one megabyte', async () => {
	const body = JSON.stringify({ status: 'success', text: 'x'.repeat(999_000) });
	echo.answer = (_call, response) =>
		response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(body));

	expect(await sendTo(echo.url)).toMatchObject({ success: true });
});
