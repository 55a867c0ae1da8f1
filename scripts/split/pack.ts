/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../lib/children';
import { npm } from '../lib/npm';
import { TREES } from './write';

/** The packed files of all packages. */
export const TARBALLS = join(TREES, 'tarballs');

/** What a package of one provider may weigh, packed: 40 kB. */
export const MAX_BYTES = 40_000;

/** @throws {Problem} when a packed file is larger than it may be */
export function assertSize(bytes: number, max = MAX_BYTES): string {
	const kb = (size: number) => `${(size / 1000).toFixed(1)} kB`;
	if (bytes >= max) throw new Problem(`${kb(bytes)} packed; it has to stay below ${kb(max)}`);
	return kb(bytes);
}

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
