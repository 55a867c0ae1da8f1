import { sleep, type IContextObject, type IDataObject } from 'n8n-workflow';

import { messageKey } from '../../../../nodes/shared/delivery/memory/messageKey';
import type { Plan, Sender, StepResult } from '../../../../nodes/shared/delivery/plan';
import { notStarted } from '../../../../nodes/shared/delivery/notStarted';
import { fail, ok } from '../../../../nodes/shared/result';
import { fates, FakeNode, outputOf, stepOf, type Given, type Ran, type Reply } from './fakeNode';

let node: FakeNode;

beforeEach(() => {
	jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
	jest.spyOn(Math, 'random').mockReturnValue(0);
	node = new FakeNode();
});
afterEach(async () => {
	// The timers that watch all calls of the process end soon after the last call.
	await jest.advanceTimersByTimeAsync(3_000);
	expect(jest.getTimerCount()).toBe(0);
	jest.useRealTimers();
	jest.restoreAllMocks();
});

const items = (count: number) => Array.from({ length: count }, () => ({}));
const INVALID = { outcome: 'invalid', message: "'Amount' is empty", description: 'Fill.' } as const;
const CONTINUE = { onError: 'continueRegularOutput' } as const;
const GUARD = { sendOnce: 'perLinkAndRecipient' };
const PER_KEY = { sendOnce: 'perKey' };
const AS_SENT: Given = { options: { onUnknownOutcome: 'skip' } };
const ONE: Given = { options: { maxConcurrency: 1 } };
const ONCE: Given = { options: { maxConcurrency: 1, retries: 0 } };
const FIVE_BUSY = Array<Reply>(5).fill('429 for 1');
const AGAIN: Given = { options: { onUnknownOutcome: 'resend' } };
/** The SMS of this item gets these replies, one after the other. */
const sms = (i: number, ...replies: Reply[]): Given => ({ replies: { [`${i} sms`]: replies } });
const planned = (i: number, plan: Partial<Plan>): Given => ({ plans: { [i]: ok(plan) } });
const invalid = (i: number): Given => ({ plans: { [i]: fail(INVALID) } });
const throws = { run: async () => await Promise.reject(new Error('oops')) };
const key = (step: string, i: number) => messageKey(step, `${step} of item ${i}`);
/** The stored entries of a message that was claimed and not confirmed. */
const open = (step: string, own: string) =>
	['known', 'open'].map((entry) => `${entry}:${messageKey(step, own)}`);

/** Another execution. n8n keeps a context only for one execution. */
async function later(given: Given = {}): Promise<Ran> {
	node.context = {};
	return await node.run({ ...CONTINUE, ...given, options: { ...GUARD, ...given.options } });
}

describe('the time at which requests are sent', () => {
	it.each<[string, Given, number[], number]>([
		['five at once by default', { items: items(7) }, [0, 0, 0, 0, 0, 1000, 1000], 5],
		['one at a time', ONE, [0, 1000, 2000], 1],
		['with 2 a second', { options: { requestsPerSecond: 2 } }, [0, 500, 1000], 2],
		['two at once', { ...sms(0, 'after 5000'), options: { maxConcurrency: 2 } }, [0, 0, 1000], 2],
		['of one item one after the other', { items: [{ steps: ['email', 'sms'] }] }, [0, 1000], 1],
		[
			'again after half a second at first, and then twice that',
			{ ...sms(0, '429', '429', 'lost'), items: items(1), options: { retries: 5 } },
			[0, 1250, 2750],
			1,
		],
		[
			'again as soon as the provider asks for, and no later',
			{ ...sms(0, ...FIVE_BUSY), items: items(1), options: { retries: 4 } },
			[0, 2000, 4000, 6000, 8000],
			1,
		],
		[
			'later also where none is tried again',
			{ ...sms(0, '429 for 7'), ...ONCE },
			[0, 8000, 9000],
			1,
		],
		[
			'after the time that the provider asks for, all of them',
			{ ...ONE, ...sms(0, '429 for 60') },
			[0, 61_000, 62_000, 63_000],
			1,
		],
		['no more where it asks for more than a minute', { ...ONE, ...sms(0, '429 for 61') }, [0], 1],
	])('%s', async (_, given, at, atOnce) => {
		const ran = await node.run({ items: items(3), ...CONTINUE, ...given });
		expect({ at: ran.at, atOnce: ran.atOnce }).toEqual({ at, atOnce });
	});

	it('sends no request without items, whatever the options', async () => {
		const ran = await node.run({ items: [], options: { timeout: 'x' } });
		expect(ran).toMatchObject({ output: [], sent: [] });
	});

	it('sends no request after a cancellation, which also ends the wait for a retry', async () => {
		const ran = await node.run({ ...CONTINUE, ...sms(0, '429'), cancelAfter: 1_100 });
		expect({ at: ran.at, fate: fates(ran) }).toEqual({ at: [0], fate: '0 notSent' });
		expect(ran.ended).toBe(1_100);
	});

	it.each<[IDataObject, number]>([
		[{ maxConcurrency: 1 }, 1],
		[{ maxConcurrency: 3 }, 3],
	])('with Send Only Once runs at most %j at once', async (options, atOnce) => {
		const ran = await later({ items: items(9), options });
		expect(ran.atOnce).toBe(atOnce);
		expect(fates(ran)).toBe(
			items(9)
				.map((_, i) => `${i} sent`)
				.join(', '),
		);
		// The same number of next items are claimed meanwhile, and no more.
		expect(ran.claimedFirst).toBe(2 * atOnce);
		expect(ran.at[atOnce] - ran.at[0]).toBe(1000);
	});
});

describe('the outcome of an item', () => {
	const about = { to: 'sms 0' };
	const sent = { success: true, response: 'sent', ...about };
	const notSent = (error: string, more: object) => ({
		error,
		howToFix: expect.any(String) as string,
		details: expect.objectContaining({ outcome: 'notSent', ...more }) as object,
	});
	const description =
		'Check in the PayTR panel before sending again: sending again may contact the customer twice.';
	const unknown = (message: string) => ({
		error: `${message}: it is not known whether the request was carried out`,
		howToFix: description,
		details: expect.objectContaining({
			outcome: 'unknown',
			provider: 'PayTR',
			description,
		}) as object,
	});

	it.each<[string, Given, object]>([
		['sent', {}, sent],
		['sent at the second try', sms(0, '429'), { ...sent, attempts: 2 }],
		[
			'refused',
			sms(0, 'no'),
			{
				error: 'Refused',
				howToFix: 'Why.',
				details: { outcome: 'rejected', description: 'Why.', code: '7', ...about },
			},
		],
		[
			'not sent, however often it was tried',
			{ ...sms(0, '429', '429', '429', '429'), options: { retries: 1 } },
			notSent('PayTR asks to wait: too many requests', { attempts: 2, ...about }),
		],
		[
			'not sent, since the provider asks to wait for too long',
			sms(0, '429 for 61'),
			notSent('PayTR asks to wait: too many requests', about),
		],
		['lost', sms(0, 'lost'), unknown('The connection to PayTR ended before an answer came')],
		['unreadable', sms(0, 'garbled'), unknown("PayTR's answer could not be read (no such field)")],
		[
			'broken off by a plan that throws',
			planned(0, throws),
			unknown("Reading this item's result failed (oops)"),
		],
		['cancelled while it is sent, and answered soon after', { cancelAfter: 500 }, sent],
		[
			'cancelled before',
			{ ...ONE, ...sms(0, 'after 1000'), items: items(2), cancelAfter: 1000 },
			notSent('The execution was canceled before this was sent', {
				provider: 'PayTR',
				description: 'Sending again is safe.',
			}),
		],
		[
			'invalid',
			invalid(0),
			{
				error: INVALID.message,
				howToFix: 'Fill.',
				details: { outcome: 'invalid', description: 'Fill.', provider: 'PayTR' },
			},
		],
	])('%s', async (_, given, json) => {
		const { output = [] } = await node.run({ ...CONTINUE, ...given });
		expect(output.at(-1)).toEqual({ json, pairedItem: { item: output.length - 1 } });
	});
});

describe('Stop mode', () => {
	const partly = {
		run: async (sender: Sender) => [
			outputOf(await sender.send(stepOf('sms', 0))),
			{ failure: INVALID },
		],
	};

	const RETRY =
		'Fix the failed rows and use Retry on this execution, only once: a new run sends again what was sent.';
	const NONE_SENT = 'Nothing was sent: fix the failed rows and run the workflow again.';
	const SECOND_REFUSED = `Why. (4 items: 1 sent, 1 failed, 2 not started.) Sent: row 1. Failed: row 2. Not started: row 3, row 4. ${RETRY}`;
	const oneInvalid = (row: number, next = NONE_SENT) => {
		const others = [1, 2, 3, 4].filter((other) => other !== row).map((other) => `row ${other}`);
		return [
			`Fill. (4 items: 0 sent, 1 failed, 3 not started.) Failed: row ${row}. Not started: ${others.join(', ')}. ${next}`,
			INVALID.message,
		] as const;
	};

	it.each<[string, Given, string, string, string?, number?]>([
		['one refused', { ...sms(0, 'no'), items: items(1) }, '0 sms', 'Why.'],
		['the second refused', { ...ONE, ...sms(1, 'no') }, '0 sms, 1 sms', SECOND_REFUSED],
		[
			'one refused while another is under way',
			{ replies: { '0 sms': ['after 5000'], '1 sms': ['no'] }, options: { maxConcurrency: 2 } },
			'0 sms, 1 sms',
			SECOND_REFUSED,
		],
		[
			'one refused while the others wait for their turn',
			{ ...sms(0, 'no'), options: { requestsPerSecond: 0.5 } },
			'0 sms',
			`Why. (4 items: 0 sent, 1 failed, 3 not started.) Failed: row 1. Not started: row 2, row 3, row 4. ${RETRY}`,
		],
		[
			'the first message of two',
			{ ...ONE, items: [{ steps: ['a', 'b'] }, {}], replies: { '0 a': ['no'] } },
			'0 a, 0 b',
			`Why. (2 items: 0 sent, 1 failed, 1 not started.) Failed: row 1. Not started: row 2. ${RETRY}`,
		],
		[
			'two of them',
			{
				...planned(0, partly),
				items: items(2),
				replies: { '0 sms': ['after 3000'], '1 sms': ['no'] },
			},
			'0 sms, 1 sms',
			`Fill. (2 items: 0 sent, 2 failed, 0 not started.) Failed: row 1 ('Amount' is empty), row 2 (Refused). ${RETRY}`,
			INVALID.message,
			0,
		],
		[
			'two of them, one with a recipient',
			{
				...sms(1, 'no'),
				items: items(2),
				plans: { 0: ok(partly), 1: ok({ recipient: () => 'ali' }) },
			},
			'0 sms, 1 sms',
			`Fill. (2 items: 0 sent, 2 failed, 0 not started.) Failed: row 1 ('Amount' is empty), row 2 (ali: Refused). ${RETRY}`,
			INVALID.message,
			0,
		],
		[
			'a plan that throws',
			{ ...ONE, ...planned(1, throws) },
			'0 sms',
			`Check in the PayTR panel before sending again: sending again may contact the customer twice. (4 items: 1 sent, 1 failed, 2 not started.) Sent: row 1. Failed: row 2. Not started: row 3, row 4. ${RETRY}`,
			"Reading this item's result failed (oops): it is not known whether the request was carried out",
			1,
		],
		[
			'a part of the first, after its request',
			{ ...ONE, ...planned(0, partly) },
			'0 sms',
			...oneInvalid(1, RETRY),
			0,
		],
		['the last one wrong', invalid(3), '', ...oneInvalid(4), 3],
		[
			'all wrong rows, the first ten with what is wrong',
			{
				items: items(13),
				plans: Object.fromEntries(items(12).map((_, i) => [i + 1, fail(INVALID)])),
			},
			'',
			`Fill. (13 items: 0 sent, 12 failed, 1 not started.) Failed: ${[2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((n) => `row ${n} ('Amount' is empty)`).join(', ')} and 2 more. Not started: row 1. ${NONE_SENT}`,
			INVALID.message,
			1,
		],
		['a part of one wrong', planned(2, { invalidPart: INVALID }), '', ...oneInvalid(3), 2],
	])('%s', async (_, given, sent, description, message = 'Refused', itemIndex?) => {
		const ran = await node.run({ items: items(4), ...given });
		expect(ran.sent.join(', ')).toBe(sent);
		expect(ran.error).toMatchObject({ message, description });
		if (itemIndex !== undefined) expect(ran.error?.context).toMatchObject({ itemIndex });
	});

	it.each<[string, IDataObject, object, string]>([
		['recipient', GUARD, { recipient: () => '05321234567' }, '05321234567'],
		['key', { ...PER_KEY, deduplicationKey: '=no' }, {}, 'INV-1'],
	])('names the rows by their %s, at most ten of each', async (_, options, plan, label) => {
		const many = Array.from({ length: 12 }, (_row, i) => ({ no: i ? `INV-${i}` : 'INV-1 first' }));
		const plans = { 1: ok(plan) };
		const given = { items: [...many, { no: 'X' }], plans, ...sms(12, 'no') };
		const { error } = await node.run({ ...given, options: { ...options, maxConcurrency: 1 } });
		expect(error?.description).toMatch(/Sent: row 1[ ,(].* and 2 more\. Failed: row 13[ .(]/);
		expect(error?.description).toContain(`row 2 (${label})`);
		expect(error?.description).not.toMatch(/row 11\b|Not started:/);
	});

	it('sends the valid part with Continue', async () => {
		const ran = await node.run({ ...CONTINUE, ...planned(0, { invalidPart: INVALID }) });
		expect(fates(ran)).toBe('0 sent');
	});

	it('tells a model what to do', async () => {
		const ran = await node.run({ ...sms(0, 'no'), type: 'nodeTool' });
		expect(ran.error?.message).toBe(
			'Refused. Why. It was refused, so calling again after a correction is safe.',
		);
	});

	it('counts skipped items, and releases items that did not start', async () => {
		await later({ items: items(2) });
		node.context = {};
		const options = { ...GUARD, maxConcurrency: 1 };
		const work = [{}, { steps: ['sms', 'email'] }, {}, {}, {}];
		const stopped = await node.run({ ...sms(2, 'no'), items: work, options });
		expect(stopped.sent).toEqual(['1 email', '2 sms']);
		expect(stopped.error?.description).toBe(
			'Why. (5 items: 1 sent, 1 skipped, 1 failed, 2 not started.) Sent: row 2. Failed: row 3. Not started: row 4, row 5. Fix the failed rows and run the workflow again: what was sent is skipped.',
		);
		// Waits for the memory's last write, so that the next run starts its own write.
		await jest.advanceTimersByTimeAsync(100);
		const last = await later({ items: items(5) });
		expect(fates(last)).toBe('0 alreadySent, 1 alreadySent, 2 sent, 3 sent, 4 sent');
		expect(last.claimed).toHaveLength(5);
	});
});

describe('an n8n without a workflow or node to remember for', () => {
	const NO_WORKFLOW = 'n8n gives this run no saved workflow';

	it.each([
		['agents', NO_WORKFLOW],
		['noId', NO_WORKFLOW],
		['noContext', NO_WORKFLOW],
		['chat', 'n8n deletes the workflow of a chat message after it'],
	] as const)('rejects sending only once immediately: %s', async (mode, why) => {
		const ran = await later({ mode, items: items(2) });
		const description =
			"Put this node into a sub-workflow, and give that to the agent as a workflow tool. Or choose 'No, Send Every Time' in 'Send Only Once'.";
		const failure = {
			error: `'Send Only Once' can't remember anything here, nothing was sent: ${why}`,
			howToFix: description,
			details: { outcome: 'invalid', provider: 'PayTR', description },
		};
		expect(ran.output?.map(({ json }) => json)).toEqual([failure, failure]);
		expect(ran).toMatchObject({ sent: [], ended: 0 });
		expect(node.calls).toEqual([]);
	});

	it.each(['agents', 'noId', 'noContext', 'chat'] as const)(
		'sends everything every time: %s',
		async (mode) => {
			const ran = await node.run({ mode, type: 'nodeTool', options: { sendOnce: 'off' } });
			expect(fates(ran)).toBe('0 sent');
			expect(node.calls).toEqual([]);
		},
	);
});

describe('failures of the whole batch', () => {
	it.each<[Given, string, string]>([
		[
			{ options: { maxConcurrency: 0 } },
			"'Max Concurrency' is not a whole number of 1 or more",
			'Use',
		],
		[
			{ noCredential: 'Node has no access' },
			'Node has no access',
			'Choose a credential in the node, nothing was sent.',
		],
		[
			{ isOld: true, options: GUARD },
			"'Send Only Once' needs a newer n8n, nothing was sent",
			"This n8n has no de-duplication storage for nodes. Update n8n, or choose 'No, Send Every Time' and check yourself which rows were sent before.",
		],
	])('%j', async (given, message, description) => {
		const failure = {
			error: expect.stringContaining(message) as string,
			howToFix: expect.stringContaining(description) as string,
			details: {
				outcome: 'invalid',
				provider: 'PayTR',
				description: expect.stringContaining(description) as string,
			},
		};
		const two = { ...given, items: [{ a: 1 }, { a: 2 }] };
		const continued = await node.run({ ...two, ...CONTINUE });
		expect(continued.output).toEqual([
			{ json: failure, pairedItem: { item: 0 } },
			{ json: failure, pairedItem: { item: 1 } },
		]);
		expect(continued.output?.[0]).not.toHaveProperty('error');
		const apart = await node.run({ ...two, onError: 'continueErrorOutput' });
		expect(apart.output?.[0]).toHaveProperty('error.message', continued.output?.[0].json.error);
		const { error } = await node.run(two);
		expect(error).toMatchObject({ message: failure.error, context: { itemIndex: 0 } });
		const { error: told } = await node.run({ ...two, type: 'nodeTool' });
		expect(told?.message).toContain('Nothing was sent. Correct this and call again.');
		const toldOn = await node.run({ ...two, ...CONTINUE, type: 'nodeTool' });
		expect(toldOn.output?.[1].json.error).toBe(told?.message);
	});
});

/**
 * Two items run twice. For each case: a title, the replies to both runs, and the outcomes and messages
 * of the second run.
 */
type Twice = [string, Given, Given, string, string];

describe('a re-run of the node in the same execution', () => {
	const again = (given: Given = {}) => node.run({ items: items(2), ...CONTINUE, ...given });

	it.each<Twice>([
		['sends rejected items', sms(1, 'no'), {}, '0 sent, 1 sent', '1 sms'],
		[
			'does not repeat an item with an unknown outcome',
			sms(1, 'lost'),
			{},
			'0 sent, 1 unknown',
			'',
		],
		[
			'treats an unknown outcome as sent if told to',
			sms(1, 'lost'),
			AS_SENT,
			'0 sent, 1 unknownOutcome',
			'',
		],
		['repeats an unknown outcome if told to', sms(1, 'lost'), AGAIN, '0 sent, 1 sent', '1 sms'],
		['sends all items if all were sent before: a loop', {}, {}, '0 sent, 1 sent', '0 sms, 1 sms'],
		[
			'sends changed items',
			sms(1, 'no'),
			{ items: [{ changed: 1 }, {}] },
			'0 sent, 1 sent',
			'0 sms, 1 sms',
		],
		[
			'of another round of a loop sends all',
			sms(1, 'no'),
			{ runIndex: 1 },
			'0 sent, 1 sent',
			'0 sms, 1 sms',
		],
		[
			'in Stop mode is not stopped by what an earlier one left in doubt',
			{ items: items(3), replies: { '1 sms': ['lost'], '2 sms': ['no'] } },
			{ ...ONE, items: items(3), onError: undefined },
			'',
			'2 sms',
		],
	])('%s', async (_, first, second, expected, sent) => {
		await again(first);
		const ran = await again(second);
		expect(fates(ran)).toBe(expected);
		expect(ran.sent.join(', ')).toBe(sent);
	});

	it('returns the message that was really sent, and the data that the step kept', async () => {
		const remember = () => ({ response: 'kept' });
		const given = (to: string): Given => ({
			...sms(1, 'no', 'no'),
			...planned(0, {
				run: async (sender) => [
					outputOf(await sender.send({ ...stepOf('sms', 0), about: { to }, remember })),
				],
			}),
		});
		await again(given('first'));
		const [{ json }] = (await again(given('second'))).output ?? [];
		expect(json).toEqual({ success: true, to: 'first', response: 'kept' });
	});

	it('with Send Only Once claims nothing for messages that this execution has sent', async () => {
		const given: Given = { options: GUARD, replies: { '0 sms': ['lost'], '1 sms': ['no'] } };
		await again({ ...given, items: items(3) });
		const ran = await again({ items: items(3), options: GUARD });
		expect(fates(ran)).toBe('0 unknown, 1 sent, 2 sent');
		expect(ran.claimed).toEqual([`known:${key('sms', 1)}`]);
		const resent = await later({ ...AGAIN, items: items(3) });
		expect(fates(resent)).toBe('0 sent, 1 alreadySent, 2 alreadySent');
	});

	it('with Send Only Once sends messages with an unknown outcome again if told to', async () => {
		await again({ ...sms(0, 'lost'), options: GUARD });
		const ran = await again({ options: { ...GUARD, ...AGAIN.options } });
		expect(fates(ran)).toBe('0 sent, 1 sent');
		expect(ran.sent).toEqual(['0 sms']);
		expect(new Set(ran.claimed)).toEqual(new Set([`known:${key('sms', 0)}`]));
	});

	it('with Send Only Once claims nothing after it is canceled', async () => {
		expect((await later({ items: items(2), cancelAfter: 0 })).claimed).toEqual([]);
	});

	it('leaves nothing in the context after successful items', async () => {
		const context: IContextObject = node.context;
		await again();
		expect(context).toEqual({});
		await again(sms(1, 'lost'));
		expect(Object.keys(context)).toEqual(['deliveries']);
	});
});

describe('Send Only Once', () => {
	const ONE_AGAIN = '0 sent, 1 alreadySent';
	const TWO_STEPS: Given = { items: [{ steps: ['a', 'b'] }] };
	const ownKeys = (...numbers: unknown[]): Given => ({
		items: numbers.map((no) => ({ no })) as IDataObject[],
		options: { ...PER_KEY, deduplicationKey: '=no' },
	});

	it.each<Twice>([
		['sent', {}, {}, '0 alreadySent, 1 alreadySent', ''],
		['refused', sms(0, 'no'), {}, ONE_AGAIN, '0 sms'],
		['not sent', { ...sms(0, '429'), options: { retries: 0 } }, {}, ONE_AGAIN, '0 sms'],
		[
			'to wait for too long',
			{ ...ONE, ...sms(0, '429 for 61') },
			{},
			'0 sent, 1 sent',
			'0 sms, 1 sms',
		],
		['lost', sms(0, 'lost'), {}, '0 unknown, 1 alreadySent', ''],
		['lost, and treated as sent', sms(0, 'lost'), AS_SENT, '0 unknownOutcome, 1 alreadySent', ''],
		['lost, and sent again', sms(0, 'lost'), AGAIN, ONE_AGAIN, '0 sms'],
		['cancelled', { cancelAfter: 500 }, {}, '0 alreadySent, 1 alreadySent', ''],
		['cancelled before', { cancelAfter: 0 }, {}, '0 sent, 1 sent', '0 sms, 1 sms'],
		[
			'one of two messages',
			{ ...TWO_STEPS, replies: { '0 a': ['no'] } },
			TWO_STEPS,
			'0 sent, 0 alreadySent',
			'0 a',
		],
		[
			'one of two messages, the other in doubt',
			{ items: [{ steps: ['b'] }], replies: { '0 b': ['lost'] } },
			TWO_STEPS,
			'0 sent, 0 unknown',
			'0 a',
		],
		[
			'claimed and not needed',
			planned(0, { steps: ['sms', 'email'] }),
			{ items: [{ steps: ['email'] }, {}] },
			ONE_AGAIN,
			'0 email',
		],
		['nothing to remember', planned(0, { steps: [] }), {}, ONE_AGAIN, '0 sms'],
		[
			'by keys of its own',
			ownKeys(7, 8),
			{ ...ownKeys(' 8 ', 9), ...planned(1, { defaultKey: undefined }) },
			'0 alreadySent, 1 sent',
			'1 sms',
		],
	])('an item that was %s', async (_, first, second, expected, sent) => {
		await later({ items: items(2), ...first });
		const ran = await later({ items: items(2), ...second });
		expect(fates(ran)).toBe(expected);
		expect(ran.sent.sort().join(', ')).toBe(sent);
	});

	const LOOK =
		"Look in the PayTR panel, then run the workflow again with 'On Unknown Outcome' set to 'Send Again' if it was not sent, or to 'Treat as Sent' if it was.";

	it('with an unknown outcome of an earlier execution, an item fails with advice', async () => {
		node.stored.set('node', open('sms', 'sms of item 0'));
		const { output = [], sent } = await later({ items: items(2) });
		expect(output[0].json).toEqual({
			error: 'An earlier request may have sent this already: its outcome is unknown',
			howToFix: LOOK,
			details: { outcome: 'unknown', provider: 'PayTR', description: LOOK, to: 'sms 0' },
		});
		expect(sent).toEqual(['1 sms']);
	});

	it('a plan can tell an unknown outcome of an earlier execution from its own', async () => {
		node.stored.set('node', open('sms', 'sms of item 0'));
		const told: unknown[] = [];
		const run = async (sender: Sender) => {
			const result = await sender.send(stepOf('sms', 0));
			told.push('isEarlier' in result && result.isEarlier);
			return [outputOf(result)];
		};
		await later({ ...planned(0, { run }), items: items(1) });
		expect(told).toEqual([true]);
	});

	it('with an unknown outcome of an earlier execution, an item stops the workflow after the rest is sent', async () => {
		node.stored.set('node', open('sms', 'sms of item 0'));
		const options = { ...GUARD, maxConcurrency: 1 };
		const { error, sent } = await node.run({ items: items(4), options });
		expect(sent.sort()).toEqual(['1 sms', '2 sms', '3 sms']);
		expect(error?.message).toBe(
			'An earlier request may have sent this already: its outcome is unknown',
		);
		expect(error?.context).toMatchObject({ itemIndex: 0, data: { outcome: 'unknown' } });
	});

	it('all items with an unknown outcome of an earlier execution are listed', async () => {
		const earlier = [0, 1, 2, 3].flatMap((i) => open('sms', `sms of item ${i}`));
		node.stored.set('node', earlier);
		const options = { ...GUARD, maxConcurrency: 1 };
		const { error } = await node.run({ items: items(5), options });
		expect(error?.description).toContain('(5 items: 1 sent, 4 failed, 0 not started.)');
	});

	it('tells what to do about an unknown outcome when n8n runs the node again', async () => {
		await node.run({ ...sms(0, 'lost'), ...CONTINUE });
		const { output = [] } = await node.run({ ...CONTINUE });
		expect(output[0].json.details).toMatchObject({ outcome: 'unknown', description: LOOK });
	});

	it('remembers nothing with No, Send Every Time', async () => {
		const run = async (sender: Sender) => [
			{ json: { earlier: (await sender.earlier('sms')) ?? 'not known' } },
		];
		const ran = await node.run(planned(0, { defaultKey: undefined, run }));
		expect(ran.output?.[0].json).toEqual({ earlier: 'not known' });
		expect(node.stored.size).toBe(0);
	});

	it.each<[string, Given, string, IDataObject?]>([
		['sent', {}, '0 sent, 1 alreadySent'],
		['refused', sms(0, 'no'), '0 rejected, 1 sent'],
		['lost', sms(0, 'lost'), '0 unknown, 1 unknown'],
		['lost', sms(0, 'lost'), '0 unknown, 1 unknown', AGAIN.options],
		['lost', sms(0, 'lost'), '0 unknown, 1 unknownOutcome', AS_SENT.options],
	])(
		'the same key twice in a batch, with the first %s',
		async (_, given, expected, more: IDataObject = {}) => {
			const options = { ...PER_KEY, deduplicationKey: 'same', ...more };
			expect(fates(await later({ ...given, items: items(2), options }))).toBe(expected);
		},
	);

	it.each<[string, string, string, string[], string]>([
		[
			'under way here',
			'aaaab',
			'',
			['0 sms', '4 sms'],
			'0 sent, 1 alreadySent, 2 alreadySent, 3 alreadySent, 4 sent',
		],
		[
			'open in another process',
			'abcde',
			'abcd',
			['4 sms'],
			'0 unknown, 1 unknown, 2 unknown, 3 unknown, 4 sent',
		],
	])('processes other items first while some are %s', async (_, keys, stored, sent, expected) => {
		const entries = [...stored].flatMap((k) => open('sms', k));
		node.stored.set('node', entries);
		const ran = await later({
			...sms(0, 'after 5000'),
			items: [...keys].map((k) => ({ k })),
			options: { ...PER_KEY, deduplicationKey: '=k', maxConcurrency: 2 },
		});
		expect(ran.sent).toEqual(sent);
		expect(ran.at.at(-1)).toBeLessThan(1_000);
		expect(fates(ran)).toBe(expected);
	});

	const EXAMPLE =
		'Give each item what tells it apart, e.g. its invoice number, {{ $json.invoiceNumber }}.';

	it.each<[string, Given, string, string]>([
		[
			'no key where none is by default',
			planned(0, { defaultKey: undefined }),
			"'Deduplication Key' is missing: 'Send Only Once' needs it here, since titles, amounts and dates repeat",
			'Enter what tells this item apart, e.g. {{ $json.invoiceNumber }}, or {{ $json.member }} and the month.',
		],
		[
			'an empty key',
			{ options: { ...PER_KEY, deduplicationKey: ' ' } },
			"'Deduplication Key' is empty, and 'Send Only Once' needs it",
			EXAMPLE,
		],
		[
			'a list for a key',
			ownKeys(['A']),
			`'Deduplication Key' holds a list or an object: "["A"]"`,
			'Map a single text or number.',
		],
		[
			'a key without one of its fields',
			{
				// The stand-in for n8n evaluates an expression to the field whose name is the expression.
				items: [{ no: 7, '{{ $json.no }}-{{ $json.month }}': '7-' }],
				options: { ...PER_KEY, deduplicationKey: '={{ $json.no }}-{{ $json.month }}' },
			},
			`'Deduplication Key' has nothing in {{ $json.month }}: "7-"`,
			"Fill it in for this item. If the sheet has a value, check the column's name in the expression.",
		],
		[
			'a wrong expression for a key',
			{ options: { ...PER_KEY, deduplicationKey: '=nothing' } },
			'no nothing',
			'Correct the expression for this item.',
		],
		...[
			true,
			false,
			0,
			'-',
			'yok / none',
			'undefined_7',
			'A-null',
			'NaN-A',
			'[object Object]',
			'12-Invalid DateTime',
		].map((no): [string, Given, string, string] => [
			`${no} for a key`,
			ownKeys(no),
			`'Deduplication Key' is "${no}", which is no key`,
			EXAMPLE,
		]),
		...[2 ** 53, '2,026E+13', ' 2.02612E+13', 'INV-2,02612E+13'].map(
			(no): [string, Given, string, string] => [
				`${no} for a key`,
				ownKeys(no),
				`'Deduplication Key' has lost digits: "${String(no).trim()}"`,
				'The spreadsheet has cut digits off: format the column as text, and enter the value again.',
			],
		),
	])('%s is invalid', async (_, given, error, description) => {
		const { output = [], sent } = await later(given);
		expect(output[0].json).toEqual({
			error,
			howToFix: description,
			details: { outcome: 'invalid', provider: 'PayTR', description },
		});
		expect(sent).toEqual([]);
	});

	it.each<[string, IDataObject, number]>([
		['20 seconds and 5 more', {}, 25_000],
		['the timeout and 5 more', { timeout: 60 }, 65_000],
		['the time that its line takes', { requestsPerSecond: 2, maxConcurrency: 3 }, 28_000],
	])('waits for another process for %s', async (_, options, longest) => {
		node.stored.set('node', open('sms', 'sms of item 0'));
		const ran = await later({ options });
		expect(fates(ran)).toBe('0 unknown');
		expect(ran.ended - longest).toBeGreaterThan(0);
		expect(ran.ended - longest).toBeLessThan(1_000);
	});

	it('stops waiting for another process when it is canceled', async () => {
		node.stored.set('node', open('sms', 'sms of item 0'));
		const ran = await later({ cancelAfter: 3_000 });
		expect(ran.output?.[0].json).toMatchObject({
			error: 'The execution was canceled before this was sent',
			details: { outcome: 'notSent', to: 'sms 0' },
		});
		expect(ran.ended).toBeLessThan(5_000);
	});

	it.each<[IDataObject, string, number[]]>([
		[{}, '2.5', [1, 2]],
		[{ requestsPerSecond: 2, maxConcurrency: 1 }, '3.5', [2, 3]],
	])('with %j is claimed again before a request after %s seconds', async (options, _, waits) => {
		const isRenewed = async (wait: number) => {
			node = new FakeNode();
			let stored: string[] = [];
			// Both answers take one second each.
			const atSecond = 1_000 * (1 + wait) + 500;
			void sleep(atSecond).then(() => (stored = [...(node.stored.get('node') ?? [])]));
			await later({ ...sms(0, `429 for ${wait}`), options });
			return stored.includes(`again1:${key('sms', 0)}`);
		};
		const [before, after] = waits;
		expect([await isRenewed(before), await isRenewed(after)]).toEqual([false, true]);
	});

	it.each<[string, string[], number]>([
		['alreadySent', [`known:${key('sms', 0)}`], 32_000],
		['unknown', [...open('sms', 'sms of item 0'), `again1:${key('sms', 0)}`], 50_000],
	])('leaves a waiting message to the process that took it over: %s', async (fate, stored, by) => {
		const taken = `again1:${key('sms', 0)}`;
		void sleep(5_000).then(() => node.stored.get('node')?.push(taken));
		void sleep(30_000).then(() => node.stored.set('node', stored));
		const ran = await later(sms(0, '429 for 20'));
		expect(ran.sent).toEqual(['0 sms']);
		expect(fates(ran)).toBe(`0 ${fate}`);
		expect(ran.ended).toBeLessThan(by);
	});

	it.each<[string, Given]>([
		['refused', sms(1, 'no')],
		['not sent', { ...sms(1, '429'), options: { retries: 0 } }],
		['lost', sms(1, 'lost')],
		['cancelled before', { cancelAfter: 2_000, options: { requestsPerSecond: 0.1 } }],
	])('an outcome stays unknown when Send Again was %s', async (_, given) => {
		node.stored.set('node', open('sms', 'sms of item 1'));
		await later({ ...given, items: items(2), options: { ...AGAIN.options, ...given.options } });
		expect(fates(await later({ items: items(2) }))).toBe('0 alreadySent, 1 unknown');
	});

	it('sends a message again if other processes died while sending it again, and removes their leases', async () => {
		const died = [1, 2].map((attempt) => `again${attempt}:${key('sms', 0)}`);
		node.stored.set('node', [...open('sms', 'sms of item 0'), ...died]);
		expect(fates(await later(AGAIN))).toBe('0 sent');
		expect(node.stored.get('node')).toEqual([`known:${key('sms', 0)}`]);
	});

	it.each([2 ** 53 - 1, 12.5, '1E5', '-Nx7', 'A_', 'Nullmann', 'e-undefinedly', '{{x}}', 'ü'])(
		'accepts %s as a key',
		async (no) => {
			expect(fates(await later(ownKeys(no)))).toBe('0 sent');
		},
	);

	it.each<[string, Array<string | undefined>, string]>([
		['for the same recipient, one is sent', ['a', 'a'], '0 sent, 1 alreadySent'],
		['for another recipient, that is invalid', ['a', 'b', 'a'], '0 sent, 1 invalid, 2 alreadySent'],
		['for nobody, one is sent', ['a', undefined, ''], '0 sent, 1 alreadySent, 2 alreadySent'],
		['for somebody only later on', [undefined, 'b', 'c'], '0 sent, 1 alreadySent, 2 invalid'],
	])('with a shared key: %s', async (_, recipients, expected) => {
		const plans = Object.fromEntries(
			recipients.map((to, i) => [i, ok({ recipient: (step: string) => to && `${step} ${to}` })]),
		);
		const ran = await later({ ...ownKeys(...recipients.map(() => 7)), plans });
		expect(fates(ran)).toBe(expected);
	});

	describe('a message that was sent before', () => {
		const SENT_BEFORE = '1 message skipped: sent before.';
		const ANOTHERS =
			"Sent before to somebody else: 'Deduplication Key' does not tell them apart (row 2)";
		const of7 = (to: string | undefined, given: Given = {}): Given => ({
			...ownKeys(8, 7),
			plans: { 0: ok({ recipient: () => 'veli' }), 1: ok({ recipient: () => to }) },
			...given,
		});

		it.each([
			['for the same recipient', 'Ayşe', [SENT_BEFORE]],
			['for nobody', undefined, [SENT_BEFORE]],
			['for another recipient', 'ali', [SENT_BEFORE, ANOTHERS]],
		])('is skipped %s, and the hints name its recipient', async (_, to, hints) => {
			await later(of7('ayşe'));
			const ran = await later({ ...of7(to), items: [{ no: 9 }, { no: 7 }] });
			expect(fates(ran)).toBe('0 sent, 1 alreadySent');
			expect(ran.hints).toEqual(hints);
		});

		it('may have any recipient if another process sent it after this one was refused', async () => {
			await later(of7('ayşe', sms(1, 'no')));
			node.stored.get('node')!.push(`known:${messageKey('sms', '7')}`);
			const ran = await later({ ...of7('ali'), items: [{ no: 9 }, { no: 7 }] });
			expect(ran.hints).toEqual([SENT_BEFORE]);
		});
	});

	it.each([
		['all items are for one recipient', ['ali', 'ali', 'ali'], 1],
		['the recipients differ', ['ali', 'ali', 'veli'], 0],
		['there is one item', ['ali'], 0],
		['the items are for nobody', [undefined, undefined], 0],
	])('shows a hint about a wrong expression only if %s', async (_, recipients, hints) => {
		const plans = Object.fromEntries(
			recipients.map((to, i) => [i, ok({ steps: ['sms'], recipient: () => to })]),
		);
		const ran = await node.run({ items: items(recipients.length), plans });
		expect(ran.hints.filter((hint) => /same recipient: ali\. If/.test(hint))).toHaveLength(hints);
	});

	it('names the other item with the key, and sends nothing in Stop mode', async () => {
		const plans = { 1: ok({ recipient: () => 'a' }), 2: ok({ recipient: () => 'b' }) };
		const { options } = ownKeys();
		const given = { ...ownKeys(6, 7, 7), plans, options: { ...GUARD, ...options } };
		const { error, sent } = await node.run(given);
		expect(error?.message).toBe(
			`'Deduplication Key' is the same as in row 2, which goes to somebody else: "7"`,
		);
		expect(error?.description).toContain(EXAMPLE);
		expect(sent).toEqual([]);
	});

	it('stores a message as a hash that stays the same across versions', () => {
		// printf '["sms","R-7"]' | openssl dgst -sha256 -binary | base64 | cut -c -22
		expect(messageKey('sms', 'R-7')).toBe('prO2+H+rtv+PU3bxMq1GPN');
	});

	it('shows a hint that the table of n8n is full', () => {
		const reason = new Error("Data too long for column 'value' at row 1");
		expect(notStarted('PayTR', reason)).toMatchObject({
			outcome: 'notSent',
			message: expect.stringContaining(reason.message) as string,
			description: expect.stringMatching(/^Its memory is full: on MySQL/) as string,
		});
	});

	it('shares no row with a Remove Duplicates node', async () => {
		const history = ['hash of an item', 'hash of another'];
		node.stored.set('workflow', [...history]);
		const { output = [], sent } = await later();
		expect(output[0].json.error).toBe(
			"Nothing was sent: 'Send Only Once' could not note the item in n8n's database (a Remove Duplicates node with the scope 'Workflow' keeps its history in the same place)",
		);
		expect(sent).toEqual([]);
		expect(node.stored.get('workflow')).toEqual(history);
	});

	it.each<[string, Given, string, string[], number]>([
		['claims: nothing is sent', { failing: { 'record node': 7 } }, '0 notSent', [], 0],
		[
			'confirmations: it is said',
			{ failing: { 'remove node': 1e6 } },
			'0 sent',
			[
				"'Send Only Once' could not note what became of row 1 (database is locked): later executions read them as unknown.",
			],
			1,
		],
	])('reports storage that fails at %s', async (_, given, expected, hints, sent) => {
		const ran = await later(given);
		expect(fates(ran)).toBe(expected);
		expect(ran.sent).toHaveLength(sent);
		expect(ran.hints.filter((hint) => !hint.startsWith('1 of 1'))).toEqual(hints);
		if (!sent) {
			expect(ran.output?.[0].json).toMatchObject({
				error:
					"Nothing was sent: 'Send Only Once' could not note the item in n8n's database (database is locked)",
				details: {
					provider: 'PayTR',
					description: 'Sending again is safe. Check the database of this n8n.',
				},
			});
		}
	});

	it('a dead lock that can’t be removed ends the wait, and nothing is sent', async () => {
		node.stored.set('workflow', ['lock', 'holder:0']);
		const ran = await later({ failing: { 'record workflow': 1e6 } });
		expect(ran.sent).toEqual([]);
		expect(ran.output?.[0].json.error).toBe(
			"Nothing was sent: 'Send Only Once' could not note the item in n8n's database (database is locked)",
		);
		// The dead lock's lease, and then the time limit of a failing write.
		expect(ran.ended).toBeLessThan(15_000 + 12_000);
	});

	it('reports results that could not be saved, also in Stop mode', async () => {
		const ran = await node.run({
			...sms(1, 'lost'),
			items: items(2),
			options: { ...GUARD, maxConcurrency: 1 },
			failing: { 'remove node': 1e6 },
		});
		expect(ran.error?.description).toContain(
			"(2 items: 1 sent, 1 failed, 0 not started.) Sent: row 1. Failed: row 2. Fix the failed rows and run the workflow again: what was sent is skipped. 'Send Only Once' could not note what became of row 1 (database is locked)",
		);
	});

	it.each<[string, Reply, string]>([
		['sent', 'yes', 'sent'],
		['refused', 'no', 'new'],
		['lost', 'lost', 'unknown'],
	])('tells a plan that an earlier execution has %s its message', async (_, reply, expected) => {
		await later({ ...TWO_STEPS, replies: { '0 a': [reply] } });
		let told: unknown;
		const run = async (sender: Sender) => {
			told = [(await sender.earlier('a')) ?? 'new', await sender.earlier('c')];
			const sent: Array<StepResult<object>> = [await sender.send(stepOf('a', 0))];
			return sent.map(() => ({ json: { success: true } }));
		};
		await later({ ...TWO_STEPS, ...planned(0, { run }) });
		expect(told).toEqual([expected, undefined]);
	});
});

it('hints list the messages that were not accepted, and each remark with its items', async () => {
	const plans = { 0: ok({ hints: ['Cut', 'Old'] }), 1: fail(INVALID), 2: ok({ hints: ['Cut'] }) };
	expect((await node.run({ ...CONTINUE, items: items(3), plans })).hints).toEqual([
		'1 of 3 messages was not accepted.',
		'Cut (rows 1, 3)',
		'Old (row 1)',
	]);
});

it.each([
	['continueErrorOutput', true],
	['continueRegularOutput', false],
] as const)('%s: marks a failed item for the error output: %s', async (onError, marked) => {
	const { output = [] } = await node.run({ ...sms(0, 'no'), onError });
	expect('error' in output[0]).toBe(marked);
});

describe('Include Input Fields', () => {
	it.each([
		[true, { row: 7, success: true, response: 'sent', to: 'sms 0' }],
		[false, { success: true, response: 'sent', to: 'sms 0' }],
	])('%p', async (includeInputFields, json) => {
		const { output = [] } = await node.run({
			...sms(1, 'no'),
			...CONTINUE,
			items: [{ row: 7, to: 'x', error: 1 }, { row: 8 }],
			options: { includeInputFields },
		});
		expect(output[0].json).toEqual(json);
		expect(output[1].json.row).toBe(includeInputFields ? 8 : undefined);
	});
});

describe('a refused credential', () => {
	const wrongKey: Given = { ...CONTINUE, ...sms(0, 'wrongKey'), items: items(3) };

	it('fails the other items with the same reason, without a request', async () => {
		const { output = [], sent } = await node.run({ ...wrongKey, ...ONE });
		expect(sent).toEqual(['0 sms']);
		expect(output.map(({ json }) => json.error)).toEqual(['Refused', 'Refused', 'Refused']);
		expect(output[1].json).toMatchObject({ howToFix: 'Why.', details: { code: '7' } });
	});

	it('also keeps items from being sent that have already been claimed', async () => {
		const { sent } = await later({ ...wrongKey, ...ONE, items: items(5) });
		expect(sent).toEqual(['0 sms']);
		expect(fates(await later({ items: items(5) }))).toBe('0 sent, 1 sent, 2 sent, 3 sent, 4 sent');
	});

	it('keeps items from being claimed', async () => {
		await later({ ...wrongKey, ...ONE, items: items(50) });
		const claims = node.calls.filter((call) => call === 'record node');
		expect(claims.length).toBeLessThan(5);
	});

	it('differs from a refused item', async () => {
		const { sent } = await node.run({ ...wrongKey, ...sms(0, 'no'), ...ONE });
		expect(sent).toHaveLength(3);
	});
});

describe('Dry Run', () => {
	const dry: Given = { options: { dryRun: true }, items: items(2) };

	it('sends and remembers nothing, and says what would be sent', async () => {
		const ran = await later(dry);
		expect([ran.sent, ran.claimed, ran.hints]).toEqual([
			[],
			[],
			['Dry run, nothing was sent: 2 SMS would be sent.'],
		]);
		expect(ran.output).toMatchObject([
			{ json: { dryRun: true, action: 'sms', form: {} }, pairedItem: { item: 0 } },
			{ json: { dryRun: true, action: 'sms', form: {} }, pairedItem: { item: 1 } },
		]);
		expect(fates(await later({ items: items(2) }))).toBe('0 sent, 1 sent');
	});

	it('counts the mistakes', async () => {
		const { hints } = await later({ ...dry, ...invalid(1) });
		expect(hints).toEqual(['Dry run, nothing was sent: 1 SMS would be sent. 1 has a mistake.']);
	});

	it('keeps the record of an earlier try of the execution', async () => {
		await node.run({ ...CONTINUE, ...sms(1, 'no'), items: items(2) });
		await node.run(dry);
		const { sent } = await node.run({ ...CONTINUE, items: items(2) });
		expect(sent).toEqual(['1 sms']);
	});

	it('makes the requests of an operation that only reads', async () => {
		const { sent, hints } = await node.run({ ...dry, delivery: { isRead: true } });
		expect(sent).toEqual(['0 sms', '1 sms']);
		expect(hints).toEqual([]);
	});
});

describe('an operation whose items are always sent once', () => {
	const always: Given = { delivery: { isAlwaysOnce: true }, options: { sendOnce: 'off' } };

	it('sends once, without a hint about reminders', async () => {
		expect(fates(await later(always))).toBe('0 sent');
		const { hints, ...again } = await later(always);
		expect(fates(again as Ran)).toBe('0 alreadySent');
		expect(hints).toEqual(['1 message skipped: sent before.']);
	});

	it('sends also where n8n can remember nothing', async () => {
		expect(fates(await later({ ...always, mode: 'noId' }))).toBe('0 sent');
	});

	it('differs from an operation with a choice', async () => {
		const off: Given = { options: { sendOnce: 'off' } };
		await later(off);
		expect(fates(await later(off))).toBe('0 sent');
	});
});

describe('the hint about', () => {
	it('reminders comes with items that were sent before, except with keys', async () => {
		await later();
		const { hints } = await later();
		expect(hints).toHaveLength(2);
		expect(hints[1]).toContain('as a reminder');
	});

	it('a key that changes comes with keys only', async () => {
		const changing = { deduplicationKey: '={{ $execution.id }}' };
		const off = await later({ options: { sendOnce: 'off', ...changing } });
		expect(off.hints).toEqual([]);
		const perKey = await later({ ...ownChanging(), options: { ...PER_KEY, ...changing } });
		expect(perKey.hints).toHaveLength(1);
		expect(perKey.hints[0]).toContain('{{ $execution.id }}');
	});

	it('names no recipient if no item can be read', async () => {
		const plans = { 0: fail(INVALID), 1: fail(INVALID) };
		const { hints } = await node.run({ items: items(2), plans, ...CONTINUE });
		expect(hints).toEqual(['2 of 2 messages were not accepted.']);
	});

	it('one recipient needs two items', async () => {
		const plan = ok({ recipient: () => ' ali ' });
		const { hints } = await node.run({ items: items(2), plans: { 0: plan, 1: plan } });
		expect(hints[0]).toMatch(/^All 2 items are for the same recipient: ali\. If/);
	});
});

/** The stand-in for n8n's expressions reads a field with the expression's text as its name. */
const ownChanging = (): Given => ({ items: [{ '{{ $execution.id }}': 'run 7' }] });

describe('an empty row', () => {
	it('is named once, instead of its missing fields', async () => {
		const rows = [{ phone: '' }, { phone: '5' }];
		const plans = { 0: fail(INVALID), 1: fail(INVALID) };
		const { output = [] } = await node.run({ ...CONTINUE, items: rows, plans });
		expect(output[0].json).toMatchObject({
			error: expect.stringContaining('empty'),
			details: { outcome: 'invalid', provider: 'PayTR' },
		});
		expect(output[0].json.error).not.toBe(INVALID.message);
		expect(output[1].json.error).toBe(INVALID.message);
	});
});
