/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development tool, never packed */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CommandFailed, Problem, run } from './children';
import { withLock } from './lock';
import { npm, type NpmOptions } from './npm';
import { REAL_DIR } from './paths';

/** An installed n8n and the Node.js on which it runs. */
export interface N8nInstall {
	version: string;
	/** n8n's own start script for `node`. */
	bin: string;
	node: string;
	/** For PATH, because n8n starts its task runner as `node`. */
	nodeBinDir: string;
}

export type Report = (progress: string) => void;

/**
 * The n8n version of `npm start`. Every suite has passed on it. scripts/e2e.ts lists newer
 * versions.
 */
export const N8N_VERSION = '2.40.7';

/** Without these entries, n8n's dependencies download both packages from outside the registry. */
const OVERRIDES = { xlsx: '0.18.5', linkedom: '0.18.13' };

/**
 * The Node.js for an n8n version, and the native module to build for it. n8n 2.0 to 2.8 run on
 * Node.js 20, which was common at that time, and don't need isolated-vm. Later versions need
 * Node.js 24. Late 1.123 releases also need it, because their isolated-vm doesn't compile on
 * Node.js 20.
 */
function platformFor(n8nVersion: string): { major: 20 | 24; native: string[] } {
	const [major, minor] = n8nVersion.split('.').map(Number);
	return major === 2 && minor <= 8
		? { major: 20, native: ['sqlite3'] }
		: { major: 24, native: ['sqlite3', 'isolated-vm'] };
}

/** Runs npm in a folder and reports the elapsed time. */
async function npmWithProgress(
	folder: string,
	args: string[],
	report: Report,
	options: Pick<NpmOptions, 'node' | 'env'> = {},
): Promise<void> {
	const started = Date.now();
	let fetched = 0;
	const show = () => {
		const seconds = Math.round((Date.now() - started) / 1000);
		report(`${seconds} s${fetched ? `, ${fetched} packages fetched` : ''}`);
	};
	const timer = setInterval(show, 1000);
	try {
		await npm(folder, [...args, '--no-audit', '--no-fund', '--no-progress', '--loglevel=http'], {
			...options,
			keepLine: (line) => !/^npm (?:http|warn|error +at )/.test(line),
			onLine(line) {
				if (/^npm http .*\.tgz/.test(line)) fetched++;
			},
		});
	} finally {
		clearInterval(timer);
	}
}

/**
 * Whether the stamp of a complete install exists. It is written last. An interrupted install has no
 * stamp and is repeated.
 */
async function isStamped(folder: string, contents: string): Promise<boolean> {
	return (await readFile(join(folder, '.installed'), 'utf8').catch(() => '')) === contents;
}

async function startFolder(folder: string, manifest: object): Promise<void> {
	await rm(folder, { recursive: true, force: true, maxRetries: 3 });
	await mkdir(folder, { recursive: true });
	await writeFile(join(folder, 'package.json'), JSON.stringify(manifest, null, '\t'));
}

function installFailed(what: string, folder: string, error: unknown): never {
	if (!(error instanceof CommandFailed)) throw error;
	throw new Problem(
		[
			`${what} could not be installed: "${error.command}" ended with code ${error.code}.`,
			'',
			...error.tail.map((line) => `    ${line}`),
			'',
			'Usual reasons: no connection to the npm registry, a full disk (n8n takes 3 GB), or no',
			'python3, make and g++ where n8n has no ready-made binary for this machine.',
			`Run the same command again to retry; it begins anew in ${folder}`,
		].join('\n'),
	);
}

/**
 * Installs Node.js from the registry's `node` package, which contains the binary and its headers.
 */
async function ensureNode(
	major: 20 | 24,
	report: Report,
): Promise<{ node: string; headers: string }> {
	const folder = join(REAL_DIR, `node-${major}`);
	const home = join(folder, 'node_modules', 'node');
	const node = join(home, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
	const headers = join(home, 'node_modules', `node-${process.platform}-${process.arch}`);
	await withLock(folder, report, async () => {
		if ((await isStamped(folder, String(major))) && existsSync(node)) return;
		report(`Node ${major}`);
		try {
			// The preinstall script downloads the binary for this platform.
			await startFolder(folder, { private: true, allowScripts: { node: true } });
			await npmWithProgress(
				folder,
				['install', '--save-exact', '--ignore-scripts=false', `node@${major}`],
				(text) => report(`Node ${major}: ${text}`),
			);
			await run(node, ['--version']);
		} catch (error) {
			installFailed(`Node ${major}`, folder, error);
		}
		await writeFile(join(folder, '.installed'), String(major));
	});
	return { node, headers };
}

/**
 * Installs n8n with its required Node.js into `.n8n-real/`, or returns at once if it is already
 * installed. The first install takes about 3 GB and one to three minutes. An interrupted install is
 * repeated.
 * @throws {Problem} with the failed step, npm's last lines and how to retry
 */
export async function ensureN8n(
	version: string = N8N_VERSION,
	report: Report = () => undefined,
): Promise<N8nInstall> {
	const { major, native } = platformFor(version);
	const { node, headers } = await ensureNode(major, report);
	const folder = join(REAL_DIR, `n8n-${version}`);
	const manifest = {
		name: 'n8n-runtime',
		private: true,
		dependencies: { n8n: version },
		overrides: OVERRIDES,
		allowScripts: Object.fromEntries(native.map((name) => [name, true])),
	};
	const stamp = JSON.stringify(manifest);
	await withLock(folder, report, async () => {
		if (await isStamped(folder, stamp)) return;
		try {
			report('preparing');
			await startFolder(folder, manifest);
			await npmWithProgress(folder, ['install', '--ignore-scripts'], (text) =>
				report(`downloading (about 2,300 packages, 3 GB on disk): ${text}`),
			);
			await npmWithProgress(
				folder,
				['rebuild', ...native],
				(text) => report(`native parts (${native.join(', ')}): ${text}`),
				{ node, env: { npm_config_nodedir: headers } },
			);
			await run(node, ['-e', native.map((name) => `require(${JSON.stringify(name)})`).join(';')], {
				cwd: folder,
				label: `loading ${native.join(' and ')}`,
			});
		} catch (error) {
			installFailed(`n8n ${version}`, folder, error);
		}
		await writeFile(join(folder, '.installed'), stamp);
	});
	return {
		version,
		bin: join(folder, 'node_modules', 'n8n', 'bin', 'n8n'),
		node,
		nodeBinDir: dirname(node),
	};
}
