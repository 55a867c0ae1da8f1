/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a test, never packed */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { rendered } from './render';

const ROOT = join(__dirname, '../../..');

const filesBelow = (folder: string) =>
	readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
		join(folder, file),
	);

const PAGES = [
	...readdirSync(ROOT),
	...['docs', 'nodes', 'sandbox', 'bench', 'test'].flatMap(filesBelow),
].filter((file) => file.endsWith('.md'));

const sourceOf = (page: string) => readFileSync(join(ROOT, page), 'utf8');

/** The anchors that GitHub creates for headings. */
const anchorsOf = (page: string) =>
	rendered(sourceOf(page)).headings.map((title) =>
		title
			.toLowerCase()
			.replace(/[^\p{L}\p{N} _-]/gu, '')
			.replaceAll(' ', '-'),
	);

function isBroken(page: string, link: string): boolean {
	if (/^(?:https?|mailto):/.test(link)) return false;
	const [path, anchor] = decodeURIComponent(link).split('#');
	const target = path === '' ? page : join(dirname(page), path);
	if (!existsSync(join(ROOT, target))) return true;
	return anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).includes(anchor);
}

it('the README has at most 120 lines', () => {
	expect(sourceOf('README.md').split('\n').length).toBeLessThanOrEqual(121);
});

it.each(['README.md', 'SECURITY.md', 'CHANGELOG.md'])('%s has no hidden marks', (page) => {
	expect(sourceOf(page)).not.toContain('<!--');
});

it.each(PAGES)('%s has no raw Markdown in its rendered text', (page) => {
	const raw = rendered(sourceOf(page)).texts.filter((text) => /\]\(|\*\*|^#{1,6} |`/.test(text));
	expect(raw).toEqual([]);
});

it.each(PAGES)('%s has only links to existing files and headings', (page) => {
	const { links } = rendered(sourceOf(page));
	expect(links.filter((link) => isBroken(page, link))).toEqual([]);
});

it('finds raw Markdown after a comment and a broken link', () => {
	const { texts, links } = rendered('<!-- mark --> [PayTR](x.md)\n\n[Payfull](docs/gone.md)');
	expect(texts.filter((text) => text.includes(']('))).toHaveLength(1);
	expect(links.filter((link) => isBroken('README.md', link))).toEqual(['docs/gone.md']);
});
