/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
/*
 * Creates the documents of a single-provider package: its lines of CHANGELOG.md, and links that
 * work outside the repository.
 */
import { posix } from 'node:path';
import type { SplitPackage } from './packages';

const LABELS = { paytr: 'PayTR', payfull: 'Payfull' };

/**
 * The changelog of one package. Leaves out lines that begin with the other provider's name in bold.
 * A version without lines says that nothing changed.
 */
export function changelogFor(text: string, split: Pick<SplitPackage, 'provider' | 'other'>) {
	return text
		.replace(new RegExp(`^- \\*\\*${LABELS[split.other]}:\\*\\* .*\\n`, 'gm'), '')
		.replace(new RegExp(`^- \\*\\*${LABELS[split.provider]}:\\*\\* `, 'gm'), '- ')
		.replace(/^(## .*\n)\n*(?=## |$(?![^]))/gm, '$1\n- No changes in this package.\n\n');
}

/**
 * Makes a document's links into the repository absolute.
 * @param folder the document's folder in the repository
 */
export function absoluteLinks(
	text: string,
	repository: string,
	folder = '.',
	branch = 'main',
): string {
	const raw = repository.replace('https://github.com/', 'https://raw.githubusercontent.com/');
	return text.replace(
		/(!?)\[([^\]]*)\]\((?!https?:|#)([^)\s]+)\)/g,
		(_whole, image: string, label: string, link: string) => {
			const path = posix.join(folder, link);
			return image
				? `![${label}](${raw}/${branch}/${path})`
				: `[${label}](${repository}/blob/${branch}/${path})`;
		},
	);
}
