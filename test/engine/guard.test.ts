import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { FaultRule } from '../../sandbox';
import type { Engine, EngineResult } from './harness';
import { Deduplicator } from './harness/deduplicator';
import {
	CONTINUE,
	EMAIL_AND_SMS,
	emailOf,
	engineOn,
	fates,
	PAYTR,
	phoneOf,
	recipients,
	row,
	rows,
	SUBJECTS,
} from './support/providers';
import { requestsOf, useSandbox } from './support/sandbox';
import { wordsIn } from './support/texts';

const sandbox = useSandbox();

afterEach(() => jest.restoreAllMocks());

const REMINDER =
	"To send a link again as a reminder, set 'Send Only Once' to 'Once per Key' and use a key that holds the day or the number of the reminder, e.g. {{ $json.invoiceNumber }} reminder 2.";

const messages = ({ hints }: EngineResult) => hints.map(({ message }) => message);

const INVOICE = { sendOnce: 'perKey', deduplicationKey: '={{ $json.invoice }}' };

describe.each(SUBJECTS)('$provider', (subject) => {
	const { node, provider, parameters, guarded, recipientOf } = subject;
	const { requested, to, strike } = requestsOf(sandbox, subject);
	const unit = provider === 'PayTR' ? 'message' : 'payment request';
	const onPurpose = provider === 'PayTR' ? [REMINDER] : [];
	let engine: Engine;

	beforeEach(() => (engine = engineOn(sandbox)));

	/** One execution that sends only once. `changes` replaces parameters, for example the key. */
	const run = async (items: IDataObject[] = rows(3), changes: INodeParameters = {}) => {
		const { deduplicationKey, onUnknownOutcome = 'error' } = changes;
		const own = deduplicationKey === undefined ? {} : { sendOnce: 'perKey', deduplicationKey };
		const options = { retries: 0, onUnknownOutcome };
		const given = { ...parameters, ...guarded, ...own, options };
		return await engine.runNode(node, given, items, CONTINUE);
	};

	/** Runs after a reset of the sandbox, so that `requested` covers only this execution. */
	const runAnew = async (...given: Parameters<typeof run>) => {
		sandbox.reset();
		return await run(...given);
	};

	describe('across executions', () => {
		it('skips messages that were sent before, and reports it', async () => {
			await run();
			const again = await runAnew(rows(4));

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
			expect(messages(again)).toEqual([`3 ${unit}s skipped: sent before.`, ...onPurpose]);
		});
	});

	describe('after an unknown outcome of row 1, which was accepted', () => {
		beforeEach(async () => {
			strike('resetAfter', 1);
			expect(fates(await run())).toEqual(['sent', 'unknown', 'sent']);
		});

		it.each([
			['error', 'unknown'],
			['skip', 'unknownOutcome'],
		])('with %s reports the item and never sends it', async (choice, fate) => {
			for (let i = 0; i < 3; i++) {
				const again = await runAnew(rows(3), { onUnknownOutcome: choice });

				expect(requested()).toEqual([]);
				expect(fates(again)).toEqual(['alreadySent', fate, 'alreadySent']);
				expect(messages(again)).toEqual([
					`1 has an unknown outcome: check in the ${provider} panel before sending again.`,
					`2 ${unit}s skipped: sent before.`,
					...onPurpose,
				]);
			}
		});

		it('sends the item if On Unknown Outcome allows it, and remembers that it was sent', async () => {
			const resent = await runAnew(rows(3), { onUnknownOutcome: 'resend' });

			expect(requested()).toEqual(to(1));
			expect(fates(resent)).toEqual(['alreadySent', 'sent', 'alreadySent']);
			expect(fates(await run())[1]).toBe('alreadySent');
		});
	});

	describe('the key', () => {
		it('covers the whole item: a changed row is a different item', async () => {
			await run([row(0), row(1)]);

			expect(fates(await run([row(7), row(1)]))).toEqual(['sent', 'alreadySent']);
		});

		it('chosen by the user decides alone, trimmed and as text', async () => {
			await run([row(0, { invoice: 'A1' }), row(1, { invoice: 7 })], INVOICE);
			const invoices = [' A1 ', 'A2', '7', 3];
			const items = invoices.map((invoice, i) => row(i + 2, { invoice }));

			const again = await run(items, INVOICE);
			expect(fates(again)).toEqual(['alreadySent', 'sent', 'alreadySent', 'sent']);
			expect(messages(again)).toContain(
				"Sent before to somebody else: 'Deduplication Key' does not tell them apart (rows 1, 3)",
			);
		});

		it('is equal in all notations of spreadsheets and CRMs', async () => {
			const first = row(1, { invoice: 1001 });
			await run([first], INVOICE);
			const again = { ...first, email: emailOf(1).toUpperCase(), invoice: '1001.0' };

			expect(fates(await run([again], INVOICE))).toEqual(['alreadySent']);
		});

		it('that two items use for different recipients is rejected, and both items are reported', async () => {
			const items = [1, 1, 2].map((i, place) =>
				row(i, { invoice: 'A1', email: place ? emailOf(i).toUpperCase() : emailOf(i) }),
			);
			const { json } = await run(items, INVOICE);

			expect(json).toMatchObject([
				{ success: true },
				{ reason: 'alreadySent' },
				{
					error: `'Deduplication Key' is the same as in row 1, which goes to somebody else: "A1"`,
					details: { outcome: 'invalid', provider },
				},
			]);
			expect(requested()).toEqual(to(1));
		});

		it.each([
			['={{ $json.member }}-{{ $json.month }}', '{{ $json.month }}', '7-'],
			["=INV {{ $json['invoice'] }}", "{{ $json['invoice'] }}", 'INV'],
			[
				`={{ $('Start').item.json["Ay?"] }}/{{ $json.member }}`,
				`{{ $('Start').item.json["Ay?"] }}`,
				'/7',
			],
			[
				'={{ $json.member }}-{{ $json.person?.name.trim() }}',
				'{{ $json.person?.name.trim() }}',
				'7-',
			],
			[
				"={{ $json.member }}-{{ $input.item.json.month.replace('/', '') }}",
				"{{ $input.item.json.month.replace('/', '') }}",
				'7-',
			],
		])('with an empty part is rejected: %s', async (deduplicationKey, part, key) => {
			const { json } = await run([row(1, { member: 7, month: '' })], { deduplicationKey });

			expect(json).toMatchObject([
				{
					error: `'Deduplication Key' has nothing in ${part}: "${key}"`,
					details: { outcome: 'invalid' },
				},
			]);
			expect(requested()).toEqual([]);
		});

		it.each([
			["={{ $json.member + '-' + $json.month }}", '', 'has nothing in {{ $json.month }}: "7-"'],
			['={{ `${$json.member}-${$json.month}` }}', '', 'has nothing in {{ $json.month }}: "7-"'],
			[
				"={{ $json.member + ('-' + $json.month.trim()) }}",
				' ',
				'has nothing in {{ $json.month.trim() }}: "7-"',
			],
			[
				"={{ [$json.member, $json.month].join('-') }}",
				'',
				'has nothing in {{ $json.month }}: "7-"',
			],
			["={{ $json.member + '-' + ($json.month || '') }}", '', 'lacks a part before or behind'],
			['={{ $json.member }}-{{ $json.month }}', ' ', 'has nothing in {{ $json.month }}: "7-"'],
			['={{ $json.member }}-{{ $json.month }}', '-', 'has "-" in {{ $json.month }}: "7--"'],
			['={{ $json.member }}-{{ $json.month }}', 'yok', 'has "yok" in {{ $json.month }}: "7-yok"'],
			['={{ $json.member }}-{{ $json.month }}', 'N/A', 'has "N/A" in {{ $json.month }}: "7-N/A"'],
			['={{ $json.member }}-{{ $json.month }}', '#N/A', 'contains #N/A, which a spreadsheet'],
			[
				'={{ $json.member }}-{{ DateTime.fromISO($json.month).toFormat("yyyy-MM") }}',
				'May',
				'is "7-Invalid DateTime", which is no key',
			],
			[
				'=INV-{{ $json.month }}',
				2 ** 53,
				'has lost digits in {{ $json.month }}: "INV-9007199254740992"',
			],
			["={{ 'INV-' + $json.month }}", 2 ** 53, 'has lost digits in {{ $json.month }}'],
			['=INV-{{ $json.month }}', '2,02612E+13', 'has lost digits: "INV-2,02612E+13"'],
		])('made by %s of a month %j is rejected', async (deduplicationKey, month, why) => {
			const { json } = await run([row(1, { member: 7, month })], { deduplicationKey });

			expect(json).toMatchObject([{ details: { outcome: 'invalid' } }]);
			expect(json[0].error).toContain(`'Deduplication Key' ${why}`);
			expect(requested()).toEqual([]);
		});

		it.each([
			["={{ $json.member + '-' + $json.month }}", 'May'],
			['={{ `${$json.member}-${$json.month.replace("-", "+")}` }}', 'a-b'],
			['={{ $json.month || $json.member }}', 'id-'],
			['={{ $json.member }}-{{ $json.month }}', '_x--y_'],
			["={{ [$json.member, $json.month].join('-') }}", '2026-05'],
		])('made by %s of a month %j is accepted', async (deduplicationKey, month) => {
			const items = [row(1, { member: 7, month })];
			expect(fates(await run(items, { deduplicationKey }))).toEqual(['sent']);
		});

		it.each([
			['1001', '1001,00', '1001.00', '1001.0', '="1001"', "'1001"],
			['INV 1', 'INV\u00a01', 'INV  1', 'INV\u200b 1'],
		])('is the same in different notations: %s', async (...invoices) => {
			for (const [i, invoice] of invoices.entries()) {
				const items = [row(1, { invoice })];
				expect(fates(await run(items, INVOICE))).toEqual([i ? 'alreadySent' : 'sent']);
			}
		});

		it('of several complete parts is accepted', async () => {
			const deduplicationKey =
				'={{ $json.member }}-{{ $json.month }}-{{ $("Start").item.json.month }}-{{ "x" }}{{ "" }}{{ $json.again ? " again" : "" }}{{ $json.note || "" }}';
			const items = [row(1, { member: 0, month: false })];

			expect(fates(await run(items, { deduplicationKey }))).toEqual(['sent']);
		});

		it('that contains the day sends the reminders of day 3 and day 7, each once', async () => {
			const deduplicationKey = '={{ $json.invoice }} reminder {{ $json.day }}';
			const remind = async (day: number) =>
				fates(await run([row(1, { invoice: 'A1', day })], { deduplicationKey }));

			expect([await remind(3), await remind(3)]).toEqual([['sent'], ['alreadySent']]);
			expect([await remind(7), await remind(7)]).toEqual([['sent'], ['alreadySent']]);
			expect(requested()).toEqual(to(1, 1));
		});

		it('that changes in every run sends, and a hint says that no item is recognized', async () => {
			const result = await run([row(1, { invoice: 'A1' })], {
				deduplicationKey: '={{ $json.invoice }}-{{ $now.toMillis() }}',
			});

			expect(fates(result)).toEqual(['sent']);
			expect(messages(result)).toEqual([
				"'Deduplication Key' is different in every run ({{ $now.toMillis() }}), so nothing is recognized as sent before. Use an invoice number, or a member and a month.",
			]);
		});

		it('counts separately for each node and workflow', async () => {
			const runAs = async (id: string, name: string) => {
				const nodes = [{ name, type: node, parameters: { ...parameters, ...guarded } }];
				return fates(await engine.run({ id, nodes }, { items: rows(1) }));
			};

			expect(await runAs('one', 'A')).toEqual(['sent']);
			expect(await runAs('one', 'B')).toEqual(['sent']);
			expect(await runAs('two', 'A')).toEqual(['sent']);
			expect(await runAs('one', 'A')).toEqual(['alreadySent']);
			expect(requested()).toEqual(to(0, 0, 0));
		});
	});

	describe("n8n's storage", () => {
		const isKnown = (entry: unknown) => String(entry).startsWith('known:');
		/** Starts recording the entries of each write. */
		const noteWrites = () => {
			const { mock } = jest.spyOn(Deduplicator.prototype, 'checkProcessedAndRecord');
			return () => mock.calls.map(([entries]) => entries);
		};

		it('contains only hashes', async () => {
			const writes = noteWrites();
			await run(rows(20), { maxConcurrency: 20 });

			expect(requested()).toHaveLength(20);
			const entries = writes().flat();
			expect(new Set(entries.filter(isKnown)).size).toBe(20);
			expect(wordsIn(entries, [recipientOf(1), recipientOf(1).slice(1), 'NB2Zlz3'])).toEqual([]);
		});

		it('is written once for many executions at the same moment', async () => {
			await run(rows(1));
			const writes = noteWrites();
			const options = { deduplicationKey: '={{ $json.email }}' };
			await Promise.all(Array.from({ length: 40 }, async (_, i) => run([row(100 + i)], options)));

			const claims = writes().filter((entries) => entries.some(isKnown));
			expect(claims.flat()).toHaveLength(80);
			expect(claims.length).toBeLessThanOrEqual(10);
		});
	});
});

it.each<[string, FaultRule | undefined, IDataObject, INodeParameters, string[], string[]]>([
	[
		'the one that was refused',
		{ service: 'paytr.send-email', fault: 'refuse', times: 1 },
		row(1),
		{},
		[phoneOf(1), emailOf(1)],
		['sent', 'alreadySent'],
	],
	[
		'the one that was wrong and is corrected',
		undefined,
		row(1, { email: 'nobody' }),
		{},
		[phoneOf(1), emailOf(1)],
		['sent', 'alreadySent'],
	],
	[
		'what a key of its own does not hold back',
		{ service: 'paytr.send-sms', fault: 'resetAfter', times: 1 },
		row(2, { invoice: 'A1' }),
		INVOICE,
		[emailOf(2), phoneOf(2)],
		['alreadySent', 'unknown'],
	],
])('of several messages sends again only %s', async (_, rule, first, options, to, again) => {
	if (rule) sandbox.addFault(rule);
	const engine = engineOn(sandbox);
	const parameters = { ...EMAIL_AND_SMS, sendOnce: 'perLinkAndRecipient', ...options };
	await engine.runNode(PAYTR, parameters, [first], CONTINUE);
	const second = await engine.runNode(PAYTR, parameters, [row(1, { invoice: 'A1' })], CONTINUE);

	expect(recipients(sandbox)).toEqual(to);
	expect(fates(second)).toEqual(again);
	const told = second.json.map((json) => json.details ?? json);
	expect(told).toMatchObject([{ channel: 'email' }, { channel: 'sms' }]);
});
