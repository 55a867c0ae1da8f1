/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test, never packed */
import { setTimeout as sleep } from 'node:timers/promises';

import type { INodeParameters } from 'n8n-workflow';

import type { Sandbox } from '../../sandbox';
import { createEngine } from './harness';
import { Deduplicator } from './harness/deduplicator';
import { reply } from './harness/fixtures/echoServer';
import {
	CONTINUE,
	credentialsOf,
	EMAIL_AND_SMS,
	emailOf,
	engineOn,
	PAYTR,
	row,
	rows,
	SUBJECTS,
} from './support/providers';
import { useEchoServer, useSandbox } from './support/sandbox';

/** Sends only once, with a key for both nodes. An unknown outcome counts as sent. */
const KEYED = { sendOnce: 'perKey', deduplicationKey: '={{ $json.email }}' };
const AS_SENT = { onUnknownOutcome: 'skip' };

const isClaim = (entry: unknown) => String(entry).startsWith('known:');

const sandbox = useSandbox();
// Slow enough for a busy machine to start the maximum number of requests.
const slow = useSandbox({ latencyMs: 250 });
const server = useEchoServer();

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);

describe.each(SUBJECTS)('$provider', ({ node, provider, parameters }) => {
	const run = async (on: Sandbox, options: INodeParameters, count: number) =>
		await engineOn(on).runNode(node, { ...parameters, options }, rows(count), CONTINUE);

	it.each<[INodeParameters, number, number]>([
		[{}, 5, 12],
		[{ maxConcurrency: '={{ 7 }}' }, 7, 14],
		[{ maxConcurrency: 100 }, 20, 20],
	])('Max Concurrency %j: %i of %i requests in flight at once', async (options, peak, count) => {
		const result = await run(slow, options, count);

		expect(result.json).toMatchObject(Array(count).fill({ success: true }));
		expect(slow.state().counts.peakInFlight).toBe(peak);
	});

	it('an operation that does not exist fails each item with Continue, and sends nothing', async () => {
		const wrong = { ...parameters, operation: 'sendFax' };
		const { items } = await engineOn(sandbox).runNode(node, wrong, rows(2), CONTINUE);

		expect(sandbox.state().requests).toEqual([]);
		expect(items.map(({ json }) => json.error)).toEqual(
			Array(2).fill('There is no operation "sendFax", nothing was sent'),
		);
	});

	describe('Cancel', () => {
		it('lets the requests in flight finish, starts no others, and remembers them', async () => {
			const yes = provider === 'PayTR' ? { status: 'success' } : { status: 1, ErrorCode: '00' };
			server.answer = (_call, response) => void sleep(700).then(() => reply(response, yes));
			const engine = createEngine({ credentials: credentialsOf(sandbox, server.url) });
			const guarded = { ...parameters, ...KEYED };
			const result = await engine.runNode(node, guarded, rows(20), CONTINUE, {
				cancelWhen: server.next(),
			});
			expect(result.run.status).toBe('canceled');
			await sleep(1000);
			const inFlight = server.received.length;
			expect(inFlight).toBeLessThanOrEqual(5);

			server.answer = (_call, response) => reply(response, yes);
			const again = await engine.runNode(node, guarded, rows(20), CONTINUE);
			const skipped = again.json.filter(({ reason }) => reason === 'alreadySent');
			expect(skipped).toHaveLength(inFlight);
			expect(again.json.filter(({ success }) => success)).toHaveLength(20 - inFlight);
			expect(server.received).toHaveLength(20);
		});

		it('leaves items that were not started to the next execution', async () => {
			const record = jest.spyOn(Deduplicator.prototype, 'checkProcessedAndRecord');
			server.answer = () => {};
			const engine = createEngine({ credentials: credentialsOf(sandbox, server.url) });
			const guarded = { ...parameters, ...KEYED, options: { ...AS_SENT, timeout: 1 } };
			const canceled = await engine.runNode(node, guarded, rows(200), CONTINUE, {
				cancelWhen: server.next(),
			});
			const inFlight = server.received.length;
			const claimed = new Set(record.mock.calls.flatMap(([entries]) => entries.filter(isClaim)));
			record.mockRestore();
			const yes = provider === 'PayTR' ? { status: 'success' } : { status: 1, ErrorCode: '00' };
			server.answer = (_call, response) => reply(response, yes);
			const again = await engine.runNode(node, guarded, rows(200), CONTINUE);

			expect(canceled.run.status).toBe('canceled');
			// Five requests in flight, and the next five.
			expect(claimed.size).toBeLessThanOrEqual(10);
			const flagged = again.json.filter(({ reason }) => reason === 'unknownOutcome').length;
			expect(flagged).toBeGreaterThanOrEqual(inFlight);
			expect(flagged).toBeLessThanOrEqual(5);
			expect(again.json.filter(({ success }) => success)).toHaveLength(200 - flagged);
		});
	});

	it('after a Retry-After all requests wait, including requests that were already waiting', async () => {
		sandbox.addFault({ fault: 'http429', times: 1, retryAfter: 1 });
		// Even on a busy machine, the first response must arrive before the second request.
		const result = await run(sandbox, { maxConcurrency: 3, requestsPerSecond: 5 }, 6);

		// Milliseconds between requests, as the provider recorded them.
		const times = sandbox.state().requests.map(({ at }) => Date.parse(at));
		const [first, ...others] = times.slice(1).map((time, i) => time - times[i]);
		expect(result.json).toMatchObject(Array(6).fill({ success: true }));
		expect(first).toBeGreaterThanOrEqual(900);
		expect(first).toBeLessThan(1900);
		expect(others).toHaveLength(5);
		expect(sum(others)).toBeLessThan(1700);
	});
});

it('a cancellation between two messages of an item keeps the result of the first', async () => {
	const waiting = (async () => {
		while (sandbox.state().counts.requests < 2) await sleep(2);
		// The response to the SMS was read, and the wait of 50 seconds has begun.
		await sleep(100);
	})();
	sandbox.addFault({ service: 'paytr.send-sms', fault: 'http429', retryAfter: 50 });
	const engine = engineOn(sandbox);
	const parameters = { ...EMAIL_AND_SMS, sendOnce: 'perLinkAndRecipient' };
	const canceled = await engine.runNode(PAYTR, parameters, [row(1)], CONTINUE, {
		cancelWhen: waiting,
	});
	expect(canceled.run.status).toBe('canceled');

	sandbox.clearFaults();
	const again = await engine.runNode(PAYTR, parameters, [row(1)], CONTINUE);

	expect(sandbox.state().messages.map(({ channel }) => channel)).toEqual(['email', 'sms']);
	expect(again.json).toMatchObject([
		{ skipped: true, reason: 'alreadySent', recipient: emailOf(1) },
		{ success: true, channel: 'sms' },
	]);
});

it('after a cancellation during an item’s first message, the next execution sends the second', async () => {
	server.answer = () => {};
	const engine = createEngine({ credentials: credentialsOf(sandbox, server.url) });
	const guarded = { ...EMAIL_AND_SMS, sendOnce: 'perLinkAndRecipient', options: AS_SENT };
	await engine.runNode(PAYTR, guarded, [row(1)], CONTINUE, { cancelWhen: server.next() });
	server.answer = (_call, response) => reply(response, { status: 'success' });
	const again = await engine.runNode(PAYTR, guarded, [row(1)], CONTINUE);

	expect(again.json).toMatchObject([
		{ skipped: true, reason: 'unknownOutcome', channel: 'email' },
		{ success: true, channel: 'sms' },
	]);
});
