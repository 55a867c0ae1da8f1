 
import { execa } from 'execa';
import { ROOT } from '../lib/paths';
import type { SplitPackage } from '../split/packages';
import { treeOf } from '../split/tree';

async function git(args: string[], input?: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
	const { stdout } = await execa('git', args, {
		cwd: ROOT,
		env,
		...(input !== undefined && { input }),
	});
	return stdout.trim();
}

/** The commit that a name stands for, here or at origin; undefined where there is none. */
async function commitOf(...names: string[]): Promise<string | undefined> {
	for (const name of names) {
		const found = await git(['rev-parse', '--verify', '--quiet', `${name}^{commit}`]).catch(
			() => '',
		);
		if (found) return found;
	}
	return undefined;
}

/**
 * Commits a split package to the branch of its name, as its only content, and tags it; the working
 * tree isn't touched. n8n's scanner reads the commit that npm's provenance names and looks for the
 * package in it, so that commit must hold it.
 * @returns the tag, e.g. `n8n-nodes-paytr-v1.2.3`
 */
export async function commitPackage(split: SplitPackage, version: string): Promise<string> {
	const branch = `refs/heads/${split.name}`;
	const source = await git(['rev-parse', 'HEAD']);
	const lines = [];
	for (const [file, text] of treeOf(split)) {
		const blob = await git(['hash-object', '-w', '--stdin', '--no-filters'], text);
		lines.push(`100644 ${blob}\t${file}`);
	}
	const index = {
		GIT_INDEX_FILE: (await git(['rev-parse', '--absolute-git-dir'])) + `/index-${split.name}`,
	};
	await git(['read-tree', '--empty'], undefined, index);
	await git(['update-index', '--index-info'], `${lines.join('\n')}\n`, index);
	const tree = await git(['write-tree'], undefined, index);
	const parent = await commitOf(branch, `refs/remotes/origin/${split.name}`);
	const message = `Release ${version}\n\nMade of ${source} by npm run split.`;
	const commit = await git(['commit-tree', tree, ...(parent ? ['-p', parent] : []), '-m', message]);
	await git(['update-ref', branch, commit]);
	const tag = `${split.name}-v${version}`;
	await git(['tag', '-a', tag, '-m', `Release ${version}`, commit]);
	return tag;
}

/** Pushes branches and tags to origin, all or none. */
export async function push(...refs: string[]): Promise<void> {
	await git(['push', '--atomic', 'origin', ...refs]);
}
