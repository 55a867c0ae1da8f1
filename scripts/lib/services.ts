/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development tool, never packed */
import { existsSync } from 'node:fs';
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { onShutdown, Problem, run, startChild, type Child } from './children';
import { freePort } from './ports';

export interface Service {
	/** e.g. `postgres://postgres@127.0.0.1:5432/postgres` */
	url: URL;
	stop(): Promise<void>;
}

const MISSING = (what: string, debian: string, variable: string) =>
	new Problem(
		`Queue mode is tested with ${what}, and there is none on this machine.\n` +
			`Install it (Debian, Ubuntu: apt-get install ${debian}), or name a running one in ${variable}.`,
	);

async function findProgram(name: string, folders: string[]): Promise<string | undefined> {
	return folders.map((folder) => join(folder, name)).find(existsSync);
}

/** A folder that the database's user can write to. */
async function temporaryFolder(name: string, owner?: { uid: number; gid: number }) {
	const folder = await mkdtemp(join(tmpdir(), `${name}-`));
	if (owner) await chown(folder, owner.uid, owner.gid);
	return folder;
}

async function waitForPort(port: number, child: Child, lines: string[]): Promise<void> {
	for (const started = Date.now(); ; ) {
		const open = await new Promise<boolean>((resolve) => {
			const socket = connect(port, '127.0.0.1');
			socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
			socket.unref();
		});
		if (open) return;
		if (child.hasEnded() || Date.now() - started > 30_000) {
			throw new Problem(`A service did not start. Its last lines:\n${lines.slice(-15).join('\n')}`);
		}
		await sleep(100);
	}
}

/** Starts a program that listens on the port. Its folder is deleted when it ends. */
export async function serve(
	command: string,
	args: string[],
	folder: string,
	port: number,
	url: string,
): Promise<Service> {
	const lines: string[] = [];
	const child = startChild(command, args, { cwd: folder, onLine: (line) => lines.push(line) });
	const stop = async () => {
		await child.stop();
		await rm(folder, { recursive: true, force: true });
	};
	onShutdown(stop);
	await waitForPort(port, child, lines);
	return { url: new URL(url), stop };
}

const named = (variable: string): Service | undefined => {
	const url = process.env[variable];
	return url === undefined ? undefined : { url: new URL(url), stop: async () => undefined };
};

/** Debian installs the server's programs outside the PATH, by version. */
async function postgresFolders(): Promise<string[]> {
	const base = '/usr/lib/postgresql';
	const versions = (await readdir(base).catch(() => [])).sort((a, b) => Number(b) - Number(a));
	return [
		...versions.map((version) => join(base, version, 'bin')),
		...(process.env.PATH ?? '').split(delimiter),
	];
}

/**
 * Runs `command` as Postgres's own user if this process is root, because Postgres refuses to run as
 * root.
 */
function asPostgres(command: string, args: string[]): [string, string[]] {
	return process.getuid?.() === 0
		? ['runuser', ['-u', 'postgres', '--', command, ...args]]
		: [command, args];
}

async function userIds(name: string) {
	const [uid] = await run('id', ['-u', name]);
	const [gid] = await run('id', ['-g', name]);
	return { uid: Number(uid), gid: Number(gid) };
}

/**
 * The Postgres in E2E_POSTGRES_URL, or a new Postgres on a free port.
 * @throws {Problem} if this machine has no Postgres
 */
export async function startPostgres(): Promise<Service> {
	const known = named('E2E_POSTGRES_URL');
	if (known) return known;
	const folders = await postgresFolders();
	const initdb = await findProgram('initdb', folders);
	const postgres = await findProgram('postgres', folders);
	if (!initdb || !postgres) throw MISSING('Postgres', 'postgresql', 'E2E_POSTGRES_URL');
	const owner = process.getuid?.() === 0 ? await userIds('postgres') : undefined;
	const folder = await temporaryFolder('e2e-postgres', owner);
	const data = join(folder, 'data');
	const init = ['--pgdata', data, '--username', 'postgres', '--auth', 'trust', '--no-sync'];
	await run(...asPostgres(initdb, [...init, '--encoding', 'UTF8', '--locale', 'C']), {
		cwd: folder,
	});
	const port = await freePort();
	const settings = {
		listen_addresses: '127.0.0.1',
		port,
		unix_socket_directories: folder,
		fsync: 'off',
		max_connections: 200,
	};
	const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
	const [command, all] = asPostgres(postgres, ['-D', data, ...args]);
	const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
	return await serve(command, all, folder, port, url);
}

/**
 * Closes all connections to the database from the server's side, as a restart or a failover does.
 * @returns the number of connections
 * @throws {Problem} if this machine has no psql
 */
export async function breakConnections({ url }: Pick<Service, 'url'>): Promise<number> {
	const psql = await findProgram('psql', await postgresFolders());
	if (!psql) {
		throw new Problem(
			'Connections to Postgres are broken with psql, and there is none on this machine.\n' +
				'Install it (Debian, Ubuntu: apt-get install postgresql-client).',
		);
	}
	const sql = `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
		WHERE datname = current_database() AND pid <> pg_backend_pid()`;
	const [count] = await run(psql, ['-qtA', '--dbname', url.href, '--command', sql]);
	return Number(count);
}

/**
 * The Redis in E2E_REDIS_URL, or a new Redis on a free port.
 * @throws {Problem} if this machine has no Redis
 */
export async function startRedis(): Promise<Service> {
	const known = named('E2E_REDIS_URL');
	if (known) return known;
	const redis = await findProgram('redis-server', (process.env.PATH ?? '').split(delimiter));
	if (!redis) throw MISSING('Redis', 'redis-server', 'E2E_REDIS_URL');
	const folder = await temporaryFolder('e2e-redis');
	const port = await freePort();
	const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder];
	return await serve(redis, args, folder, port, `redis://127.0.0.1:${port}`);
}
