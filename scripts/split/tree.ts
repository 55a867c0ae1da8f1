/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { lockSchema, lockText, needed } from '../lib/packageLock';
import { ROOT, slashes } from '../lib/paths';
import { PLACEHOLDER, repositoryAddress } from '../lib/repository';
import { closure, importsOf } from './importGraph';
import type { SplitPackage } from './packages';
import { absoluteLinks, changelogFor } from './parts';

/** The files of a package, by their paths in it. */
export type Tree = Map<string, string>;

const manifestSchema = z
	.object({
		name: z.string(),
		version: z.string(),
		keywords: z.array(z.string()),
		scripts: z.record(z.string()),
		files: z.array(z.string()),
		devDependencies: z.record(z.string()),
		n8n: z.object({ credentials: z.array(z.string()), nodes: z.array(z.string()) }).passthrough(),
	})
	.passthrough();

/** The name of the main package, except as part of an address. */
const MAIN = 'n8n-nodes-paytr-payfull';
const NAME = new RegExp(`(?<![\\w/-])${MAIN}(?![\\w-])`, 'g');

export const renamed = (text: string, name: string) => text.replace(NAME, name);

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
/** Reads package.json without the schema, which would change the order of the keys. */
const rawManifest = (): object => JSON.parse(read('package.json'));
const manifest = () => manifestSchema.parse(rawManifest());

/** All files below a folder, as paths from the repository's root. */
function filesBelow(folder: string): string[] {
	if (!existsSync(join(ROOT, folder))) return [];
	return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => slashes(relative(ROOT, join(entry.parentPath, entry.name))))
		.sort();
}

const ownEntries = (listed: string[], { provider }: SplitPackage) =>
	listed.filter((file) => file.toLowerCase().includes(provider));

const sourceOf = (built: string) => built.replace(/^dist\//, '').replace(/\.js$/, '.ts');

/** @throws {Error} if a provider's code imports the other provider's */
export function assertAlone(split: SplitPackage, code: readonly string[]): void {
	const foreign = code.find((file) => file.toLowerCase().includes(split.other));
	if (foreign) throw new Error(`${split.name} can't do without ${foreign}`);
}

/** All sources of the main package, without documents for developers. */
export const allSources = () =>
	['nodes', 'credentials', 'icons'].flatMap(filesBelow).filter((file) => !file.endsWith('.md'));

/** The nodes and credentials with their imports, icons, codex files and schemas. */
function sources(split: SplitPackage): string[] {
	const { nodes, credentials } = manifest().n8n;
	const entries = ownEntries([...nodes, ...credentials], split).map(sourceOf);
	const code = [...closure(entries)];
	assertAlone(split, code);
	const folders = entries.filter((file) => file.startsWith('nodes/')).map(dirname);
	const assets = folders.flatMap(filesBelow).filter((file) => !file.endsWith('.ts'));
	const icons = code.flatMap((file) =>
		[...read(file).matchAll(/file:(?:\.\.\/)*(icons\/[\w.-]+)/g)].map(([, icon]) => icon),
	);
	return [...code, ...assets, ...icons];
}

/**
 * The tests of these sources, with their imports. A test that names both providers covers both,
 * unless its own file name contains one of them. Shared test files may name both.
 */
function tests(split: SplitPackage, own: ReadonlySet<string>): string[] {
	const isCode = (file: string) => /^(nodes|credentials)\//.test(file);
	const mentions = (text: string, provider: string) => text.toLowerCase().includes(provider);
	const all = ['test/unit', 'test/engine']
		.flatMap(filesBelow)
		.filter((file) => file.endsWith('.test.ts'));
	const chosen = all.filter((file) => {
		const needs = [...closure([file])];
		if (needs.some((need) => isCode(need) && !own.has(need))) return false;
		const text = `${file}\n${read(file)}`;
		const onEngine = needs.some((need) => need.startsWith('test/engine/harness/'));
		const ofPackage = importsOf(file).files.includes('package.json');
		const ofEngine = onEngine && (ofPackage || mentions(text, split.provider));
		if (!needs.some(isCode) && !ofEngine) return false;
		return mentions(file, split.provider) || !mentions(text, split.other);
	});
	return [...closure(chosen)].filter((file) => file !== 'package.json');
}

/** Examples that use only this provider's nodes. */
function examples(split: SplitPackage): Array<[string, string]> {
	const uses = (text: string, provider: string) => text.includes(`"${MAIN}.${provider}`);
	return filesBelow('examples')
		.filter((file) => file.endsWith('.json'))
		.map((file): [string, string] => [file, read(file)])
		.filter(([, text]) => uses(text, split.provider) && !uses(text, split.other));
}

/** Files that are copied unchanged. */
const SETTINGS = [
	'.editorconfig',
	'.gitignore',
	'.npmrc',
	'.prettierignore',
	'.prettierrc.js',
	'.github/workflows/publish.yml',
	'LICENSE.md',
	'eslint.config.mjs',
	'gulpfile.js',
	'jest.config.js',
	'tsconfig.json',
	'tsconfig.dev.json',
];

/** Files that jest's settings refer to. */
const ofJest = () =>
	[...read('jest.config.js').matchAll(/<rootDir>\/(test\/[\w./-]+\.js)/g)].map(([, file]) => file);

/** Tools that no file imports by name. */
const TOOLS =
	/^(@n8n\/node-cli|@swc\/(core|jest)|@types\/(jest|node)|eslint|gulp|jest|prettier|typescript)$/;

function packageJson(split: SplitPackage, files: Iterable<string>): string {
	const main = manifest();
	const modules = new Set([...files].flatMap((file) => importsOf(file).modules));
	const used = (name: string) =>
		TOOLS.test(name) || modules.has(name) || modules.has(name.replace(/^@types\//, ''));
	const { build, lint, format, typecheck } = main.scripts;
	const changes = {
		name: split.name,
		description: split.description,
		keywords: main.keywords.filter((word) => !word.toLowerCase().includes(split.other)),
		n8n: {
			...main.n8n,
			credentials: ownEntries(main.n8n.credentials, split),
			nodes: ownEntries(main.n8n.nodes, split),
		},
		scripts: { build, lint, format, typecheck, test: 'jest', verify: VERIFY },
		devDependencies: Object.fromEntries(
			Object.entries(main.devDependencies).filter(([name]) => used(name)),
		),
	};
	return `${JSON.stringify({ ...rawManifest(), ...changes }, null, '\t')}\n`;
}

/**
 * The script has the same name as in the main package, because publish.yml runs it before packing.
 */
const VERIFY = 'npm run build && npm run lint && npm run typecheck && npm test';

/** package-lock.json, reduced to the packages that this package needs. */
function packageLock(ownManifest: string): string {
	const own = manifestSchema.parse(JSON.parse(ownManifest));
	const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, object> };
	const { packages } = lockSchema.parse(lock);
	const { name, version, license, engines, peerDependencies, devDependencies } = own;
	const kept = needed(packages, Object.keys({ ...devDependencies, ...Object(peerDependencies) }));
	return lockText({
		...lock,
		...{ name, version },
		packages: {
			'': { name, version, license, devDependencies, engines, peerDependencies },
			...Object.fromEntries(Object.entries(lock.packages).filter(([path]) => kept.has(path))),
		},
	});
}

/** The complete package of one provider, created from the repository's files. */
export function treeOf(split: SplitPackage): Tree {
	const repository = repositoryAddress();
	const code = sources(split);
	const tree: Tree = new Map();
	for (const file of tests(split, new Set(code))) tree.set(file, read(file));
	for (const file of code) tree.set(file, read(file).replaceAll(PLACEHOLDER, repository));
	for (const file of [...SETTINGS, ...ofJest()]) tree.set(file, read(file));
	for (const [file, text] of examples(split)) tree.set(file, renamed(text, split.name));
	const readme = read(`docs/packages/${split.provider}.md`);
	tree.set('README.md', absoluteLinks(readme, repository, 'docs/packages'));
	tree.set('SECURITY.md', absoluteLinks(read('SECURITY.md'), repository));
	tree.set('CHANGELOG.md', changelogFor(read('CHANGELOG.md'), split));
	const own = packageJson(split, tree.keys());
	tree.set('package.json', own);
	tree.set('package-lock.json', packageLock(own));
	return tree;
}
