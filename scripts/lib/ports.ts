import getPort from 'get-port';
import { Problem } from './children';

/** A free port of 127.0.0.1. Two callers of one process never get the same. */
export const freePort = async (): Promise<number> => await getPort({ host: '127.0.0.1' });

/**
 * @param what the program that needs the port, e.g. 'n8n'
 * @param option the command line option for another port, e.g. '--port'
 * @throws {Problem} if the port is taken
 */
export async function assertPortFree(port: number, what: string, option: string): Promise<void> {
	if ((await getPort({ port })) === port) return;
	throw new Problem(
		`Port ${port}, meant for ${what}, is taken by another program.\n` +
			`End that program, or choose another port:  npm start -- ${option} ${port + 100}`,
	);
}
