/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- development tool, never packed */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { Problem, runMain } from './lib/children';
import { ROOT } from './lib/paths';
import { liveCheck } from './liveCheck/run';
import { terminal } from './liveCheck/terminal';

const HELP = `npm run live-check -- paytr|payfull

Tries out with your own merchant account what no document of the provider's says. It asks for the
account's values (which are kept nowhere), for a phone and an e-mail address of yours, and before
each step that contacts, costs or changes something. At the end it writes a report and the answers,
without secrets, into test/fixtures/live (or --folder <folder>).`;

async function main(): Promise<number> {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: { folder: { type: 'string' }, help: { type: 'boolean', default: false } },
	});
	const [provider] = positionals;
	if (values.help || (provider !== 'paytr' && provider !== 'payfull')) {
		console.log(HELP);
		return values.help ? 0 : 1;
	}
	if (!process.stdin.isTTY || !process.stdout.isTTY) {
		throw new Problem('This asks questions: run it in a terminal.');
	}
	const manifest: unknown = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
	const { version } = z.object({ version: z.string() }).parse(manifest);
	await liveCheck({
		provider,
		asker: terminal({ input: process.stdin, output: process.stdout }),
		folder: resolve(values.folder ?? join(ROOT, 'test', 'fixtures', 'live')),
		version,
	});
	return 0;
}

runMain(main);
