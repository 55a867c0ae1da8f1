/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { run } from './children';
import type { Report } from './install';
import { withLock } from './lock';
import { npm } from './npm';
import { REAL_DIR } from './paths';

/** n8n's own check of community packages, the one that verification runs. */
const SCANNER = { name: '@n8n/scan-community-package', version: '0.32.0' };

/** In a folder of its own: it brings another ESLint than the one that n8n prescribes here. */
const FOLDER = join(REAL_DIR, `scanner-${SCANNER.version}`);

const verdictSchema = z.object({
	passed: z.boolean(),
	message: z.string().optional(),
	details: z.string().optional(),
});

const analyzeSchema = z
	.function()
	.args(z.string(), z.array(z.string()))
	.returns(z.promise(verdictSchema));

const moduleSchema = z.object({
	analyzePackage: analyzeSchema,
	SOURCE_FILE_PATTERNS: z.array(z.string()),
});

async function ensureScanner(report: Report): Promise<string> {
	const main = join(FOLDER, 'node_modules', SCANNER.name, 'scanner', 'scanner.mjs');
	await withLock(FOLDER, report, async () => {
		if (existsSync(join(FOLDER, '.installed'))) return;
		report(`installing ${SCANNER.name}`);
		await rm(FOLDER, { recursive: true, force: true, maxRetries: 3 });
		await mkdir(FOLDER, { recursive: true });
		const manifest = { private: true, dependencies: { [SCANNER.name]: SCANNER.version } };
		await writeFile(join(FOLDER, 'package.json'), JSON.stringify(manifest));
		await npm(FOLDER, ['install', '--ignore-scripts', '--no-audit', '--no-fund']);
		await writeFile(join(FOLDER, '.installed'), SCANNER.version);
	});
	return main;
}

/**
 * Both legs of n8n's scanner, without what it asks of a published package (provenance, registry):
 * the sources as they are in the repository, and what is in the tarball.
 * @returns why each leg refuses the package; undefined where it doesn't
 */
export async function scan(
	sources: string,
	tarball: string,
	report: Report = () => undefined,
): Promise<{ sources: string | undefined; tarball: string | undefined }> {
	const main = await ensureScanner(report);
	const scanner = moduleSchema.parse(await import(pathToFileURL(main).href));
	const unpacked = `${tarball}.unpacked`;
	await rm(unpacked, { recursive: true, force: true, maxRetries: 3 });
	await mkdir(unpacked, { recursive: true });
	await run('tar', ['-xzf', tarball, '-C', unpacked, '--strip-components=1']);
	const why = ({ passed, message, details }: z.infer<typeof verdictSchema>) =>
		passed ? undefined : `${message ?? 'refused'}\n${details ?? ''}`;
	return {
		sources: why(await scanner.analyzePackage(sources, scanner.SOURCE_FILE_PATTERNS)),
		tarball: why(await scanner.analyzePackage(unpacked, ['**/*.js', 'package.json'])),
	};
}
