/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- development tool, never packed */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { startSandbox } from '../../sandbox';
import { SANDBOX_CREDENTIALS } from '../../sandbox/options';
import { onShutdown } from '../../scripts/lib/children';
import { freePort } from '../../scripts/lib/ports';
import { startN8n, type RunningN8n } from '../../scripts/lib/runtime';
import { eventually } from './eventually';
import type { OwnN8nOptions } from './context';
import { noticeOf } from './notices';
import {
	assertNobodyTwice,
	countById,
	guardedSms,
	harmedAmongOthers,
	smsItem,
	statuses,
} from './overlap';
import {
	addressOf,
	connection,
	createCredentials,
	CREDENTIAL_NAMES,
	nextExecution,
	NODE,
	otherNode,
	testedNode,
	TRIGGER,
	WebhookRunner,
	workflowOf,
} from './workflows';

interface KillOptions extends OwnN8nOptions {
	/** Number of kills. Without it, kills for two minutes and at least 3 times. */
	tries?: number;
}

const BUDGET_MS = 120_000;

/** Posts a payment notification over a new socket. @returns the first bytes of the response */
async function firstBytes(url: string, body: string, onFirst = () => {}): Promise<string> {
	const { hostname, port, pathname } = new URL(url);
	return await new Promise((resolve, reject) => {
		const socket = connect(Number(port), hostname);
		socket.once('error', reject).once('close', () => reject(new Error('hung up')));
		socket.once('data', (bytes) => {
			onFirst();
			resolve(bytes.toString('latin1'));
			socket.destroy();
		});
		socket.write(
			`POST ${pathname} HTTP/1.1\r\nhost: ${hostname}\r\nconnection: close\r\n` +
				`content-type: application/x-www-form-urlencoded\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
		);
	});
}

/** An n8n with the trigger. The checks kill it and restart it on the same port. */
class Victim {
	private workflowId = '';
	private address = '';

	private constructor(
		private n8n: RunningN8n,
		private readonly start: () => Promise<RunningN8n>,
	) {}

	static async create({ version, tarball, home }: KillOptions): Promise<Victim> {
		const port = await freePort();
		const start = async () => await startN8n({ version, userFolder: home, port, tarball });
		const victim = new Victim(await start(), start);
		await victim.prepare();
		return victim;
	}

	/** The workflow takes a second, so it is still running at the first byte of `OK`. */
	private async prepare(): Promise<void> {
		const { api } = this.n8n;
		await api.createCredential('paytrApi', CREDENTIAL_NAMES.paytrApi, SANDBOX_CREDENTIALS.paytr);
		const trigger = testedNode({ type: TRIGGER, parameters: { options: {} } });
		const wait = otherNode(
			'Wait',
			'wait',
			1.1,
			{ amount: 1, unit: 'seconds' },
			{ webhookId: randomUUID() },
		);
		this.workflowId = await api.importWorkflow(
			workflowOf('Killed at OK', [trigger, wait], { [NODE]: connection('Wait') }),
		);
		await api.activate(this.workflowId);
		this.address = addressOf(`http://127.0.0.1:${this.n8n.port}`, trigger);
		await this.deliver('WARMUP');
	}

	/** Posts the payment notification as PayTR does, until the response is `OK`. */
	async deliver(merchantOid: string): Promise<void> {
		await eventually(async () => {
			const response = await fetch(this.address, { method: 'POST', body: noticeOf(merchantOid) });
			assert.deepEqual([response.status, await response.text()], [200, 'OK']);
		}, 30_000);
	}

	/**
	 * Kills n8n and its child processes (SIGKILL) at the first byte of the response to this payment.
	 * @param beside another payment, whose payment notification is in progress at that moment
	 * @returns the bytes received before the kill
	 */
	async killAtFirstByte(merchantOid: string, beside?: string): Promise<string> {
		const { pid, ended } = this.n8n;
		const other =
			beside === undefined ? undefined : firstBytes(this.address, noticeOf(beside).toString());
		const [came] = await Promise.all([
			firstBytes(this.address, noticeOf(merchantOid).toString(), () =>
				process.kill(-pid, 'SIGKILL'),
			),
			other?.catch(() => 'killed'),
		]);
		await ended;
		return came;
	}

	async restart(): Promise<void> {
		this.n8n = await this.start();
	}

	async stop(): Promise<void> {
		await this.n8n.stop();
	}

	/** The statuses of this payment's stored executions, together with their data. */
	async executionsOf(merchantOid: string): Promise<string[]> {
		const found: string[] = [];
		for (const { id, status } of await this.n8n.api.listExecutions(this.workflowId)) {
			const execution = await this.n8n.api.request('GET', `/rest/executions/${id}`);
			if (JSON.stringify(execution).includes(merchantOid)) found.push(status);
		}
		return found;
	}
}

interface Try {
	/** The bytes received before the kill. */
	came: string;
	/** The statuses of the payment's executions after the restart. */
	stored: string[];
	/** The statuses after PayTR has repeated the payment notification. */
	repeated: string[];
	/** The statuses of the payment that was in progress during the kill, after its repetition. */
	beside?: string[];
}

async function tryOnce(victim: Victim, number: number): Promise<Try> {
	const payment = `KILLED${number}E`;
	const beside = number % 2 === 0 ? `BESIDE${number}E` : undefined;
	const came = await victim.killAtFirstByte(payment, beside);
	await victim.restart();
	const stored = await victim.executionsOf(payment);
	if (beside) {
		await victim.deliver(beside);
		return { came, stored, repeated: stored, beside: await victim.executionsOf(beside) };
	}
	await victim.deliver(payment);
	return { came, stored, repeated: await victim.executionsOf(payment) };
}

/**
 * Kills n8n at the first byte of the trigger's `OK`. After a restart, n8n must list the execution
 * with the payment in its data. Its status is `crashed`, because n8n doesn't continue a killed
 * execution. A person can retry it.
 */
export async function killChecks(options: KillOptions): Promise<void> {
	const { checks, tries: wanted } = options;
	const victim = await Victim.create(options);
	const started = Date.now();
	const tries: Try[] = [];
	const goOn = () =>
		wanted === undefined
			? tries.length < 3 || Date.now() - started < BUDGET_MS
			: tries.length < wanted;
	const failedIn = (broken: (one: Try) => boolean) =>
		tries.flatMap((one, index) => (broken(one) ? [{ try: index + 1, ...one }] : []));
	const check = checks.of('killed');
	await check('n8n killed at the first byte of OK has stored the execution', async () => {
		while (goOn()) tries.push(await tryOnce(victim, tries.length + 1));
		const lost = failedIn(({ stored }) => stored.length !== 1);
		console.log(`  the execution exists in ${tries.length - lost.length} of ${tries.length} tries`);
		const answer =
			/^HTTP\/1\.1 200 OK\r\n(.+\r\n)*content-type: text\/plain\b.*\r\n(.+\r\n)*\r\nOK$/i;
		for (const { came } of tries) assert.match(came, answer);
		assert.deepEqual(lost, []);
	});
	await check('a repeated payment notification after the kill starts nothing', async () => {
		const twice = failedIn(({ repeated }) => repeated.length > 1);
		assert.deepEqual(twice, []);
	});
	await check('a payment in progress during the kill is not lost', async () => {
		assert.ok(tries.some(({ beside }) => beside));
		const lost = failedIn(({ beside }) => beside?.length === 0);
		assert.deepEqual(lost, []);
	});
	await victim.stop();
}

/** Kills n8n while batches with 'Send Only Once' overlap, and restarts it. */
export async function killedBatchChecks({ version, tarball, home, checks }: OwnN8nOptions) {
	const sandbox = await startSandbox();
	onShutdown(sandbox.close);
	const start = async () => await startN8n({ version, userFolder: home, tarball });
	let n8n = await start();
	await createCredentials(n8n.api, sandbox);
	await checks.check(
		'killed',
		'n8n killed while batches overlap, then all rows again: no message twice, none lost',
		async () =>
			await harmedAmongOthers(n8n.api, sandbox, async () => {
				process.kill(-n8n.pid, 'SIGKILL');
				await n8n.ended;
				n8n = await start();
				return n8n.api;
			}),
	);
	// We never saw whether n8n 1.x can retry a crashed execution.
	if (!version.startsWith('1.')) {
		await checks.check(
			'killed',
			'n8n killed during a batch, then Retry of the crashed execution: no message twice, none lost',
			async () => {
				const node = guardedSms({ timeout: 3 });
				const runner = await WebhookRunner.activate(n8n.api, 'Killed and retried', node);
				const rows = Array.from({ length: 60 }, (_, i) => smsItem(`K${i}`, 40_000 + i));
				sandbox.reset();
				sandbox.addFault({ fault: 'latency', ms: 250 });
				await runner.start(rows);
				await eventually(() => assert.ok(sandbox.state().counts.messages >= 15), 30_000);
				process.kill(-n8n.pid, 'SIGKILL');
				await n8n.ended;
				n8n = await start();
				await eventually(async () => {
					const [status] = await statuses(n8n.api, runner.workflowId);
					assert.match(status, /^(error|crashed)$/);
				}, 60_000);
				sandbox.clearFaults();
				const [{ id }] = await n8n.api.listExecutions(runner.workflowId);
				await n8n.api.request('POST', `/rest/executions/${id}/retry`, { loadWorkflow: false });
				const retried = await nextExecution(n8n.api, runner.workflowId, new Set([id]), 60_000);
				assert.equal(retried.status, 'success', retried.error);
				const counts = countById(sandbox);
				assertNobodyTwice(counts);
				const flagged = retried
					.output(NODE)
					.filter(({ json }) => json.reason === 'unknownOutcome')
					.map(({ json }) => json.linkId);
				assert.deepEqual(
					rows.filter((row) => !counts.has(row.id) && !flagged.includes(row.id)),
					[],
				);
			},
		);
	}
	await n8n.stop();
	await sandbox.close();
}
