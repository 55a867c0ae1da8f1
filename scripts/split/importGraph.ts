/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { ROOT, slashes } from '../lib/paths';

const isFile = (path: string) => existsSync(path) && statSync(path).isFile();

/** The file that an import refers to, as a path from the repository's root. */
function resolve(from: string, specifier: string): string {
	const base = join(ROOT, dirname(from), specifier);
	const file = [base, `${base}.ts`, `${base}.js`, join(base, 'index.ts')].find(isFile);
	if (file === undefined) throw new Error(`${from} imports '${specifier}', which is not there`);
	return slashes(relative(ROOT, file));
}

export interface Imports {
	/** Files, as paths from the repository's root. */
	files: string[];
	/** Names of packages in node_modules. */
	modules: string[];
}

const known = new Map<string, Imports>();

/** The imports of one file, including types and `require`. */
export function importsOf(file: string): Imports {
	const before = known.get(file);
	if (before) return before;
	const names = /\.[cm]?[jt]s$/.test(file)
		? ts
				.preProcessFile(readFileSync(join(ROOT, file), 'utf8'), true, true)
				.importedFiles.map(({ fileName }) => fileName)
		: [];
	const own = names.filter((name) => name.startsWith('.'));
	const foreign = names.filter((name) => !/^(\.|node:)/.test(name));
	const found = {
		files: own.map((name) => resolve(file, name)),
		modules: foreign.map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/')),
	};
	known.set(file, found);
	return found;
}

/** The files and all files that they import, directly or indirectly. */
export function closure(files: Iterable<string>): Set<string> {
	const found = new Set<string>();
	const waiting = [...files];
	for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
		if (found.has(file)) continue;
		found.add(file);
		waiting.push(...importsOf(file).files);
	}
	return found;
}
