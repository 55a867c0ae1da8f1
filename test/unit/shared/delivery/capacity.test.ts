import { fail } from '../../../../nodes/shared/result';
import { Capacity } from '../../../../nodes/shared/delivery/memory/capacity';
import { fates, FakeNode, type Given } from './fakeNode';
import { Process, seeded, SimulatedTable, VirtualTime } from './simulation';

// A small memory that fills up quickly.
jest.mock('../../../../nodes/shared/delivery/memory/capacity', () => ({
	...jest.requireActual<object>('../../../../nodes/shared/delivery/memory/capacity'),
	CAPACITY: 10,
}));

const INVALID = { outcome: 'invalid', message: 'Wrong', description: '' } as const;

let node: FakeNode;

beforeEach(() => {
	jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
	node = new FakeNode();
});
afterEach(async () => {
	await jest.advanceTimersByTimeAsync(3_000);
	jest.useRealTimers();
});

const run = (given: Given = {}) =>
	node.run({
		...given,
		options: { sendOnce: 'perLinkAndRecipient' },
		onError: 'continueRegularOutput',
	});

const entries = (count: number) => Array.from({ length: count }, (_, i) => `known:${i}`);

it.each([
	[7, undefined],
	[
		8,
		"'Send Only Once' remembers 90 % of the 10 messages that it can: when it is full, the oldest are forgotten and would be sent again. A copy of this node starts with an empty memory.",
	],
	[
		9,
		"'Send Only Once' is full: it remembers the last 10 messages, and older ones would be sent again.",
	],
])('after %d messages shows %j', async (count, hint) => {
	node.stored.set('node', entries(count));
	expect((await run()).hints).toEqual(hint ? [hint] : []);
});

it('forgets the oldest messages beyond its capacity', async () => {
	node.stored.set('node', entries(11));
	await run();
	const kept = node.stored.get('node') ?? [];
	expect(kept).toHaveLength(10);
	expect(kept.slice(0, 9)).toEqual(entries(11).slice(2));
});

it('shows no hint if it cannot count', async () => {
	node.stored.set('node', entries(9));
	const ran = await run({ failing: { 'count node': 3 } });
	expect(fates(ran)).toBe('0 sent');
});

it.each([
	[4, ['a', 'b', 'c'], 12],
	[5, ['a', 'b'], undefined],
])('%d items of %j: rejected for %s messages', async (count, steps, messages) => {
	// The additional item is invalid, so it has no message.
	const items = Array.from({ length: count + 1 }, () => ({ steps }));
	const { output = [], sent } = await run({ items, plans: { [count]: fail(INVALID) } });
	const { error, details } = output[0].json;
	expect([error, details]).toEqual(
		messages
			? [
					`'Send Only Once' remembers 10 messages, and these items are 12: nothing was sent`,
					{
						outcome: 'invalid',
						provider: 'PayTR',
						description: 'Send them in several executions.',
					},
				]
			: [undefined, undefined],
	);
	expect(sent).toHaveLength(messages ? 0 : count * steps.length);
});

it('counts the entries that were written, and knows how long that took', async () => {
	const time = new VirtualTime();
	const faults = { latency: 0, failing: 0, unclear: 0 };
	const { table, lock, clock } = new Process(new SimulatedTable(time, seeded(1), faults));
	const capacity = new Capacity(table, lock, clock, 10);
	expect(await time.ended(capacity.used())).toBe(0);
	capacity.add(5, 30);
	capacity.add(-2);
	expect(await capacity.used()).toBe(0.3);
	// A moving average that starts at 0.
	expect(capacity.writeMs.current).toBe(3);
});
