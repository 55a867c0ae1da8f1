/* eslint-disable @n8n/community-nodes/no-restricted-imports, no-console -- development tool, never packed */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startSandbox, type Sandbox } from '../sandbox';
import { runPaidLink } from './demo/paidLink';
import { runSpreadsheet } from './demo/spreadsheet';
import { onShutdown, Problem, runMain } from './lib/children';
import { createSandboxCredentials, importExamples } from './lib/examples';
import { takeLock } from './lib/lock';
import { homeFolder } from './lib/paths';
import { preparation } from './lib/preparation';
import { runSteps } from './lib/progress';
import { startN8n, type RunningN8n } from './lib/runtime';

async function main(): Promise<number> {
	const home = homeFolder('demo');
	const holder = await takeLock(home);
	if (holder !== undefined) {
		throw new Problem(`Another "npm run demo" is running already (process ${holder}).`);
	}
	await rm(home, { recursive: true, force: true });

	const filesFolder = join(home, 'files');
	const prepared = preparation();
	let n8n: RunningN8n | undefined;
	let sandbox: Sandbox | undefined;
	let workflows: Record<string, string> = {};
	await runSteps([
		...prepared.steps,
		{
			title: 'Start n8n and the sandbox',
			async run(report) {
				sandbox = await startSandbox();
				onShutdown(sandbox.close);
				n8n = await startN8n({
					userFolder: home,
					tarball: prepared.tarball(),
					env: { N8N_RESTRICT_FILE_ACCESS_TO: filesFolder },
					report,
				});
			},
		},
		{
			title: 'Create the credentials and the example workflows',
			async run() {
				if (!n8n || !sandbox) return;
				await createSandboxCredentials(n8n.api, sandbox);
				workflows = await importExamples(n8n.api, filesFolder, join(home, 'examples.json'));
			},
		},
	]);
	if (!n8n || !sandbox) return 1;

	const differences = [
		...(await runSpreadsheet(n8n, sandbox, workflows['spreadsheet-to-paytr.json'], filesFolder)),
		...(await runPaidLink(
			n8n,
			sandbox,
			workflows['crm-deal-to-paytr-link.json'],
			workflows['paytr-paid.json'],
		)),
	];
	if (differences.length === 0) return 0;
	console.error(`\nNot as it should be:\n${differences.map((one) => `- ${one}`).join('\n')}`);
	return 1;
}

runMain(main);
