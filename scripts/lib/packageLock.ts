import { z } from 'zod';

const names = z.record(z.string()).default({});

const entry = z
	.object({ dependencies: names, optionalDependencies: names, peerDependencies: names })
	.passthrough();

/** A package-lock.json, as far as it is read here. */
export const lockSchema = z.object({ packages: z.record(entry) }).passthrough();

type Packages = z.infer<typeof lockSchema>['packages'];

const SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'openharmony', 'sunos', 'win32'];
const PROCESSORS = ['arm64', 'x64', 'ia32', 'ppc64', 's390x', 'loong64', 'riscv64', 'arm'];

/** Where Node finds `name` when the package at `path` asks for it; undefined if it finds none. */
function findFrom(packages: Packages, path: string, name: string): string | undefined {
	for (
		let folder = path;
		;
		folder = folder.slice(0, Math.max(folder.lastIndexOf('/node_modules/'), 0))
	) {
		const candidate = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
		if (packages[candidate]) return candidate;
		if (folder === '') return undefined;
	}
}

/** The optional packages, with their versions, that a lock's packages name and the lock hasn't. */
export function missingOptional(packages: Packages): Array<[name: string, version: string]> {
	return Object.entries(packages).flatMap(([path, { optionalDependencies }]) =>
		Object.entries(optionalDependencies).filter(([name]) => !findFrom(packages, path, name)),
	);
}

/**
 * A lock's entry for a platform's package that the registry in use doesn't have: the version that
 * its parent names, the platform that its own name says. The integrity, which only a registry that
 * has the package can tell, is left out.
 */
export function platformEntry(name: string, version: string): Record<string, unknown> {
	const words = name.split(/[/-]/);
	const os = SYSTEMS.find((system) => words.includes(system));
	const cpu = PROCESSORS.find((processor) => words.includes(processor));
	if (!os || !cpu || !/^\d+\.\d+\.\d+/.test(version)) {
		throw new Error(`The name of ${name}@${version} doesn't tell its platform`);
	}
	const libc = /-musl/.test(name) ? ['musl'] : /-gnu/.test(name) ? ['glibc'] : undefined;
	return {
		version,
		cpu: [cpu],
		dev: true,
		...(os === 'linux' && libc && { libc }),
		optional: true,
		os: [os],
	};
}

/** As npm writes it. */
export function lockText(lock: { packages: Record<string, unknown> }): string {
	const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
	return `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, '\t')}\n`;
}

/** The paths of what the root package needs of a lock: its own dependencies, and what those need. */
export function needed(packages: Packages, dependencies: string[]): Set<string> {
	const found = new Set<string>();
	const visit = (from: string, wanted: string[]) => {
		for (const name of wanted) {
			const path = findFrom(packages, from, name);
			if (path === undefined || found.has(path)) continue;
			found.add(path);
			const { dependencies: own, optionalDependencies, peerDependencies } = packages[path];
			visit(path, Object.keys({ ...own, ...optionalDependencies, ...peerDependencies }));
		}
	};
	visit('', dependencies);
	return found;
}
