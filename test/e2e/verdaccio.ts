/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development tool, never packed */
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { npm } from '../../scripts/lib/npm';
import { ROOT } from '../../scripts/lib/paths';
import { freePort } from '../../scripts/lib/ports';
import { serve } from '../../scripts/lib/services';

/**
 * Starts an empty npm registry on this machine. It doesn't ask other registries.
 * @param folder a folder for the registry alone. Stopping the registry removes it
 */
export async function startRegistry(folder: string) {
	const port = await freePort();
	const config = join(folder, 'config.yaml');
	await mkdir(folder, { recursive: true });
	// JSON is valid YAML.
	await writeFile(
		config,
		JSON.stringify({
			storage: join(folder, 'storage'),
			packages: { '**': { access: '$all', publish: '$all' } },
			web: { enable: false },
		}),
	);
	const program = join(ROOT, 'node_modules', 'verdaccio', 'bin', 'verdaccio');
	const args = [program, '--config', config, '--listen', `127.0.0.1:${port}`];
	const url = `http://127.0.0.1:${port}`;
	const { stop } = await serve(process.execPath, args, folder, port, url);
	return {
		url,
		stop,
		async publish(tarball: string) {
			// npm publishes only with a token, even when the registry needs none.
			const token = `--//127.0.0.1:${port}/:_authToken=anyone`;
			await npm(folder, ['publish', tarball, `--registry=${url}`, token, '--ignore-scripts']);
		},
	};
}

/**
 * A folder with an `npm` command that uses this registry instead of the public one. It must come
 * first in the PATH, and calls the machine's npm.
 */
export async function npmBehindRegistry(folder: string, registryUrl: string): Promise<string> {
	await mkdir(folder, { recursive: true });
	const file = join(folder, 'npm');
	await writeFile(
		file,
		[
			'#!/bin/sh',
			// Removes this folder from the PATH.
			'PATH=${PATH#*:}',
			'for argument do',
			'  shift',
			'  case $argument in --registry=*) ;; *) set -- "$@" "$argument" ;; esac',
			'done',
			`exec npm "$@" --registry=${registryUrl}`,
			'',
		].join('\n'),
	);
	await chmod(file, 0o755);
	return folder;
}
