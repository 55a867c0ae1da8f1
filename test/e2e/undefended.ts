/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../scripts/lib/children';
import type { CheckResult, Checks } from './checks';

interface Defence {
	/** Path of the built file in the package. */
	file: string;
	code: string;
	/** Replaces the defense. */
	instead: string;
	/** The checks that must fail without the defense. */
	lets: RegExp[];
}

/** The defenses against the attacks in attackChecks.ts. */
const DEFENCES: Record<string, Defence> = {
	'the address is checked': {
		file: 'dist/credentials/signing/target.js',
		code: 'function requestTarget(request, own, label) {',
		instead:
			'function requestTarget(request, own, label) { try { return new URL(request.url ?? request.uri, own); } catch {}',
		lets: [/addresses in URL/, /addresses in pagination's Next URL/, /pagination by query/],
	},
	'the request is built anew': {
		file: 'dist/credentials/signing/request.js',
		code: '...kept(request, KEPT_LEGACY),',
		instead: "...kept(request, [...KEPT_LEGACY, 'proxy', 'rejectUnauthorized']),",
		lets: [/a proxy of the workflow/],
	},
	'headers are its own': {
		file: 'dist/credentials/signing/request.js',
		code: 'headers: {\n',
		instead: 'headers: { ...request.headers,\n',
		lets: [/headers and query of the workflow/],
	},
	'the body is read once': {
		file: 'dist/credentials/signing/request.js',
		code: 'new oneTimeBody_1.OneTimeBody(body, FORM_UTF8)',
		instead: 'body',
		lets: [/no signed form in the error of a time-out/],
	},
	'the merchant is its own': {
		file: 'dist/credentials/PaytrApi.credentials.js',
		code: 'if (given.trim() !== merchantId) {',
		instead: 'if (false) {',
		lets: [/another merchant/],
	},
	"the providers' words are blanked": {
		file: 'dist/nodes/shared/providerWords.js',
		code: 'function withoutSecrets(text, secrets) {',
		instead: 'function withoutSecrets(text, secrets) { return text;',
		lets: [/secrets: none in the database/],
	},
};

/**
 * Packs a copy of the package without its defenses. @throws if the code of a defense has changed
 */
export async function withoutDefences(tarball: string): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), 'undefended-'));
	await run('tar', ['-xzf', tarball, '-C', folder]);
	for (const [name, { file, code, instead }] of Object.entries(DEFENCES)) {
		const path = join(folder, 'package', file);
		const text = await readFile(path, 'utf8');
		assert.ok(text.includes(code), `${file} has no "${code}": ${name}`);
		await writeFile(path, text.replace(code, instead));
	}
	const packed = join(folder, 'undefended.tgz');
	await run('tar', ['-czf', packed, '-C', folder, 'package']);
	return packed;
}

export const removeUndefended = async (tarball: string) =>
	await rm(join(tarball, '..'), { recursive: true, force: true });

/**
 * Each attack must succeed against the package without its defenses. Otherwise the attack's check
 * can't fail.
 */
export async function undefendedChecks(checks: Checks, attacks: CheckResult[]): Promise<void> {
	const failed = attacks.filter(({ ok }) => !ok).map(({ suite, name }) => `${suite}: ${name}`);
	for (const [name, { lets }] of Object.entries(DEFENCES)) {
		await checks.check('attacks', `without "${name}", the attacks succeed`, async () => {
			const withstood = lets.filter((attack) => !failed.some((one) => attack.test(one)));
			assert.deepEqual(withstood, []);
		});
	}
}
