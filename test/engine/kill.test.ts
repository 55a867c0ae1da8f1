/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- test, never packed */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

import { jsonParse } from 'n8n-workflow';

import { startSandbox, type Sandbox } from '../../sandbox';
import { SUBJECTS, type Subject } from './support/providers';

/** The seed decides when the process is killed. KILL_SEED=random picks a new seed. */
const { KILL_SEED = '1' } = process.env;
const SEED = KILL_SEED === 'random' ? String(Date.now()) : KILL_SEED;

const ROWS = 150;

/**
 * At concurrency 5, a kill leaves at most this many items with an unknown outcome: up to five per
 * request in flight, since the sandbox answers at once.
 */
const MOST_FLAGGED = 25;

/** The latest time of the kill. Some rows are still unclaimed then. */
const LATEST = 100 * SUBJECTS.length;

const ROOT = resolve(__dirname, '../..');
const SCRIPT = resolve(__dirname, 'support/guardedBatch.ts');

interface Run {
	sandbox: Sandbox;
	/** The folder of n8n's storage. */
	folder: string;
}

function start({ sandbox, folder }: Run, executions: number) {
	const args = ['--import', 'tsx', SCRIPT, sandbox.url, folder, String(ROWS), String(executions)];
	return spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
}

/** The result of each row, by node and execution. */
async function runTwice(run: Run): Promise<string[][][]> {
	const child = start(run, 2);
	const [output] = await Promise.all([text(child.stdout), once(child, 'exit')]);
	return jsonParse<string[][][]>(output);
}

/** Kills the batches as soon as the providers have received this many requests. */
async function killAfter(requests: number, run: Run): Promise<void> {
	const child = start(run, 1);
	const exited = once(child, 'exit');
	while (run.sandbox.state().counts.requests < requests && child.exitCode === null) await sleep(5);
	child.kill('SIGKILL');
	const [code, signal] = (await exited) as [number | null, string | null];
	expect([code, signal]).toEqual([null, 'SIGKILL']);
	// The sandbox may not have read all requests of the dead process. It reads them before these
	// requests.
	for (let i = 0; i < 3; i++) await (await fetch(run.sandbox.url)).text();
}

/** The number of contacts with each row's customer. */
function contacts({ sandbox }: Run, { field, recipientOf }: Subject): number[] {
	const { requests } = sandbox.state();
	const counts = new Map<string, number>();
	for (const { accepted, fields } of requests) {
		if (accepted) counts.set(fields[field], (counts.get(fields[field]) ?? 0) + 1);
	}
	return Array.from({ length: ROWS }, (_, i) => counts.get(recipientOf(i)) ?? 0);
}

/** The seed picks one early and one late moment in the batches. */
const moments = [0, 2].map((third) => {
	const digest = createHash('sha256').update(`${SEED} ${third}`).digest();
	const within = digest.readUInt32BE(0) / 2 ** 32;
	return Math.ceil(((third + within) * LATEST) / 3);
});

const ofFate = (fates: string[], wanted: string) => fates.filter((fate) => fate === wanted).length;

// Parallel, because most of the time the tests wait until the dead process's lease expires.
it.concurrent.each(moments)(
	`killed after %i requests (seed ${SEED}): each row is sent once or reported`,
	async (after) => {
		const sandbox = await startSandbox({ latencyMs: 20 });
		const run = { sandbox, folder: await mkdtemp(join(tmpdir(), 'killed-batch-')) };
		await killAfter(after, run);
		const before = SUBJECTS.map((subject) => contacts(run, subject));
		const fates = await runTwice(run);
		const now = SUBJECTS.map((subject) => contacts(run, subject));
		await sandbox.close();
		await rm(run.folder, { recursive: true });

		expect(before.flat().filter(Boolean).length).toBeGreaterThanOrEqual(after);
		expect(ofFate(fates.flat(2), 'unknownOutcome')).toBeGreaterThan(0);
		SUBJECTS.forEach((_, i) => {
			const [first, again] = fates[i];
			expect(before[i].filter(Boolean).length).toBeLessThan(ROWS);
			expect(first).toEqual(
				first.map((fate, row) => {
					if (fate === 'unknownOutcome') return fate;
					return before[i][row] === 0 ? 'sent' : 'alreadySent';
				}),
			);
			// Nobody is contacted twice, and the second execution sends nothing.
			expect(now[i]).toEqual(first.map((fate, row) => (fate === 'sent' ? 1 : before[i][row])));
			expect(now[i].filter((count) => count > 1)).toEqual([]);
			expect(ofFate(first, 'unknownOutcome')).toBeLessThanOrEqual(MOST_FLAGGED);
			expect(ofFate(first, 'sent')).toBeGreaterThan(0);
			expect(again).toEqual(first.map((fate) => (fate === 'sent' ? 'alreadySent' : fate)));
		});
	},
	180_000,
);
