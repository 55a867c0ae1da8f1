/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development tool, never packed */
import { delimiter, dirname } from 'node:path';
import { run } from './children';

export interface NpmOptions {
	/** The Node.js that runs npm and its scripts. Default: the current one. */
	node?: string;
	env?: NodeJS.ProcessEnv;
	onLine?: (line: string) => void;
	/** Selects the lines for the result and for the message of a failure. */
	keepLine?: (line: string) => boolean;
}

/**
 * Runs npm in a folder and returns the lines of its output.
 * @throws {CommandFailed} if its exit code is not 0
 */
export async function npm(
	folder: string,
	args: string[],
	options: NpmOptions = {},
): Promise<string[]> {
	const { node = process.execPath, env, ...rest } = options;
	// If npm started this process, npm's own start script is known and works on any Node.js.
	// Otherwise the npm in PATH runs.
	const cli = process.env.npm_execpath;
	const [command, before] = cli?.endsWith('npm-cli.js') ? [node, [cli]] : ['npm', []];
	// Removes variables that an outer `npm run` exports about this project. Keeps the user's settings
	// (registry, proxy, certificates).
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
