/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import assert from 'node:assert/strict';
import type { FaultRule } from '../../sandbox/faults';
import type { VersionContext } from './context';
import { PAYMENT_REQUEST } from './operationChecks';
import { guardedSms } from './overlap';
import { nextExecution, NODE, PAYFULL, WebhookRunner, type TestedNode } from './workflows';

const THREE = ['AAA', 'BBB', 'CCC'].map((id, i) => ({ id, phone: `053212345${i}0` }));

/** Sends one SMS per item, one at a time, so that the order of sent and failed items is known. */
const sms = (
	settings: Record<string, unknown>,
	once: Record<string, unknown> = { sendOnce: 'off' },
): TestedNode => ({
	...guardedSms({ maxConcurrency: 1, onUnknownOutcome: 'error' }, once),
	settings,
});

const RETRY = { retryOnFail: true, maxTries: 3, waitBetweenTries: 100 };
const B_ONCE = { service: 'paytr.send-sms', match: { id: 'BBB' }, times: 1 };
const REFUSE_B_ONCE: FaultRule = { ...B_ONCE, fault: 'refuse', reason: 'gecici' };
const LOSE_ANSWER_OF_B: FaultRule = { ...B_ONCE, fault: 'http500After' };

/**
 * Continue, the error output, Stop, Retry On Fail and the editor's Retry never send a message
 * twice.
 */
export async function failureChecks({ n8n, sandbox, checks }: VersionContext): Promise<void> {
	const { api } = n8n;
	const check = async (
		name: string,
		node: TestedNode,
		faults: FaultRule[],
		work: (runner: WebhookRunner) => Promise<void>,
	) =>
		await checks.check('failures', name, async () => {
			sandbox.reset();
			faults.forEach((fault) => sandbox.addFault(fault));
			await work(await WebhookRunner.activate(api, name, node));
		});
	const arrived = () => sandbox.state().messages.map(({ linkId }) => linkId);
	const requests = () => sandbox.state().counts.requests;

	await check(
		'Continue: the failed item keeps its place and gives the reason',
		sms({ onError: 'continueRegularOutput' }),
		[REFUSE_B_ONCE],
		async (runner) => {
			const execution = await runner.run(THREE);
			assert.equal(execution.status, 'success');
			const items = execution.output(NODE);
			assert.deepEqual(
				items.map(({ json, pairedItem }) => [json.success ?? json.error, pairedItem]),
				[
					[true, { item: 0 }],
					['PayTR refused: gecici', { item: 1 }],
					[true, { item: 2 }],
				],
			);
			assert.deepEqual(arrived(), ['AAA', 'CCC']);
		},
	);
	await check(
		'error output: gets the failed items with their input row',
		sms({ onError: 'continueErrorOutput' }),
		[REFUSE_B_ONCE],
		async (runner) => {
			const execution = await runner.run([...THREE, { id: 'DDD', phone: '123' }]);
			assert.equal(execution.output(NODE, 0).length, 2);
			const failed = execution.output(NODE, 1).map(({ json }) => json);
			assert.deepEqual(
				failed.map(({ id, error }) => [id, error]),
				[
					['BBB', 'PayTR refused: gecici'],
					['DDD', `'Phone' is not a Turkish mobile number: "123"`],
				],
			);
			assert.deepEqual(
				failed.map(({ details }) => (details as { outcome?: string }).outcome),
				['rejected', 'invalid'],
			);
			assert.deepEqual(
				failed.map(({ howToFix }) => howToFix),
				failed.map(({ details }) => (details as { description?: string }).description),
			);
			assert.match(String(failed[1].howToFix), /Turkish mobile number such as/);
		},
	);
	await check(
		'Stop: an invalid row keeps the node from sending anything',
		sms({}),
		[],
		async (runner) => {
			const execution = await runner.run([...THREE, { id: 'DDD', phone: '123' }]);
			assert.equal(execution.status, 'error');
			assert.match(execution.error ?? '', /'Phone' is not a Turkish mobile number/);
			assert.equal(requests(), 0);
		},
	);
	await check(
		'Stop: after a rejection the node starts no further item',
		sms({}),
		[REFUSE_B_ONCE],
		async (runner) => {
			const execution = await runner.run(THREE);
			assert.equal(execution.status, 'error');
			assert.deepEqual(arrived(), ['AAA']);
			assert.equal(requests(), 2);
		},
	);
	await check(
		'Stop with Retry On Fail: does not repeat a sent message',
		sms(RETRY),
		[REFUSE_B_ONCE],
		async (runner) => {
			const execution = await runner.run(THREE);
			assert.equal(execution.status, 'success');
			assert.equal(execution.output(NODE).length, 3);
			assert.deepEqual(arrived(), ['AAA', 'BBB', 'CCC']);
		},
	);
	await check(
		'Stop with Retry On Fail and $now in a field: does not repeat a sent message',
		{
			type: PAYFULL,
			parameters: {
				...PAYMENT_REQUEST,
				viaEmailSms: '1',
				title: '={{ $json.id }} {{ $now.toMillis() }}',
				recipientEmail: 'gulsah@example.com',
				options: { maxConcurrency: 1 },
			},
			settings: RETRY,
		},
		[{ ...REFUSE_B_ONCE, service: 'payfull', match: { recipient_phone: '00905321234510' } }],
		async (runner) => {
			const execution = await runner.run(THREE);
			assert.equal(execution.status, 'success', execution.error);
			assert.deepEqual(
				sandbox.state().messages.map(({ to }) => to),
				['00905321234500', '00905321234510', '00905321234520'],
			);
			assert.equal(requests(), 4);
		},
	);
	await check(
		'Continue with Retry On Fail, the first item fails: no message twice',
		sms({ ...RETRY, onError: 'continueRegularOutput' }),
		[{ ...REFUSE_B_ONCE, match: { id: 'AAA' } }],
		async (runner) => {
			const execution = await runner.run(THREE);
			assert.equal(execution.status, 'success');
			assert.deepEqual([...arrived()].sort(), ['AAA', 'BBB', 'CCC']);
			assert.ok(execution.output(NODE).every(({ json }) => json.success === true));
		},
	);
	await check(
		'Retry On Fail after a lost response: the item still fails, and only the others are sent',
		sms(RETRY),
		[LOSE_ANSWER_OF_B],
		async (runner) => {
			const execution = await runner.run(THREE);
			assert.equal(execution.status, 'error');
			assert.match(execution.error ?? '', /it is not known whether the request was carried out/);
			assert.deepEqual(arrived(), ['AAA', 'BBB', 'CCC']);
		},
	);
	for (const loadWorkflow of [false, true]) {
		await check(
			`the editor's Retry, with the ${loadWorkflow ? 'current' : 'original'} workflow: sends only the rest`,
			sms({}),
			[REFUSE_B_ONCE],
			async (runner) => {
				const failed = await runner.run(THREE);
				assert.equal(failed.status, 'error');
				const known = new Set([failed.id]);
				await api.request('POST', `/rest/executions/${failed.id}/retry`, { loadWorkflow });
				const retried = await nextExecution(api, runner.workflowId, known);
				assert.equal(retried.status, 'success', retried.error);
				assert.equal(retried.output(NODE).length, 3);
				assert.deepEqual(arrived(), ['AAA', 'BBB', 'CCC']);
			},
		);
	}
	await check(
		'a provider that asks to wait (429): retries, and sends each message once',
		sms({}),
		[{ service: 'paytr.send-sms', fault: 'http429', retryAfter: 1, times: 1 }],
		async (runner) => {
			const execution = await runner.run(THREE);
			assert.equal(execution.status, 'success', execution.error);
			assert.deepEqual(arrived(), ['AAA', 'BBB', 'CCC']);
			assert.equal(requests(), 4);
		},
	);
	await check(
		'Send Only Once: the next execution sends only new messages',
		sms({}, {}),
		[],
		async (runner) => {
			await runner.run(THREE.slice(0, 2));
			const second = await runner.run(THREE);
			assert.deepEqual(
				second.output(NODE).map(({ json }) => json.reason ?? json.success),
				['alreadySent', 'alreadySent', true],
			);
			assert.deepEqual(arrived(), ['AAA', 'BBB', 'CCC']);
		},
	);
	await check(
		'Send Only Once: rejects an incomplete key, and one key for two recipients',
		sms(
			{ onError: 'continueRegularOutput' },
			{ sendOnce: 'perKey', deduplicationKey: '={{ $json.member }}-{{ $json.month.trim() }}' },
		),
		[],
		async (runner) => {
			const members = [{ member: 1, month: 'May' }, { member: 2 }, { member: 1, month: 'May' }];
			const execution = await runner.run(THREE.map((row, i) => ({ ...row, ...members[i] })));
			assert.deepEqual(
				execution.output(NODE).map(({ json }) => json.error ?? json.success),
				[
					true,
					`'Deduplication Key' has nothing in {{ $json.month.trim() }}: "2-"`,
					`'Deduplication Key' is the same as in row 1, which goes to somebody else: "1-May"`,
				],
			);
			assert.deepEqual(arrived(), ['AAA']);
		},
	);
	await check(
		'Send Only Once: skips a key that an earlier execution used for another recipient, with the reason',
		sms({}, { sendOnce: 'perKey', deduplicationKey: 'May' }),
		[],
		async (runner) => {
			const [a, b] = THREE;
			await runner.run([a]);
			for (const [row, lines] of [
				[a, ['1 message skipped: sent before.']],
				[
					b,
					[
						'1 message skipped: sent before.',
						"Sent before to somebody else: 'Deduplication Key' does not tell them apart (row 1)",
					],
				],
			] as const) {
				const { data, output } = await runner.run([row]);
				assert.equal(output(NODE)[0].json.reason, 'alreadySent');
				const hints = data.resultData.runData[NODE].at(-1)?.hints ?? [];
				assert.deepEqual(
					hints.map(({ message }) => message),
					lines,
				);
			}
			assert.deepEqual(arrived(), ['AAA']);
		},
	);
	await check(
		'Send Only Once after a lost response: the item fails again and is not sent',
		sms({ onError: 'continueErrorOutput' }, {}),
		[LOSE_ANSWER_OF_B],
		async (runner) => {
			await runner.run(THREE);
			const second = await runner.run(THREE);
			const reasons = second.output(NODE, 0).map(({ json }) => json.reason);
			assert.deepEqual(reasons, ['alreadySent', 'alreadySent']);
			const failed = second.output(NODE, 1).map(({ json }) => json);
			assert.deepEqual(
				failed.map(({ id, details }) => [id, (details as { outcome?: string }).outcome]),
				[['BBB', 'unknown']],
			);
			assert.deepEqual(arrived(), ['AAA', 'BBB', 'CCC']);
		},
	);
}
