import { NodeConnectionTypes, type IDataObject, type INodeParameters } from 'n8n-workflow';

import type { FaultName } from '../../sandbox';
import { connections, LOOP_NODE, NO_OP_NODE } from './harness';
import { AGENT_NODE } from './harness/testNodes';
import {
	CONTINUE,
	EMAIL_AND_SMS,
	emailOf,
	engineOn,
	ERROR_OUTPUT,
	fates,
	PAYFULL,
	PAYTR,
	phoneOf,
	recipients,
	REQUEST,
	row,
	rows,
	SMS,
	SUBJECTS,
	tries,
} from './support/providers';
import { requestsOf, useSandbox } from './support/sandbox';
import { wordsIn } from './support/texts';

/**
 * Situations of real use: retries in one execution, overlapping executions, changing values, and
 * agents that call twice.
 */

// Executions that wait for each other take long on a busy machine.
jest.setTimeout(60_000);

const sandbox = useSandbox();

const countOf = (list: unknown[], value: unknown) => list.filter((one) => one === value).length;

describe.each(SUBJECTS)('$provider: one execution', (subject) => {
	const { node, provider, parameters, recipientOf } = subject;
	const { requested, to, strike } = requestsOf(sandbox, subject);
	const oneByOne = { ...parameters, options: { maxConcurrency: 1 } };

	/** Sends rows one after the other, with Retry On Fail. */
	const run = async (
		count: number,
		settings: object = tries(2),
		given: INodeParameters = oneByOne,
	) => await engineOn(sandbox).runNode(node, given, rows(count), settings);

	describe('Retry On Fail', () => {
		it('with Stop sends items that failed or were not started', async () => {
			strike('refuse', 2, 1);
			const result = await run(5);

			expect(result.run.status).toBe('success');
			expect(requested()).toEqual(to(0, 1, 2, 2, 3, 4));
			expect(sandbox.state().counts.messages).toBe(5);
			expect(result.contextOf('Node')).toEqual({});
			// A delivered item has its first output again.
			expect(result.json).toMatchObject(
				[0, 1, 2, 3, 4].map((i) =>
					provider === 'PayTR'
						? { success: true, channel: 'sms', recipient: phoneOf(i) }
						: { success: true, channel: 'email', recipientEmail: emailOf(i) },
				),
			);
			const hashes = sandbox.state().paymentRequests.map(({ hash }) => hash);
			const given = result.json.map(({ paymentRequestHash }) => paymentRequestHash);
			expect(given.filter(Boolean)).toEqual(hashes);
		});

		it.each([CONTINUE, ERROR_OUTPUT])(
			'with $onError sends only the first item again',
			async (settings) => {
				strike('refuse', 0, 1);
				const { items } = await run(4, { ...settings, ...tries(2) });

				expect(requested()).toEqual(to(0, 1, 2, 3, 0));
				expect(items).toMatchObject(
					[0, 1, 2, 3].map((item) => ({ json: { success: true }, pairedItem: { item } })),
				);
			},
		);

		it('does not repeat a message with an unknown outcome, and sends the rest', async () => {
			strike('resetAfter', 1, 1);
			const { error } = await run(3);

			expect(requested()).toEqual(to(0, 1, 2));
			expect(error).toMatchObject({
				message: expect.stringMatching(/^The connection to \w+ ended before/) as string,
				context: { itemIndex: 1, data: { outcome: 'unknown', code: 'ECONNRESET' } },
			});
		});

		it('sends the same row in every round of a loop, even if another row was refused', async () => {
			strike('refuse', 9);
			const again = { waitBetweenTries: 1, ...CONTINUE, ...tries(2) };
			const loop = {
				nodes: [
					{ name: 'Loop', type: LOOP_NODE, parameters: { batchSize: 2 } },
					{ name: 'Send', type: node, parameters: oneByOne, ...again },
				],
				connections: connections([
					['Loop', 'Send', 1],
					['Send', 'Loop'],
				]),
			};
			const items = [9, 0, 9, 0, 9, 0].map((i) => row(i));
			const result = await engineOn(sandbox).run(loop, { items, node: 'Loop' });

			const round = ['rejected', 'sent'];
			expect(fates(result)).toEqual([...round, ...round, ...round]);
			expect(requested()).toEqual(to(9, 0, 9, 9, 0, 9, 9, 0, 9));
		});
	});

	describe("the editor's Retry", () => {
		const workflow = (changes: INodeParameters = {}) => ({
			nodes: [
				{ name: 'Send', type: node, parameters: { ...oneByOne, ...changes } },
				{ name: 'After', type: NO_OP_NODE },
			],
		});

		it('sends items that failed or were not started', async () => {
			strike('refuse', 1, 1);
			const engine = engineOn(sandbox);
			const failed = await engine.run(workflow(), { items: rows(4) });
			const retried = await engine.run(workflow(), { retryOf: failed.run });

			expect([failed, retried].map(({ run: { status } }) => status)).toEqual(['error', 'success']);
			expect(requested()).toEqual(to(0, 1, 1, 2, 3));
			expect(retried.outputOf('After')[0]).toHaveLength(4);
		});

		it('contacts nobody again after the previous node changed, and names the recipients', async () => {
			strike('refuse', 2, 1);
			const engine = engineOn(sandbox);
			const failed = await engine.run(workflow(), { items: rows(3) });
			const [name, source] =
				provider === 'PayTR' ? ['cellPhone', 'phone'] : ['recipientEmail', 'email'];
			const value = `={{ $json.${source}.replace('${recipientOf(0)}', '${recipientOf(9)}') }}`;
			const changed = workflow({ [name]: value, options: { retries: 7, debugOn: true } });
			const again = { retryOf: failed.run, retryWithCurrentWorkflow: true };
			const retried = await engine.run(changed, again);

			expect(requested()).toEqual(to(0, 1, 2, 2));
			const [{ json }] = retried.outputOf('Send')[0];
			expect(json.recipient ?? json.recipientEmail).toBe(recipientOf(0));
		});

		it('does not repeat a message with an unknown outcome in several retries', async () => {
			strike('resetAfter', 1, 1);
			const engine = engineOn(sandbox);
			let last = await engine.run(workflow(), { items: rows(3) });
			for (let i = 0; i < 3; i++) last = await engine.run(workflow(), { retryOf: last.run });

			expect(last.error?.context.data).toMatchObject({ outcome: 'unknown' });
			// The first retry sends the next row. The later retries send nothing.
			expect(requested()).toEqual(to(0, 1, 2));
		});
	});

	it('keeps a short entry for each delivered and each unknown step, without secrets or texts', async () => {
		strike('refuse', 0);
		strike('resetAfter', 1);
		const items = rows(40).map((item) => ({ ...item, note: 'Sayın müşteri' }));
		const result = await engineOn(sandbox).runNode(node, parameters, items, CONTINUE);

		const context = result.contextOf('Node');
		const { run: runIndex, steps } = context.deliveries as { run: number; steps: IDataObject };
		expect(runIndex).toBe(0);
		expect(Object.keys(steps)).toHaveLength(39);
		const sizes = Object.values(steps).map((step) => JSON.stringify(step).length);
		expect(Math.max(...sizes)).toBeLessThan(500);
		const { paytr, payfull } = sandbox.credentials;
		const secrets = [...Object.values(paytr), ...Object.values(payfull), 'paytr_token'];
		const words = [...secrets, 'Çay Bardağı', 'Sayın', '149.90', 'delivered', 'unknown'];
		expect(wordsIn(context, words)).toEqual(['delivered', 'unknown']);
	});
});

it.each<[string, FaultName | undefined, object, object]>([
	['repeats only the one that was refused', undefined, {}, { success: true }],
	[
		'repeats none with an unknown outcome, and says which one it is',
		'resetAfter',
		CONTINUE,
		{ details: { outcome: 'unknown', channel: 'email', recipient: emailOf(1) } },
	],
])('an item of several messages %s', async (_, fault, settings, email) => {
	if (fault) sandbox.addFault({ service: 'paytr.send-email', fault, times: 1 });
	sandbox.addFault({ service: 'paytr.send-sms', fault: 'refuse', times: 1 });
	const given = { ...settings, ...tries(2) };
	const { json } = await engineOn(sandbox).runNode(PAYTR, EMAIL_AND_SMS, [row(1)], given);

	expect(recipients(sandbox)).toEqual([emailOf(1), phoneOf(1)]);
	expect(sandbox.state().requests).toHaveLength(3);
	expect(json).toMatchObject([email, { success: true, channel: 'sms', recipient: phoneOf(1) }]);
});

describe.each(SUBJECTS)('$provider: overlapping executions', ({ node, parameters, guarded }) => {
	/** The results of all rows of executions that start at the same time. */
	const start = async (batches: IDataObject[][], engine = engineOn(sandbox)) => {
		const guard = { ...parameters, ...guarded };
		const runs = batches.map(async (items) => engine.runNode(node, guard, items, CONTINUE));
		return (await Promise.all(runs)).flatMap(fates);
	};

	it.each([
		['one event 20 times', 20, 1],
		['the same 20 rows in 4 executions', 4, 20],
	])('%s at once: one sends each row, and the others report it', async (_, times, count) => {
		const all = await start(Array<IDataObject[]>(times).fill(rows(count)));

		expect(new Set(recipients(sandbox)).size).toBe(count);
		expect(recipients(sandbox)).toHaveLength(count);
		const skipped = (times - 1) * count;
		expect([countOf(all, 'sent'), countOf(all, 'alreadySent')]).toEqual([count, skipped]);
	});

	it('remembers all different rows of ten executions', async () => {
		const engine = engineOn(sandbox);
		await start(
			Array.from({ length: 10 }, (_, i) => rows(60).slice(i * 6, i * 6 + 6)),
			engine,
		);
		sandbox.reset();

		expect(await start([rows(60)], engine)).toEqual(Array(60).fill('alreadySent'));
		expect(recipients(sandbox)).toEqual([]);
	});
});

describe.each<[string, string, INodeParameters, string]>([
	[
		'a link with an expiry date',
		PAYTR,
		{
			resource: 'link',
			operation: 'create',
			sendOnce: 'off',
			name: 'Sipariş',
			price: '149,90',
			notifyVia: ['sms'],
			cellPhone: '={{ $json.phone }}',
			additionalFields: { expiryDate: '={{ $now.plus({ days: 7 }).toISO() }}' },
		},
		'paytr.create',
	],
	[
		'a request with the time and a random value in its text',
		PAYFULL,
		{ ...REQUEST, emailText: '={{ $now.toMillis() + " " + Math.random() }}' },
		'payfull.request',
	],
])('values that change with the clock: %s', (_, node, parameters, service) => {
	const run = async (fault: FaultName, count: number) => {
		sandbox.addFault({ service, fault, times: 1 });
		const settings = { ...CONTINUE, ...tries(3) };
		return fates(await engineOn(sandbox).runNode(node, parameters, rows(count), settings));
	};

	it('one row refused, Retry On Fail: contacts nobody twice', async () => {
		expect(await run('refuse', 3)).toEqual(['sent', 'sent', 'sent']);
		expect(new Set(recipients(sandbox)).size).toBe(3);
		expect(recipients(sandbox)).toHaveLength(3);
	});

	it('a lost response, Retry On Fail: does not repeat the request', async () => {
		expect(await run('resetAfter', 1)).toEqual(['unknown']);
		expect(sandbox.state().requests).toHaveLength(1);
	});

	it('asks for a key', async () => {
		const guarded = { ...parameters, sendOnce: 'perKey', deduplicationKey: '={{ $json.no }}' };
		const { json } = await engineOn(sandbox).runNode(node, guarded, rows(1), CONTINUE);

		expect(json[0].error).toMatch(/^'Deduplication Key' is empty/);
		expect(sandbox.state().requests).toEqual([]);
	});
});

describe.each(['supplyData', 'engineRequest'] as const)('an agent’s tool via %s', (via) => {
	const ARGS = { phone: '0532 123 45 67' };

	const call = async (
		args: IDataObject[],
		settings: object = {},
		parameters: INodeParameters = {},
	) =>
		await engineOn(sandbox).runTool(
			PAYTR,
			{
				operation: 'sendSms',
				linkId: 'NB2Zlz3',
				cellPhone: "={{ $fromAI('phone', 'Mobile number of the customer', 'string') }}",
				options: { retries: 0, timeout: 1 },
				...parameters,
			},
			args,
			via,
			settings,
		);

	it('called twice with the same arguments sends once, and returns the same answer', async () => {
		const { answers, tool } = await call([ARGS, ARGS]);

		expect(tool).toMatchObject({ accepts: true });
		expect(recipients(sandbox)).toEqual(['05321234567']);
		const [first, second] = answers ?? [];
		expect(first).toMatchObject([{ success: true, recipient: '05321234567' }]);
		expect(second).toEqual(first);
	});

	it.each<[FaultName, RegExp]>([
		['resetAfter', /Do not call again: the customer may have been contacted already/],
		['refuse', /calling again after a correction is safe/],
	])('called again after %s gets a message that tells what is safe', async (fault, words) => {
		sandbox.addFault({ fault, times: 1 });
		// This engine ends an engineRequest when a tool fails. Newer engines report the failure to the
		// model.
		const called = await call([ARGS, ARGS], via === 'engineRequest' ? CONTINUE : {});

		const answers = (called.answers ?? []).map(([answer]) => answer);
		if (via === 'supplyData') expect(answers[0].error).toMatch(words);
		const isUnknown = fault === 'resetAfter';
		expect(sandbox.state().requests).toHaveLength(isUnknown ? 1 : 2);
		if (isUnknown) expect(answers[1].error).toBe(answers[0].error);
		else expect(answers.filter((answer) => 'success' in answer)).toHaveLength(1);
	});

	it.each(['perLinkAndRecipient', 'off'])(
		'called again with another spelling of the phone sends once, and reports it (%s)',
		async (sendOnce) => {
			const { answers } = await call([ARGS, { phone: '+905321234567' }], {}, { sendOnce });

			expect(recipients(sandbox)).toEqual(['05321234567']);
			// The engine may change the order of the calls.
			const told = answers?.flat().map(({ success, reason }) => (success ? 'sent' : reason));
			expect(told?.sort()).toEqual(['alreadySent', 'sent']);
		},
	);

	const NEW_LINK = {
		...{ resource: 'link', operation: 'create', name: 'Çay Bardağı', notifyVia: ['sms'] },
		...{ price: '={{ $json.amount }}', deduplicationKey: '={{ $json.phone }}' },
	};

	it.each<[string, INodeParameters, IDataObject[], number]>([
		['a link that exists', {}, rows(3), 3],
		['a link that exists, every time', { sendOnce: 'off' }, rows(3), 3],
		['new links', NEW_LINK, rows(3).map((item) => ({ ...item, amount: 149 })), 3],
		[
			'new links to one customer, of two amounts',
			{ ...NEW_LINK, sendOnce: 'off' },
			[149, 200, 149].map((amount) => row(1, { amount })),
			2,
		],
	])(
		'in a loop with equal arguments for each customer, sends %s to each customer',
		async (_, parameters, items, count) => {
			const agent = { args: '[{}]', via };
			const sms = { operation: 'sendSms', linkId: 'NB2Zlz3', cellPhone: '={{ $json.phone }}' };
			const nodes = [
				{ name: 'Loop', type: LOOP_NODE, parameters: { batchSize: 1 } },
				{ name: 'Agent', type: AGENT_NODE, parameters: agent },
				{ name: 'Node', type: `${PAYTR}Tool`, parameters: { ...sms, ...parameters } },
			];
			const workflow = {
				nodes,
				connections: connections([
					['Loop', 'Agent', 1],
					['Agent', 'Loop'],
					['Node', 'Agent', 0, NodeConnectionTypes.AiTool],
				]),
			};
			const result = await engineOn(sandbox).run(workflow, { items, node: 'Loop' });

			const answers = result.json.flatMap((json) => json.answers as IDataObject[][]).flat();
			expect(answers).toMatchObject(Array(items.length).fill({ success: true }));
			const sent = recipients(sandbox);
			expect(sent).toHaveLength(count);
			expect(new Set(sent)).toEqual(new Set(items.map(({ phone }) => phone)));
		},
	);

	it('with Retry On Fail sends once after a lost response', async () => {
		sandbox.addFault({ fault: 'resetAfter', times: 1 });
		await call([ARGS], tries(3));

		expect(sandbox.state().requests).toHaveLength(1);
	});
});

it.each([CONTINUE, ERROR_OUTPUT])(
	'Include Input Fields adds the row to each result (%j)',
	async (settings) => {
		const engine = engineOn(sandbox);
		const old = { success: true, linkId: 'OLD', skipped: true, reason: 'alreadySent', error: 'x' };
		const items = [
			row(0, { ...old, row_number: 2 }),
			row(1, { ...old, row_number: 3, phone: '1' }),
		];
		const sendOnce = '={{ "perLinkAndRecipient" }}';
		// If the choice is an expression, n8n shows the key and requires it.
		const once = { sendOnce, deduplicationKey: 'not used' };
		const parameters = { ...SMS, ...once, options: { includeInputFields: true } };
		const result = await engine.runNode(PAYTR, parameters, items, settings);
		const again = await engine.runNode(PAYTR, parameters, items, settings);

		expect(result.json[0]).toMatchObject({ success: true, row_number: 2, email: items[0].email });
		for (const name of ['error', 'skipped', 'reason']) {
			expect(result.json[0]).not.toHaveProperty(name);
		}
		expect(again.json[0]).toMatchObject({ skipped: true, row_number: 2 });
		const failed = settings === ERROR_OUTPUT ? result.errorItems[0] : result.items[1];
		const error = expect.stringMatching(/'Phone'/) as string;
		expect(failed.json).toMatchObject({ row_number: 3, error });
		const stored = JSON.parse(JSON.stringify(failed.json)) as object;
		for (const name of ['success', 'linkId', 'skipped', 'reason']) {
			expect(stored).not.toHaveProperty(name);
		}
	},
);
