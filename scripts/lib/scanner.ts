/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import { mkdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { run } from './children';
import { ROOT } from './paths';

/** n8n's own check of community packages, which is part of verification. */
const SCANNER = createRequire(join(ROOT, 'package.json')).resolve(
	'@n8n/scan-community-package/scanner/scanner.mjs',
);

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

/**
 * Runs both parts of n8n's scanner, on the repository's sources and on the tarball's content.
 * Leaves out the checks that need a published package (provenance, registry).
 * @returns the reason why each part rejects the package, or undefined
 */
export async function scan(
	sources: string,
	tarball: string,
): Promise<{ sources: string | undefined; tarball: string | undefined }> {
	const scanner = moduleSchema.parse(await import(pathToFileURL(SCANNER).href));
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
