/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Report } from './install';
import { npm } from './npm';
import { REAL_DIR, ROOT } from './paths';

/** All files that affect the content of the tarball. */
const SOURCES = [
	'nodes',
	'credentials',
	'icons',
	'package.json',
	'tsconfig.json',
	'gulpfile.js',
	'README.md',
	'LICENSE.md',
];

const FOLDER = join(REAL_DIR, 'package');
const STAMP = join(FOLDER, 'packed.json');

const stampSchema = z.object({ hash: z.string(), tarball: z.string() });

async function sourceHash(): Promise<string> {
	const hash = createHash('sha256');
	for (const source of SOURCES.map((name) => join(ROOT, name)).filter(existsSync)) {
		const entries = await readdir(source, { recursive: true, withFileTypes: true }).catch(() => []);
		const inside = entries.filter((entry) => entry.isFile());
		const files = inside.map((entry) => join(entry.parentPath, entry.name)).sort();
		for (const file of files.length > 0 ? files : [source]) {
			hash.update(`${file}\0`).update(await readFile(file));
		}
	}
	return hash.digest('hex');
}

async function packedBefore(hash: string): Promise<string | undefined> {
	try {
		const stamp = stampSchema.parse(JSON.parse(await readFile(STAMP, 'utf8')));
		return stamp.hash === hash && existsSync(stamp.tarball) ? stamp.tarball : undefined;
	} catch {
		return undefined;
	}
}

/**
 * Builds and packs the package as for publishing. Returns at once if no source has changed since
 * the last time.
 * @returns the tarball's path
 * @throws {CommandFailed} if the build fails
 */
export async function packPackage(report: Report = () => undefined): Promise<string> {
	const hash = await sourceHash();
	const known = await packedBefore(hash);
	if (known) return known;
	report('building');
	await npm(ROOT, ['run', '-s', 'build']);
	report('packing');
	await rm(FOLDER, { recursive: true, force: true });
	await mkdir(FOLDER, { recursive: true });
	const lines = await npm(ROOT, ['pack', '--silent', '--pack-destination', FOLDER]);
	const tarball = join(FOLDER, lines.filter((line) => line.endsWith('.tgz')).at(-1) ?? '');
	await writeFile(STAMP, JSON.stringify({ hash, tarball }));
	return tarball;
}
