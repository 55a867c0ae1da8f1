/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error, no-console -- development tool, never packed */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { z } from 'zod';
import { startSandbox } from '../sandbox';
import { agentChecks } from '../test/e2e/agents';
import { recordAnswers } from '../test/e2e/answers';
import { attackChecks } from '../test/e2e/attackChecks';
import { launchBrowser } from '../test/e2e/browser';
import { Checks, type CheckResult } from '../test/e2e/checks';
import { clockChecks } from '../test/e2e/clockChecks';
import type { OwnN8nOptions } from '../test/e2e/context';
import { editorChecks } from '../test/e2e/editor';
import { exampleChecks } from '../test/e2e/exampleChecks';
import { killChecks, killedBatchChecks } from '../test/e2e/killChecks';
import { pollChecks } from '../test/e2e/pollChecks';
import { queueChecks } from '../test/e2e/queue';
import { registryChecks } from '../test/e2e/registry';
import { compatibilityDocument } from '../test/e2e/report';
import { secretChecks, Signatures } from '../test/e2e/secrets';
import { splitChecks } from '../test/e2e/split';
import { removeUndefended, undefendedChecks, withoutDefences } from '../test/e2e/undefended';
import { upgradeChecks } from '../test/e2e/upgrade';
import { versionChecks } from '../test/e2e/versionChecks';
import { onShutdown, Problem, run, runMain } from './lib/children';
import { ensureN8n, N8N_VERSION } from './lib/install';
import { packPackage } from './lib/pack';
import { homeFolder, ROOT } from './lib/paths';
import { startN8n } from './lib/runtime';
import { packTree } from './split/pack';
import { writeTrees } from './split/write';

/** The newest version that installs. */
const NEXT_VERSION = '2.41.1';

/** The versions under test: the default, the next one, one of early 2026, and the last 1.x. */
const VERSIONS = [N8N_VERSION, NEXT_VERSION, '2.8.4', '1.123.81'];

/** The editor checks don't fit the panels of older versions. */
const EDITOR_VERSIONS = [N8N_VERSION, NEXT_VERSION];

/** `newest` is the newest version on which every suite has passed. */
const NAMED_VERSIONS: Record<string, string | undefined> = {
	newest: VERSIONS[0],
	oldest: VERSIONS[VERSIONS.length - 1],
};

const SUITES = [
	'editor',
	'versions',
	'examples',
	'attacks',
	'agents',
	'kill',
	'clock',
	'upgrade',
	'queue',
	'poll',
	'registry',
	'split',
] as const;
type Suite = (typeof SUITES)[number];

const HELP = `npm run test:e2e: the packed package in real n8n.

  npm run test:e2e                        everything; writes docs/compatibility.md
  npm run test:e2e -- --n8n <version>     one version, or newest, oldest (can be repeated)
  npm run test:e2e -- --only <suite>      one of ${SUITES.join(', ')} (can be repeated)
  npm run test:e2e -- --only kill --kills 20   kill n8n that often (by default, for two minutes)

The registry and the split packages are tested on ${N8N_VERSION}, the editor also on ${NEXT_VERSION}. On
${N8N_VERSION}, the editor's run makes the pictures in docs/images.`;

function readOptions() {
	try {
		const { values } = parseArgs({
			options: {
				n8n: { type: 'string', multiple: true },
				only: { type: 'string', multiple: true },
				kills: { type: 'string' },
				help: { type: 'boolean', short: 'h', default: false },
			},
		});
		const wanted = (values.only ?? []).flatMap((list) => list.split(','));
		const unknown = wanted.find((name) => !SUITES.some((suite) => suite === name));
		if (unknown !== undefined) {
			throw new Problem(`--only takes ${SUITES.join(', ')}, not "${unknown}".`);
		}
		return {
			help: values.help,
			versions: (values.n8n ?? VERSIONS).map((name) => NAMED_VERSIONS[name] ?? name),
			suites: new Set<Suite>(SUITES.filter((suite) => !wanted.length || wanted.includes(suite))),
			kills: values.kills === undefined ? undefined : Number(values.kills),
			/** Only a complete run supports the statements in the documents. */
			complete: !values.n8n && !values.only,
		};
	} catch (error) {
		if (error instanceof Problem || !(error instanceof Error)) throw error;
		throw new Problem(`${error.message}\n\n${HELP}`);
	}
}

/** Prints the current step at most every ten seconds. */
function reporter(title: string) {
	let last = 0;
	return (progress: string) => {
		if (Date.now() - last < 10_000) return;
		last = Date.now();
		console.log(`  ${title}: ${progress}`);
	};
}

/** An empty folder for one n8n. */
async function newHome(name: string): Promise<string> {
	const home = homeFolder(`e2e-${name}`);
	await rm(home, { recursive: true, force: true, maxRetries: 3 });
	await mkdir(home, { recursive: true });
	return home;
}

/** Saves a screenshot of the browser for a failed check. */
function pictureOfFailure(home: string, browser: Browser | undefined) {
	return async (name: string) => {
		const page = browser?.contexts().at(-1)?.pages().at(-1);
		const file = `${name.replace(/[^\w]+/g, '-')}.png`;
		await page?.screenshot({ path: join(home, 'failures', file) });
	};
}

async function testVersion(
	version: string,
	tarball: string,
	suites: Set<Suite>,
	imagesFolder: string,
	{ name = version, print = console.log } = {},
): Promise<CheckResult[]> {
	const home = await newHome(name);
	const filesFolder = join(home, 'files');
	const sandbox = await startSandbox();
	onShutdown(sandbox.close);
	const report = reporter(`n8n ${version}`);
	const install = await ensureN8n(version, report);
	const signatures = new Signatures(sandbox);
	const n8n = await startN8n({
		version,
		userFolder: home,
		tarball,
		env: { N8N_RESTRICT_FILE_ACCESS_TO: filesFolder, N8N_LOG_LEVEL: 'debug' },
		report,
	});
	const browser = suites.has('editor') ? await launchBrowser() : undefined;
	const checks = new Checks(version, pictureOfFailure(home, browser), print);
	const answers = recordAnswers(n8n.url);
	if (browser) {
		await editorChecks({
			browser,
			n8n,
			sandbox,
			checks,
			filesFolder,
			imagesFolder,
			answers: answers.texts,
		});
	}
	await browser?.close();
	if (suites.has('versions')) await versionChecks({ n8n, sandbox, checks });
	if (suites.has('attacks')) await attackChecks({ n8n, sandbox, checks }, signatures);
	answers.stop();
	await n8n.stop();
	if (suites.has('versions') || suites.has('attacks')) {
		signatures.collect();
		await secretChecks({
			install,
			userFolder: home,
			answers: answers.texts,
			sandbox,
			signatures: signatures.seen,
			checks,
		});
	}
	await sandbox.close();
	return checks.results;
}

/** Runs the attacks again without the package's defenses. These checks must fail. */
async function testUndefended(
	version: string,
	tarball: string,
	imagesFolder: string,
): Promise<CheckResult[]> {
	const checks = new Checks(version);
	console.log(`  n8n ${version}: the same attacks without the defences`);
	const undefended = await withoutDefences(tarball);
	const options = { name: 'undefended', print: () => undefined };
	const attacks = new Set<Suite>(['attacks']);
	const results = await testVersion(version, undefended, attacks, imagesFolder, options);
	await removeUndefended(undefended);
	await undefendedChecks(checks, results);
	return checks.results;
}

/** Runs in a separate n8n, because the examples' addresses are fixed. */
async function testExamples(
	version: string,
	tarball: string,
	imagesFolder: string,
): Promise<CheckResult[]> {
	const home = await newHome(`examples-${version}`);
	const filesFolder = join(home, 'files');
	const sandbox = await startSandbox();
	onShutdown(sandbox.close);
	const n8n = await startN8n({
		version,
		userFolder: home,
		tarball,
		env: { N8N_RESTRICT_FILE_ACCESS_TO: filesFolder },
		report: reporter(`n8n ${version}`),
	});
	const browser = EDITOR_VERSIONS.includes(version) ? await launchBrowser() : undefined;
	const checks = new Checks(version, pictureOfFailure(home, browser));
	await exampleChecks({ n8n, sandbox, checks, filesFolder, browser, imagesFolder });
	await browser?.close();
	await n8n.stop();
	await sandbox.close();
	return checks.results;
}

/** Checks that start their own n8n. */
async function testOwn(
	version: string,
	tarball: string,
	name: string,
	check: (options: OwnN8nOptions) => Promise<void>,
): Promise<CheckResult[]> {
	const checks = new Checks(version);
	await ensureN8n(version, reporter(`n8n ${version}`));
	await check({ version, tarball, home: await newHome(`${name}-${version}`), checks });
	return checks.results;
}

async function testRegistry(tarball: string): Promise<CheckResult[]> {
	const home = await newHome('registry');
	const browser = await launchBrowser();
	const checks = new Checks(N8N_VERSION, pictureOfFailure(home, browser));
	await registryChecks({ version: N8N_VERSION, tarball, home, browser, checks });
	await browser.close();
	return checks.results;
}

async function testSplit(): Promise<CheckResult[]> {
	const checks = new Checks(N8N_VERSION);
	for (const { name, folder } of await writeTrees()) {
		console.log(`  ${name}: building and packing`);
		const { tarball } = await packTree(folder);
		const home = await newHome(`split-${name}`);
		await splitChecks({ version: N8N_VERSION, name, tarball, home, checks });
	}
	return checks.results;
}

/** n8n 1.x responds before it has stored the execution. */
const storesFirst = (version: string) => !version.startsWith('1.');

async function testKill(version: string, tarball: string, tries?: number) {
	const kill = async (options: OwnN8nOptions) => await killChecks({ ...options, tries });
	const killed = storesFirst(version) ? await testOwn(version, tarball, 'kill', kill) : [];
	return [...killed, ...(await testOwn(version, tarball, 'batch', killedBatchChecks))];
}

/** A suite that can't continue counts as one failed check. The others still run. */
async function toItsEnd(
	n8n: string,
	suite: Suite,
	work: () => Promise<CheckResult[]>,
): Promise<CheckResult[]> {
	try {
		return await work();
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		console.error(`✗ ${n8n}  ${suite}: broke off\n${message}`);
		return [{ n8n, suite, name: 'runs to its end', ok: false, seconds: 0, message }];
	}
}

const manifest = z.object({ version: z.string() });

/** Writes docs/compatibility.md. */
async function writeDocument(versions: string[], results: CheckResult[]): Promise<void> {
	const { version } = manifest.parse(
		JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')),
	);
	const tested = await Promise.all(
		versions.map(async (n8n) => {
			const [node] = await run((await ensureN8n(n8n)).node, ['--version']);
			return { n8n, nodeMajor: node.replace(/^v/, '').split('.')[0] };
		}),
	);
	await writeFile(
		join(ROOT, 'docs', 'compatibility.md'),
		compatibilityDocument(version, tested, results),
	);
}

async function main(): Promise<number> {
	const options = readOptions();
	if (options.help) {
		console.log(HELP);
		return 0;
	}
	const started = Date.now();
	const tarball = await packPackage(reporter('The package'));
	const results: CheckResult[] = [];
	for (const version of options.versions) {
		const images =
			version === N8N_VERSION ? join(ROOT, 'docs', 'images') : homeFolder(`images-${version}`);
		const suites = new Set(options.suites);
		if (!EDITOR_VERSIONS.includes(version)) suites.delete('editor');
		if (version.startsWith('1.')) suites.delete('upgrade');
		const toEnd = async (suite: Suite, work: () => Promise<CheckResult[]>) =>
			results.push(...(await toItsEnd(version, suite, work)));
		if ((['editor', 'versions', 'attacks'] as const).some((suite) => suites.has(suite))) {
			await toEnd('versions', async () => await testVersion(version, tarball, suites, images));
		}
		if (suites.has('attacks') && version === N8N_VERSION) {
			await toEnd('attacks', async () => await testUndefended(version, tarball, images));
		}
		const own = async (name: string, check: (options: OwnN8nOptions) => Promise<void>) =>
			await testOwn(version, tarball, name, check);
		for (const [suite, work] of [
			['agents', async () => await own('agents', agentChecks)],
			['kill', async () => await testKill(version, tarball, options.kills)],
			['clock', async () => await own('clock', clockChecks)],
			['upgrade', async () => await own('upgrade', upgradeChecks)],
			['queue', async () => await own('queue', queueChecks)],
			['poll', async () => await own('poll', pollChecks)],
			['examples', async () => await testExamples(version, tarball, join(images, 'templates'))],
		] as const) {
			if (suites.has(suite)) await toEnd(suite, work);
		}
	}
	if (options.versions.includes(N8N_VERSION)) {
		await ensureN8n(N8N_VERSION, reporter(`n8n ${N8N_VERSION}`));
		for (const [suite, work] of [
			['registry', testRegistry],
			['split', testSplit],
		] as const) {
			if (!options.suites.has(suite)) continue;
			results.push(...(await toItsEnd(N8N_VERSION, suite, async () => await work(tarball))));
		}
	}
	if (options.complete) await writeDocument(options.versions, results);
	const failed = results.filter(({ ok }) => !ok);
	const minutes = ((Date.now() - started) / 60_000).toFixed(1);
	console.log(
		`\n${results.length - failed.length} passed, ${failed.length} failed, ${minutes} min`,
	);
	// Repeats the failures with their reasons at the end, where people start reading a long log.
	for (const { n8n, suite, name, message } of failed) {
		console.log(`✗ ${n8n}  ${suite}: ${name}\n${message ?? ''}`);
	}
	return failed.length === 0 ? 0 : 1;
}

runMain(main);
