/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development tool, never packed */
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { Problem, onShutdown, run, startChild } from './children';
import { ensureN8n, N8N_VERSION, type N8nInstall, type Report } from './install';
import { N8nApi } from './n8nApi';
import { ownerOf } from './owner';
import { freePort } from './ports';

export interface N8nOptions {
	/** Default: the newest version that the scripts install. */
	version?: string;
	/** Default: a free port. */
	port?: number;
	/** n8n keeps its database and the community packages in this folder, in `.n8n/`. */
	userFolder: string;
	/** The packed community package, which is installed before the start. */
	tarball?: string;
	/** Further environment variables for n8n. They override the defaults. */
	env?: Record<string, string>;
	/** With false, no owner is created in a new n8n. */
	logIn?: boolean;
	report?: Report;
}

export interface RunningN8n {
	url: string;
	port: number;
	api: N8nApi;
	pid: number;
	/** Milliseconds from the start of the process until n8n responded. */
	startMs: number;
	/** The last 2,000 lines of n8n's output. `<userFolder>/n8n.log` contains all lines. */
	logs: string[];
	ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
	stop(): Promise<void>;
}

const manifestSchema = z.object({ name: z.string(), version: z.string() }).passthrough();
const ledgerSchema = z.object({ dependencies: z.record(z.string()).default({}) }).passthrough();

/**
 * Installs the packed package as n8n installs a community package: unpacked in
 * `.n8n/nodes/node_modules/<name>`, without the development files, and listed in
 * `.n8n/nodes/package.json` (see downloadPackage in n8n's community-packages.service).
 */
export async function installTarball(userFolder: string, tarball: string): Promise<void> {
	const folder = join(userFolder, '.n8n', 'nodes');
	await mkdir(folder, { recursive: true });
	const listed = await run('tar', ['-xzOf', tarball, 'package/package.json']);
	const manifest = manifestSchema.parse(JSON.parse(listed.join('\n')));
	for (const part of ['devDependencies', 'peerDependencies', 'optionalDependencies']) {
		delete manifest[part];
	}
	const target = join(folder, 'node_modules', manifest.name);
	await rm(target, { recursive: true, force: true, maxRetries: 3 });
	await mkdir(target, { recursive: true });
	await run('tar', ['-xzf', tarball, '-C', target, '--strip-components=1']);
	await writeFile(join(target, 'package.json'), JSON.stringify(manifest, null, 2));

	const ledgerPath = join(folder, 'package.json');
	const ledger = ledgerSchema.parse(
		JSON.parse(
			await readFile(ledgerPath, 'utf8').catch(() => '{"name":"installed-nodes","private":true}'),
		),
	);
	ledger.dependencies[manifest.name] = manifest.version;
	await writeFile(ledgerPath, JSON.stringify(ledger, null, 2));
}

/**
 * Makes a home use this n8n's own copies of n8n-workflow and luxon, as in a real install. Otherwise
 * a home inside the repository uses the repository's development copies.
 */
async function linkModules(userFolder: string, { bin }: N8nInstall): Promise<void> {
	await mkdir(userFolder, { recursive: true });
	const link = join(userFolder, 'node_modules');
	await rm(link, { force: true, recursive: true });
	// On Windows, normal users can create junctions, but no other links.
	await symlink(resolve(bin, '..', '..', '..'), link, 'junction');
}

/** The environment of a headless n8n that sends no telemetry and listens only on this machine. */
export async function n8nEnv(
	options: Pick<N8nOptions, 'userFolder' | 'env'>,
	port: number,
	install: N8nInstall,
) {
	await linkModules(options.userFolder, install);
	// Removes the developer's own n8n settings, for example another database or an encryption key.
	const foreign =
		/^(N8N|DB|QUEUE|EXECUTIONS|WEBHOOK|VUE_APP|GENERIC|NODES|CREDENTIALS|npm)_|^(NODE_OPTIONS|NODE_ENV)$/i;
	const inherited = Object.entries(process.env).filter(([name]) => !foreign.test(name));
	return {
		...Object.fromEntries(inherited),
		PATH: [install.nodeBinDir, process.env.PATH].join(delimiter),
		N8N_USER_FOLDER: options.userFolder,
		N8N_PORT: String(port),
		N8N_HOST: 'localhost',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_RUNNERS_BROKER_PORT: String(await freePort()),
		// The time zone of both providers' merchants. n8n's default is New York.
		GENERIC_TIMEZONE: 'Europe/Istanbul',
		N8N_SECURE_COOKIE: 'false',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		N8N_HIRING_BANNER_ENABLED: 'false',
		...options.env,
	};
}

/** While n8n migrates its database, it responds 200 with the text "n8n is starting up". */
async function answersJson(url: string): Promise<boolean> {
	try {
		const response = await fetch(url);
		const text = await response.text();
		return response.status === 200 && text.startsWith('{');
	} catch {
		return false;
	}
}

/**
 * Starts n8n and waits until it responds. `stop()` or the end of this process ends n8n.
 * @throws {Problem} with n8n's last lines if n8n ends or doesn't respond
 */
export async function startN8n(options: N8nOptions): Promise<RunningN8n> {
	const report = options.report ?? (() => undefined);
	const version = options.version ?? N8N_VERSION;
	const install = await ensureN8n(version, report);
	const port = options.port ?? (await freePort());
	const url = `http://localhost:${port}`;
	await mkdir(options.userFolder, { recursive: true });
	if (options.tarball) {
		report('installing the package');
		await installTarball(options.userFolder, options.tarball);
	}

	const logPath = join(options.userFolder, 'n8n.log');
	const logFile = createWriteStream(logPath);
	const logs: string[] = [];
	const started = Date.now();
	const child = startChild(install.node, [install.bin, 'start'], {
		cwd: options.userFolder,
		env: await n8nEnv(options, port, install),
		onLine(line) {
			logFile.write(`${line}\n`);
			logs.push(line);
			if (logs.length > 2000) logs.shift();
		},
	});
	const stop = async () => {
		await child.stop();
		logFile.end();
	};
	onShutdown(stop);

	const api = new N8nApi(url, await ownerOf(options.userFolder));
	for (;;) {
		const seconds = Math.round((Date.now() - started) / 1000);
		if (child.hasEnded() || seconds > 180) {
			await stop();
			throw new Problem(
				[
					seconds > 180 ? `n8n gave no answer for ${seconds} s.` : 'n8n ended while starting.',
					`Its last lines (all of them are in ${logPath}):`,
					'',
					...logs.slice(-20).map((line) => `    ${line}`),
				].join('\n'),
			);
		}
		report(`starting: ${seconds} s`);
		if (await answersJson(`${url}/rest/settings`)) break;
		await sleep(50);
	}
	const startMs = Date.now() - started;
	if (options.logIn !== false) await api.logIn();
	return { url, port, api, pid: child.pid, startMs, logs, ended: child.ended, stop };
}
