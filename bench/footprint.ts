/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development tool, never packed */
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { run } from '../scripts/lib/children';
import type { N8nInstall } from '../scripts/lib/install';
import { ROOT } from '../scripts/lib/paths';
import { installTarball, startN8n } from '../scripts/lib/runtime';
import { ms, type Section } from './report';
import { interleave, median } from './stats';

const packageFolder = (home: string) =>
	join(home, '.n8n', 'nodes', 'node_modules', 'n8n-nodes-paytr-payfull');

/**
 * Measures the tarball's size, and the time that loading the package adds to n8n's start.
 * @param homes two folders outside this repository. Otherwise the package would use the
 * repository's modules instead of n8n's
 */
export async function measureFootprint(
	install: N8nInstall,
	tarball: string,
	homes: { with: string; without: string },
	report: (progress: string) => void,
): Promise<Section> {
	await installTarball(homes.with, tarball);
	const startMs = (userFolder: string) => async () => {
		const n8n = await startN8n({ userFolder, version: install.version, logIn: false });
		await n8n.stop();
		return n8n.startMs;
	};
	const start = { without: startMs(homes.without), with: startMs(homes.with) };
	// The first start of a new home sets up the database.
	await interleave(1, start, (progress) => report(`first start ${progress}`));
	const starts = await interleave(1, start, (progress) => report(`start ${progress} package`));

	const modules = join(dirname(install.bin), '..', '..');
	const { load } = await interleave(7, {
		async load() {
			const args = [join(ROOT, 'bench', 'loadPackage.mjs'), install.bin, packageFolder(homes.with)];
			const options = { env: { ...process.env, NODE_PATH: modules } };
			return Number((await run(install.node, args, options)).at(-1));
		},
	});

	const seconds = ([milliseconds]: number[]) => `${(milliseconds / 1000).toFixed(1)} s`;
	const { size } = await stat(tarball);
	return {
		title: 'Size and start',
		head: ['', ''],
		rows: [
			['Tarball (npm pack)', `${(size / 1024).toFixed(1)} kB`],
			["n8n's start without the package", seconds(starts.without)],
			["n8n's start with the package", seconds(starts.with)],
			["Loading the package with n8n's own loader", ms(median(load))],
		],
		notes: [
			`A start is the time until n8n responds, measured once after a first start. Starts vary by more than the time that the package adds. Use the last row to judge the package: n8n's own loader, in ${load.length} new processes that had already loaded n8n-core.`,
		],
		targets: [],
	};
}

const signingSchema = z.object({
	fields: z.number(),
	bytes: z.number(),
	bareNs: z.number(),
	bareTextNs: z.number(),
	sameNamesNs: z.number(),
	otherNamesNs: z.number(),
});

/**
 * Compares Payfull's hash with a plain createHmac, on n8n's Node.js.
 * @param home the folder of an n8n with the package
 */
export async function measureSigning(install: N8nInstall, home: string): Promise<Section> {
	const args = ['--import', 'tsx', 'bench/signing.ts', packageFolder(home)];
	const lines = await run(install.node, args, { cwd: ROOT });
	const result = signingSchema.parse(JSON.parse(lines.at(-1) ?? ''));
	const micro = (ns: number) => `${(ns / 1000).toFixed(2)} µs`;
	const ratio = result.sameNamesNs / result.bareNs;
	const row = (what: string, ns: number) => [
		what,
		micro(ns),
		`${(ns / result.bareNs).toFixed(2)} ×`,
	];
	return {
		title: `Signing a Payfull request of ${result.fields} fields (${result.bytes} bytes)`,
		head: ['', 'Median', '÷ bare'],
		rows: [
			row('createHmac over the finished bytes', result.bareNs),
			row('createHmac over the finished text', result.bareTextNs),
			row('payfullHash, the same names as in the previous request', result.sameNamesNs),
			row('payfullHash, other names each time', result.otherNamesNs),
		],
		notes: [
			'payfullHash also sorts the names, counts code points, joins and encodes. All requests of a batch have the same names, so the node sorts the names only once.',
		],
		targets: [
			{
				what: `Signing ${result.fields} Payfull fields compared with a bare createHmac`,
				wanted: '≤ 2.00 ×',
				got: `${ratio.toFixed(2)} ×`,
				met: ratio <= 2,
			},
		],
	};
}
