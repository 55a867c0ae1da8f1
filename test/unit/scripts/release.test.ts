/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a test, never packed */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assertOwned, repositoryAddress } from '../../../scripts/lib/repository';
import { released } from '../../../scripts/release/changelog';

const ROOT = join(__dirname, '../../..');
const owned = {
	author: { name: 'Ayşe Yılmaz', email: 'ayse@n8n.example.org' },
	homepage: 'https://github.com/ayse/n8n-nodes#readme',
	repository: { url: 'git+https://github.com/ayse/n8n-nodes.git' },
};

const README = '![CI](https://github.com/ayse/n8n-nodes/actions/workflows/ci.yml/badge.svg)';

describe('a release', () => {
	it('requires an owner and a repository', () => {
		expect(repositoryAddress(owned)).toBe('https://github.com/ayse/n8n-nodes');
		expect(() => assertOwned(owned, README)).not.toThrow();
	});

	it.each([
		['repository.url', { repository: { url: 'git+https://github.com/OWNER/REPOSITORY.git' } }],
		['repository.url', { repository: { url: 'git+https://github.com/ayse/REPOSITORY.git' } }],
		['repository.url', { repository: { url: 'https://gitlab.com/ayse/n8n-nodes' } }],
		['homepage', { homepage: 'https://github.com/OWNER/REPOSITORY#readme' }],
		['author.name', { author: { name: 'AUTHOR', email: 'ayse@n8n.example.org' } }],
		['author.email', { author: { name: 'Ayşe', email: 'author@example.com' } }],
	])('does not start with a placeholder in %s: %j', (field, change) => {
		expect(() => assertOwned({ ...owned, ...change }, README)).toThrow(field);
	});

	it('does not start with a placeholder in the README', () => {
		const readme = README.replace('ayse/n8n-nodes', 'OWNER/REPOSITORY');
		expect(() => assertOwned(owned, readme)).toThrow('README.md: https://github.com/OWNER');
	});

	it('has placeholders, or their replacements, only in package.json and the badges', () => {
		const address = repositoryAddress();
		const files = ['nodes', 'credentials', 'docs', 'examples', 'scripts/lib']
			.flatMap((folder) =>
				readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true }),
			)
			.filter((entry) => entry.isFile() && /\.(ts|json|md)$/.test(entry.name))
			.map((entry) => join(entry.parentPath, entry.name));
		const named = [...files, join(ROOT, 'README.md')].flatMap((file) => [
			...readFileSync(file, 'utf8').matchAll(/https:\/\/github\.com\/[\w-]+\/[\w-]+(?=["'#/)])/g),
		]);
		expect(named.length).toBeGreaterThan(0);
		for (const [link] of named) expect(link).toBe('https://github.com/OWNER/REPOSITORY');
		expect(address).toMatch(/^https:\/\/github\.com\/[\w-]+\/[\w.-]+$/);
	});

	it('dates the unreleased part of the changelog', () => {
		const before =
			'# Changelog\n\n## 0.2.0 (unreleased)\n\n- New.\n\n## 0.1.0 (2026-01-02)\n\n- Old.\n';
		expect(released(before, '0.2.0', '2026-03-04')).toBe(
			before.replace('unreleased', '2026-03-04'),
		);
		expect(released(before, '1.0.0', '2026-03-04')).toContain('## 1.0.0 (2026-03-04)\n\n- New.');
	});

	it.each([
		'# Changelog\n\n## 0.1.0 (2026-01-02)\n\n- Old.\n',
		'# Changelog\n\n## 0.2.0 (unreleased)\n\n## 0.1.0 (2026-01-02)\n\n- Old.\n',
	])('requires an entry in the changelog', (changelog) => {
		expect(() => released(changelog, '0.2.0', '2026-03-04')).toThrow('says nothing of 0.2.0');
	});
});

describe('the workflows', () => {
	const folder = join(ROOT, '.github/workflows');
	const files = readdirSync(folder);
	const read = (file: string) => readFileSync(join(folder, file), 'utf8');

	it.each(files)('%s pins actions to a commit, followed by the version', (file) => {
		const used = [...read(file).matchAll(/uses: (.*)/g)].map(([, action]) => action);
		expect(used.length).toBeGreaterThan(0);
		for (const action of used)
			expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
	});

	it('publish.yml gives no token to steps that run code', () => {
		const [head, pack, publish] = read('publish.yml').split(/^ {2}(?:pack|publish):$/m);
		expect(head).toMatch(/^permissions: \{\}$/m);
		expect(pack).toMatch(/^ {4}permissions: \{\}$/m);
		expect(pack).toContain('persist-credentials: false');
		expect(pack).toContain('npm ci');
		expect(pack).not.toMatch(/secrets\.|id-token/);
		expect(publish).toMatch(/permissions:\n {6}id-token: write\n {4}steps/);
		expect(publish).not.toMatch(/checkout|npm (ci|run|install|exec)|npx/);
		expect(publish).toContain('--provenance');
	});
});
