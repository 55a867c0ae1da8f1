/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development tool, never packed */
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { npm } from '../../scripts/lib/npm';
import { ROOT } from '../../scripts/lib/paths';
import { freePort } from '../../scripts/lib/ports';
import { serve } from '../../scripts/lib/services';

/**
 * An npm registry on this machine that is empty and asks no other one.
 * @param folder a folder of its own, which its end removes
 */
export async function startRegistry(folder: string) {
	const port = await freePort();
	const config = join(folder, 'config.yaml');
	await mkdir(folder, { recursive: true });
	// JSON is YAML, too.
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
			// npm publishes with a token only, whatever the registry asks for.
			const token = `--//127.0.0.1:${port}/:_authToken=anyone`;
			await npm(folder, ['publish', tarball, `--registry=${url}`, token, '--ignore-scripts']);
		},
	};
}

/**
 * A folder whose `npm`, first in the PATH, is the machine's npm with this registry in the place of
 * the public one, as on a machine behind a mirror.
 */
export async function npmBehindRegistry(folder: string, registryUrl: string): Promise<string> {
	await mkdir(folder, { recursive: true });
	const file = join(folder, 'npm');
	await writeFile(
		file,
		[
			'#!/bin/sh',
			// The first in the PATH is this folder.
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
