/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a test, never packed */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import manifest from '../../../package.json';
import { closure, importsOf } from '../../../scripts/split/importGraph';
import { PACKAGES } from '../../../scripts/split/packages';
import { absoluteLinks, changelogFor } from '../../../scripts/split/parts';
import { assertAlone, allSources, renamed, treeOf, type Tree } from '../../../scripts/split/tree';

const trees = new Map(PACKAGES.map((split) => [split.name, treeOf(split)]));
const textOf = (tree: Tree, file: string) => {
	const text = tree.get(file);
	if (text === undefined) throw new Error(`There is no ${file}`);
	return text;
};

it('omits the lines of the other provider from the changelog of a package', () => {
	const text = '# Changelog\n\n## 2\n\n- **PayTR:** a\n\n## 1\n\n- b\n- **Payfull:** c\n';
	expect(changelogFor(text, { provider: 'paytr', other: 'payfull' })).toBe(
		'# Changelog\n\n## 2\n\n- a\n\n## 1\n\n- b\n',
	);
	expect(changelogFor(text, { provider: 'payfull', other: 'paytr' })).toBe(
		'# Changelog\n\n## 2\n\n- No changes in this package.\n\n## 1\n\n- b\n- c\n',
	);
});

it('every changelog line has a known provider label or no label', () => {
	const lines = readFileSync(join(__dirname, '../../../CHANGELOG.md'), 'utf8').match(/^- .*/gm);
	expect(lines?.length).toBeGreaterThan(0);
	for (const line of lines ?? []) {
		expect(line).toMatch(/^- (\*\*(PayTR|Payfull):\*\* .|(?!.*(PayTR|Payfull)).)/);
	}
});

it('makes links into the repository absolute, and keeps the others', () => {
	const links = '[a](docs/a.md#b) ![c](docs/c.png) [d](https://d.example) [e](#e)';
	expect(absoluteLinks(links, 'https://github.com/o/r')).toBe(
		'[a](https://github.com/o/r/blob/main/docs/a.md#b) ' +
			'![c](https://raw.githubusercontent.com/o/r/main/docs/c.png) [d](https://d.example) [e](#e)',
	);
	expect(absoluteLinks('[a](../a.md) [b](b.md#c)', 'https://github.com/o/r', 'docs/packages')).toBe(
		'[a](https://github.com/o/r/blob/main/docs/a.md) ' +
			'[b](https://github.com/o/r/blob/main/docs/packages/b.md#c)',
	);
});

it('renames the package, but not a repository of the same name', () => {
	const text = 'install `n8n-nodes-paytr-payfull`, https://github.com/o/n8n-nodes-paytr-payfull';
	expect(renamed(text, 'n8n-nodes-paytr')).toBe(
		'install `n8n-nodes-paytr`, https://github.com/o/n8n-nodes-paytr-payfull',
	);
});

it('follows imports, types, require and side-effect imports through all files', () => {
	const found = closure(['nodes/PaytrLinkNotify/PaytrLinkNotify.node.ts']);
	expect(found).toContain('nodes/shared/delivery/memory/memory.ts');
	expect(found).not.toContain('nodes/PaytrLinkNotify/trigger/seen.ts');
	expect(importsOf('gulpfile.js')).toEqual({ files: ['package.json'], modules: ['gulp'] });
	expect(importsOf('test/engine/package.test.ts')).toMatchObject({
		files: expect.arrayContaining(['test/engine/harness/environment.ts']),
		modules: expect.arrayContaining(['n8n-core', 'n8n-workflow']),
	});
});

it('rejects a provider’s code that needs the other provider', () => {
	const [paytr] = PACKAGES;
	expect(() =>
		assertAlone(paytr, ['nodes/shared/a.ts', 'nodes/PaytrLinkNotify/b.ts']),
	).not.toThrow();
	expect(() => assertAlone(paytr, ['nodes/PayfullPaymentRequest/codes.ts'])).toThrow('codes.ts');
});

it('every source file and every single-provider example is in a package', () => {
	const packed = [...trees.values()].flatMap((tree) => [...tree.keys()]);
	expect(allSources().filter((file) => !packed.includes(file))).toEqual([]);
});

describe.each(PACKAGES)('$name', (split) => {
	const tree = trees.get(split.name) ?? new Map<string, string>();
	const own = JSON.parse(textOf(tree, 'package.json')) as typeof manifest;

	it('contains all its imports, and nothing of the other provider', () => {
		for (const file of tree.keys()) {
			const missing = importsOf(file).files.filter((needed) => !tree.has(needed));
			expect([file, missing]).toEqual([file, []]);
		}
		const code = [...tree.keys()].filter((file) => /^(nodes|credentials|icons)\//.test(file));
		expect(code.length).toBeGreaterThan(50);
		expect(code.filter((file) => file.toLowerCase().includes(split.other))).toEqual([]);
	});

	it("has the main package's version, licence and author, and its own nodes and credential", () => {
		const { name, version, license, author, repository, engines, peerDependencies } = manifest;
		expect(own).toMatchObject({ version, license, author, repository, engines, peerDependencies });
		expect([own.name, name]).toEqual([split.name, 'n8n-nodes-paytr-payfull']);
		const listed = [...own.n8n.nodes, ...own.n8n.credentials];
		const mine = (file: string) => file.toLowerCase().includes(split.provider);
		expect(listed).toEqual([...manifest.n8n.nodes, ...manifest.n8n.credentials].filter(mine));
		expect(listed.length).toBeGreaterThan(1);
		for (const file of listed) {
			const source = file.replace('dist/', '').replace('.js', '.ts');
			expect(tree.has(source)).toBe(true);
		}
		expect(own.n8n.strict).toBe(true);
	});

	it('installs exactly its imported packages, in the same versions', () => {
		const modules = new Set([...tree.keys()].flatMap((file) => importsOf(file).modules));
		const wanted = [...modules].filter((name) => name in manifest.devDependencies);
		const tools = ['@n8n/node-cli', 'typescript', 'gulp', 'jest', '@swc/core'];
		expect(Object.keys(own.devDependencies)).toEqual(expect.arrayContaining([...wanted, ...tools]));
		expect(manifest.devDependencies).toMatchObject(own.devDependencies);
		expect(own.devDependencies).not.toHaveProperty('playwright-core');
		const lock = JSON.parse(textOf(tree, 'package-lock.json')) as {
			version: string;
			packages: Record<string, { version?: string; devDependencies?: object }>;
		};
		expect(lock.version).toBe(manifest.version);
		expect(lock.packages[''].devDependencies).toEqual(own.devDependencies);
		for (const [name, version] of Object.entries(own.devDependencies)) {
			expect(lock.packages[`node_modules/${name}`].version).toBe(version);
		}
	});

	it('describes itself in English, with links that work on npm', () => {
		for (const file of ['README.md', 'CHANGELOG.md', 'SECURITY.md']) {
			const text = textOf(tree, file);
			if (file !== 'SECURITY.md') {
				const named = new RegExp(`.*${split.other}.*`, 'g');
				expect(text.toLowerCase().match(named)).toBe(null);
			}
			expect(text).not.toMatch(/<!--|\.tr\.md|\]\((?!https:|#)/);
			for (const [, anchor] of text.matchAll(/\]\(#([\w-]+)\)/g)) {
				expect(text.toLowerCase()).toContain(`## ${anchor.replaceAll('-', ' ')}`);
			}
		}
		expect(textOf(tree, 'README.md')).toMatch(new RegExp(`^# ${split.name}\n`));
		expect(textOf(tree, 'README.md').split('\n').length).toBeLessThan(75);
		expect([...tree.keys()].filter((file) => file.startsWith('docs/'))).toEqual([]);
	});

	it('has its own tests and examples, with its own node types', () => {
		const files = [...tree.keys()];
		const Name = split.provider === 'paytr' ? 'Paytr' : 'Payfull';
		expect(files).toContain(`test/unit/credentials/${Name}Api.test.ts`);
		expect(
			files.filter((file) => /^test\/engine\/.*\.test\.ts$/.test(file)).length,
		).toBeGreaterThan(2);
		const examples = files.filter((file) => /^examples\/.*\.json$/.test(file));
		expect(examples.length).toBeGreaterThan(1);
		for (const file of examples) {
			expect(textOf(tree, file)).toContain(`"${split.name}.${split.provider}`);
			expect(textOf(tree, file)).not.toContain(manifest.name);
		}
	});
});
