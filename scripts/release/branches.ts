/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/require-node-api-error -- development tool, never packed */
import { execFileSync, type StdioOptions } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../lib/children';
import { ROOT } from '../lib/paths';
import type { WrittenTree } from '../split/write';

/** Runs git in this terminal, so that it can ask for a password. Returns git's output. */
function git(args: string[], env: NodeJS.ProcessEnv = {}): string {
	const stdio: StdioOptions = ['inherit', 'pipe', 'inherit'];
	const options = { cwd: ROOT, env: { ...process.env, ...env }, stdio };
	return execFileSync('git', args, { ...options, encoding: 'utf8' }).trim();
}

/** The commit of a branch or tag, here or at origin. Undefined if there is none. */
function commitOf(...names: string[]): string | undefined {
	const listed = git(['for-each-ref', '--format=%(objectname)', ...names]);
	return listed.split('\n')[0] || undefined;
}

/**
 * Commits a split package to the branch of its name, as the branch's only content, and tags the
 * commit. Doesn't touch the working tree. n8n's scanner reads the commit that npm's provenance
 * names, so the package must be in that commit.
 * @returns the tag, e.g. `n8n-nodes-paytr-v1.2.3`
 */
export function commitPackage({ name, folder, files }: WrittenTree, version: string): string {
	const index = join(git(['rev-parse', '--absolute-git-dir']), `index-${name}`);
	rmSync(index, { force: true });
	const env = { GIT_INDEX_FILE: index };
	git([`--work-tree=${folder}`, '-C', folder, 'add', '--force', '--', ...files], env);
	const tree = git(['write-tree'], env);
	rmSync(index);
	const branch = `refs/heads/${name}`;
	const parent = commitOf(`refs/remotes/origin/${name}`) ?? commitOf(branch);
	const message = `Release ${version}\n\nMade of ${git(['rev-parse', 'HEAD'])} by npm run split.`;
	const parents = parent ? ['-p', parent] : [];
	const commit = git(['commit-tree', tree, ...parents, '-m', message]);
	git(['update-ref', branch, commit]);
	const tag = `${name}-v${version}`;
	// Forced, because after a failed push the release is repeated and the tag exists only here.
	git(['tag', '--annotate', '--force', tag, '-m', `Release ${version}`, commit]);
	return tag;
}

/** Fetches from origin, so that new commits follow the latest commits there. */
export function fetch(): void {
	git(['fetch', '--quiet', 'origin']);
}

/** Pushes branches and tags to origin, all or none. */
export function push(...refs: string[]): void {
	try {
		git(['push', '--atomic', 'origin', ...refs]);
	} catch {
		throw new Problem(
			'origin did not take the split packages: see above. Was it the connection, make up for it ' +
				'with: npm run release -- packages',
		);
	}
}
