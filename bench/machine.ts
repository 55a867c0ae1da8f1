/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development tool, never packed */
import { readFile } from 'node:fs/promises';
import { arch, cpus, loadavg, platform, totalmem } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { run } from '../scripts/lib/children';
import type { N8nInstall } from '../scripts/lib/install';

/** Facts about the machine that affect the numbers. They don't identify its owner. */
export async function describeMachine(install: N8nInstall): Promise<string[]> {
	const [nodeVersion] = await run(install.node, ['--version']);
	const cores = cpus();
	return [
		`${cores.length} cores (${cores[0]?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GB of memory, ${platform()} ${arch()}`,
		`n8n ${install.version} on Node ${nodeVersion.replace('v', '')}; the sandbox on Node ${process.versions.node}`,
		`load average at the start: ${loadavg()[0].toFixed(1)}`,
	];
}

/** The memory of a process (RSS) in bytes. Undefined if the system doesn't report it. */
async function residentBytes(pid: number): Promise<number | undefined> {
	try {
		const status = await readFile(`/proc/${pid}/status`, 'utf8');
		return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
	} catch {
		const lines = await run('ps', ['-o', 'rss=', '-p', String(pid)]).catch(() => []);
		return lines.length > 0 ? Number(lines[0]) * 1024 : undefined;
	}
}

/** Runs the work and samples a process's memory every 50 ms. */
export async function withPeakMemory<T>(
	pid: number,
	work: () => Promise<T>,
): Promise<{ result: T; before: number; peak: number }> {
	const before = (await residentBytes(pid)) ?? NaN;
	let peak = before;
	let done = false;
	const sampling = (async () => {
		while (!done) {
			peak = Math.max(peak, (await residentBytes(pid)) ?? NaN);
			await sleep(50);
		}
	})();
	try {
		const result = await work();
		return { result, before, peak };
	} finally {
		done = true;
		await sampling;
	}
}
