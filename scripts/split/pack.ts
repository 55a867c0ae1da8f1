/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { npm } from '../lib/npm';
import { TREES } from './write';

/** The tarballs of all packages. */
export const TARBALLS = join(TREES, 'tarballs');

/** Packs a built package as for publishing. */
export async function pack(folder: string): Promise<{ tarball: string; bytes: number }> {
	await mkdir(TARBALLS, { recursive: true });
	const args = ['pack', '--silent', '--ignore-scripts', '--pack-destination', TARBALLS];
	const lines = await npm(folder, args);
	const tarball = join(TARBALLS, lines.filter((line) => line.endsWith('.tgz')).at(-1) ?? '');
	return { tarball, bytes: (await stat(tarball)).size };
}

/** Builds and packs a package that {@link writeTrees} has written. */
export async function packTree(folder: string): Promise<{ tarball: string; bytes: number }> {
	await npm(folder, ['run', '-s', 'build']);
	return await pack(folder);
}
