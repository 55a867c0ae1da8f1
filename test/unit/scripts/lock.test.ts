import lock from '../../../package-lock.json';
import {
	lockSchema,
	missingOptional,
	needed,
	platformEntry,
} from '../../../scripts/lib/packageLock';

const { packages } = lockSchema.parse({
	packages: {
		'': {},
		'node_modules/a': {
			dependencies: { b: '1' },
			optionalDependencies: { 'a-win32-x64': '1.0.0' },
		},
		'node_modules/a/node_modules/b': { peerDependencies: { c: '1', absent: '1' } },
		'node_modules/b': { optionalDependencies: { c: '2.0.0' } },
		'node_modules/c': {},
		'node_modules/unused': {},
	},
});

it('package-lock.json is complete: "npm run lock" would add nothing', () => {
	expect(missingOptional(lockSchema.parse(lock).packages)).toEqual([]);
});

it('finds the optional packages that a lock lacks', () => {
	expect(missingOptional(packages)).toEqual([['a-win32-x64', '1.0.0']]);
});

it('follows dependencies like Node', () => {
	expect([...needed(packages, ['a'])]).toEqual([
		'node_modules/a',
		'node_modules/a/node_modules/b',
		'node_modules/c',
	]);
});

it.each([
	['@swc/core-win32-arm64-msvc', { os: ['win32'], cpu: ['arm64'] }],
	['@x/binding-linux-riscv64-musl', { os: ['linux'], cpu: ['riscv64'], libc: ['musl'] }],
	['@x/binding-linux-arm-gnueabihf', { os: ['linux'], cpu: ['arm'], libc: ['glibc'] }],
])('derives the platform of %s', (name, platform) => {
	expect(platformEntry(name, '1.2.3')).toEqual({
		version: '1.2.3',
		dev: true,
		optional: true,
		...platform,
	});
	expect(() => platformEntry('left-pad', '1.2.3')).toThrow('left-pad');
});
