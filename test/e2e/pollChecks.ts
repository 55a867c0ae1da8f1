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

/** Every five seconds, though n8n wants a minute between the polls of one time. */
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

	/** Saves the workflow, with its trigger under this name, and publishes it. */
	async publish(name: string): Promise<void> {
		const nodes = [{ ...this.trigger, name }, otherNode(AFTER, 'noOp', 1, {})];
		const workflow = workflowOf('PayTR Payment Trigger', nodes, { [name]: connection(AFTER) });
		this.id = await this.n8n.api.importWorkflow(workflow, this.id || undefined);
		await this.n8n.api.activate(this.id);
	}

	/** Pays a new link, without a word to n8n. */
	async payLink(): Promise<string> {
		const link = await runOnce(this.n8n.api, 'A link', { type: PAYTR, parameters: PRODUCT_LINK });
		assert.equal(link.status, 'success', link.error);
		return (await pay(this.sandbox, link.output('Node')[0].json.linkId)).merchantOid;
	}

	private polls = (): number =>
		this.sandbox.state().requests.filter(({ service }) => service === 'paytr.transactions-report')
			.length;

	/** Waits until n8n has polled twice more. */
	async polledTwice(): Promise<void> {
		const before = this.polls();
		await eventually(() => assert.ok(this.polls() >= before + 2), 40_000);
	}

	/** The orders that started the workflow, in all its executions, and how many polls failed. */
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

/** The PayTR Payment Trigger, polled by n8n's own timer: each payment starts it once. */
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
	/** Each payment has started the workflow, and two polls later still once. */
	const eachOnce = async (failedPolls = 0) => {
		const right = async () =>
			assert.deepEqual(await polled.started(), { orders: [...expected].sort(), failedPolls });
		await polled.polledTwice();
		await eventually(right, 20_000);
		await polled.polledTwice();
		await right();
	};

	await check('what was paid before activation starts nothing', async () => {
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
		'a payment while n8n was killed starts after the restart, the others do not',
		async () => {
			// Paid just before, so that no poll has seen it when n8n dies.
			await paid();
			process.kill(-polled.n8n.pid, 'SIGKILL');
			await polled.n8n.ended;
			polled.n8n = await start();
			await eachOnce();
		},
	);
	await check('renamed, it starts none again, and the next one once', async () => {
		await polled.publish('Ödemeler');
		await eachOnce();
		await paid();
		await eachOnce();
	});
	await check('a poll that PayTR does not answer loses nothing', async () => {
		sandbox.addFault({ service: 'paytr.transactions-report', fault: 'http500', times: 1 });
		await polled.polledTwice();
		await paid();
		await eachOnce(1);
	});
	await polled.n8n.stop();
	await sandbox.close();
}
