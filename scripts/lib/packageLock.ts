import { z } from 'zod';

const names = z.record(z.string()).default({});

const entry = z
	.object({ dependencies: names, optionalDependencies: names, peerDependencies: names })
	.passthrough();

/** The fields of a package-lock.json that this module reads. */
export const lockSchema = z.object({ packages: z.record(entry) }).passthrough();

type Packages = z.infer<typeof lockSchema>['packages'];

const SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'openharmony', 'sunos', 'win32'];
const PROCESSORS = ['arm64', 'x64', 'ia32', 'ppc64', 's390x', 'loong64', 'riscv64', 'arm'];

/** The path at which Node finds `name` for the package at `path`. Undefined if there is none. */
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

/** Optional packages, with their versions, that the lock's packages mention but the lock lacks. */
export function missingOptional(packages: Packages): Array<[name: string, version: string]> {
	return Object.entries(packages).flatMap(([path, { optionalDependencies }]) =>
		Object.entries(optionalDependencies).filter(([name]) => !findFrom(packages, path, name)),
	);
}

/**
 * A lock entry for a platform's package that the current registry doesn't have. Its parent provides
 * the version, and its own name the platform. The integrity is missing, because only a registry
 * with the package knows it.
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

/** The text of a lock in npm's format. */
export function lockText(lock: { packages: Record<string, unknown> }): string {
	const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
	return `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, '\t')}\n`;
}

/** The paths of all packages in a lock that the root package needs, directly or indirectly. */
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
