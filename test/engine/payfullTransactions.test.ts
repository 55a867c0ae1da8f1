/* Looks up, refunds and cancels Payfull's transactions on the sandbox. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { pay, payfull } from '../unit/sandbox/client';
import type { EngineResult, NodeSettings } from './harness';
import {
	CLIENT_IP,
	CONTINUE,
	engineOn,
	fates,
	PAYFULL,
	received,
	tries,
} from './support/providers';
import { useSandbox } from './support/sandbox';

const sandbox = useSandbox();

const run = async (
	parameters: INodeParameters,
	items: IDataObject[] = [{}],
	settings: NodeSettings = CONTINUE,
): Promise<EngineResult> =>
	await engineOn(sandbox).runNode(
		PAYFULL,
		{ resource: 'transaction', ...parameters },
		items,
		settings,
	);

/** A paid request of 299.80 lira. */
async function sale(): Promise<{ transactionId: string; merchantTrxId: string }> {
	const { data } = await payfull(sandbox);
	const hash = (data as { paymentRequestHash: string }).paymentRequestHash;
	const { merchantOid } = (await pay(sandbox, hash)).body.payment;
	return { transactionId: `T${merchantOid.slice(2)}`, merchantTrxId: merchantOid };
}

/** A day in Istanbul's time zone. */
const isoDay = (daysFromNow = 0) =>
	new Date(Date.now() + 3 * 3_600_000 + daysFromNow * 86_400_000).toISOString().slice(0, 10);

const asked = (type: string) => received(sandbox).filter((fields) => fields.type === type);

/** The refunds in lira. */
const refunds = () =>
	sandbox.state().payments.flatMap(({ refunds: made }) => made.map(({ amount }) => amount / 100));

describe('Transaction: Get', () => {
	it('returns Payfull’s unchanged response, and adds a parsed date', async () => {
		const { merchantTrxId } = await sale();
		const { json } = await run({ operation: 'get', merchantTrxId });
		expect(json).toEqual([
			{
				merchantTrxId,
				date: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+03:00$/) as string,
				response: {
					...{ status: 1, ErrorMSG: '', ErrorCode: '00' },
					data: expect.objectContaining({ total: '299.80', status: 'approved' }) as object,
				},
			},
		]);
		expect(asked('Get')).toEqual([
			{
				...{ merchant: 'sandbox_merchant', language: 'tr', client_ip: CLIENT_IP },
				...{ type: 'Get', get_param: 'TransactionStatus', merchant_trx_id: merchantTrxId },
			},
		]);
	});

	it('reports a refusal by Payfull, and reports after a lost response that nothing changed', async () => {
		const unknown = await run({ operation: 'get', merchantTrxId: 'X' });
		expect(fates(unknown)).toEqual(['rejected']);
		sandbox.addFault({ service: 'payfull.transaction-status', fault: 'http500', times: 1 });
		const lost = await run({ operation: 'get', merchantTrxId: 'X' });
		expect(lost.json).toMatchObject([
			{
				howToFix: 'Nothing was changed at Payfull. Run it again.',
				details: { outcome: 'unknown', merchantTrxId: 'X' },
			},
		]);
	});
});

describe('Transaction: Get Many', () => {
	const list = async (more: INodeParameters = {}) =>
		await run({ operation: 'getAll', startDate: isoDay(), endDate: isoDay(), ...more });

	it.each(['named', 'list', 'numbered'] as const)(
		'lists the rows of a day that are %s',
		async (transactionRows) => {
			sandbox.setAnswers({ transactionRows });
			const sales = [await sale(), await sale()];
			const { json } = await list();
			expect(json).toEqual(
				sales.map(({ merchantTrxId }) => ({
					date: isoDay(),
					response: expect.objectContaining({ merchant_trx_id: merchantTrxId }) as object,
				})),
			);
			expect((await list({ startDate: isoDay(1), endDate: isoDay(1) })).json).toEqual([]);
		},
	);

	it('requests one day at a time, in order, and stops at the limit', async () => {
		await sale();
		await sale();
		const days = { startDate: isoDay(-10), endDate: isoDay(1) };
		expect((await list({ ...days, returnAll: true })).json).toHaveLength(2);
		expect(asked('Get').map((fields) => fields.day_date)).toEqual(
			Array.from({ length: 12 }, (_, i) =>
				isoDay(i - 10)
					.split('-')
					.reverse()
					.join('-'),
			),
		);
		expect((await list({ ...days, startDate: isoDay(), limit: 1 })).json).toHaveLength(1);
	});

	it('returns a declined transaction as a row, not as a refusal', async () => {
		const body = {
			...{ status: 1, ErrorMSG: '', ErrorCode: '00' },
			data: { list: [{ id: '1', approved: false }] },
		};
		sandbox.addFault({ service: 'payfull.transactions-list', fault: 'answer', body });
		expect((await list()).json).toMatchObject([{ response: { id: '1', approved: false } }]);
	});

	it.each([
		[{ data: { total: '5' } }, 'unknown'],
		[{ status: 0, ErrorCode: '36', ErrorMSG: 'x' }, 'rejected'],
	])('fails on an answer without rows: %j', async (some, fate) => {
		const body = { status: 1, ErrorMSG: '', ErrorCode: '00', ...some };
		sandbox.addFault({ service: 'payfull.transactions-list', fault: 'answer', body });
		expect(fates(await list())).toEqual([fate]);
	});

	it('reads an empty response as no rows, and makes the request in a dry run too', async () => {
		const body = { status: 1, ErrorMSG: '', ErrorCode: '00', data: null };
		sandbox.addFault({ service: 'payfull.transactions-list', fault: 'answer', body, times: 1 });
		expect((await list({ options: { dryRun: true } })).json).toEqual([]);
		expect(asked('Get')).toHaveLength(1);
	});

	it('rejects an end before the start', async () => {
		const { json } = await list({ startDate: '02.02.2026', endDate: '2026-02-01' });
		expect(json).toMatchObject([{ error: "'End Date' is before 'Start Date': \"2026-02-01\"" }]);
		expect(received(sandbox)).toEqual([]);
	});
});

describe('Transaction: Refund', () => {
	const REFUND: INodeParameters = {
		operation: 'refund',
		transactionId: '={{ $json.id }}',
		total: '={{ $json.total }}',
		deduplicationKey: '={{ $json.key }}',
	};

	it('refunds a part, with a decimal point for any notation', async () => {
		const { transactionId } = await sale();
		const { json } = await run(REFUND, [{ id: transactionId, total: '49,90', key: 'R1' }]);
		expect(json).toEqual([
			{
				success: true,
				...{ transactionId, total: 49.9 },
				response: { status: 1, ErrorMSG: '', ErrorCode: '00', data: { approved: true } },
			},
		]);
		expect(asked('Return')).toEqual([
			{
				...{ merchant: 'sandbox_merchant', language: 'tr', client_ip: CLIENT_IP },
				...{ type: 'Return', transaction_id: transactionId, total: '49.90' },
			},
		]);
		expect(refunds()).toEqual([49.9]);
	});

	it('refunds once per key, in one batch and in five simultaneous executions', async () => {
		const { transactionId: id } = await sale();
		const item = { id, total: '10', key: 'R1' };
		const engine = engineOn(sandbox);
		const parameters = { resource: 'transaction', ...REFUND };
		const runs = await Promise.all(
			Array.from(
				{ length: 5 },
				async () => await engine.runNode(PAYFULL, parameters, [item, item], CONTINUE),
			),
		);
		const all = runs.flatMap(fates);
		expect(all.filter((fate) => fate === 'sent')).toHaveLength(1);
		expect(new Set(all)).toEqual(new Set(['sent', 'alreadyRefunded']));
		expect(refunds()).toEqual([10]);
	});

	it('refunds the same key of another transaction, and another key of the same transaction', async () => {
		const [first, second] = [await sale(), await sale()];
		const items = [
			{ id: first.transactionId, total: '10', key: 'R1' },
			{ id: second.transactionId, total: '20', key: 'R1' },
			{ id: first.transactionId, total: '10', key: 'R2' },
		];
		expect(fates(await run(REFUND, items))).toEqual(['sent', 'sent', 'sent']);
		expect(refunds().sort()).toEqual([10, 10, 20]);
	});

	it('refunds in every run if this option is selected', async () => {
		const { transactionId: id } = await sale();
		const items = [
			{ id, total: '10' },
			{ id, total: '10' },
		];
		expect(fates(await run({ ...REFUND, sendOnce: 'off' }, items))).toEqual(['sent', 'sent']);
		expect(refunds()).toEqual([10, 10]);
	});

	it('a lost response is an unknown outcome: no retry, and the message points to Payfull’s panel', async () => {
		const { transactionId: id } = await sale();
		const item = { id, total: '10', key: 'R1' };
		sandbox.addFault({ service: 'payfull.refund', fault: 'http500After', times: 1 });
		const lost = await run(REFUND, [item], { ...CONTINUE, ...tries(3) });
		expect(lost.json).toMatchObject([
			{
				howToFix: expect.stringContaining('Look in the Payfull panel') as string,
				details: { outcome: 'unknown', transactionId: id, total: 10 },
			},
		]);
		expect(refunds()).toEqual([10]);
	});

	it.each<[string, IDataObject, string, RegExp]>([
		['more than was paid', { total: '300' }, '06', /'Refund Amount': the refunds/],
		['a transaction that is not there', { id: 'T1' }, '37', /'Transaction ID'/],
	])('tells what to do about %s', async (_, changes, code, fix) => {
		const { transactionId: id } = await sale();
		const { json } = await run(REFUND, [{ id, total: '10', key: 'R1', ...changes }]);
		expect(json).toMatchObject([
			{ howToFix: expect.stringMatching(fix) as string, details: { outcome: 'rejected', code } },
		]);
	});

	it.each<[IDataObject, string]>([
		[{ total: '1.250' }, "'Refund Amount' can be read two ways"],
		[{ total: '10 €' }, "'Refund Amount' is not an amount"],
		[{ id: ' ' }, "'Transaction ID' is empty"],
		[{ id: '1,23457E+15' }, "'Transaction ID' has lost digits"],
		[{ key: '' }, "'Deduplication Key' is empty"],
	])('refunds nothing in Stop mode if a row is invalid: %j', async (changes, message) => {
		const { transactionId: id } = await sale();
		const right = { id, total: '10', key: 'R1' };
		const { error } = await run(REFUND, [right, { ...right, key: 'R2', ...changes }], {});
		expect(error?.message).toContain(message);
		expect(asked('Return')).toEqual([]);
	});

	it('shows the refund in a dry run, and sends and remembers nothing', async () => {
		const { transactionId: id } = await sale();
		const items = [{ id, total: '10', key: 'R1' }];
		const { json, hints } = await run({ ...REFUND, options: { dryRun: true } }, items);
		const form = { type: 'Return', transaction_id: id, total: '10.00' };
		expect(json).toEqual([{ dryRun: true, action: 'refund', form }]);
		expect(hints.map(({ message }) => message)).toEqual([
			'Dry run, nothing was sent: 1 refund would be made.',
		]);
		expect(asked('Return')).toEqual([]);
		expect(fates(await run(REFUND, items))).toEqual(['sent']);
	});
});

describe('Transaction: Cancel', () => {
	const cancel = async (transactionId: string, more: INodeParameters = {}) =>
		await run({ operation: 'cancel', transactionId, ...more });

	it('cancels a sale, and warns that Payfull may report success for nothing', async () => {
		const { transactionId } = await sale();
		const { json } = await cancel(transactionId);
		expect(json).toEqual([
			{
				success: true,
				transactionId,
				note: expect.stringContaining('success also when the day of the sale has ended') as string,
				response: { status: 1, ErrorMSG: '', ErrorCode: '00', data: { approved: true } },
			},
		]);
		expect(asked('Cancel')).toEqual([
			{
				...{ merchant: 'sandbox_merchant', language: 'tr', client_ip: CLIENT_IP },
				...{ type: 'Cancel', transaction_id: transactionId },
			},
		]);
		const ago = Date.now() - Date.parse(sandbox.state().payments[0].canceledAt ?? '');
		expect(ago).toBeGreaterThanOrEqual(0);
		expect(ago).toBeLessThan(60_000);
	});

	it('may be repeated, even after a lost response', async () => {
		const { transactionId } = await sale();
		sandbox.addFault({ service: 'payfull.cancel', fault: 'http500After', times: 1 });
		expect((await cancel(transactionId)).json).toMatchObject([
			{ howToFix: 'Cancel it again: that gives nothing back twice.' },
		]);
		expect(fates(await cancel(transactionId))).toEqual(['sent']);
	});

	it('shows the cancellation in a dry run, and sends nothing', async () => {
		const { transactionId } = await sale();
		const { json } = await cancel(transactionId, { options: { dryRun: true } });
		const form = { type: 'Cancel', transaction_id: transactionId };
		expect(json).toEqual([{ dryRun: true, action: 'cancel', form }]);
		expect(asked('Cancel')).toEqual([]);
	});
});
