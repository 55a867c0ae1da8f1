/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error, no-console -- development tool, never packed */
import { watch } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startSandbox, type Sandbox } from '../sandbox';
import { CommandFailed, onShutdown, Problem, runMain } from './lib/children';
import { createSandboxCredentials, importExamples } from './lib/examples';
import { N8N_VERSION } from './lib/install';
import { takeLock } from './lib/lock';
import { packPackage } from './lib/pack';
import { homeFolder, ROOT } from './lib/paths';
import { assertPortFree } from './lib/ports';
import { preparation } from './lib/preparation';
import { runSteps } from './lib/progress';
import { startN8n, type N8nOptions, type RunningN8n } from './lib/runtime';
import { STOPPED, welcome } from './lib/welcome';

const HELP = `npm start: a real n8n with this package, and a sandbox that plays PayTR and Payfull.

  npm start -- --port <n>           n8n's port (default 5678)
  npm start -- --sandbox-port <n>   the sandbox's port (default 8787)
  npm start -- --n8n <version>      another n8n version (default ${N8N_VERSION})
  npm start -- --fresh              begin with an empty n8n and an empty inbox
  npm start -- --until-ready        end as soon as the editor answers
  npm run dev                       rebuild and restart n8n when a source of the nodes changes

The first start installs n8n into .n8n-real/ (about 3 GB). Ctrl-C stops everything.`;

function port(option: string, value: string): number {
	const number = Number(value);
	if (/^\d+$/.test(value) && number >= 1 && number <= 65535) return number;
	throw new Problem(`${option} takes a port number from 1 to 65535, not "${value}".`);
}

function readOptions() {
	try {
		const { values } = parseArgs({
			options: {
				port: { type: 'string', default: '5678' },
				'sandbox-port': { type: 'string', default: '8787' },
				n8n: { type: 'string', default: N8N_VERSION },
				fresh: { type: 'boolean', default: false },
				watch: { type: 'boolean', default: false },
				'until-ready': { type: 'boolean', default: false },
				help: { type: 'boolean', short: 'h', default: false },
			},
		});
		return {
			...values,
			port: port('--port', values.port),
			sandboxPort: port('--sandbox-port', values['sandbox-port']),
		};
	} catch (error) {
		if (error instanceof Problem || !(error instanceof Error)) throw error;
		throw new Problem(`${error.message}\n\n${HELP}`);
	}
}

/** Calls `changed` half a second after the last change to the nodes' sources. */
function watchSources(changed: () => void): void {
	let timer: NodeJS.Timeout | undefined;
	for (const folder of ['nodes', 'credentials', 'icons']) {
		watch(join(ROOT, folder), { recursive: true }, () => {
			clearTimeout(timer);
			timer = setTimeout(changed, 500);
		});
	}
}

/** Runs n8n until it ends. Restarts it with a new build whenever a source changes. */
async function runWatched(first: RunningN8n, options: N8nOptions): Promise<RunningN8n> {
	let running = first;
	let rebuilding = Promise.resolve();
	const rebuild = async () => {
		console.log('\nA source has changed: building.');
		try {
			const tarball = await packPackage();
			await running.stop();
			running = await startN8n({ ...options, tarball });
			console.log('n8n is ready: reload the editor.');
		} catch (error) {
			if (!(error instanceof CommandFailed)) throw error;
			console.log(`${error.tail.join('\n')}\nThe build failed, n8n goes on with the earlier one.`);
		}
	};
	return await new Promise((resolve, reject) => {
		const whenEnded = (one: RunningN8n) => {
			void one.ended.then(async () => {
				await rebuilding.catch(() => undefined);
				if (one === running) resolve(one);
			});
		};
		whenEnded(first);
		watchSources(() => {
			rebuilding = rebuilding.then(rebuild);
			rebuilding.then(() => whenEnded(running), reject);
		});
	});
}

async function main(): Promise<number> {
	const started = Date.now();
	const options = readOptions();
	if (options.help) {
		console.log(HELP);
		return 0;
	}
	const home = homeFolder(`start-${options.n8n}`);
	const holder = await takeLock(home);
	if (holder !== undefined) {
		throw new Problem(
			`Another "npm start" of this folder is running already (process ${holder}). ` +
				'End it with Ctrl-C first.',
		);
	}
	let isReady = false;
	// Registered first, so this cleanup runs last, after n8n and the sandbox have ended.
	onShutdown(() => {
		if (isReady) console.log(STOPPED);
	});
	await assertPortFree(options.port, 'n8n', '--port');
	await assertPortFree(options.sandboxPort, 'the sandbox', '--sandbox-port');
	if (options.fresh) await rm(home, { recursive: true, force: true });

	const filesFolder = join(home, 'files');
	const n8nOptions: N8nOptions = {
		version: options.n8n,
		port: options.port,
		userFolder: home,
		env: { N8N_RESTRICT_FILE_ACCESS_TO: filesFolder },
	};
	const prepared = preparation(options.n8n);
	let sandbox: Sandbox | undefined;
	let n8n: RunningN8n | undefined;
	await runSteps([
		...prepared.steps,
		{
			title: 'Start n8n',
			async run(report) {
				n8n = await startN8n({ ...n8nOptions, tarball: prepared.tarball(), report });
			},
		},
		{
			title: 'Start the sandbox',
			async run() {
				sandbox = await startSandbox({
					port: options.sandboxPort,
					callbackPorts: [options.port],
					stateFile: join(home, 'sandbox.json'),
				});
				onShutdown(sandbox.close);
			},
		},
		{
			title: 'Create the credentials and the example workflows',
			async run() {
				if (!n8n || !sandbox) return;
				await createSandboxCredentials(n8n.api, sandbox);
				await importExamples(n8n.api, filesFolder, join(home, 'examples.json'));
			},
		},
	]);
	if (!n8n || !sandbox) return 1;
	isReady = true;
	console.log(
		welcome({
			n8nUrl: n8n.url,
			owner: n8n.api.owner,
			sandboxUrl: sandbox.url,
			seconds: Math.round((Date.now() - started) / 1000),
		}),
	);

	if (options['until-ready']) {
		const page = await fetch(n8n.url);
		if (page.ok && (await page.text()).includes('<title>n8n')) return 0;
		throw new Problem(`n8n's editor answered with ${page.status}, and without its page.`);
	}
	const last = options.watch ? await runWatched(n8n, n8nOptions) : n8n;
	const { code } = await last.ended;
	isReady = false;
	throw new Problem(
		[
			`n8n has ended, with code ${code}. Its last lines:`,
			'',
			...last.logs.slice(-20).map((line) => `    ${line}`),
		].join('\n'),
	);
}

runMain(main, 0);
