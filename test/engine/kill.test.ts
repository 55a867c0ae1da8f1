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

/** Decides when the process is killed; KILL_SEED=random tries other moments. */
const { KILL_SEED = '1' } = process.env;
const SEED = KILL_SEED === 'random' ? String(Date.now()) : KILL_SEED;

const ROWS = 150;

/** The most that a kill leaves doubtful at a concurrency of 5. */
const MOST_FLAGGED = 10;

/** The latest moment, so that rows are left that were never claimed. */
const LATEST = 100;

const ROOT = resolve(__dirname, '../..');
const SCRIPT = resolve(__dirname, 'support/guardedBatch.ts');

interface Run {
	subject: Subject;
	sandbox: Sandbox;
	/** n8n's storage. */
	file: string;
}

function startBatch({ subject: { node }, sandbox, file }: Run) {
	const args = ['--import', 'tsx', SCRIPT, node, sandbox.url, file, String(ROWS)];
	return spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Runs the batch to its end. */
async function runBatch(run: Run): Promise<string[]> {
	const child = startBatch(run);
	const [output] = await Promise.all([text(child.stdout), once(child, 'exit')]);
	return jsonParse<string[]>(output);
}

/** Kills the batch as soon as the provider has seen that many requests. */
async function killBatch(run: Run, after: number): Promise<void> {
	const child = startBatch(run);
	const exited = once(child, 'exit');
	while (run.sandbox.state().counts.requests < after && child.exitCode === null) await sleep(5);
	child.kill('SIGKILL');
	const [code, signal] = (await exited) as [number | null, string | null];
	expect([code, signal]).toEqual([null, 'SIGKILL']);
}

/** How often the provider contacted each row's customer. */
function contacts({ subject: { field, recipientOf }, sandbox }: Run): number[] {
	const { requests } = sandbox.state();
	const counts = new Map<string, number>();
	for (const { accepted, fields } of requests) {
		if (accepted) counts.set(fields[field], (counts.get(fields[field]) ?? 0) + 1);
	}
	return Array.from({ length: ROWS }, (_, i) => counts.get(recipientOf(i)) ?? 0);
}

/** Moments all over the batch, by the seed. */
const moments = SUBJECTS.flatMap((subject) =>
	[0, 2].map((third) => {
		const digest = createHash('sha256').update(`${SEED} ${subject.node} ${third}`).digest();
		const within = digest.readUInt32BE(0) / 2 ** 32;
		return {
			subject,
			provider: subject.provider,
			after: Math.ceil(((third + within) * LATEST) / 3),
		};
	}),
);

// Side by side: most of their time they wait for the dead process's lease to run out.
it.concurrent.each(moments)(
	`$provider, killed after $after requests (seed ${SEED}): sent once, or flagged`,
	async ({ subject, after }) => {
		const sandbox = await startSandbox({ latencyMs: 20 });
		const directory = await mkdtemp(join(tmpdir(), 'killed-batch-'));
		const run = { subject, sandbox, file: join(directory, 'storage.json') };
		await killBatch(run, after);
		const before = contacts(run);
		const fates = await runBatch(run);
		const now = contacts(run);
		const again = await runBatch(run);
		const later = contacts(run);
		await sandbox.close();
		await rm(directory, { recursive: true });

		expect(now.filter((count) => count > 1)).toEqual([]);
		expect(before.filter(Boolean).length).toBeGreaterThanOrEqual(after);
		expect(before.filter(Boolean).length).toBeLessThan(ROWS);
		const expected = fates.map((fate, i) => {
			if (before[i] === 0) return fate === 'unknownOutcome' ? fate : 'sent';
			return fate === 'unknownOutcome' ? fate : 'alreadySent';
		});
		expect(fates).toEqual(expected);
		expect(now).toEqual(fates.map((fate, i) => (fate === 'sent' ? 1 : before[i])));
		const flagged = fates.filter((fate) => fate === 'unknownOutcome').length;
		expect(flagged).toBeGreaterThan(0);
		expect(flagged).toBeLessThanOrEqual(MOST_FLAGGED);
		expect(fates.filter((fate) => fate === 'sent').length).toBeGreaterThan(0);

		expect(again).toEqual(fates.map((fate) => (fate === 'sent' ? 'alreadySent' : fate)));
		expect(later).toEqual(now);
	},
	180_000,
);
