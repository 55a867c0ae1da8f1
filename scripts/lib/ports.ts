/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import { createServer } from 'node:net';
import { Problem } from './children';

/**
 * Listens briefly on a port. Returns the port, or undefined if the port is taken. Port 0 picks any
 * free port.
 */
async function tryPort(port: number, host: string): Promise<number | undefined> {
	return await new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', (error: NodeJS.ErrnoException) => {
			if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(undefined);
			// Without IPv6, a machine has no ::1, so no program can listen there.
			else if (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT') resolve(port);
			else reject(error);
		});
		server.listen({ port, host, exclusive: true }, () => {
			const address = server.address();
			server.close(() =>
				resolve(typeof address === 'object' && address ? address.port : undefined),
			);
		});
	});
}

/** A free port of 127.0.0.1. */
export async function freePort(): Promise<number> {
	const port = await tryPort(0, '127.0.0.1');
	if (port === undefined) throw new Problem('This machine has no free port left.');
	return port;
}

/**
 * @param what the program that needs the port, e.g. 'n8n'
 * @param option the command line option for another port, e.g. '--port'
 * @throws {Problem} if the port is taken
 */
export async function assertPortFree(port: number, what: string, option: string): Promise<void> {
	for (const host of ['127.0.0.1', '::1']) {
		if ((await tryPort(port, host)) === undefined) {
			throw new Problem(
				`Port ${port}, meant for ${what}, is taken by another program.\n` +
					`End that program, or choose another port:  npm start -- ${option} ${port + 100}`,
			);
		}
	}
}
