import type { INodeParameters } from 'n8n-workflow';

import { startSandbox, type FaultName, type Sandbox } from '../../sandbox';
import { NO_OP_NODE, type EngineResult } from './harness';
import {
	engineOn,
	PAYFULL,
	PAYTR,
	recipients,
	REQUEST,
	row,
	rows,
	SMS,
	SUBJECTS,
} from './support/providers';

/** What real use does: executions that overlap, values that move, agents that call twice. */

// Executions that wait for one another take their time on a busy machine.
jest.setTimeout(60_000);

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.close());
beforeEach(() => sandbox.reset());

const CONTINUE = { onError: 'continueRegularOutput' } as const;

const TRIES = { retryOnFail: true, maxTries: 3 } as const;

const fates = ({ json }: EngineResult) =>
	json.map(({ success, reason, error }) => (success ? 'sent' : (reason ?? error)));

const countOf = (list: unknown[], value: unknown) => list.filter((one) => one === value).length;

describe.each(SUBJECTS)('$provider: executions that overlap', ({ node, parameters, guarded }) => {
	const start = (batches: object[][], engine = engineOn(sandbox)) =>
		Promise.all(
			batches.map(async (items) =>
				engine.runNode(node, { ...parameters, options: guarded }, items as [], CONTINUE),
			),
		);

	it('one event 20 times at once is sent once, and the others say so', async () => {
		const all = (await start(Array<object[]>(20).fill([row(1)]))).flatMap(fates);

		expect(recipients(sandbox)).toHaveLength(1);
		expect([countOf(all, 'sent'), countOf(all, 'alreadySent')]).toEqual([1, 19]);
	});

	it('the same 20 rows in 4 executions are sent once each', async () => {
		const all = (await start(Array<object[]>(4).fill(rows(20)))).flatMap(fates);

		expect(new Set(recipients(sandbox)).size).toBe(20);
		expect(recipients(sandbox)).toHaveLength(20);
		expect([countOf(all, 'sent'), countOf(all, 'alreadySent')]).toEqual([20, 60]);
	});

	it('different rows in ten executions are all remembered', async () => {
		const engine = engineOn(sandbox);
		const all = Array.from({ length: 10 }, (_, i) => rows(60).slice(i * 6, i * 6 + 6));
		await start(all, engine);
		sandbox.reset();
		const [again] = await start([rows(60)], engine);

		expect(recipients(sandbox)).toEqual([]);
		expect(countOf(fates(again), 'alreadySent')).toBe(60);
	});

	it('what another execution fails to send is ours to send', async () => {
		sandbox.addFault({ fault: 'refuse', times: 1 });
		const all = (await start([[row(1)], [row(1)]])).flatMap(fates);

		expect(recipients(sandbox)).toHaveLength(1);
		expect(countOf(all, 'sent')).toBe(1);
	});
});

describe('values that move with the clock', () => {
	const link: INodeParameters = {
		resource: 'link',
		operation: 'create',
		name: '={{ $json.name }}',
		price: '149,90',
		linkType: 'product',
		notifyVia: ['sms'],
		cellPhone: '={{ $json.phone }}',
		additionalFields: { expiryDate: '={{ $now.plus({ days: 7 }).toISO() }}' },
	};
	const moving: Array<[string, string, INodeParameters, string]> = [
		['a link with an expiry date', PAYTR, link, 'paytr.create'],
		[
			'a request with the time and a random value in its text',
			PAYFULL,
			{ ...REQUEST, emailText: '={{ $now.toMillis() + " " + Math.random() }}' },
			'payfull.request',
		],
	];

	it.each(moving)(
		'%s, one row refused, Retry On Fail: nobody twice',
		async (_, node, parameters, service) => {
			sandbox.addFault({ service, fault: 'refuse', times: 1 });
			const items = rows(3).map((item, i) => ({ ...item, name: `Sipariş ${i}` }));
			const result = await engineOn(sandbox).runNode(node, parameters, items, {
				...CONTINUE,
				...TRIES,
			});

			expect(fates(result)).toEqual(['sent', 'sent', 'sent']);
			expect(new Set(recipients(sandbox)).size).toBe(3);
			expect(recipients(sandbox)).toHaveLength(3);
		},
	);

	it.each(moving)(
		'%s, the answer lost, Retry On Fail: not repeated',
		async (_, node, parameters, service) => {
			sandbox.addFault({ service, fault: 'resetAfter', times: 1 });
			const item = { ...row(1), name: 'Sipariş 1' };
			const result = await engineOn(sandbox).runNode(node, parameters, [item], {
				...CONTINUE,
				...TRIES,
			});

			expect(result.json).toMatchObject([{ details: { outcome: 'unknown' } }]);
			const sent = sandbox.state().requests.filter((request) => request.service === service);
			expect(sent).toHaveLength(1);
		},
	);

	it('Debug, switched on before Retry, repeats nothing that was delivered', async () => {
		sandbox.addFault({ fault: 'refuse', match: { cell_phone: '05550000001' }, times: 1 });
		const workflow = (options: INodeParameters) => ({
			nodes: [
				{
					name: 'Send',
					type: PAYTR,
					parameters: { ...SMS, options: { maxConcurrency: 1, ...options } },
				},
				{ name: 'After', type: NO_OP_NODE },
			],
		});
		const engine = engineOn(sandbox);
		const failed = await engine.run(workflow({}), { items: rows(3) });
		const retried = await engine.run(workflow({ debugOn: true }), {
			retryOf: failed.run,
			retryWithCurrentWorkflow: true,
		});

		expect(retried.run.status).toBe('success');
		expect(recipients(sandbox)).toEqual(['05550000000', '05550000001', '05550000002']);
	});
});

describe.each(['supplyData', 'engineRequest'] as const)('an agent’s tool via %s', (via) => {
	const parameters = {
		operation: 'sendSms',
		linkId: 'NB2Zlz3',
		cellPhone: "={{ $fromAI('phone', 'Mobile number of the customer', 'string') }}",
		options: { retries: 0, timeout: 1 },
	};
	const args = { phone: '0532 123 45 67' };

	it('called twice with the same arguments sends once, and answers the same', async () => {
		const { response } = await engineOn(sandbox).runTool(PAYTR, parameters, [args, args], { via });

		expect(recipients(sandbox)).toEqual(['05321234567']);
		const [first, second] = response as object[][];
		expect(first).toMatchObject([{ success: true, recipient: '05321234567' }]);
		expect(second).toEqual(first);
	});

	it('sends to two customers where the arguments differ', async () => {
		await engineOn(sandbox).runTool(PAYTR, parameters, [args, { phone: '0532 123 45 68' }], {
			via,
		});

		expect(recipients(sandbox).sort()).toEqual(['05321234567', '05321234568']);
	});

	it.each<[FaultName, RegExp]>([
		['resetAfter', /Do not call again: the customer may have been contacted already/],
		['refuse', /calling again after a correction is safe/],
	])('called again after %s is told in the message itself what is safe', async (fault, words) => {
		sandbox.addFault({ fault, times: 1 });
		// This engine ends an engineRequest with the tool's failure; a newer one tells the model.
		const settings = via === 'engineRequest' ? { via, ...CONTINUE } : { via };
		const { response } = await engineOn(sandbox).runTool(PAYTR, parameters, [args, args], settings);

		const [first, second] = response as Array<Array<{ error?: string }>>;
		if (via === 'supplyData') expect(first[0].error).toMatch(words);
		const isUnknown = fault === 'resetAfter';
		expect(sandbox.state().requests).toHaveLength(isUnknown ? 1 : 2);
		if (isUnknown) expect(second[0].error).toBe(first[0].error);
		else
			expect(
				countOf(
					[first, second].map(([one]) => 'success' in one),
					true,
				),
			).toBe(1);
	});

	it('with Retry On Fail, and the answer lost, is not repeated', async () => {
		sandbox.addFault({ fault: 'resetAfter', times: 1 });
		await engineOn(sandbox).runTool(PAYTR, parameters, [args], { via, ...TRIES });

		expect(sandbox.state().requests).toHaveLength(1);
	});
});

describe('the options', () => {
	it.each(['={{ "true" }}', '={{ 1 }}', '={{ "TRUE" }}', true])(
		'Skip Already Sent as %j is on',
		async (skipAlreadySent) => {
			const engine = engineOn(sandbox);
			const parameters = { ...SMS, options: { skipAlreadySent } };
			await engine.runNode(PAYTR, parameters, rows(1), CONTINUE);
			const again = await engine.runNode(PAYTR, parameters, rows(1), CONTINUE);

			expect(fates(again)).toEqual(['alreadySent']);
		},
	);

	it.each([
		[
			'skipAlreadySent',
			'={{ $json.link === "other" }}',
			/differs between items: "false" and "true"/,
		],
		['skipAlreadySent', '={{ "perhaps" }}', /is neither on nor off/],
		['maxConcurrency', "={{ $('Nowhere').item.json.x }}", /'Max Concurrency' holds an expression/],
		['timeout', '={{ "soon" }}', /'Timeout' is not a number/],
	])('%s as %j fails each item, and sends nothing', async (name, value, message) => {
		const items = [row(0), row(1, { link: 'other' })];
		const parameters = { ...SMS, linkId: 'NB2Zlz3', options: { [name]: value } };
		const result = await engineOn(sandbox).runNode(PAYTR, parameters, items, {
			onError: 'continueErrorOutput',
		});

		expect(result.items).toEqual([]);
		expect(result.errorItems.map(({ json }) => json.error)).toEqual([
			expect.stringMatching(message),
			expect.stringMatching(message),
		]);
		expect(recipients(sandbox)).toEqual([]);
		const stopped = await engineOn(sandbox).runNode(PAYTR, parameters, items);
		expect(stopped.error?.message).toMatch(message);
	});

	it.each([
		['a payment request', PAYFULL, REQUEST],
		[
			'a link',
			PAYTR,
			{ resource: 'link', operation: 'create', name: 'Sipariş', price: 10, linkType: 'product' },
		],
	])('Skip Already Sent asks for a key of %s', async (_, node, parameters) => {
		const options = { skipAlreadySent: true };
		const result = await engineOn(sandbox).runNode(
			node,
			{ ...parameters, options },
			rows(1),
			CONTINUE,
		);

		expect(result.json[0].error).toMatch(/^'Deduplication Key' is missing/);
		expect(sandbox.state().requests).toEqual([]);
	});

	it.each([['={{ false }}'], ['={{ $json.nothing }}'], ['   '], ['={{ null }}']])(
		'the key %j is wrong in its row',
		async (deduplicationKey) => {
			const parameters = { ...SMS, options: { skipAlreadySent: true, deduplicationKey } };
			const result = await engineOn(sandbox).runNode(PAYTR, parameters, rows(1), CONTINUE);

			expect(result.json[0].error).toMatch(/^'Deduplication Key' is /);
		},
	);

	it('keys are compared trimmed, as text', async () => {
		const engine = engineOn(sandbox);
		const parameters = {
			...SMS,
			options: { skipAlreadySent: true, deduplicationKey: '={{ $json.key }}' },
		};
		const items = [' 7 ', 7, '7'].map((key, i) => row(i, { key }));
		const result = await engine.runNode(PAYTR, parameters, items, CONTINUE);

		expect(fates(result)).toEqual(['sent', 'alreadySent', 'alreadySent']);
	});

	it.each(['continueRegularOutput', 'continueErrorOutput', 'stopWorkflow'] as const)(
		'Include Input Fields puts the row beside each result (%s)',
		async (onError) => {
			const engine = engineOn(sandbox);
			const items = [row(0, { row_number: 2, error: 'x' }), row(1, { row_number: 3, phone: '1' })];
			const options = { includeInputFields: true, skipAlreadySent: true };
			const good = onError === 'stopWorkflow' ? items.slice(0, 1) : items;
			const result = await engine.runNode(PAYTR, { ...SMS, options }, good, { onError });
			const again = await engine.runNode(PAYTR, { ...SMS, options }, good, { onError });

			expect(result.json[0]).toMatchObject({ success: true, row_number: 2, email: items[0].email });
			expect(result.json[0]).not.toHaveProperty('error');
			expect(again.json[0]).toMatchObject({ skipped: true, row_number: 2 });
			if (onError === 'stopWorkflow') return;
			const failed = onError === 'continueErrorOutput' ? result.errorItems[0] : result.items[1];
			expect(failed.json).toMatchObject({
				row_number: 3,
				error: expect.stringMatching(/'Cell Phone'/),
			});
		},
	);
});
