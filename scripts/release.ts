/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions, no-console -- development tool, never packed */
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { Problem, runMain } from './lib/children';
import { ROOT } from './lib/paths';
import { assertOwned } from './lib/repository';
import { released } from './release/changelog';
import { commitPackage, fetch, push } from './release/branches';
import { writeTrees } from './split/write';

const HELP = `npm run release: a new version of all three packages.

  npm run release -- patch|minor|major   from the present version to the next
  npm run release -- current             the version that package.json has (the first release)
  npm run release -- packages            the split packages of the present version alone, if only
                                         their push failed

Tests, sets the version, dates the changelog, commits, tags and pushes; GitHub then publishes what the
tags name. See docs/releasing.md.`;

const KINDS = ['patch', 'minor', 'major', 'current', 'packages'];

const versionOf = async () =>
	z
		.object({ version: z.string() })
		.parse(JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'))).version;

async function main(): Promise<number> {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: { help: { type: 'boolean', short: 'h' } },
	});
	const [kind = ''] = positionals;
	if (values.help || !KINDS.includes(kind)) {
		console.log(HELP);
		return values.help ? 0 : 1;
	}
	assertOwned();
	if (kind !== 'packages') {
		// Checks the changelog before anything changes. release-it checks it again when it knows the
		// version.
		released(await readFile(join(ROOT, 'CHANGELOG.md'), 'utf8'), 'the next version', '');
		// n8n-node release runs the same tool. The settings are in .release-it.json.
		const release = join(ROOT, 'node_modules', 'release-it', 'bin', 'release-it.js');
		const args = kind === 'current' ? ['--no-increment'] : [kind];
		const { status } = spawnSync(process.execPath, [release, ...args, '--ci'], {
			cwd: ROOT,
			stdio: 'inherit',
		});
		if (status !== 0) throw new Problem('Nothing was released: see above.');
	}
	const version = await versionOf();
	fetch();
	const refs: string[] = [];
	for (const tree of await writeTrees()) {
		refs.push(`refs/heads/${tree.name}`, `refs/tags/${commitPackage(tree, version)}`);
	}
	push(...refs);
	console.log(`\n${version} is on its way: see the repository's page, tab Actions.`);
	return 0;
}

runMain(main);
