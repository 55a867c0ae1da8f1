/*
 * README.md and CHANGELOG.md are written once, for the package of both providers. What is meant for
 * some packages only is marked there, by comments that no reader sees:
 *
 *   <!--paytr-->…<!--/paytr-->      for n8n-nodes-paytr (and for both); likewise payfull
 *   <!--both-->…<!--/both-->        for the package of both alone
 *   <!--split: text -->             text for the packages of one provider alone; or paytr, payfull
 *   | row of a table <!--paytr only--> |   a row of a table can't stand between comments
 */
import type { SplitPackage } from './packages';

const MARKED = /[ \t]*<!--(paytr|payfull|both)-->([\s\S]*?)<!--\/\1-->/g;
const ROW = /^\|.*<!--(paytr|payfull|both) only-->.*\n/gm;
const HIDDEN = /<!--(split|paytr|payfull): ([\s\S]*?) ?-->/g;

/** The text of one package. */
export function partsFor(text: string, { provider }: Pick<SplitPackage, 'provider'>): string {
	return text
		.replace(MARKED, (whole, who: string) =>
			who === provider
				? whole.replaceAll(`<!--${who}-->`, '').replaceAll(`<!--/${who}-->`, '')
				: '',
		)
		.replace(ROW, (line, who: string) =>
			who === provider ? line.replace(/ ?<!--\w+ only-->/, '') : '',
		)
		.replace(HIDDEN, (_whole, who: string, hidden: string) =>
			who === 'split' || who === provider ? hidden : '',
		)
		.replace(/\n{3,}/g, '\n\n');
}

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
