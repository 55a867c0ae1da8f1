import type { INodeParameters } from 'n8n-workflow';

import { startSandbox, type FaultName, type Sandbox } from '../../sandbox';
import type { Engine, NodeSettings } from './harness';
import { Deduplicator } from './harness/deduplicator';
import {
	EMAIL_AND_SMS,
	emailOf,
	engineOn,
	PAYTR,
	phoneOf,
	recipients,
	row,
	rows,
	SUBJECTS,
} from './support/providers';
import { wordsIn } from './support/texts';

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.close());
beforeEach(() => sandbox.reset());
afterEach(() => jest.restoreAllMocks());

const CONTINUE = { onError: 'continueRegularOutput' } as const;

const messages = (hints: Array<{ message: string }>) => hints.map(({ message }) => message);

describe.each(SUBJECTS)(
	'$provider',
	({ node, provider, parameters, guarded, service, field, recipientOf }) => {
		const requested = () => sandbox.state().requests.map(({ fields }) => fields[field]);
		const to = (...list: number[]) => list.map(recipientOf);
		const unit = provider === 'PayTR' ? 'message' : 'payment request';

		const strike = (fault: FaultName, i: number, times?: number) =>
			sandbox.addFault({ service, fault, match: { [field]: recipientOf(i) }, times });

		/** One execution with the guard on; what it has requested is in `requested()` alone. */
		async function run(
			engine: Engine,
			items = rows(3),
			options: INodeParameters = {},
			settings: NodeSettings = CONTINUE,
		) {
			sandbox.reset();
			return await engine.runNode(
				node,
				{ ...parameters, options: { ...guarded, retries: 0, ...options } },
				items,
				settings,
			);
		}

		/** What an execution made of each item, in short. */
		const fates = ({ json }: Awaited<ReturnType<typeof run>>) =>
			json.map(({ success, reason, details }) =>
				success === true ? 'sent' : (reason ?? (details as { outcome: string }).outcome),
			);

		describe('across executions', () => {
			it('passes over what was sent, and says so', async () => {
				const engine = engineOn(sandbox);
				await run(engine);
				const again = await run(engine, rows(4));

				expect(requested()).toEqual(to(3));
				expect(fates(again)).toEqual(['alreadySent', 'alreadySent', 'alreadySent', 'sent']);
				const about =
					provider === 'PayTR'
						? { linkId: 'NB2Zlz3', channel: 'sms', recipient: phoneOf(0) }
						: { channel: 'email', recipientEmail: emailOf(0) };
				expect(again.items[0]).toEqual({
					json: { skipped: true, reason: 'alreadySent', ...about },
					pairedItem: { item: 0 },
				});
				expect(messages(again.hints)).toEqual([
					`3 ${unit}s skipped: sent in an earlier execution.`,
				]);
			});

			it('is off by itself', async () => {
				const engine = engineOn(sandbox);
				await engine.runNode(node, parameters, rows(1));
				await engine.runNode(node, parameters, rows(1));

				expect(requested()).toEqual(to(0, 0));
			});

			it.each<[FaultName, string]>([
				['refuse', 'rejected'],
				['http403', 'rejected'],
				['http429', 'notSent'],
			])('sends again after %s, which was %s', async (fault, outcome) => {
				const engine = engineOn(sandbox);
				sandbox.addFault({ fault });
				const settings = { ...guarded, retries: 0 };
				const first = await engine.runNode(
					node,
					{ ...parameters, options: settings },
					rows(2),
					CONTINUE,
				);
				const second = await run(engine, rows(2));
				const third = await run(engine, rows(2));

				expect(fates(first)).toEqual([outcome, outcome]);
				expect(fates(second)).toEqual(['sent', 'sent']);
				expect(fates(third)).toEqual(['alreadySent', 'alreadySent']);
			});

			it('sends what was invalid once it is corrected', async () => {
				const engine = engineOn(sandbox);
				const options = { deduplicationKey: '={{ $json.invoice }}' };
				const wrong = row(0, { invoice: 'A1', phone: '1', email: '1' });
				const first = await run(engine, [wrong], options);
				const second = await run(engine, [row(0, { invoice: 'A1' })], options);

				expect([...fates(first), ...fates(second)]).toEqual(['invalid', 'sent']);
			});

			describe('after an unknown outcome', () => {
				/** Row 1 is left with an unknown outcome: it was accepted, and the answer was lost. */
				async function unknownAtFirst(): Promise<Engine> {
					const engine = engineOn(sandbox);
					sandbox.reset();
					strike('resetAfter', 1);
					const withGuard = { ...parameters, options: guarded };
					const first = await engine.runNode(node, withGuard, rows(3), CONTINUE);
					expect(fates(first)).toEqual(['sent', 'unknown', 'sent']);
					return engine;
				}

				it('flags the item and does not send it, however often', async () => {
					const engine = await unknownAtFirst();
					for (let i = 0; i < 3; i++) {
						const again = await run(engine);

						expect(requested()).toEqual([]);
						expect(fates(again)).toEqual(['alreadySent', 'unknownOutcome', 'alreadySent']);
						expect(messages(again.hints)).toEqual([
							`1 has an unknown outcome: check in the ${provider} panel before sending again.`,
							`2 ${unit}s skipped: sent in an earlier execution.`,
						]);
					}
				});

				it('sends it where On Unknown Outcome says so, and knows that it was sent', async () => {
					const engine = await unknownAtFirst();
					const resent = await run(engine, rows(3), { onUnknownOutcome: 'resend' });

					expect(requested()).toEqual(to(1));
					expect(fates(resent)).toEqual(['alreadySent', 'sent', 'alreadySent']);
					expect(fates(await run(engine))[1]).toBe('alreadySent');
				});

				it.each<[FaultName, string]>([
					['refuse', 'rejected'],
					['http429', 'notSent'],
					['resetBefore', 'unknown'],
				])('stays unknown when sending again ends in %s', async (fault, outcome) => {
					const engine = await unknownAtFirst();
					sandbox.reset();
					strike(fault, 1);
					const options = { ...guarded, retries: 0, onUnknownOutcome: 'resend' };
					const resent = await engine.runNode(node, { ...parameters, options }, rows(3), CONTINUE);

					expect(fates(resent)[1]).toBe(outcome);
					expect(fates(await run(engine))[1]).toBe('unknownOutcome');
					expect(requested()).toEqual([]);
				});
			});

			it('releases what was not started when it stops', async () => {
				const engine = engineOn(sandbox);
				strike('refuse', 2);
				const options = { ...guarded, maxConcurrency: 1 };
				const stopped = await engine.runNode(node, { ...parameters, options }, rows(5));
				const again = await run(engine, rows(5));

				expect(stopped.run.status).toBe('error');
				expect(requested()).toEqual(to(2, 3, 4));
				expect(fates(again)).toEqual(['alreadySent', 'alreadySent', 'sent', 'sent', 'sent']);
			});

			it('answers a Retry On Fail from the ledger, and the next execution by the guard', async () => {
				const engine = engineOn(sandbox);
				strike('refuse', 0, 1);
				const options = guarded;
				const retried = await engine.runNode(node, { ...parameters, options }, rows(3), {
					...CONTINUE,
					retryOnFail: true,
					maxTries: 2,
				});

				expect(fates(retried)).toEqual(['sent', 'sent', 'sent']);
				expect(requested().sort()).toEqual(to(0, 0, 1, 2));
				expect(fates(await run(engine))).toEqual(Array(3).fill('alreadySent'));
			});
		});

		describe('the key', () => {
			it('is everything that the item sends: a changed row is another one', async () => {
				const engine = engineOn(sandbox);
				await run(engine, [row(0), row(1)]);
				const changed = await run(engine, [row(7), row(1)]);

				expect(fates(changed)).toEqual(['sent', 'alreadySent']);
			});

			it('of its own holds whatever else has changed', async () => {
				const engine = engineOn(sandbox);
				const options = { deduplicationKey: '={{ $json.invoice }}' };
				await run(engine, [row(0, { invoice: 'A1' })], options);
				const items = [
					row(1, { invoice: ' A1 ' }),
					row(0, { invoice: 'A2' }),
					row(0, { invoice: 3 }),
				];
				const again = await run(engine, items, options);

				expect(fates(again)).toEqual(['alreadySent', 'sent', 'sent']);
			});

			it.each([
				['=', `'Deduplication Key' is empty, and 'Skip Already Sent' is on`],
				['={{ $json.nothing }}', `'Deduplication Key' is empty, and 'Skip Already Sent' is on`],
				['={{ "  " }}', `'Deduplication Key' is empty, and 'Skip Already Sent' is on`],
				['={{ [1] }}', `'Deduplication Key' holds a list or an object: "[1]"`],
				["={{ $('Nowhere').item.json.x }}", `Referenced node doesn't exist`],
			])('"%s" makes the item invalid', async (deduplicationKey, error) => {
				const result = await run(engineOn(sandbox), rows(2), { deduplicationKey });

				expect(result.json).toMatchObject(
					Array(2).fill({ error, details: { outcome: 'invalid', provider } }),
				);
				expect(requested()).toEqual([]);
			});

			it('that is empty in one row only is wrong in this row only, or stops all of them', async () => {
				const items = [
					row(0, { invoice: 'A1' }),
					row(1, { invoice: '' }),
					row(2, { invoice: 'A3' }),
				];
				const options = { deduplicationKey: '={{ $json.invoice }}' };

				const stopped = await run(engineOn(sandbox), items, options, {});
				expect(stopped.error).toMatchObject({
					message: `'Deduplication Key' is empty, and 'Skip Already Sent' is on`,
					context: { itemIndex: 1 },
				});
				expect(requested()).toEqual([]);

				const continued = await run(engineOn(sandbox), items, options);
				expect(fates(continued)).toEqual(['sent', 'invalid', 'sent']);
			});

			it('is counted per node and workflow', async () => {
				const engine = engineOn(sandbox);
				const options = guarded;
				const runAs = async (workflow: string, name: string) => {
					const node_ = { name, type: node, parameters: { ...parameters, options } };
					return await engine.run({ id: workflow, nodes: [node_] }, { items: rows(1) });
				};
				await runAs('one', 'A');
				await runAs('one', 'B');
				await runAs('two', 'A');
				expect(requested()).toEqual(to(0, 0, 0));

				expect((await runAs('one', 'A')).json).toMatchObject([{ skipped: true }]);
			});
		});

		describe('the same key twice in a batch', () => {
			const twins = [row(0), row(1), row(0)];

			it('is sent once', async () => {
				const result = await run(engineOn(sandbox), twins);

				expect(requested().sort()).toEqual(to(0, 1));
				expect(fates(result)).toEqual(['sent', 'sent', 'alreadySent']);
			});

			it('is sent the second time if the first was refused', async () => {
				const engine = engineOn(sandbox);
				strike('refuse', 0, 1);
				const options = guarded;
				const result = await engine.runNode(node, { ...parameters, options }, twins, CONTINUE);

				expect(fates(result)).toEqual(['rejected', 'sent', 'sent']);
				expect(fates(await run(engine, twins))).toEqual(Array(3).fill('alreadySent'));
			});

			it.each(['skip', 'resend'])(
				'is not sent the second time if it is not known whether it was the first (%s)',
				async (onUnknownOutcome) => {
					strike('resetAfter', 0);
					const options = { ...guarded, onUnknownOutcome };
					const engine = engineOn(sandbox);
					const result = await engine.runNode(node, { ...parameters, options }, twins, CONTINUE);

					expect(requested().sort()).toEqual(to(0, 1));
					expect(fates(result)).toEqual(['unknown', 'sent', 'unknownOutcome']);
				},
			);
		});

		describe("n8n's storage", () => {
			it('holds hashes only', async () => {
				const record = jest.spyOn(Deduplicator.prototype, 'checkProcessedAndRecord');
				await run(engineOn(sandbox), rows(20), { maxConcurrency: 20 });

				expect(requested()).toHaveLength(20);
				const entries = record.mock.calls.flatMap(([list]) => list);
				expect(new Set(entries.filter((entry) => String(entry).startsWith('known:'))).size).toBe(
					20,
				);
				expect(wordsIn(entries, [recipientOf(1), recipientOf(1).slice(1), 'NB2Zlz3'])).toEqual([]);
			});

			it('is written once for many executions at the same moment', async () => {
				const engine = engineOn(sandbox);
				await run(engine, rows(1));
				const record = jest.spyOn(Deduplicator.prototype, 'checkProcessedAndRecord');
				const options = { ...guarded, deduplicationKey: '={{ $json.email }}' };
				await Promise.all(
					Array.from({ length: 40 }, async (_, i) =>
						engine.runNode(node, { ...parameters, options }, [row(100 + i)], CONTINUE),
					),
				);

				const writes = record.mock.calls.filter(([entries]) =>
					entries.some((entry) => String(entry).startsWith('known:')),
				);
				expect(writes.flatMap(([entries]) => entries)).toHaveLength(80);
				expect(writes.length).toBeLessThanOrEqual(10);
			});

			it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
				'is missing in an n8n that is too old: nothing is sent, every item says so (%s)',
				async (onError) => {
					const old = engineOn(sandbox, { deduplication: 'none' });
					const result = await run(old, rows(2), {}, { onError });

					const failures = onError === 'continueErrorOutput' ? result.errorItems : result.items;
					expect(failures.map(({ json, pairedItem }) => [json.error, pairedItem])).toEqual([
						["'Skip Already Sent' needs a newer n8n, nothing was sent", { item: 0 }],
						["'Skip Already Sent' needs a newer n8n, nothing was sent", { item: 1 }],
					]);
					if (onError === 'continueErrorOutput') expect(result.items).toEqual([]);
					expect(requested()).toEqual([]);
				},
			);

			it('is missing: the workflow stops', async () => {
				const old = engineOn(sandbox, { deduplication: 'none' });
				const result = await run(old, rows(2), {}, {});

				expect(result.run.status).toBe('error');
				expect(result.error).toMatchObject({
					message: "'Skip Already Sent' needs a newer n8n, nothing was sent",
					description: expect.stringContaining('Update n8n') as string,
				});
				expect(requested()).toEqual([]);
				await old.runNode(node, parameters, rows(1));
				expect(requested()).toEqual(to(0));
			});

			it.each(['checkProcessedAndRecord', 'removeProcessed'] as const)(
				'that fails once at %s is written again: everything is sent once, and known',
				async (method) => {
					const write = jest.spyOn(Deduplicator.prototype, method);
					const engine = engineOn(sandbox);
					write.mockRejectedValueOnce(new Error('SQLITE_BUSY: database is locked'));
					const first = await run(engine, rows(2));
					const second = await run(engine, rows(2));

					expect(fates(first)).toEqual(['sent', 'sent']);
					expect(messages(first.hints)).toEqual([]);
					expect(fates(second)).toEqual(['alreadySent', 'alreadySent']);
				},
			);
		});
	},
);

describe('an item of several messages', () => {
	const guarded = { ...EMAIL_AND_SMS, options: { skipAlreadySent: true } };

	it('sends only the one that was refused the last time', async () => {
		const engine = engineOn(sandbox);
		sandbox.addFault({ service: 'paytr.send-email', fault: 'refuse', times: 1 });
		await engine.runNode(PAYTR, guarded, [row(1)], CONTINUE);
		const again = await engine.runNode(PAYTR, guarded, [row(1)], CONTINUE);

		expect(recipients(sandbox)).toEqual([phoneOf(1), emailOf(1)]);
		expect(again.json).toMatchObject([
			{ success: true, channel: 'email' },
			{ skipped: true, reason: 'alreadySent', channel: 'sms', recipient: phoneOf(1) },
		]);
	});

	it('sends only the one that was wrong the last time and is corrected now', async () => {
		const engine = engineOn(sandbox);
		await engine.runNode(PAYTR, guarded, [row(1, { email: 'nobody' })], CONTINUE);
		await engine.runNode(PAYTR, guarded, [row(1)], CONTINUE);

		expect(recipients(sandbox)).toEqual([phoneOf(1), emailOf(1)]);
	});

	it('is passed over message by message with a key of its own', async () => {
		const engine = engineOn(sandbox);
		const parameters = {
			...EMAIL_AND_SMS,
			options: { skipAlreadySent: true, deduplicationKey: '={{ $json.invoice }}' },
		};
		sandbox.addFault({ service: 'paytr.send-sms', fault: 'resetAfter', times: 1 });
		await engine.runNode(PAYTR, parameters, [row(1, { invoice: 'A1' })], CONTINUE);
		const again = await engine.runNode(PAYTR, parameters, [row(2, { invoice: 'A1' })], CONTINUE);

		expect(recipients(sandbox)).toEqual([emailOf(1), phoneOf(1)]);
		expect(again.json).toMatchObject([
			{ reason: 'alreadySent', channel: 'email' },
			{ reason: 'unknownOutcome', channel: 'sms' },
		]);
	});
});
