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

/** What stands for the repository's page in the sources; the build puts in package.json's. */
export const PLACEHOLDER = 'https://github.com/OWNER/REPOSITORY';

/** The repository's page, e.g. `https://github.com/owner/name`, as package.json has it. */
export function repositoryAddress(
	{ repository }: Pick<Manifest, 'repository'> = manifest(),
): string {
	return repository.url.replace(/^git\+/, '').replace(/\.git$/, '');
}

/**
 * Whether package.json and the README's badges name a repository and an author that exist; before the
 * first release they have placeholders, in capitals.
 * @throws {Problem} naming each placeholder that still stands
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
