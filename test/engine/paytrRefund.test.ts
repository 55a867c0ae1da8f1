/* Refunds on the sandbox: each reference number is refunded once. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { newLink, pay } from '../unit/sandbox/client';
import { createEngine, type EngineResult, type NodeSettings } from './harness';
import { CONTINUE, credentialsOf, engineOn, fates, PAYTR, received } from './support/providers';
import { useSandbox } from './support/sandbox';

const sandbox = useSandbox();

const REFUND: INodeParameters = {
	...{ resource: 'payment', operation: 'refund' },
	merchantOid: '={{ $json.oid }}',
	returnAmount: '={{ $json.amount }}',
	additionalFields: { referenceNo: '={{ $json.reference }}' },
};

const run = async (
	items: IDataObject[],
	settings: NodeSettings = CONTINUE,
	parameters = REFUND,
): Promise<EngineResult> => await engineOn(sandbox).runNode(PAYTR, parameters, items, settings);

async function paidOrder(): Promise<string> {
	const { body } = await pay(sandbox, await newLink(sandbox, { price: '10000' }));
	return body.payment.merchantOid;
}

/** The order's actual refunds in lira. */
const refundsOf = (oid: string) =>
	sandbox
		.state()
		.payments.filter(({ merchantOid }) => merchantOid === oid)
		.flatMap(({ refunds }) => refunds.map(({ amount }) => amount / 100));

const asked = (field: string) => received(sandbox).filter((fields) => fields[field] !== undefined);

const REFERENCE = 'REFUND1';

it('refunds a part of a payment, with a decimal point for any notation', async () => {
	const oid = await paidOrder();
	const { json } = await run([{ oid, amount: '12,50', reference: REFERENCE }]);
	expect(json).toMatchObject([
		{
			success: true,
			merchantOid: oid,
			returnAmount: 12.5,
			referenceNo: REFERENCE,
			testMode: false,
			response: { status: 'success', return_amount: '12.50' },
		},
	]);
	expect(asked('return_amount')[0]).toMatchObject({
		return_amount: '12.50',
		reference_no: REFERENCE,
	});
	expect(refundsOf(oid)).toEqual([12.5]);
});

it('refunds without a reference number in every run', async () => {
	const oid = await paidOrder();
	const items = [
		{ oid, amount: '10' },
		{ oid, amount: '10' },
	];
	expect(fates(await run(items))).toEqual(['sent', 'sent']);
	expect(refundsOf(oid)).toEqual([10, 10]);
});

describe('a reference number is refunded once', () => {
	const item = (oid: string, amount = '10') => ({ oid, amount, reference: REFERENCE });

	it('if it is run again', async () => {
		const oid = await paidOrder();
		await run([item(oid)]);
		const { json } = await run([item(oid)]);
		expect(json).toEqual([
			{
				skipped: true,
				reason: 'alreadyRefunded',
				merchantOid: oid,
				returnAmount: 10,
				referenceNo: REFERENCE,
			},
		]);
		expect(refundsOf(oid)).toEqual([10]);
	});

	it('if it occurs twice in one batch, and in five simultaneous executions', async () => {
		const oid = await paidOrder();
		const engine = engineOn(sandbox);
		const runs = await Promise.all(
			Array.from(
				{ length: 5 },
				async () => await engine.runNode(PAYTR, REFUND, [item(oid), item(oid)], CONTINUE),
			),
		);
		const all = runs.flatMap(fates);
		expect(all.filter((fate) => fate === 'sent')).toHaveLength(1);
		expect(new Set(all)).toEqual(new Set(['sent', 'alreadyRefunded']));
		expect(refundsOf(oid)).toEqual([10]);
	});

	it('and a status query resolves a lost response', async () => {
		const oid = await paidOrder();
		sandbox.addFault({ service: 'paytr.refund', fault: 'http500After', times: 1 });
		const { json } = await run([item(oid)]);
		expect(json).toMatchObject([{ success: true, confirmedBy: 'orderStatus', returnAmount: 10 }]);
		expect(fates(await run([item(oid)]))).toEqual(['alreadyRefunded']);
		expect(refundsOf(oid)).toEqual([10]);
	});

	it('and stays unknown if the order does not list the refund either', async () => {
		const oid = await paidOrder();
		sandbox.addFault({ service: 'paytr.refund', fault: 'http500', times: 1 });
		const result = await run([item(oid)]);
		expect(fates(result)).toEqual(['unknown']);
		expect(result.json).toMatchObject([
			{
				details: {
					merchantOid: oid,
					description: expect.stringContaining('PayTR panel') as string,
				},
			},
		]);
		expect(asked('return_amount')).toHaveLength(1);
	});

	it('but a different amount is rejected, with the refunded amount', async () => {
		const oid = await paidOrder();
		await run([item(oid, '10')]);
		const { json } = await run([item(oid, '25')]);
		expect(json).toMatchObject([
			{
				error: "'Reference Number' REFUND1 was used for a refund of 10, not of 25.00",
				details: { outcome: 'invalid' },
			},
		]);
		expect(refundsOf(oid)).toEqual([10]);
	});

	it('and nothing is refunded if the status query fails', async () => {
		const oid = await paidOrder();
		sandbox.addFault({ service: 'paytr.order-status', fault: 'http500', times: 9 });
		expect(fates(await run([item(oid)]))).toEqual(['notSent']);
		expect(refundsOf(oid)).toEqual([]);
	});
});

it('a lost response without a reference number is an unknown outcome, without a retry', async () => {
	const oid = await paidOrder();
	sandbox.addFault({ service: 'paytr.refund', fault: 'http500After', times: 1 });
	const settings = { ...CONTINUE, retryOnFail: true, maxTries: 3 };
	expect(fates(await run([{ oid, amount: '10' }], settings))).toEqual(['unknown']);
	expect(refundsOf(oid)).toEqual([10]);
});

it.each<[string, IDataObject, string, RegExp]>([
	['more than was paid', { amount: '200' }, '009', /must not exceed/],
	['an order that is not paid', { oid: 'UNKNOWN1' }, '005', /no paid order/],
])('tells what to do about %s', async (_, changes, code, fix) => {
	const oid = await paidOrder();
	const { json } = await run([{ oid, amount: '10', reference: REFERENCE, ...changes }]);
	expect(json).toMatchObject([
		{
			error: expect.stringMatching(/^PayTR refused: /) as string,
			details: { outcome: 'rejected', code, description: expect.stringMatching(fix) as string },
		},
	]);
});

it.each<[IDataObject, string]>([
	[{ amount: '1.250' }, "'Refund Amount' can be read two ways"],
	[{ amount: 'on' }, "'Refund Amount'"],
	[{ reference: 'R-1' }, "'Reference Number' is not a reference number"],
	[{ oid: 'A B' }, "'Merchant Order ID' is not an order number"],
])('refunds nothing in Stop mode if a row is invalid: %j', async (changes, message) => {
	const oid = await paidOrder();
	const right = { oid, amount: '10', reference: REFERENCE };
	const { error } = await run([right, { ...right, ...changes }], {});
	expect(error?.message).toContain(message);
	expect(asked('return_amount')).toEqual([]);
});

it('shows the refund in a dry run, without a request to PayTR', async () => {
	const oid = await paidOrder();
	const items = [{ oid, amount: '10', reference: REFERENCE }];
	const before = received(sandbox).length;
	const dry = { ...REFUND, options: { dryRun: true } };
	const { json } = await run(items, CONTINUE, dry);
	expect(json).toEqual([
		{
			dryRun: true,
			action: 'refund',
			form: { merchant_oid: oid, return_amount: '10.00', reference_no: REFERENCE },
		},
	]);
	expect(received(sandbox)).toHaveLength(before);
});

it('keeps refunds of another store with the same numbers separate', async () => {
	const oid = await paidOrder();
	const { paytrApi } = credentialsOf(sandbox, sandbox.url);
	const wrongStore = createEngine({ credentials: { paytrApi: { ...paytrApi, merchantId: '9' } } });
	const items = [{ oid, amount: '10', reference: REFERENCE }];
	expect(fates(await wrongStore.runNode(PAYTR, REFUND, items, CONTINUE))).toEqual(['rejected']);
	expect(fates(await run(items))).toEqual(['sent']);
});
