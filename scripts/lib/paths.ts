/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development tool, never packed */
import { existsSync, realpathSync } from 'node:fs';
import { join, sep } from 'node:path';

/** The repository's path. Resolved, because n8n denies file access through a symbolic link. */
export const ROOT = realpathSync(join(__dirname, '..', '..'));

const realDir = join(ROOT, '.n8n-real');

/**
 * All files that a real n8n needs or creates. git ignores them, and you can delete them at any
 * time.
 */
export const REAL_DIR = existsSync(realDir) ? realpathSync(realDir) : realDir;

/**
 * The home of one n8n: its database, files and log. n8n also unpacks its editor's scripts there.
 * The folder is inside a folder named node_modules, because that is the only folder that n8n's
 * required ESLint config ignores.
 */
export const homeFolder = (name: string) => join(REAL_DIR, 'node_modules', name);

/**
 * A path within the repository with forward slashes, even on Windows, as in git and package.json.
 */
export const slashes = (path: string) => path.split(sep).join('/');

export const EXAMPLES_DIR = join(ROOT, 'examples');
