/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a test, never packed */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '../../..');
const PAGES = [
	'README.md',
	'SECURITY.md',
	'CHANGELOG.md',
	...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.md'))
		.map((file) => join('docs', file)),
];
const read = (page: string) =>
	readFileSync(join(ROOT, page), 'utf8').replace(/^```[^]*?^```$/gm, '');

const anchorsOf = (page: string) =>
	[...read(page).matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
		title
			.toLowerCase()
			.replace(/[^\p{L}\p{N} _-]/gu, '')
			.replaceAll(' ', '-'),
	);

it('the README has at most 120 lines', () => {
	expect(readFileSync(join(ROOT, 'README.md'), 'utf8').split('\n').length).toBeLessThanOrEqual(121);
});

it.each(['README.md', 'SECURITY.md', 'CHANGELOG.md'])('%s has no hidden marks', (page) => {
	expect(read(page)).not.toContain('<!--');
});

it.each(PAGES)('%s links to files and headings that exist', (page) => {
	const links = [...read(page).matchAll(/\]\((?!https?:|mailto:)([^)\s]*)\)/g)].map(
		([, link]) => link,
	);
	const broken = links.filter((link) => {
		const [path, anchor] = link.split('#');
		const target = path === '' ? page : join(dirname(page), path);
		if (!existsSync(join(ROOT, target))) return true;
		return anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).includes(anchor);
	});
	expect(broken).toEqual([]);
});
