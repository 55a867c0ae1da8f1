/* eslint-disable @n8n/community-nodes/no-restricted-globals -- test, never packed */
import { createHash } from 'node:crypto';

import type { INodeParameters } from 'n8n-workflow';

import { FAULT_NAMES, type FaultName, type FaultRule, type RequestRecord } from '../../sandbox';
import type { EngineResult } from './harness';
import { hurryPastHanging } from './support/hurry';
import { CONTINUE, engineOn, rows, SUBJECTS } from './support/providers';
import { useSandbox } from './support/sandbox';

/**
 * The seed decides which rows get which faults, and how often. FAULTS_SEED=random picks a new seed.
 */
const { FAULTS_SEED = '1' } = process.env;
const SEED = FAULTS_SEED === 'random' ? String(Date.now()) : FAULTS_SEED;

const ITEMS = 120;

/** Seconds. Only an accelerated clock reaches this timeout. */
const TIMEOUT = 60;

const OPTIONS = { timeout: TIMEOUT, retries: 1, maxConcurrency: 50 };
type Fate = 'delivered' | 'rejected' | 'notSent' | 'unknown';

const OUTCOME: Partial<Record<FaultName, Fate>> = {
	latency: 'delivered',
	answer: 'delivered',
	http429: 'notSent',
	http403: 'rejected',
	refuse: 'rejected',
};

/** The expected outcome of a request, from the provider's record of it. */
function fateOf({ fault }: Pick<RequestRecord, 'fault'>): Fate {
	if (fault === undefined) return 'delivered';
	return OUTCOME[fault as FaultName] ?? 'unknown';
}

/** A number from the seed, the same in every run with this seed. */
const drawn = (what: string, below: number) =>
	createHash('sha256').update(`${SEED} ${what}`).digest().readUInt32BE(0) % below;

/** A rule for each row of the first half, and at least one row for each fault. */
function ruleFor(item: number): FaultRule | undefined {
	if (item >= ITEMS / 2) return undefined;
	const fault = FAULT_NAMES[item] ?? FAULT_NAMES[drawn(`fault ${item}`, FAULT_NAMES.length)];
	return {
		fault,
		// The node can't detect a server that reports success without acting, or that acts and then
		// reports a refusal.
		after:
			fault === 'answer' || (fateOf({ fault }) === 'unknown' && drawn(`after ${item}`, 2) === 1),
		times: 1 + drawn(`times ${item}`, 3),
		...(fault === 'latency' ? { ms: 50 } : {}),
		...(fault === 'huge' ? { bytes: 2_000_000 } : {}),
	};
}

const sandbox = useSandbox();
let endHurry: () => void;

beforeEach(() => {
	endHurry = hurryPastHanging(sandbox, TIMEOUT * 1000);
});
afterEach(() => endHurry());

describe.each(SUBJECTS)(
	`$provider, ${ITEMS} items, faults by the seed ${SEED}`,
	({ node, parameters, guarded, field, recipientOf }) => {
		function addFaults(): void {
			for (let i = 0; i < ITEMS; i++) {
				const rule = ruleFor(i);
				if (rule) sandbox.addFault({ ...rule, match: { [field]: recipientOf(i) } });
			}
		}

		/** The requests for each item, in the order they came. */
		function requestsByItem(): RequestRecord[][] {
			const { requests } = sandbox.state();
			const byRecipient = new Map<string, RequestRecord[]>();
			for (const request of requests) {
				const list = byRecipient.get(request.fields[field]) ?? [];
				byRecipient.set(request.fields[field], [...list, request]);
			}
			return Array.from({ length: ITEMS }, (_, i) => byRecipient.get(recipientOf(i)) ?? []);
		}

		const accepted = (requests: RequestRecord[]) =>
			requests.filter((request) => request.accepted).length;

		/** The outcome of each item. Fails unless each item has exactly one result, in order. */
		function fatesIn({ items }: EngineResult): string[] {
			expect(items.map(({ pairedItem }) => pairedItem)).toEqual(
				Array.from({ length: ITEMS }, (_, item) => ({ item })),
			);
			return items.map(({ json: { success, reason, details } }) => {
				if (success === true) return 'delivered';
				return String(reason ?? (details as { outcome: string }).outcome);
			});
		}

		/** Checks that no customer was contacted twice, and that no unknown outcome was retried. */
		function expectNeverTwice(byItem: RequestRecord[][]): void {
			expect(byItem.filter((requests) => accepted(requests) > 1)).toEqual([]);
			const repeated = byItem.filter((requests) =>
				requests.slice(0, -1).some((request) => !['rejected', 'notSent'].includes(fateOf(request))),
			);
			expect(repeated).toEqual([]);
		}

		const run = async (
			options: object,
			settings: object = {},
			engine = engineOn(sandbox),
			once: INodeParameters = {},
		) => {
			const given = { ...parameters, ...once, options: { ...OPTIONS, ...options } };
			const how = { ...CONTINUE, ...settings };
			return fatesIn(await engine.runNode(node, given, rows(ITEMS), how));
		};

		it('reports for each item what the provider recorded', async () => {
			addFaults();
			const fates = await run({});

			const byItem = requestsByItem();
			expectNeverTwice(byItem);
			expect(fates).toEqual(byItem.map((requests) => fateOf(requests[requests.length - 1])));
			const wrong = byItem.filter((requests, i) => {
				const expected = { delivered: [1], rejected: [0], notSent: [0], unknown: [0, 1] };
				return !expected[fates[i] as Fate].includes(accepted(requests));
			});
			expect(wrong).toEqual([]);
			const struck = sandbox.state().requests.map(({ fault }) => fault);
			expect(new Set(struck)).toEqual(new Set([undefined, ...FAULT_NAMES]));
		}, 60_000);

		it('Retry On Fail retries only items that were refused or not sent', async () => {
			// n8n runs the node again only while its first item fails.
			sandbox.addFault({ fault: 'refuse', match: { [field]: recipientOf(0) }, times: 2 });
			addFaults();
			const fates = await run({ retries: 0 }, { retryOnFail: true, maxTries: 3 });

			const byItem = requestsByItem();
			expectNeverTwice(byItem);
			expect(fates).toEqual(byItem.map((requests) => fateOf(requests[requests.length - 1])));
			// Each repeatable request was sent three times, except after a delivery.
			const givenUp = byItem.filter(
				(requests, i) => /rejected|notSent/.test(fates[i]) && requests.length !== 3,
			);
			expect(givenUp).toEqual([]);
			expect(byItem[0]).toHaveLength(3);
		}, 60_000);

		it('new executions that send only once deliver all items except those with an unknown outcome', async () => {
			addFaults();
			const engine = engineOn(sandbox);
			const execute = async () =>
				await run({ retries: 0, onUnknownOutcome: 'skip' }, {}, engine, guarded);

			const first = await execute();
			const second = await execute();
			sandbox.clearFaults();
			const third = await execute();
			const settled = requestsByItem();
			const last = await execute();

			const unknown = requestsByItem().map((requests) =>
				requests.some((r) => fateOf(r) === 'unknown'),
			);
			expectNeverTwice(requestsByItem());
			expect(first.filter((fate) => fate === 'unknown').length).toBeGreaterThan(10);
			expect(second).toEqual(
				first.map((fate, i) => {
					if (fate === 'delivered') return 'alreadySent';
					return fate === 'unknown' ? 'unknownOutcome' : second[i];
				}),
			);
			expect(third.filter((fate) => /rejected|notSent|^unknown$/.test(fate))).toEqual([]);
			expect(last).toEqual(unknown.map((is) => (is ? 'unknownOutcome' : 'alreadySent')));
			expect(requestsByItem()).toEqual(settled);
			const missed = settled.filter((requests, i) => !unknown[i] && accepted(requests) !== 1);
			expect(missed).toEqual([]);
		}, 60_000);
	},
);
