/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error -- development tool, never packed */
import { rmSync } from 'node:fs';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

// Jest gives each test file an Error class of its own, so instanceof says nothing about Node's.
const hasCode = (error: unknown, code: string): boolean =>
	typeof error === 'object' && error !== null && 'code' in error && error.code === code;

function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return hasCode(error, 'EPERM');
	}
}

const holderOf = async (file: string): Promise<number> =>
	Number(await readFile(file, 'utf8').catch(() => ''));

const held = new Set<string>();

process.on('exit', () => {
	for (const file of held) rmSync(file, { force: true });
});

/**
 * Takes the lock file `<path>.lock` for this process until {@link releaseLock} or the end of the
 * process.
 * @returns the ID of the running process that holds the lock, or undefined if this process has
 * taken it
 */
export async function takeLock(path: string): Promise<number | undefined> {
	const file = `${path}.lock`;
	await mkdir(dirname(file), { recursive: true });
	for (;;) {
		// The file is created complete and then hard-linked, so a lock file always names its holder.
		const draft = `${file}.${process.pid}`;
		await writeFile(draft, String(process.pid));
		try {
			await link(draft, file);
			held.add(file);
			return undefined;
		} catch (error) {
			if (!hasCode(error, 'EEXIST')) throw error;
		} finally {
			await rm(draft, { force: true });
		}
		const holder = await holderOf(file);
		if (holder === process.pid) return undefined;
		if (holder && isRunning(holder)) return holder;
		// The lock file belongs to a killed process. Another process may have noticed this, too, and
		// have taken the lock. So one process at a time checks again and removes the file.
		await withLock(`${path}.stale`, undefined, async () => {
			if ((await holderOf(file)) === holder) await rm(file, { force: true });
		});
	}
}

export async function releaseLock(path: string): Promise<void> {
	const file = `${path}.lock`;
	held.delete(file);
	await rm(file, { force: true });
}

/** Waits for the lock and runs `work` while no other process on this machine holds it. */
export async function withLock<T>(
	path: string,
	report: ((progress: string) => void) | undefined,
	work: () => Promise<T>,
): Promise<T> {
	for (;;) {
		const holder = await takeLock(path);
		if (holder === undefined) break;
		report?.(`waiting for process ${holder}, which installs the same`);
		await sleep(500);
	}
	try {
		return await work();
	} finally {
		await releaseLock(path);
	}
}
