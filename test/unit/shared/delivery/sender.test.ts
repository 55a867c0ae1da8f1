import type { IContextObject, IExecuteFunctions } from 'n8n-workflow';

import { Guard, type GuardStore } from '../../../../nodes/shared/delivery/guard';
import { Ledger } from '../../../../nodes/shared/delivery/ledger';
import type { Step } from '../../../../nodes/shared/delivery/plan';
import { itemSender, type SenderContext } from '../../../../nodes/shared/delivery/sender';
import { Throttle } from '../../../../nodes/shared/delivery/throttle';
import { fail, ok, type Failure, type Outcome, type Result } from '../../../../nodes/shared/result';
import type { Answer } from '../../../../nodes/shared/transport';

const failure = (outcome: Outcome): Failure => ({
	outcome,
	provider: 'PayTR',
	message: `was ${outcome}`,
	description: 'do something',
});

const ANSWER: Answer = { statusCode: 200, body: '{"status":"success"}' };
const YES = ok(ANSWER);
const no = (outcome: Outcome): Result<Answer> => fail(failure(outcome));

const STEP: Step<{ response: string }> = {
	name: 'sms',
	path: '/odeme/api/link/send-sms',
	form: { id: 'NB2Zlz3', cell_phone: '05321234567' },
	read: ({ body }) => ok({ response: body }),
};

/** A database in memory. */
function memory(entries = new Set<string>()): GuardStore {
	return {
		record: async (keys) => {
			const before = new Set(keys.filter((key) => entries.has(key)));
			keys.forEach((key) => entries.add(key));
			return await Promise.resolve(before);
		},
		remove: async (keys) => {
			keys.forEach((key) => entries.delete(key));
			return await Promise.resolve();
		},
	};
}

interface Machine {
	context?: IContextObject;
	entries?: Set<string>;
	/** Without the option 'Skip Already Sent' there is no guard. */
	guarded?: boolean;
	store?: GuardStore;
	onUnknownOutcome?: 'skip' | 'resend';
	retries?: number;
	signal?: AbortSignal;
}

/** One execution of the node: `send` sends the item's step, `posts` counts what went out. */
function execution(answers: Array<Result<Answer>>, machine: Machine = {}) {
	const { context = {}, entries, guarded, onUnknownOutcome = 'skip', retries = 0 } = machine;
	const { signal, store = memory(entries) } = machine;
	const guard = guarded ? new Guard(store) : undefined;
	const posts: string[] = [];
	const shared: SenderContext = {
		provider: 'PayTR',
		options: {
			maxConcurrency: 5,
			requestsPerSecond: 0,
			timeout: 20,
			retries,
			skipAlreadySent: guarded === true,
			onUnknownOutcome,
		},
		ledger: Ledger.of({
			getContext: () => context,
			getWorkflowDataProxy: () => ({ $runIndex: 0 }),
		} as IExecuteFunctions & object),
		guard,
		throttle: new Throttle(0, signal),
		signal,
		post: async (path) => {
			posts.push(path);
			return await Promise.resolve(answers[Math.min(posts.length, answers.length) - 1]);
		},
	};
	const sender = (itemIndex = 0) => itemSender(shared, itemIndex, new Map([['sms', 'key']]));
	return {
		posts,
		sender,
		send: async (step = STEP, itemIndex = 0) => await sender(itemIndex).send(step),
		end: async () => await guard?.close(),
	};
}

const DELIVERED = { state: 'delivered', value: { response: ANSWER.body } };

describe('a step', () => {
	it('is sent and read', async () => {
		const { send, posts } = execution([YES]);
		expect(await send()).toEqual(DELIVERED);
		expect(posts).toEqual(['/odeme/api/link/send-sms']);
	});

	it.each(['invalid', 'notSent', 'rejected', 'unknown'] as const)(
		'that was %s fails',
		async (outcome) => {
			const { send } = execution([no(outcome)]);
			expect(await send()).toEqual({ state: 'failed', failure: failure(outcome) });
		},
	);

	it('says how often it was tried', async () => {
		jest.useFakeTimers();
		const accepted = execution([no('notSent'), YES], { retries: 2 }).send();
		const refused = execution([no('notSent')], { retries: 2 }).send();
		await jest.advanceTimersByTimeAsync(60_000);
		jest.useRealTimers();
		expect(await accepted).toEqual({
			state: 'delivered',
			value: { response: ANSWER.body, attempts: 2 },
		});
		expect(await refused).toEqual({
			state: 'failed',
			failure: { ...failure('notSent'), attempts: 3 },
		});
	});

	it('has an unknown outcome where its reader trips over the answer', async () => {
		const read = () => {
			throw new TypeError('no such field');
		};
		const { send } = execution([YES]);
		expect(await send({ ...STEP, read })).toMatchObject({
			state: 'failed',
			failure: {
				outcome: 'unknown',
				message: expect.stringContaining("PayTR's answer could not be read (no such field)"),
			},
		});
	});

	it('is not sent after the execution was cancelled', async () => {
		const cancel = new AbortController();
		cancel.abort();
		const { send, posts } = execution([YES], { signal: cancel.signal });
		expect(await send()).toMatchObject({
			state: 'failed',
			failure: {
				outcome: 'notSent',
				message: 'The execution was cancelled before this was sent',
			},
		});
		expect(posts).toEqual([]);
	});
});

describe('a re-run within the execution', () => {
	it('answers what was delivered from the ledger', async () => {
		const context = {};
		await execution([YES], { context }).send();
		const again = execution([no('rejected')], { context });
		expect(await again.send()).toEqual(DELIVERED);
		expect(again.posts).toEqual([]);
	});

	it('sends another item, or the same one with other content', async () => {
		const context = {};
		await execution([YES], { context }).send();
		const again = execution([YES], { context });
		await again.send(STEP, 1);
		await again.send({ ...STEP, form: { ...STEP.form, cell_phone: '05337654321' } });
		expect(again.posts).toHaveLength(2);
	});

	it.each(['notSent', 'rejected', 'invalid'] as const)(
		'sends again what was %s',
		async (outcome) => {
			const context = {};
			await execution([no(outcome)], { context }).send();
			const again = execution([YES], { context });
			expect(await again.send()).toEqual(DELIVERED);
			expect(again.posts).toHaveLength(1);
		},
	);

	it('leaves what is in doubt alone: it fails the same way', async () => {
		const context = {};
		await execution([no('unknown')], { context }).send();
		const again = execution([YES], { context });
		expect(await again.send()).toEqual({ state: 'failed', failure: failure('unknown') });
		expect(again.posts).toEqual([]);
	});

	it('sends what is in doubt where the user chose to', async () => {
		const context = {};
		await execution([no('unknown')], { context }).send();
		const again = execution([YES], { context, onUnknownOutcome: 'resend' });
		expect(await again.send()).toEqual(DELIVERED);
		expect(again.posts).toHaveLength(1);
	});

	it('remembers no more of an answer than the step asks for', async () => {
		const context = {};
		const step = { ...STEP, remember: () => ({ response: 'short' }) };
		expect(await execution([YES], { context }).send(step)).toEqual(DELIVERED);
		expect(JSON.stringify(context)).not.toContain('success');
		expect(await execution([YES], { context }).send(step)).toEqual({
			state: 'delivered',
			value: { response: 'short' },
		});
	});
});

describe('another execution, with the guard', () => {
	const guarded = true;

	async function after(first: Result<Answer>, machine: Machine = {}) {
		const entries = new Set<string>();
		const before = execution([first], { entries, guarded });
		await before.send();
		await before.end();
		const later = execution([YES], { entries, guarded, ...machine });
		const result = await later.send();
		await later.end();
		return { result, posts: later.posts, entries };
	}

	it('passes over what was sent', async () => {
		const { result, posts } = await after(YES);
		expect(result).toEqual({ state: 'skipped', reason: 'alreadySent' });
		expect(posts).toEqual([]);
	});

	it.each(['invalid', 'notSent', 'rejected'] as const)('sends what was %s', async (outcome) => {
		const { result, posts } = await after(no(outcome));
		expect(result).toEqual(DELIVERED);
		expect(posts).toHaveLength(1);
	});

	it('passes over what is in doubt, and flags it', async () => {
		const { result, posts } = await after(no('unknown'));
		expect(result).toEqual({ state: 'skipped', reason: 'unknownOutcome' });
		expect(posts).toEqual([]);
	});

	it('sends what is in doubt where the user chose to, and passes it over from then on', async () => {
		const { result, posts, entries } = await after(no('unknown'), { onUnknownOutcome: 'resend' });
		expect(result).toEqual(DELIVERED);
		expect(posts).toHaveLength(1);
		const later = execution([YES], { entries, guarded, onUnknownOutcome: 'resend' });
		expect(await later.send()).toEqual({ state: 'skipped', reason: 'alreadySent' });
	});

	it.each(['rejected', 'notSent'] as const)(
		'keeps its doubt where the repetition was %s: that says nothing of the first',
		async (outcome) => {
			const entries = new Set<string>();
			for (const answer of [no('unknown'), no(outcome)]) {
				const run = execution([answer], { entries, guarded, onUnknownOutcome: 'resend' });
				await run.send();
				await run.end();
			}
			const later = execution([YES], { entries, guarded });
			expect(await later.send()).toEqual({ state: 'skipped', reason: 'unknownOutcome' });
		},
	);

	it('sends two items with the same key once', async () => {
		const run = execution([YES], { guarded });
		const results = await Promise.all([run.send(STEP, 0), run.send(STEP, 1), run.send(STEP, 2)]);
		expect(results.map(({ state }) => state).sort()).toEqual(['delivered', 'skipped', 'skipped']);
		expect(run.posts).toHaveLength(1);
	});

	it('does not take another item with the same key for a re-run of one in doubt', async () => {
		const run = execution([no('unknown'), YES], { guarded, onUnknownOutcome: 'resend' });
		await run.send(STEP, 0);
		expect(await run.send(STEP, 1)).toEqual({ state: 'skipped', reason: 'unknownOutcome' });
		expect(run.posts).toHaveLength(1);
	});

	it('answers from the ledger what this execution has sent itself', async () => {
		const machine = { context: {}, entries: new Set<string>(), guarded };
		const first = execution([YES], machine);
		await first.send();
		await first.end();
		const again = execution([YES], machine);
		expect(await again.send()).toEqual(DELIVERED);
		expect(again.posts).toEqual([]);
	});

	it('sends a step that has no key, as what may be repeated freely', async () => {
		const run = execution([YES], { guarded });
		await run.send({ ...STEP, name: 'delete' }, 0);
		await run.send({ ...STEP, name: 'delete' }, 1);
		expect(run.posts).toHaveLength(2);
	});

	it('tells a plan what an earlier execution did', async () => {
		const entries = new Set<string>();
		const before = execution([YES], { entries, guarded });
		expect(before.sender().earlier('sms')).toBeUndefined();
		await before.send();
		await before.end();
		const later = execution([YES], { entries, guarded });
		await later.send();
		expect(later.sender().earlier('sms')).toBe('sent');
		expect(later.sender().earlier('email')).toBeUndefined();
	});

	it('sends nothing that the store could not note', async () => {
		const store: GuardStore = {
			record: async () => await Promise.reject(new Error('database is locked')),
			remove: async () => await Promise.resolve(),
		};
		const { send, posts } = execution([YES], { guarded, store });
		expect(await send()).toMatchObject({
			state: 'failed',
			failure: {
				outcome: 'notSent',
				provider: 'PayTR',
				message: expect.stringContaining(
					"'Skip Already Sent' could not note the item in n8n's database (database is locked)",
				),
			},
		});
		expect(posts).toEqual([]);
	});
});
