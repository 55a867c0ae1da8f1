/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import assert from 'node:assert/strict';
import { startSandbox, type Sandbox } from '../../sandbox';
import { onShutdown } from '../../scripts/lib/children';
import { startN8n, type RunningN8n } from '../../scripts/lib/runtime';
import type { OwnN8nOptions } from './context';
import { eventually } from './eventually';
import { PRODUCT_LINK } from './operationChecks';
import {
	connection,
	createCredentials,
	otherNode,
	pay,
	PAYMENT_TRIGGER,
	PAYTR,
	runOnce,
	testedNode,
	workflowOf,
} from './workflows';

/** Polls every five seconds. n8n allows at most one poll per minute for one poll time. */
const POLL_TIMES = Array.from({ length: 12 }, (_, i) => ({
	mode: 'custom',
	cronExpression: `${i * 5} * * * * *`,
}));

const AFTER = 'After';

/** A published workflow that starts with the PayTR Payment Trigger. */
class PolledWorkflow {
	private id = '';

	private readonly trigger = testedNode({
		type: PAYMENT_TRIGGER,
		parameters: {
			pollTimes: { item: POLL_TIMES },
			events: ['sale', 'refund'],
		},
	});

	constructor(
		public n8n: RunningN8n,
		private readonly sandbox: Sandbox,
	) {}

	/** Gives the trigger this name, saves the workflow and publishes it. */
	async publish(name: string): Promise<void> {
		const nodes = [{ ...this.trigger, name }, otherNode(AFTER, 'noOp', 1, {})];
		const workflow = workflowOf('PayTR Payment Trigger', nodes, { [name]: connection(AFTER) });
		this.id = await this.n8n.api.importWorkflow(workflow, this.id || undefined);
		await this.n8n.api.activate(this.id);
	}

	/** Pays a new link that doesn't notify n8n. */
	async payLink(): Promise<string> {
		const link = await runOnce(this.n8n.api, 'A link', { type: PAYTR, parameters: PRODUCT_LINK });
		assert.equal(link.status, 'success', link.error);
		return (await pay(this.sandbox, link.output('Node')[0].json.linkId)).merchantOid;
	}

	private polls = (): number =>
		this.sandbox.state().requests.filter(({ service }) => service === 'paytr.transactions-report')
			.length;

	/** Waits for two more polls. */
	async polledTwice(): Promise<void> {
		const before = this.polls();
		await eventually(() => assert.ok(this.polls() >= before + 2), 40_000);
	}

	/** The orders of all executions, and the number of failed polls. */
	async started(): Promise<{ orders: string[]; failedPolls: number }> {
		const orders: string[] = [];
		let failedPolls = 0;
		for (const { id } of await this.n8n.api.listExecutions(this.id)) {
			const execution = await this.n8n.api.waitForExecution(id);
			if (execution.status !== 'success') failedPolls++;
			else orders.push(...execution.output(AFTER).map(({ json }) => String(json.merchantOid)));
		}
		return { orders: orders.sort(), failedPolls };
	}
}

/** n8n's timer polls the PayTR Payment Trigger. Each payment must start the workflow once. */
export async function pollChecks({ version, tarball, home, checks }: OwnN8nOptions): Promise<void> {
	const sandbox = await startSandbox();
	onShutdown(sandbox.close);
	const start = async () => await startN8n({ version, userFolder: home, tarball });
	const first = await start();
	await createCredentials(first.api, sandbox);
	const polled = new PolledWorkflow(first, sandbox);
	const check = checks.of('poll');
	const expected: string[] = [];
	const paid = async () => void expected.push(await polled.payLink());
	/** Each payment has started the workflow exactly once, also after two more polls. */
	const eachOnce = async (failedPolls = 0) => {
		const right = async () =>
			assert.deepEqual(await polled.started(), { orders: [...expected].sort(), failedPolls });
		await polled.polledTwice();
		await eventually(right, 20_000);
		await polled.polledTwice();
		await right();
	};

	await check('a payment before activation starts nothing', async () => {
		await polled.payLink();
		await polled.publish('Payments');
		await eachOnce();
	});
	await check('each payment starts the workflow once', async () => {
		await paid();
		await paid();
		await eachOnce();
	});
	await check(
		'a payment while n8n is down starts the workflow after the restart, earlier payments do not',
		async () => {
			// This payment comes last, so no poll sees it before n8n is killed.
			await paid();
			process.kill(-polled.n8n.pid, 'SIGKILL');
			await polled.n8n.ended;
			polled.n8n = await start();
			await eachOnce();
		},
	);
	await check('after a rename, only a new payment starts the workflow', async () => {
		await polled.publish('Ödemeler');
		await eachOnce();
		await paid();
		await eachOnce();
	});
	await check('a poll without an answer from PayTR loses no payment', async () => {
		sandbox.addFault({ service: 'paytr.transactions-report', fault: 'http500', times: 1 });
		await polled.polledTwice();
		await paid();
		await eachOnce(1);
	});
	await polled.n8n.stop();
	await sandbox.close();
}
