import { fates, FakeNode, type Given } from './fakeNode';

// So small a memory that it is soon full.
jest.mock('../../../../nodes/shared/delivery/memory', () => {
	const actual = jest.requireActual<typeof import('../../../../nodes/shared/delivery/memory')>(
		'../../../../nodes/shared/delivery/memory',
	);
	const { lockOf } = jest.requireActual<typeof import('../../../../nodes/shared/delivery/lock')>(
		'../../../../nodes/shared/delivery/lock',
	);
	const memoryOf = () => new actual.Memory(lockOf('any'), undefined, 12);
	return { ...actual, CAPACITY: 12, memoryOf };
});

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
	node.run({ ...given, options: { skipAlreadySent: true }, onError: 'continueRegularOutput' });

const entries = (count: number) => Array.from({ length: count }, (_, i) => `known:${i}`);

it.each([
	[9, undefined],
	[
		10,
		"'Skip Already Sent' remembers 91 % of the 12 messages that it can: when it is full, the oldest are forgotten and would be sent again. A copy of this node starts with an empty memory.",
	],
	[
		11,
		"'Skip Already Sent' is full: it remembers the last 12 messages, and older ones would be sent again.",
	],
])('after %d messages says %j', async (count, hint) => {
	node.stored.set('node', entries(count));
	expect((await run()).hints).toEqual(hint ? [hint] : []);
});

it('says nothing where it can not count', async () => {
	node.stored.set('node', entries(11));
	const ran = await run({ failing: { 'count node': 3 } });
	expect(fates(ran)).toEqual(['0 sent']);
});

const items = (count: number, steps: string[]) => Array.from({ length: count }, () => ({ steps }));

it.each([
	[5, ['a', 'b', 'c'], 15],
	[5, ['a', 'b'], undefined],
	[4, ['a', 'b', 'c'], undefined],
])('%d items of %j: refused for %s messages', async (count, steps, messages) => {
	const { output = [], sent } = await run({ items: items(count, steps) });
	const { error, details } = output[0].json;
	expect([error, details]).toEqual(
		messages
			? [
					`'Skip Already Sent' remembers 12 messages, and these items are 15: nothing was sent`,
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
