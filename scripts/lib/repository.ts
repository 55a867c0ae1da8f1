/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Problem } from './children';
import { ROOT } from './paths';

const manifestSchema = z.object({
	author: z.object({ name: z.string(), email: z.string() }),
	homepage: z.string(),
	repository: z.object({ url: z.string() }),
});

type Manifest = z.infer<typeof manifestSchema>;

const manifest = () =>
	manifestSchema.parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));

/**
 * The placeholder in the sources for the repository's address. The build replaces it with the
 * address from package.json.
 */
export const PLACEHOLDER = 'https://github.com/OWNER/REPOSITORY';

/** The address of the repository's page from package.json, e.g. `https://github.com/owner/name`. */
export function repositoryAddress(
	{ repository }: Pick<Manifest, 'repository'> = manifest(),
): string {
	return repository.url.replace(/^git\+/, '').replace(/\.git$/, '');
}

/**
 * Checks that package.json and the README's badges name a repository and an author. Before the
 * first release they contain placeholders in capital letters.
 * @throws {Problem} with each remaining placeholder
 */
export function assertOwned(
	found = manifest(),
	readme = readFileSync(join(ROOT, 'README.md'), 'utf8'),
): void {
	const { author } = found;
	const address = repositoryAddress(found);
	const standing = [
		...(/^https:\/\/github\.com\/[\w-]+\/[\w.-]+$/.test(address) &&
		!/\/(OWNER|REPOSITORY)\b/.test(address)
			? []
			: [`repository.url: ${found.repository.url}`]),
		...(found.homepage === `${address}#readme` ? [] : [`homepage: ${found.homepage}`]),
		...(/AUTHOR/.test(author.name) ? [`author.name: ${author.name}`] : []),
		...(/@example\.com$|AUTHOR/.test(author.email) ? [`author.email: ${author.email}`] : []),
		...(readme.includes(PLACEHOLDER) ? [`README.md: ${PLACEHOLDER}`] : []),
	];
	if (standing.length === 0) return;
	throw new Problem(
		`There are still placeholders, in package.json where no other file is named:\n\n${standing.map((line) => `    ${line}`).join('\n')}\n\n` +
			'Put in the GitHub repository and the author; see docs/releasing.md.',
	);
}
