/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development tool, never packed */
import { delimiter, dirname } from 'node:path';
import { run } from './children';

export interface NpmOptions {
	/** The Node to run npm and its scripts on; default: the one that runs now. */
	node?: string;
	env?: NodeJS.ProcessEnv;
	onLine?: (line: string) => void;
	/** Which lines to keep for the result, and for the message of a failure. */
	keepLine?: (line: string) => boolean;
}

/**
 * Runs npm in a folder and gives the lines that it printed.
 * @throws {CommandFailed} when its exit code is not 0
 */
export async function npm(
	folder: string,
	args: string[],
	options: NpmOptions = {},
): Promise<string[]> {
	const { node = process.execPath, env, ...rest } = options;
	// npm's own start script, known where npm started us, runs on any Node; else the one in PATH.
	const cli = process.env.npm_execpath;
	const [command, before] = cli?.endsWith('npm-cli.js') ? [node, [cli]] : ['npm', []];
	// What an outer `npm run` exports about this project must not reach into another folder; the
	// user's own settings (registry, proxy, certificates) must.
	const foreign =
		/^npm_(package_|lifecycle_|command$|config_(local_prefix|ignore_scripts|engine_strict|nodedir)$)/i;
	const inherited = Object.entries(process.env).filter(([name]) => !foreign.test(name));
	return await run(command, [...before, ...args], {
		...rest,
		cwd: folder,
		label: `npm ${args.filter((arg) => !/^--(no-|loglevel)/.test(arg)).join(' ')}`,
		env: {
			...Object.fromEntries(inherited),
			...env,
			PATH: [dirname(node), process.env.PATH].join(delimiter),
		},
	});
}
