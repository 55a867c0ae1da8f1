/*
 * The first step of `npm start`, `npm test` and similar commands. It uses only Node's own modules,
 * because it installs all other modules.
 *
 *   node scripts/bootstrap.mjs test [jest options]    build, lint, types, jest; or build and jest
 *   node scripts/bootstrap.mjs jest [jest options]    jest alone
 *   node scripts/bootstrap.mjs <name> [options]       scripts/<name>.ts or <name>/main.ts
 *   node scripts/bootstrap.mjs <path>.ts [options]
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const WINDOWS = process.platform === 'win32';

/** Starts npm on this Node.js. npm passes its own location to the scripts that it runs. */
function spawnNpm(args, options) {
	const cli = process.env.npm_execpath;
	if (cli && cli.endsWith('npm-cli.js')) {
		return spawn(process.execPath, [cli, ...args], { cwd: ROOT, ...options });
	}
	return spawn('npm', args, { cwd: ROOT, shell: WINDOWS, ...options });
}

/** Waits for the end of a child process, and forwards this process's signals to it. */
function ended(child) {
	// A Ctrl-C in a terminal also reaches the child, and the child decides what to do.
	const onInterrupt = () => undefined;
	const onSignal = (signal) => child.kill(signal);
	process.on('SIGINT', onInterrupt);
	process.on('SIGTERM', onSignal);
	process.on('SIGHUP', onSignal);
	// A killed npm doesn't notify its children.
	const parent = process.ppid;
	const watch = setInterval(() => {
		if (process.ppid === parent) return;
		clearInterval(watch);
		child.kill('SIGTERM');
	}, 1000);
	return new Promise((resolve) => {
		child.once('error', (error) => {
			console.error(error.message);
			resolve(127);
		});
		child.once('close', (code, signal) =>
			resolve(code === null ? 128 + constants.signals[signal] : code),
		);
	}).finally(() => {
		clearInterval(watch);
		process.off('SIGINT', onInterrupt);
		process.off('SIGTERM', onSignal);
		process.off('SIGHUP', onSignal);
	});
}

function checkNode() {
	const [major, minor] = process.versions.node.split('.').map(Number);
	if (major > 20 || (major === 20 && minor >= 19)) return;
	console.error(
		`This needs Node.js 20.19 or newer, and the one that runs is ${process.versions.node}.\n` +
			'Install a newer one from https://nodejs.org and run the same command again.',
	);
	process.exit(1);
}

function readLock(path) {
	try {
		return JSON.parse(readFileSync(join(ROOT, path), 'utf8')).packages;
	} catch {
		return undefined;
	}
}

/**
 * Whether node_modules matches package-lock.json. npm writes its record of an install last, so an
 * interrupted install has no record.
 */
function isInstalled(wanted) {
	const present = readLock('node_modules/.package-lock.json');
	return (
		present !== undefined &&
		Object.entries(wanted).every(([path, { version, optional, link }]) => {
			if (path === '' || link) return true;
			return present[path] ? present[path].version === version : optional === true;
		})
	);
}

/**
 * Installs the packages of package-lock.json and shows the progress. It doesn't use `npm ci`, which
 * deletes everything first. After a change of one package, this takes only seconds.
 */
async function install() {
	const wanted = readLock('package-lock.json');
	if (isInstalled(wanted)) return;
	const modules = join(ROOT, 'node_modules');
	if (!existsSync(join(modules, '.package-lock.json'))) {
		rmSync(modules, { recursive: true, force: true, maxRetries: 3 });
	}
	const total = Object.keys(wanted).length - 1;
	const started = Date.now();
	const lines = [];
	let fetched = 0;
	const show = (end) => {
		const seconds = Math.round((Date.now() - started) / 1000);
		const text = `Installing the development tools: ${seconds} s, ${fetched} of about ${total} packages`;
		if (process.stdout.isTTY) process.stdout.write(`\r${text}${end}`);
		else console.log(text);
	};
	show('');
	const timer = setInterval(() => show(''), process.stdout.isTTY ? 500 : 10_000);
	const child = spawnNpm(['install', '--no-save', '--no-progress', '--loglevel=http'], {
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	for (const stream of [child.stdout, child.stderr]) {
		createInterface({ input: stream }).on('line', (line) => {
			if (/^npm http .*\.tgz/.test(line)) fetched++;
			else if (!/^npm (?:http|warn)/.test(line) && line !== 'npm error') lines.push(line);
		});
	}
	const code = await ended(child);
	clearInterval(timer);
	show('\n');
	if (code === 0) return;
	console.error(
		[
			'',
			`The development tools could not be installed: "npm install" ended with code ${code}. Its last lines:`,
			'',
			...lines.slice(-20).map((line) => `    ${line}`),
			'',
			'Usual reasons: no connection to the npm registry, or a full disk. To retry, run the same command again.',
		].join('\n'),
	);
	process.exit(code);
}

const BUILD = ['Build', ['run', '-s', 'build']];

const jest = (...args) => ['Tests', ['exec', '--', 'jest', ...args]];

/** The steps of each stage of `npm test`, which run in parallel. */
const stages = (args) =>
	args.length > 0
		? [[BUILD], [jest(...args)]]
		: [
				[BUILD],
				[
					['Lint', ['exec', '--', 'n8n-node', 'lint']],
					['Format', ['run', '-s', 'format']],
					['Types', ['run', '-s', 'typecheck']],
				],
				[jest('--coverage')],
			];

/** Runs one step. The output of a step that runs next to others is shown after its end. */
async function step([title, command], isAlone) {
	const started = Date.now();
	const child = spawnNpm(command, { stdio: isAlone ? 'inherit' : ['ignore', 'pipe', 'pipe'] });
	const printed = [];
	for (const stream of [child.stdout, child.stderr]) {
		stream?.on('data', (chunk) => printed.push(chunk));
	}
	const code = await ended(child);
	process.stdout.write(Buffer.concat(printed));
	const seconds = ((Date.now() - started) / 1000).toFixed(1);
	if (code === 0) console.log(`\n${title}: done in ${seconds} s`);
	else console.error(`\n=== ${title} failed after ${seconds} s, exit code ${code} ===`);
	return code;
}

/** Runs the stages of `npm test` in order. The first failure ends it with that exit code. */
async function test(args) {
	const all = stages(args);
	for (const [index, steps] of all.entries()) {
		const titles = steps.map(([title]) => title).join(', ');
		console.log(`\n=== ${index + 1}/${all.length} ${titles} ===\n`);
		const codes = await Promise.all(steps.map((one) => step(one, steps.length === 1)));
		const failed = codes.find((code) => code !== 0);
		if (failed !== undefined) return failed;
	}
	console.log('\n=== All passed ===');
	return 0;
}

async function handOver(name, args) {
	const script = [name, `scripts/${name}.ts`, `${name}/main.ts`].find(
		(path) => path.endsWith('.ts') && existsSync(join(ROOT, path)),
	);
	if (!script) {
		console.error(`There is no script named '${name}'.`);
		return 1;
	}
	return await ended(
		spawn(process.execPath, ['--import', 'tsx', script, ...args], { cwd: ROOT, stdio: 'inherit' }),
	);
}

const [name = '', ...args] = process.argv.slice(2);
checkNode();
await install();
const run = {
	test: async () => await test(args),
	jest: async () => await ended(spawnNpm(['exec', '--', 'jest', ...args], { stdio: 'inherit' })),
};
process.exit(await (run[name] ?? (() => handOver(name, args)))());
