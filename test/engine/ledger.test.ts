import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { startSandbox, type Sandbox } from '../../sandbox';
import { connections, LOOP_NODE, NO_OP_NODE, type EngineResult } from './harness';
import {
	EMAIL_AND_SMS,
	emailOf,
	engineOn,
	PAYTR,
	phoneOf,
	recipients,
	row,
	rows,
	SUBJECTS,
} from './support/providers';
import { wordsIn } from './support/texts';

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.close());
beforeEach(() => sandbox.reset());

const CONTINUE = { onError: 'continueRegularOutput' } as const;
const ERROR_OUTPUT = { onError: 'continueErrorOutput' } as const;
const twoTries = { retryOnFail: true, maxTries: 2 };

const successes = ({ json }: EngineResult) => json.map(({ success }) => success);

interface Stored {
	run: number;
	steps: IDataObject;
}

const storedIn = (result: EngineResult, node = 'Node') =>
	result.contextOf(node).deliveries as Stored | undefined;

const loopOf = (type: string, parameters: INodeParameters, batchSize: number, settings = {}) => ({
	nodes: [
		{ name: 'Loop', type: LOOP_NODE, parameters: { batchSize } },
		{ name: 'Send', type, parameters, waitBetweenTries: 1, ...CONTINUE, ...settings },
	],
	connections: connections([
		['Loop', 'Send', 1],
		['Send', 'Loop'],
	]),
});

describe.each(SUBJECTS)('$provider', ({ node, parameters, service, field, recipientOf }) => {
	/** Whom requests went to, in order. */
	const requested = () => sandbox.state().requests.map(({ fields }) => fields[field]);

	const strike = (fault: 'refuse' | 'resetAfter' | 'resetBefore', i: number, times?: number) =>
		sandbox.addFault({ service, fault, match: { [field]: recipientOf(i) }, times });

	const oneByOne = { ...parameters, options: { maxConcurrency: 1 } };
	const resend = { ...parameters, options: { onUnknownOutcome: 'resend' } };
	const to = (...list: number[]) => list.map(recipientOf);

	describe('Retry On Fail', () => {
		it('with Stop sends what failed and what was not started', async () => {
			strike('refuse', 2, 1);
			const result = await engineOn(sandbox).runNode(node, oneByOne, rows(5), twoTries);

			expect(result.run.status).toBe('success');
			expect(requested()).toEqual(to(0, 1, 2, 2, 3, 4));
			expect(sandbox.state().counts.messages).toBe(5);
		});

		it('answers what was delivered with the output of the first time', async () => {
			const first = await engineOn(sandbox).runNode(node, parameters, rows(3));
			sandbox.reset();
			strike('refuse', 1, 1);
			const again = await engineOn(sandbox).runNode(node, parameters, rows(3), twoTries);

			const timeless = ({ json }: EngineResult) =>
				json.map(({ success, channel, recipient, recipientEmail }) => [
					[success, channel, recipient, recipientEmail],
				]);
			expect(timeless(again)).toEqual(timeless(first));
			const hashes = sandbox.state().paymentRequests.map(({ hash }) => hash);
			const given = again.json.map(({ paymentRequestHash }) => paymentRequestHash);
			expect(given.filter(Boolean).sort()).toEqual(hashes.sort());
		});

		it.each([CONTINUE, ERROR_OUTPUT])(
			'with $onError sends only the first item again, for which n8n runs the node again',
			async (settings) => {
				strike('refuse', 0, 1);
				const result = await engineOn(sandbox).runNode(node, oneByOne, rows(4), {
					...settings,
					...twoTries,
				});

				expect(requested()).toEqual(to(0, 1, 2, 3, 0));
				expect(successes(result)).toEqual([true, true, true, true]);
				expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual(
					[0, 1, 2, 3].map((item) => ({ item })),
				);
			},
		);

		it('tries a refused item as often as n8n does, and the others once', async () => {
			strike('refuse', 0);
			const result = await engineOn(sandbox).runNode(node, oneByOne, rows(3), {
				...CONTINUE,
				retryOnFail: true,
				maxTries: 3,
			});

			expect(requested()).toEqual(to(0, 1, 2, 0, 0));
			expect(successes(result)).toEqual([undefined, true, true]);
		});

		it.each(['resetAfter', 'resetBefore'] as const)(
			'does not send again what has an unknown outcome (%s), and sends the rest',
			async (fault) => {
				strike(fault, 1, 1);
				const result = await engineOn(sandbox).runNode(node, oneByOne, rows(3), twoTries);

				expect(requested()).toEqual(to(0, 1, 2));
				expect(result.error).toMatchObject({
					message: expect.stringMatching(/^The connection to \w+ ended before/) as string,
					context: { itemIndex: 1, data: { outcome: 'unknown', code: 'ECONNRESET' } },
				});
			},
		);

		it('sends it again where On Unknown Outcome says so', async () => {
			strike('resetAfter', 1, 1);
			const result = await engineOn(sandbox).runNode(node, resend, rows(3), twoTries);

			expect(result.run.status).toBe('success');
			expect(requested().sort()).toEqual(to(0, 1, 1, 2));
		});
	});

	describe("the editor's Retry", () => {
		const workflow = (changes: object = {}) => ({
			nodes: [
				{ name: 'Send', type: node, parameters: { ...oneByOne, ...changes } },
				{ name: 'After', type: NO_OP_NODE },
			],
		});

		it('sends what failed and what was not started', async () => {
			strike('refuse', 1, 1);
			const engine = engineOn(sandbox);
			const failed = await engine.run(workflow(), { items: rows(4) });
			const retried = await engine.run(workflow(), { retryOf: failed.run });

			expect(failed.run.status).toBe('error');
			expect(retried.run.status).toBe('success');
			expect(requested()).toEqual(to(0, 1, 1, 2, 3));
			expect(retried.outputOf('After')[0]).toHaveLength(4);
		});

		it('sends again nobody, whatever was changed before it, and says to whom it was sent', async () => {
			strike('refuse', 2, 1);
			const engine = engineOn(sandbox);
			const failed = await engine.run(workflow(), { items: rows(3) });
			const name = field === 'cell_phone' ? 'cellPhone' : 'recipientEmail';
			const source = field === 'cell_phone' ? 'phone' : 'email';
			const changed = {
				[name]: `={{ $json.${source} === '${recipientOf(0)}' ? '${recipientOf(9)}' : $json.${source} }}`,
			};
			const retried = await engine.run(workflow({ ...changed, options: { retries: 7 } }), {
				retryOf: failed.run,
				retryWithCurrentWorkflow: true,
			});

			expect(requested()).toEqual(to(0, 1, 2, 2));
			const [first] = retried.outputOf('Send')[0];
			expect(first.json.recipient ?? first.json.recipientEmail).toBe(recipientOf(0));
		});

		it('leaves an unknown outcome alone, over several retries', async () => {
			strike('resetAfter', 1, 1);
			const engine = engineOn(sandbox);
			let last = await engine.run(workflow(), { items: rows(3) });
			for (let i = 0; i < 3; i++) last = await engine.run(workflow(), { retryOf: last.run });

			expect(last.error?.context.data).toMatchObject({ outcome: 'unknown' });
			// The first retry sends the row behind it, the others nothing.
			expect(requested()).toEqual(to(0, 1, 2));
		});
	});

	it('a loop sends the same row in each of its rounds', async () => {
		strike('refuse', 0, 1);
		const items = [row(0), row(0), row(0)];
		const loop = loopOf(node, parameters, 1, twoTries);
		const result = await engineOn(sandbox).run(loop, { items, node: 'Loop' });

		expect(successes(result)).toEqual([true, true, true]);
		expect(result.tasksOf('Send')).toHaveLength(3);
		expect(requested()).toEqual(to(0, 0, 0, 0));
		expect(sandbox.state().counts.messages).toBe(3);
	});

	it('the same row twice in one batch is sent twice', async () => {
		strike('refuse', 1, 1);
		await engineOn(sandbox).runNode(node, oneByOne, [row(0), row(0), row(1)], twoTries);

		expect(requested()).toEqual(to(0, 0, 1, 1));
	});

	describe('keeps', () => {
		it('a short entry for each delivered and each unknown step, nothing for the others', async () => {
			strike('refuse', 0);
			strike('resetAfter', 1);
			const result = await engineOn(sandbox).runNode(node, parameters, rows(40), CONTINUE);

			const stored = storedIn(result);
			expect(stored?.run).toBe(0);
			expect(Object.keys(stored?.steps ?? {})).toHaveLength(39);
			const sizes = Object.values(stored?.steps ?? {}).map((step) => JSON.stringify(step).length);
			expect(Math.max(...sizes)).toBeLessThan(500);
		});

		it('no secret and no text of a message', async () => {
			strike('refuse', 0);
			strike('resetAfter', 1);
			const items = rows(3).map((item) => ({ ...item, note: 'Sayın müşteri' }));
			const result = await engineOn(sandbox).runNode(node, parameters, items, CONTINUE);

			const { paytr, payfull } = sandbox.credentials;
			const secrets = [...Object.values(paytr), ...Object.values(payfull), 'paytr_token'];
			const texts = ['Çay Bardağı', 'Sayın', '149.90'];
			const context = result.contextOf('Node');
			expect(wordsIn(context, [...secrets, ...texts])).toEqual([]);
			expect(wordsIn(context, ['delivered', 'unknown'])).toEqual(['delivered', 'unknown']);
		});

		it('nothing after a run in which everything was delivered', async () => {
			strike('refuse', 0, 1);
			const result = await engineOn(sandbox).runNode(node, parameters, rows(3), twoTries);

			expect(result.run.status).toBe('success');
			expect(result.contextOf('Node')).toEqual({});
		});

		it('only the last round of a loop', async () => {
			strike('refuse', 0);
			const items = [row(1), row(0), row(2), row(0), row(3), row(0)];
			const result = await engineOn(sandbox).run(loopOf(node, parameters, 2), { items });

			expect(storedIn(result, 'Send')?.run).toBe(2);
			expect(Object.keys(storedIn(result, 'Send')?.steps ?? {})).toHaveLength(1);
		});
	});
});

describe('an item of several messages', () => {
	const strike = (service: string, fault: 'refuse' | 'resetAfter', times?: number) =>
		sandbox.addFault({ service: `paytr.${service}`, fault, times });

	it('repeats only the one that was refused', async () => {
		strike('send-sms', 'refuse', 1);
		const result = await engineOn(sandbox).runNode(PAYTR, EMAIL_AND_SMS, [row(1)], twoTries);

		expect(recipients(sandbox)).toEqual([emailOf(1), phoneOf(1)]);
		expect(sandbox.state().counts.requests).toBe(3);
		expect(result.json).toMatchObject([
			{ success: true, channel: 'email', recipient: emailOf(1) },
			{ success: true, channel: 'sms', recipient: phoneOf(1) },
		]);
	});

	it('repeats none with an unknown outcome, and says which one it is', async () => {
		strike('send-email', 'resetAfter', 1);
		strike('send-sms', 'refuse', 1);
		const result = await engineOn(sandbox).runNode(PAYTR, EMAIL_AND_SMS, [row(1)], {
			...twoTries,
			...CONTINUE,
		});

		expect(recipients(sandbox)).toEqual([emailOf(1), phoneOf(1)]);
		expect(result.json).toMatchObject([
			{ details: { outcome: 'unknown', channel: 'email', recipient: emailOf(1) } },
			{ success: true, channel: 'sms' },
		]);
	});
});
