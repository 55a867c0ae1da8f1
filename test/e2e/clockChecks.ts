/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startSandbox } from '../../sandbox';
import { onShutdown, Problem } from '../../scripts/lib/children';
import { startN8n } from '../../scripts/lib/runtime';
import type { OwnN8nOptions } from './context';
import { eventually } from './eventually';
import { assertEachOnce, guardedSms, harmedAmongOthers, smsItem } from './overlap';
import { createCredentials, WebhookRunner } from './workflows';

const HOUR = 3_600;

const LIBRARIES = ['x86_64', 'aarch64'].map(
	(machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketime.so.1`,
);

/** Finds libfaketime. It gives a process a clock that can be set while the process runs. */
function libfaketime(): string {
	const found = LIBRARIES.find(existsSync);
	if (found) return found;
	throw new Problem(
		"n8n's clock is set with libfaketime, and there is none on this machine.\n" +
			'Install it (Debian, Ubuntu: apt-get install faketime).',
	);
}

/** Starts an n8n and changes its clock while batches run, as a person or a time server does. */
export async function clockChecks({ version, tarball, home, checks }: OwnN8nOptions) {
	const sandbox = await startSandbox();
	onShutdown(sandbox.close);
	const clock = join(home, 'clock');
	const set = async (seconds: number) =>
		await writeFile(clock, seconds < 0 ? `${seconds}` : `+${seconds}`);
	await set(0);
	const { api, stop } = await startN8n({
		version,
		userFolder: home,
		tarball,
		env: {
			LD_PRELOAD: libfaketime(),
			FAKETIME_TIMESTAMP_FILE: clock,
			FAKETIME_NO_CACHE: '1',
			// Setting the clock doesn't change the time since the machine's start.
			DONT_FAKE_MONOTONIC: '1',
		},
	});
	await createCredentials(api, sandbox);
	const check = checks.of('clock');
	for (const [how, seconds] of [
		['back by an hour', -HOUR],
		['forward by two hours', HOUR],
	] as const) {
		await check(
			`overlapping batches with a clock that is set ${how}, then all rows again: no message twice, none lost`,
			async () =>
				await harmedAmongOthers(api, sandbox, async () => {
					await set(seconds);
					return api;
				}),
		);
	}
	await check('a batch keeps its pace when the clock is set back', async () => {
		const node = guardedSms({ requestsPerSecond: 4 });
		const runner = await WebhookRunner.activate(api, 'Pace', node);
		sandbox.reset();
		const rows = Array.from({ length: 24 }, (_, i) => smsItem(`P${i}`, i));
		const started = performance.now();
		const running = runner.run(rows);
		await eventually(() => assert.ok(sandbox.state().counts.messages >= 8), 30_000);
		await set(-HOUR);
		assert.equal((await running).status, 'success');
		const seconds = (performance.now() - started) / 1000;
		assert.ok(seconds > 5 && seconds < 15, `${seconds} s for 24 messages, 4 a second`);
		assertEachOnce(sandbox, rows);
	});
	await stop();
	await sandbox.close();
}
