/* eslint-disable @n8n/community-nodes/no-restricted-globals -- test, never packed */
import type {
	IContextObject,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	INodeExecutionData,
} from 'n8n-workflow';

import { deliver } from '../../../../nodes/shared/delivery/deliver';
import type {
	Delivery,
	ItemOutput,
	Plan,
	Step,
	StepResult,
} from '../../../../nodes/shared/delivery/plan';
import { fail, ok, type Result } from '../../../../nodes/shared/result';
import { readJson } from '../../../../nodes/shared/answer';

/** The provider's reply to a request. Default `yes`. */
export type Reply =
	| 'yes'
	| 'no'
	| 'wrongKey'
	| 'lost'
	| 'garbled'
	| '429'
	| `429 for ${number}`
	| `after ${number}`;

export interface Given {
	/** An item's `steps` are sent one after the other. Default: one SMS. */
	items?: IDataObject[];
	options?: IDataObject;
	/** The replies by item and step, e.g. `0 sms`, in order. */
	replies?: Record<string, Reply[]>;
	/** Replaces the usual plans, by the item's index. */
	plans?: Record<number, Result<Partial<Plan>>>;
	onError?: 'continueRegularOutput' | 'continueErrorOutput';
	type?: string;
	runIndex?: number;
	/** Milliseconds until the execution is canceled. */
	cancelAfter?: number;
	/** The message of the error that the node gets when it reads the credential. */
	noCredential?: string;
	/** How often each storage call throws, by method and scope, e.g. `record node`. */
	failing?: Record<string, number>;
	/** Simulates an n8n that lacks a part of its deduplication. */
	isOld?: boolean;
	/** Replaces parts of the operation. */
	delivery?: Partial<Delivery>;
	/** How n8n runs the node. `agents` provides neither a workflow ID nor a context. */
	mode?: 'trigger' | 'chat' | 'agents' | 'noId' | 'noContext';
}

/** The effects of one execution. */
export interface Ran {
	/** The output. Undefined if the node threw. */
	output?: INodeExecutionData[];
	error?: Error & { description?: string; context?: IDataObject };
	/** The requests by item and step, in the order of sending. */
	sent: string[];
	/** The time of each request in milliseconds from the start. */
	at: number[];
	/** The highest number of concurrent requests. */
	atOnce: number;
	hints: string[];
	/** The claims in the memory, and their number before the first request. */
	claimed: string[];
	claimedFirst?: number;
	ended: number;
}

/** The time of an answer in milliseconds. */
const ANSWER_MS = 1_000;

/** The defaults: one item, whose SMS is sent. */
const USUAL = { items: [{}], options: {}, replies: {}, plans: {}, type: 'node', runIndex: 0 };

type Whole = Given & Required<Pick<Given, keyof typeof USUAL>>;

let nodes = 0;

/** One node of a workflow. Its context lives as long as an execution, its storage for ever. */
export class FakeNode {
	context: IContextObject = {};

	/** Entries by scope. */
	readonly stored = new Map<string, string[]>();

	/** Storage calls, by method and scope. */
	readonly calls: string[] = [];

	private readonly id = `workflow${nodes++}`;

	async run(given: Given = {}): Promise<Ran> {
		const whole: Whole = { ...USUAL, ...given };
		const { items, plans, cancelAfter } = whole;
		const cancel = new AbortController();
		if (cancelAfter === 0) cancel.abort();
		else if (cancelAfter) setTimeout(() => cancel.abort(), cancelAfter);
		const ran: Ran = { sent: [], at: [], atOnce: 0, hints: [], claimed: [], ended: 0 };
		const started = Date.now();
		const signal = cancelAfter === undefined ? undefined : cancel.signal;
		const ctx = this.ctx(whole, ran, signal, started);
		const work = deliver(ctx, {
			provider: 'PayTR',
			signer: {
				name: 'paytrApi',
				authenticate: async (_, request) => await Promise.resolve(request),
			},
			defaultTimeout: 20,
			unit: 'message',
			sendOnce: ['off', 'perLinkAndRecipient', 'perKey'],
			accountOf: () => '',
			prepare(i) {
				const plan = plans[i] ?? ok({});
				return plan.ok ? ok({ ...usualPlan(items[i], i), ...plan.value }) : plan;
			},
			...given.delivery,
		});
		try {
			[ran.output] = await virtually(work);
		} catch (error) {
			// Work that never ends fails the test.
			expect(error).not.toEqual(NEVER);
			ran.error = error as Ran['error'];
		}
		ran.ended = Date.now() - started;
		return ran;
	}

	private ctx(
		{ items, options, replies, onError, type, runIndex, mode = 'trigger', ...given }: Whole,
		ran: Ran,
		signal: AbortSignal | undefined,
		started: number,
	): IExecuteFunctions {
		const counts: Record<string, number> = {};
		let underWay = 0;
		const ctx: object = {
			getInputData: () => items.map((json) => ({ json })),
			continueOnFail: () => onError !== undefined,
			getNode: () => ({ id: 'id', name: 'Node', type, onError }),
			getMode: () => (mode === 'chat' ? 'chat' : 'trigger'),
			getWorkflow: () => ({ id: /agents|noId/.test(mode) ? undefined : this.id }),
			getContext: () => {
				if (/agents|noContext/.test(mode)) throw new Error('`executionData` is not initialized');
				return this.context;
			},
			getWorkflowDataProxy: (i: number) => ({ $runIndex: runIndex, $json: items[i] }),
			getExecutionCancelSignal: () => signal,
			addExecutionHints: ({ message, location }: { message: string; location: string }) =>
				location === 'outputPane' && ran.hints.push(message),
			getNodeParameter(
				path: string,
				i: number,
				fallback: unknown,
				{ rawExpressions = false } = {},
			) {
				const evaluated = (value: unknown) => {
					if (rawExpressions || typeof value !== 'string' || !value.startsWith('=')) return value;
					const field = value.slice(1);
					if (!(field in items[i])) throw new Error(`no ${field}`);
					return items[i][field];
				};
				if (path !== 'options') return evaluated(options[path.replace('options.', '')] ?? fallback);
				Object.values(options).forEach(evaluated);
				return options;
			},
			getCredentials: async () => {
				if (given.noCredential) throw new Error(given.noCredential);
				return await Promise.resolve({});
			},
			helpers: {
				...this.storage(ran, given.failing),
				...(given.isOld && { getProcessedDataCount: undefined }),
				async httpRequest({ url }: IHttpRequestOptions) {
					ran.claimedFirst ??= ran.claimed.length;
					ran.sent.push(url.slice(1));
					ran.at.push(Date.now() - started);
					ran.atOnce = Math.max(ran.atOnce, ++underWay);
					const reply =
						replies[url.slice(1)]?.[(counts[url] = (counts[url] ?? 0) + 1) - 1] ?? 'yes';
					const [, seconds] = / (\d+)$/.exec(reply) ?? [];
					const takes = reply.startsWith('after') ? Number(seconds) : ANSWER_MS;
					await new Promise((resolve) => setTimeout(resolve, takes));
					underWay--;
					if (reply === 'lost') throw new Error('socket hang up');
					const statusCode = reply.startsWith('429') ? 429 : 200;
					return {
						statusCode,
						headers: { 'retry-after': seconds },
						body: JSON.stringify({ reply }),
					};
				},
			},
		};
		return ctx as IExecuteFunctions;
	}

	private storage(ran: Ran, failing: Record<string, number> = {}) {
		const { stored, calls } = this;
		const failNow = async (call: string) => {
			calls.push(call);
			await Promise.resolve();
			if (!failing[call]) return;
			failing[call]--;
			throw new Error('database is locked');
		};
		return {
			async checkProcessedAndRecord(
				entries: string[],
				scope: string,
				{ maxEntries = 0 }: { maxEntries?: number },
			) {
				await failNow(`record ${scope}`);
				const row = stored.get(scope) ?? [];
				const processed = entries.filter((entry) => row.includes(entry));
				const added = entries.filter((entry) => !row.includes(entry));
				stored.set(scope, [...row, ...added].slice(-maxEntries));
				ran.claimed.push(...entries.filter((entry) => entry.startsWith('known:')));
				return { new: [], processed };
			},
			async removeProcessed(entries: string[], scope: string) {
				await failNow(`remove ${scope}`);
				const row = stored.get(scope) ?? [];
				stored.set(
					scope,
					row.filter((entry) => !entries.includes(entry)),
				);
			},
			async getProcessedDataCount(scope: string) {
				await failNow(`count ${scope}`);
				return stored.get(scope)?.length ?? 0;
			},
			async clearAllProcessedItems(scope: string) {
				calls.push(`clear ${scope}`);
				await Promise.resolve(stored.delete(scope));
			},
		};
	}
}

/** Sends the item's steps one after the other; each becomes an output. */
function usualPlan({ steps = ['sms'] }: IDataObject, i: number): Plan {
	const names = steps as string[];
	return {
		steps: names,
		defaultKey: (step) => `${step} of item ${i}`,
		async run(sender) {
			const outputs: ItemOutput[] = [];
			for (const name of names) outputs.push(outputOf(await sender.send(stepOf(name, i))));
			return outputs;
		},
	};
}

export const stepOf = (name: string, i: number): Step<IDataObject> => ({
	name,
	path: `/${i} ${name}`,
	form: {},
	about: { to: `${name} ${i}` },
	read(answer) {
		const json = readJson('PayTR', answer);
		if (!json.ok) return json;
		const { reply } = json.value;
		if (reply === 'garbled') throw new Error('no such field');
		if (reply !== 'no' && reply !== 'wrongKey') return ok({ response: 'sent' });
		const why = { message: 'Refused', description: 'Why.', code: '7' };
		return fail({ outcome: 'rejected', ...why, isOfCredential: reply === 'wrongKey' });
	},
});

export function outputOf(result: StepResult<IDataObject>): ItemOutput {
	const { about } = result;
	if (result.state === 'failed') return { failure: { ...result.failure, data: about } };
	if (result.state === 'skipped')
		return { json: { skipped: true, reason: result.reason, ...about } };
	return { json: { success: result.state === 'delivered', ...about, ...result.value } };
}

/** Runs timed work to its end without real waiting. Fake timers must be on. */
const NEVER = new Error('This never ends');

async function virtually<T>(work: Promise<T>): Promise<T> {
	let isDone = false;
	const done = () => (isDone = true);
	work.then(done, done);
	for (let turns = 0; ; turns++) {
		await new Promise((resolve) => setImmediate(resolve));
		if (isDone) return await work;
		if (turns > 2_000) throw NEVER;
		await jest.advanceTimersToNextTimerAsync();
	}
}

/** The result of each output in a word or two, e.g. `0 sent, 1 rejected`. */
export const fates = ({ output = [] }: Ran): string =>
	output
		.map(({ json, pairedItem }) => {
			const { item } = pairedItem as { item: number };
			const details = json.details as IDataObject | undefined;
			return `${item} ${String(details?.outcome ?? json.reason ?? (json.success ? 'sent' : json))}`;
		})
		.join(', ');
