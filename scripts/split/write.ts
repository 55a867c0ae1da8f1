/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ROOT } from '../lib/paths';
import { PACKAGES } from './packages';
import { treeOf } from './tree';

/** The folder is in dist/, which git, the linters and packing ignore. */
export const TREES = join(ROOT, 'dist', 'packages');

export interface WrittenTree {
	name: string;
	folder: string;
	/** The files of the package by their paths. A link to node_modules is next to them. */
	files: string[];
}

/** Writes each provider's complete package, ready to be built, tested and packed. */
export async function writeTrees(): Promise<WrittenTree[]> {
	const written: WrittenTree[] = [];
	for (const split of PACKAGES) {
		const folder = join(TREES, split.name);
		await rm(folder, { recursive: true, force: true, maxRetries: 3 });
		const tree = treeOf(split);
		for (const [file, text] of tree) {
			await mkdir(dirname(join(folder, file)), { recursive: true });
			await writeFile(join(folder, file), text);
		}
		await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'dir');
		written.push({ name: split.name, folder, files: [...tree.keys()].sort() });
	}
	return written;
}
