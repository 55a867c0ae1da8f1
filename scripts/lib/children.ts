/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions, no-console -- development tool, never packed */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A started program with all of its child processes. */
export interface Child {
	pid: number;
	/** Settles when the program has ended. Never rejects. */
	ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
	hasEnded(): boolean;
	/** Asks the whole process tree to end (SIGTERM), and kills it after `graceMs`. */
	stop(graceMs?: number): Promise<void>;
}

export interface ChildOptions {
	cwd?: string;
	env?: NodeJS.ProcessEnv;
	/** Called for each line of stdout and stderr. */
	onLine?: (line: string) => void;
}

const WINDOWS = process.platform === 'win32';
const alive = new Set<number>();

function signalTree(pid: number, signal: NodeJS.Signals): void {
	if (WINDOWS) {
		spawnSync('taskkill', ['/pid', String(pid), '/T', '/F']);
		return;
	}
	try {
		process.kill(-pid, signal);
	} catch {
		// The group has already ended.
	}
}

// Ends all started programs when this process exits.
process.on('exit', () => {
	for (const pid of alive) signalTree(pid, 'SIGKILL');
});

/**
 * Starts a program in a separate process group. A Ctrl-C in the terminal then reaches only this
 * process, which ends the group cleanly.
 */
export function startChild(command: string, args: string[], options: ChildOptions = {}): Child {
	const child = spawn(command, args, {
		cwd: options.cwd,
		env: options.env,
		detached: !WINDOWS,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const pid = child.pid ?? 0;
	if (pid) alive.add(pid);
	for (const stream of [child.stdout, child.stderr]) {
		createInterface({ input: stream }).on('line', (line) => options.onLine?.(line));
	}

	let done = false;
	const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
		child.once('error', (error) => {
			options.onLine?.(error.message);
			if (!child.pid) resolve({ code: 127, signal: null });
		});
		child.once('close', (code, signal) => resolve({ code, signal }));
	}).then((end) => {
		done = true;
		// The group's leader has ended, so its remaining processes must end too.
		if (pid) signalTree(pid, 'SIGKILL');
		alive.delete(pid);
		return end;
	});

	return {
		pid,
		ended,
		hasEnded: () => done,
		async stop(graceMs = 10_000) {
			if (done || !pid) return;
			signalTree(pid, 'SIGTERM');
			const timer = setTimeout(() => signalTree(pid, 'SIGKILL'), graceMs);
			await ended;
			clearTimeout(timer);
		},
	};
}

/**
 * Thrown if a command ends with a code other than 0. `tail` contains the last lines of its output.
 */
export class CommandFailed extends Error {
	constructor(
		readonly command: string,
		readonly code: number | null,
		readonly tail: string[],
	) {
		super(`"${command}" ended with code ${code}`);
	}
}

/**
 * Runs a command to its end.
 * @throws {CommandFailed} if its exit code is not 0
 */
export async function run(
	command: string,
	args: string[],
	options: ChildOptions & { label?: string; keepLine?: (line: string) => boolean } = {},
): Promise<string[]> {
	const lines: string[] = [];
	const child = startChild(command, args, {
		...options,
		onLine(line) {
			options.onLine?.(line);
			if (options.keepLine?.(line) ?? true) lines.push(line);
		},
	});
	const { code } = await child.ended;
	if (code !== 0) {
		throw new CommandFailed(options.label ?? [command, ...args].join(' '), code, lines.slice(-30));
	}
	return lines;
}

type Cleanup = () => Promise<void> | void;
const cleanups: Cleanup[] = [];

/** Registers a cleanup for the end of this process. The last one registered runs first. */
export function onShutdown(cleanup: Cleanup): void {
	cleanups.push(cleanup);
}

let shuttingDown: Promise<never> | undefined;

/** Runs the cleanups, ends all remaining programs, and exits with `code`. */
export async function shutdown(code: number): Promise<never> {
	shuttingDown ??= (async () => {
		const patience = setTimeout(() => process.exit(code || 1), 20_000);
		for (const cleanup of cleanups.reverse()) {
			try {
				await cleanup();
			} catch (error) {
				console.error(error instanceof Error ? error.message : error);
			}
		}
		clearTimeout(patience);
		if (process.stdout.writableLength > 0) await once(process.stdout, 'drain');
		process.exit(code);
	})();
	return await shuttingDown;
}

/**
 * Makes Ctrl-C, a closed terminal, a `kill` and the end of the parent process call {@link
 * shutdown}. A second Ctrl-C ends the process at once.
 * @param interruptCode the exit code after Ctrl-C; 0 if Ctrl-C is the normal way to end
 */
export function endWithSignals(interruptCode = 130): void {
	const codes = { SIGINT: interruptCode, SIGTERM: 143, SIGHUP: 129 } as const;
	let first = 0;
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(signal, () => {
			// A single Ctrl-C or closed terminal can arrive twice: from the terminal and from the parent.
			if (shuttingDown && signal === 'SIGINT' && Date.now() - first > 500) process.exit(130);
			first ||= Date.now();
			void shutdown(codes[signal]);
		});
	}
	const parent = process.ppid;
	setInterval(() => {
		if (process.ppid !== parent) void shutdown(129);
	}, 1000).unref();
}

/** Runs a script's main function. Shows errors for people without a stack. */
export function runMain(main: () => Promise<number | void>, interruptCode?: number): void {
	endWithSignals(interruptCode);
	main().then(
		(code) => shutdown(code ?? 0),
		(error: unknown) => {
			if (!shuttingDown) console.error(`\n${describeFailure(error)}\n`);
			return shutdown(1);
		},
	);
}

/** An error whose message tells a person what to do. It is shown without a stack. */
export class Problem extends Error {}

function describeFailure(error: unknown): string {
	if (error instanceof Problem) return error.message;
	if (error instanceof CommandFailed) {
		return `${error.message}. Its last lines:\n\n${error.tail.map((line) => `    ${line}`).join('\n')}`;
	}
	return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
