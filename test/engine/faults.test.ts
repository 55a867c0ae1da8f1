/* eslint-disable @n8n/community-nodes/no-restricted-globals -- test, never packed */
import {
	FAULT_NAMES,
	startSandbox,
	type FaultName,
	type RequestRecord,
	type Sandbox,
} from '../../sandbox';
import type { EngineResult } from './harness';
import { engineOn, rows, SUBJECTS } from './support/providers';

/** Which requests the faults hit; FAULTS_SEED repeats a run. */
const SEED = process.env.FAULTS_SEED ?? String(Date.now());

const ITEMS = 1000;

/** Of each fault. There are 19, so that about half of the requests are hit. */
const PROBABILITY = 0.035;

/** Faults that may also strike after the provider has done what was asked. */
const ALSO_AFTER: FaultName[] = ['html', 'empty', 'badJson', 'otherJson'];

const OPTIONS = { timeout: 1, retries: 1, maxConcurrency: 50 };
const CONTINUE = { onError: 'continueRegularOutput' } as const;

type Fate = 'delivered' | 'rejected' | 'notSent' | 'unknown';

const OUTCOME: Partial<Record<FaultName, Fate>> = {
	latency: 'delivered',
	http429: 'notSent',
	http403: 'rejected',
	refuse: 'rejected',
};

/** What must be told of a request, from what the provider did with it. */
function fateOf({ fault }: RequestRecord): Fate {
	if (fault === undefined) return 'delivered';
	return OUTCOME[fault as FaultName] ?? 'unknown';
}

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.close());

function addFaults(): void {
	const rules = [
		...FAULT_NAMES.map((fault) => ({ fault })),
		...ALSO_AFTER.map((fault) => ({ fault, after: true })),
	];
	for (const rule of rules) {
		const seed = `${SEED} ${rule.fault} ${'after' in rule}`;
		const ms = rule.fault === 'latency' ? { ms: 50 } : {};
		sandbox.addFault({ ...rule, ...ms, probability: PROBABILITY, seed });
	}
}

beforeEach(() => {
	sandbox.reset();
	addFaults();
});

describe.each(SUBJECTS)(
	`$provider, ${ITEMS} items, faults by the seed ${SEED}`,
	({ node, parameters, field, recipientOf }) => {
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

		/** The outcome of each item; fails unless each has exactly one result, in order. */
		function fatesIn({ items }: EngineResult): string[] {
			expect(items.map(({ pairedItem }) => pairedItem)).toEqual(
				Array.from({ length: ITEMS }, (_, item) => ({ item })),
			);
			return items.map(({ json: { success, reason, details } }) => {
				if (success === true) return 'delivered';
				return String(reason ?? (details as { outcome: string }).outcome);
			});
		}

		/** Nobody was contacted twice, and nothing was repeated after an unknown outcome. */
		function expectNeverTwice(byItem: RequestRecord[][]): void {
			expect(byItem.filter((requests) => accepted(requests) > 1)).toEqual([]);
			const repeated = byItem.filter((requests) =>
				requests.slice(0, -1).some((request) => !['rejected', 'notSent'].includes(fateOf(request))),
			);
			expect(repeated).toEqual([]);
		}

		it('tells of each item what the provider saw of it', async () => {
			const run = await engineOn(sandbox).runNode(
				node,
				{ ...parameters, options: OPTIONS },
				rows(ITEMS),
				CONTINUE,
			);

			const byItem = requestsByItem();
			expectNeverTwice(byItem);
			const fates = fatesIn(run);
			expect(fates).toEqual(byItem.map((requests) => fateOf(requests[requests.length - 1])));
			const wrong = byItem.filter((requests, i) => {
				const expected = { delivered: [1], rejected: [0], notSent: [0], unknown: [0, 1] };
				return !expected[fates[i] as Fate].includes(accepted(requests));
			});
			expect(wrong).toEqual([]);
			const struck = sandbox.state().requests.map(({ fault }) => fault);
			expect(new Set(struck)).toEqual(new Set([undefined, ...FAULT_NAMES]));
		}, 60_000);

		it('Retry On Fail repeats what was refused or not sent, and nothing else', async () => {
			// n8n runs the node again only while its first item has failed.
			sandbox.reset();
			const match = { [field]: recipientOf(0) };
			sandbox.addFault({ fault: 'refuse', match, times: 4 });
			addFaults();
			const run = await engineOn(sandbox).runNode(
				node,
				{ ...parameters, options: { ...OPTIONS, retries: 0 } },
				rows(ITEMS),
				{ ...CONTINUE, retryOnFail: true, maxTries: 5 },
			);

			const byItem = requestsByItem();
			expectNeverTwice(byItem);
			const fates = fatesIn(run);
			expect(fates).toEqual(byItem.map((requests) => fateOf(requests[requests.length - 1])));
			// Whatever may be repeated was, each of the five times, unless it was delivered before.
			const givenUp = byItem.filter(
				(requests, i) => /rejected|notSent/.test(fates[i]) && requests.length !== 5,
			);
			expect(givenUp).toEqual([]);
			expect(fates.filter((fate) => /rejected|notSent/.test(fate)).length).toBeLessThan(10);
			expect(byItem[0]).toHaveLength(5);
		}, 60_000);

		it('new executions with the guard deliver all but the unknown ones, which they flag', async () => {
			const engine = engineOn(sandbox);
			const guarded = { ...parameters, options: { ...OPTIONS, retries: 0, skipAlreadySent: true } };
			const execute = async () =>
				fatesIn(await engine.runNode(node, guarded, rows(ITEMS), CONTINUE));

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
			expect(first.filter((fate) => fate === 'unknown').length).toBeGreaterThan(100);
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
