/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development tool, never packed */
import { existsSync, realpathSync } from 'node:fs';
import { join, sep } from 'node:path';

/** The repository. Resolved, because n8n refuses file access through a symbolic link. */
export const ROOT = realpathSync(join(__dirname, '..', '..'));

const realDir = join(ROOT, '.n8n-real');

/** Everything that a real n8n needs or leaves behind. Ignored by git; safe to delete at any time. */
export const REAL_DIR = existsSync(realDir) ? realpathSync(realDir) : realDir;

/**
 * The home of one n8n: its database, its files, its log. n8n unpacks its editor's scripts there too,
 * and the ESLint config that n8n prescribes passes over nothing but node_modules.
 */
export const homeFolder = (name: string) => join(REAL_DIR, 'node_modules', name);

/** A path within the repository as git and package.json write it, on Windows, too. */
export const slashes = (path: string) => path.split(sep).join('/');

export const EXAMPLES_DIR = join(ROOT, 'examples');
