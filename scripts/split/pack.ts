/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { npm } from '../lib/npm';
import { TREES } from './write';

/** The packed files of all packages. */
export const TARBALLS = join(TREES, 'tarballs');

/** Packs a package that is built, as publishing does. */
export async function pack(folder: string): Promise<{ tarball: string; bytes: number }> {
	await mkdir(TARBALLS, { recursive: true });
	const args = ['pack', '--silent', '--ignore-scripts', '--pack-destination', TARBALLS];
	const lines = await npm(folder, args);
	const tarball = join(TARBALLS, lines.filter((line) => line.endsWith('.tgz')).at(-1) ?? '');
	return { tarball, bytes: (await stat(tarball)).size };
}

/** Builds and packs a package where {@link writeTrees} wrote it. */
export async function packTree(folder: string): Promise<{ tarball: string; bytes: number }> {
	await npm(folder, ['run', '-s', 'build']);
	return await pack(folder);
}
