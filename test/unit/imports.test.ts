/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test, never packed */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { preProcessFile } from 'typescript';

const ROOT = join(__dirname, '../..');

/** The imports of each file, by its path from the root without extension. */
type Imports = Map<string, string[]>;

function readImports(): Imports {
	const imports: Imports = new Map();
	for (const folder of ['credentials', 'nodes']) {
		for (const name of readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })) {
			if (!name.endsWith('.ts')) continue;
			const file = `${folder}/${name.replaceAll('\\', '/')}`;
			const { importedFiles } = preProcessFile(readFileSync(join(ROOT, file), 'utf8'));
			const targets = importedFiles.map(({ fileName }) =>
				fileName.startsWith('.') ? posix.join(dirname(file), fileName) : fileName,
			);
			imports.set(file.replace(/\.ts$/, ''), targets);
		}
	}
	return imports;
}

const RULES = [
	{ from: /^credentials\//, to: /^nodes\// },
	{ from: /^(nodes|credentials)\//, to: /^(sandbox|test|scripts|bench)\// },
	{ from: /^nodes\/shared\//, to: /^nodes\/(?!shared\/)/ },
	{ from: /^nodes\/Paytr/, to: /payfull/i },
	{ from: /^nodes\/Payfull/, to: /paytr/i },
	{ from: /^/, to: /^(?!nodes\/|credentials\/|n8n-workflow$|node:crypto$|luxon$)/ },
];

function forbidden(imports: Imports): string[] {
	return [...imports].flatMap(([file, targets]) =>
		targets
			.filter((target) => RULES.some(({ from, to }) => from.test(file) && to.test(target)))
			.map((target) => `${file} imports ${target}`),
	);
}

/** The files of the first import cycle, in order. */
function findCircle(imports: Imports): string[] {
	const done = new Set<string>();
	function visit(file: string, path: string[]): string[] {
		if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
		if (done.has(file)) return [];
		for (const target of imports.get(file) ?? []) {
			const circle = visit(target, [...path, file]);
			if (circle.length) return circle;
		}
		done.add(file);
		return [];
	}
	for (const file of imports.keys()) {
		const circle = visit(file, []);
		if (circle.length) return circle;
	}
	return [];
}

it('finds no forbidden import in the published code', () => {
	const imports = readImports();
	expect(imports.size).toBeGreaterThan(50);
	expect(forbidden(imports)).toEqual([]);
});

it('finds no import cycle in the published code', () => {
	expect(findCircle(readImports())).toEqual([]);
});

it.each([
	['credentials/PaytrApi.credentials', 'nodes/shared/result'],
	['nodes/shared/transport', 'sandbox/server'],
	['nodes/shared/transport', 'nodes/PaytrLinkNotify/values'],
	['nodes/PaytrLinkNotify/values', 'nodes/PayfullPaymentRequest/values'],
	['nodes/PayfullPaymentRequest/values', 'credentials/signing/paytr'],
	['nodes/shared/transport', 'node:fs'],
])('reports that %s imports %s', (file, target) => {
	expect(forbidden(new Map([[file, [target]]]))).toEqual([`${file} imports ${target}`]);
});

it('reports an import cycle', () => {
	const imports = { a: ['b'], b: ['c'], c: ['b'] };
	expect(findCircle(new Map(Object.entries(imports)))).toEqual(['b', 'c', 'b']);
});

/** A field panel is a list, which is easier to read in one file. */
const PANELS = /\.fields\.ts$/;
const LONGEST_FILE = 220;

it('has no published file that is too long, except panels', () => {
	const files = ['credentials', 'nodes'].flatMap((folder) =>
		readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
			.filter((name) => name.endsWith('.ts') && !PANELS.test(name))
			.map((name) => join(folder, name)),
	);
	const lines = (file: string) =>
		readFileSync(join(ROOT, file), 'utf8').trimEnd().split('\n').length;
	expect(files.filter((file) => lines(file) > LONGEST_FILE)).toEqual([]);
});
