/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test, never packed */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { releaseLock, takeLock } from '../../../scripts/lib/lock';

jest.mock('node:timers/promises', () => ({ setTimeout: jest.fn() }));

/** Above the highest process ID of any system, so no process runs under it. */
const KILLED = 2 ** 30;
const OTHER = process.ppid;

let folder: string;
let path: string;

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'process-lock-'));
	path = join(folder, 'install');
});

afterEach(async () => {
	await releaseLock(path);
	await rm(folder, { recursive: true });
});

const write = async (name: string, pid: number) => await writeFile(`${path}${name}`, String(pid));

it('takes a free lock', async () => {
	expect(await takeLock(path)).toBeUndefined();
	expect(await readFile(`${path}.lock`, 'utf8')).toBe(String(process.pid));
});

it('names the process that holds the lock', async () => {
	await write('.lock', OTHER);
	expect(await takeLock(path)).toBe(OTHER);
});

it('takes the lock of a killed process', async () => {
	await write('.lock', KILLED);
	expect(await takeLock(path)).toBeUndefined();
	expect(await readFile(`${path}.lock`, 'utf8')).toBe(String(process.pid));
});

it('leaves the lock to a process that found the same killed one first', async () => {
	await write('.lock', KILLED);
	await write('.stale.lock', OTHER);
	jest.mocked(sleep).mockImplementationOnce(async () => {
		await write('.lock', OTHER);
		await rm(`${path}.stale.lock`);
	});
	expect(await takeLock(path)).toBe(OTHER);
	expect(await readFile(`${path}.lock`, 'utf8')).toBe(String(OTHER));
});

it('removes the mark of a process that was killed while it removed a lock', async () => {
	await write('.lock', KILLED);
	await write('.stale.lock', KILLED);
	expect(await takeLock(path)).toBeUndefined();
});
