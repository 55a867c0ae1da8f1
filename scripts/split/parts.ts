/*
 * README.md and CHANGELOG.md are written once, for the package of both providers. What is meant for
 * some packages only is marked there, by comments that no reader sees:
 *
 *   <!--paytr-->…<!--/paytr-->      for n8n-nodes-paytr (and for both); likewise payfull
 *   <!--both-->…<!--/both-->        for the package of both alone
 *   <!--split: text -->             text for the packages of one provider alone; or paytr, payfull
 *   <!--paytr only-->               on a line of a table or list: as the first, for the whole line
 */
import type { SplitPackage } from './packages';

const OWNERS = ['paytr', 'payfull', 'both'] as const;
const HIDDEN = /<!--(split|paytr|payfull): ([\s\S]*?) ?-->/g;
const MARK = /<!--.*?(?:-->|$)/m;

/**
 * The text of one package.
 * @throws {Error} where a mark has no counterpart, or isn't one
 */
export function partsFor(text: string, { provider }: Pick<SplitPackage, 'provider'>): string {
	let own = text;
	for (const owner of OWNERS) {
		const kept = owner === provider ? '$1' : '';
		own = own
			.replace(new RegExp(`^([|-].*?) ?<!--${owner} only-->(.*\\n)`, 'gm'), kept && '$1$2')
			.replace(new RegExp(`<!--${owner}-->([^]*?)<!--/${owner}-->`, 'g'), kept);
	}
	own = own.replace(HIDDEN, (_whole, who: string, hidden: string) =>
		who === 'split' || who === provider ? hidden : '',
	);
	const [left] = MARK.exec(own) ?? [];
	if (left) throw new Error(`This mark has no counterpart: ${left}`);
	return own.replace(/\n{3,}/g, '\n\n');
}

/** The changelog of one package: a version that brings it nothing says so. */
export const changelogFor = (text: string, split: Pick<SplitPackage, 'provider'>) =>
	partsFor(text, split).replace(
		/^(## .*\n)\n*(?=## |$(?![^]))/gm,
		'$1\n- Nothing that concerns this package.\n\n',
	);

/** Links into the repository, made such that they work where only this file is. */
export function absoluteLinks(text: string, repository: string, branch = 'main'): string {
	const raw = repository.replace('https://github.com/', 'https://raw.githubusercontent.com/');
	return text.replace(
		/(!?)\[([^\]]*)\]\((?!https?:|#)([^)\s]+)\)/g,
		(_whole, image, label, path) =>
			image
				? `![${label}](${raw}/${branch}/${path})`
				: `[${label}](${repository}/blob/${branch}/${path})`,
	);
}
