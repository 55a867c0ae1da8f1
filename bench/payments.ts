/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development tool, never packed */
import { request } from 'node:http';
import { performance } from 'node:perf_hooks';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { SANDBOX_CREDENTIALS } from '../sandbox';
import { onShutdown, Problem, startChild } from '../scripts/lib/children';
import type { Execution, WorkflowFile } from '../scripts/lib/n8nApi';
import { ROOT } from '../scripts/lib/paths';
import type { RunningN8n } from '../scripts/lib/runtime';
import { withPeakMemory } from './machine';
import { ms, times, type Section } from './report';
import { median } from './stats';

const LATENCY_MS = 200;
const DAYS = 31;
const ROWS = 10_000;
const ROUNDS = 3;

/** Number of additional executions that show whether memory grows. */
const REPEATS = 5;

const PATH = 'bench-payments';
const REPORT = '/rapor/islem-dokumu';

async function startServer(): Promise<{ url: string; stop(): Promise<void> }> {
	let found: (url: string) => void;
	const address = new Promise<string>((resolve) => (found = resolve));
	const perDay = String(ROWS / DAYS);
	const args = ['--import', 'tsx', 'bench/reportServer.ts', String(LATENCY_MS), perDay];
	const child = startChild(process.execPath, args, { cwd: ROOT, onLine: (line) => found(line) });
	onShutdown(child.stop);
	const url = await Promise.race([address, child.ended.then(() => undefined)]);
	if (url === undefined) throw new Problem('The report server ended while starting.');
	return { url, stop: child.stop };
}

const workflow: WorkflowFile = {
	name: 'Benchmark: PayTR payments, this package',
	nodes: [
		{
			name: 'Start',
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2.1,
			position: [0, 0],
			webhookId: PATH,
			parameters: {
				...{ httpMethod: 'POST', path: PATH, options: {} },
				...{ responseMode: 'lastNode', responseData: 'noData' },
			},
		},
		{
			name: 'Read',
			type: 'n8n-nodes-paytr-payfull.paytrLinkNotify',
			typeVersion: 1,
			position: [220, 0],
			parameters: {
				...{ resource: 'payment', operation: 'getAll', returnAll: true },
				...{ startDate: '2026-01-01', endDate: '2026-01-31' },
			},
			credentials: { paytrApi: { name: 'PayTR reports' } },
		},
	],
	connections: { Start: { main: [[{ node: 'Read', type: 'main', index: 0 }]] } },
	settings: { executionOrder: 'v1' },
};

/**
 * Requests the same windows one after the other, with only Node's http.
 * @returns the number of rows
 */
async function askOneByOne(url: string, forms: string[]): Promise<number> {
	let rows = 0;
	for (const form of forms) {
		const answer = await new Promise<string>((resolve, reject) => {
			const headers = { 'content-type': 'application/x-www-form-urlencoded' };
			const outgoing = request(url + REPORT, { method: 'POST', agent: false, headers }, (came) => {
				text(came).then(resolve, reject);
			});
			outgoing.once('error', reject).end(form);
		});
		rows += z.object({ data: z.array(z.unknown()) }).parse(JSON.parse(answer)).data.length;
	}
	return rows;
}

/**
 * Reads a month of payments with the node, and with a client that requests one window after the
 * other.
 */
export async function measurePayments(
	n8n: RunningN8n,
	report: (progress: string) => void,
): Promise<Section> {
	const server = await startServer();
	const { api } = n8n;
	const credential = { ...SANDBOX_CREDENTIALS.paytr, baseUrl: server.url };
	await api.createCredential('paytrApi', 'PayTR reports', credential);
	const id = await api.importWorkflow(workflow);
	await api.activate(id);
	const run = async (): Promise<Execution> => {
		const { status, body } = await api.callWebhook(PATH, {});
		if (status !== 200) throw new Problem(`${PATH}: the webhook answered ${status}: ${body}`);
		const [{ id: execution }] = await api.listExecutions(id);
		const ended = await api.waitForExecution(execution);
		const rows = ended.output('Read').length;
		if (rows !== ROWS) throw new Problem(`The node gave ${rows} of ${ROWS} payments.`);
		return ended;
	};
	const nodeMs = ({ data }: Execution) =>
		(data.resultData.runData.Read ?? []).reduce((sum, one) => sum + one.executionTime, 0);
	await run();
	const forms = z.array(z.string()).parse(await (await fetch(server.url)).json());

	const bare: number[] = [];
	const node: number[] = [];
	for (let round = 1; round <= ROUNDS; round++) {
		report(`payments, round ${round} of ${ROUNDS}`);
		const started = performance.now();
		const rows = await askOneByOne(server.url, forms);
		bare.push(performance.now() - started);
		if (rows !== ROWS) throw new Problem(`The bare client got ${rows} of ${ROWS} payments.`);
		node.push(nodeMs(await run()));
	}
	const peaks: number[] = [];
	for (let repeat = 1; repeat <= REPEATS; repeat++) {
		report(`payments, memory, ${repeat} of ${REPEATS}`);
		peaks.push((await withPeakMemory(n8n.pid, run)).peak);
	}
	await server.stop();
	const faster = median(bare) / median(node);
	const growth = peaks[peaks.length - 1] / peaks[0] - 1;
	const megabytes = peaks.map((bytes) => Math.round(bytes / 2 ** 20).toLocaleString('en'));
	return {
		title: `${DAYS} days of ${ROWS.toLocaleString('en')} payments, a provider that takes ${LATENCY_MS} ms`,
		head: ['Client', 'Windows', 'Time', 'Compared with the bare client'],
		rows: [
			['bare client, one window after the other', String(forms.length), ms(median(bare)), times(1)],
			['node', String(forms.length), ms(median(node)), times(faster)],
		],
		notes: [
			`PayTR, Payment: Get Many, with Return All and the default Max Concurrency. Medians of ${ROUNDS} rounds. The bare client uses Node's http, requests the same windows and parses the responses. The node also reads each row and turns it into an item.`,
			`Peak memory (RSS) of n8n's whole process in ${REPEATS} consecutive executions: ${megabytes.join(', ')} MB.`,
		],
		targets: [
			{
				what: `${DAYS} days of ${ROWS.toLocaleString('en')} payments: speed compared with a bare client`,
				wanted: `≥ ${times(3)}`,
				got: times(faster),
				met: faster >= 3,
			},
			{
				what: 'The same: peak memory of the last execution compared with the first',
				wanted: '≤ +10 %',
				got: `${growth < 0 ? '' : '+'}${(growth * 100).toFixed(0)} %`,
				met: growth <= 0.1,
			},
		],
	};
}
