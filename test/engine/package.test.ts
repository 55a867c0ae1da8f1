/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- test, never packed */
import './harness/environment';

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';

import { PackageDirectoryLoader } from 'n8n-core';
import { jsonParse, type INodeType } from 'n8n-workflow';

import packageJson from '../../package.json';

const root = resolve(__dirname, '../..');

/** `dist/nodes/ShortName/ShortName.node.js` → `shortName` */
function typeName(file: string): string {
	const className = basename(file).split('.')[0] ?? '';
	return className.charAt(0).toLowerCase() + className.slice(1);
}

const nodeNames = packageJson.n8n.nodes.map(typeName);
const credentialNames = packageJson.n8n.credentials.map(typeName);

describe('the packed package', () => {
	let files: string[];

	beforeAll(() => {
		const output = execFileSync('npm', ['pack', '--json', '--dry-run', '--ignore-scripts'], {
			cwd: root,
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'ignore'],
		});
		const [packed] = jsonParse<Array<{ files: Array<{ path: string }> }>>(output);
		files = packed?.files.map(({ path }) => path) ?? [];
	});

	it('contains the built nodes and the three documents, nothing else', () => {
		const outside = files.filter((file) => !/^dist\/(nodes|credentials|icons)\//.test(file));

		expect(outside.sort()).toEqual(['LICENSE.md', 'README.md', 'package.json']);
	});

	it('contains code, icons, codex files and schemas, but no source maps or build leftovers', () => {
		const others = files.filter(
			(file) =>
				file.startsWith('dist/') &&
				!/\.js$|\.d\.ts$|\.svg$|\.node\.json$|\/__schema__\/.+\.json$/.test(file),
		);

		expect(others).toEqual([]);
	});

	it('contains every file that package.json lists, and its codex file', () => {
		const { nodes, credentials } = packageJson.n8n;
		const codex = nodes.map((file) => `${file}on`);

		expect(files).toEqual(expect.arrayContaining([...nodes, ...credentials, ...codex]));
	});

	it('uses only parts of n8n-workflow from 1.120 to 2.40, and only luxon’s DateTime', () => {
		const text = ['nodes', 'credentials']
			.map((folder) => resolve(root, 'dist', folder))
			.flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
			.filter((entry) => entry.name.endsWith('.js'))
			.map((entry) => readFileSync(resolve(entry.parentPath, entry.name), 'utf8'))
			.join('\n');
		const names = (pattern: RegExp) => [
			...new Set([...text.matchAll(pattern)].map(([, name]) => name)),
		];

		const used = names(/\bn8n_workflow_\d+\.(\w+)/g);
		expect(used).toContain('NodeApiError');
		const known = [
			'NodeApiError',
			'NodeConnectionTypes',
			'NodeOperationError',
			'sleep',
			'updateDisplayOptions',
		];
		expect(known).toEqual(expect.arrayContaining(used));
		const parts = readFileSync(resolve(root, 'test/n8nWorkflowParts.js'), 'utf8');
		const inMutationRuns = [...parts.matchAll(/get (\w+)\(\)/g)].map(([, name]) => name);
		expect(inMutationRuns.sort()).toEqual(known);
		expect(names(/\bluxon_\d+\.(\w+)/g)).toEqual(['DateTime']);
		expect(names(/require\("([^."][^"]*)"\)/g).sort()).toEqual([
			'luxon',
			'n8n-workflow',
			'node:crypto',
		]);
	});

	it('contains no third-party code and runs nothing on installation', () => {
		expect(packageJson).not.toHaveProperty('dependencies');
		expect(packageJson).not.toHaveProperty('overrides');
		expect(packageJson.peerDependencies).toEqual({ 'n8n-workflow': '*' });
		for (const script of ['preinstall', 'install', 'postinstall', 'prepare']) {
			expect(packageJson.scripts).not.toHaveProperty(script);
		}
	});
});

describe("n8n's package loader", () => {
	const loader = new PackageDirectoryLoader(root);

	beforeAll(async () => await loader.loadAll());

	it('finds exactly the listed nodes and credentials, by their file names', () => {
		expect(Object.keys(loader.nodeTypes)).toEqual(nodeNames);
		expect(Object.keys(loader.credentialTypes)).toEqual(credentialNames);
	});

	it.each(nodeNames)('finds light and dark icons and the codex of %s', (name) => {
		const { description } = loader.getNode(name).type as INodeType;

		expect(iconFiles(description.iconUrl).filter((file) => !existsSync(file))).toEqual([]);
		expect(description.codex?.categories).toEqual(['Finance & Accounting']);
	});

	it.each(credentialNames)('finds light and dark icons and the nodes of %s', (name) => {
		const { type } = loader.getCredential(name);

		expect(iconFiles(type.iconUrl).filter((file) => !existsSync(file))).toEqual([]);
		expect(type.supportedNodes).not.toEqual([]);
		expect(nodeNames).toEqual(expect.arrayContaining(type.supportedNodes ?? []));
	});

	it('gives each node an existing credential', () => {
		for (const name of nodeNames) {
			const { description } = loader.getNode(name).type as INodeType;
			for (const credential of description.credentials ?? []) {
				expect(credentialNames).toContain(credential.name);
			}
		}
	});
});

/** The files of n8n's icon URLs, `icons/<package>/<path>`, one for each theme. */
function iconFiles(icon: string | { light: string; dark: string } | undefined): string[] {
	if (typeof icon !== 'object') throw new Error(`No light and dark icon: ${String(icon)}`);
	const prefix = `icons/${packageJson.name}/`;
	return [icon.light, icon.dark].map((url) => resolve(root, url.replace(prefix, '')));
}
