/* Looks up payments and payouts on the sandbox. */
import type { INodeParameters } from 'n8n-workflow';

import { newLink, pay } from '../unit/sandbox/client';
import type { NodeSettings } from './harness';
import { CONTINUE, engineOn, fates, PAYTR, received } from './support/providers';
import { useSandbox } from './support/sandbox';

const sandbox = useSandbox();

const run = async (parameters: INodeParameters, settings: NodeSettings = CONTINUE) =>
	await engineOn(sandbox).runNode(PAYTR, parameters, [{}], settings);

/** Pays a new link and returns the order's number. */
async function paidOrder(): Promise<string> {
	const { body } = await pay(sandbox, await newLink(sandbox));
	return body.payment.merchantOid;
}

const get = (merchantOid: string, more: INodeParameters = {}): INodeParameters => ({
	...{ resource: 'payment', operation: 'get', merchantOid },
	...more,
});

const today = () => new Date(Date.now() + 3 * 3_600_000).toISOString().slice(0, 10);

const SPAN = () => ({ startDate: today(), endDate: today() });

describe('Payment: Get', () => {
	it('returns the payment, with amounts in lira', async () => {
		const merchantOid = await paidOrder();
		const { json } = await run(get(merchantOid));
		expect(json).toEqual([
			{
				merchantOid,
				paid: true,
				paymentAmount: 14.45,
				paymentTotal: 14.45,
				netAmount: 14.45,
				fee: 0,
				currency: 'TL',
				paymentDate: today(),
				installments: 1,
				cardBrand: 'Sandbox',
				cardNumber: '435508******4358',
				paymentMethod: 'KART',
				testMode: false,
				refundedAmount: 0,
				refunds: [],
			},
		]);
	});

	it('returns PayTR’s unchanged response if not simplified', async () => {
		const merchantOid = await paidOrder();
		const { json } = await run(get(merchantOid, { simplify: false }));
		expect(json).toMatchObject([
			{ merchantOid, paid: true, response: { payment_total: '14,45', returns: [] } },
		]);
	});

	it('reports an unpaid order as unpaid, which is a success', async () => {
		const { json } = await run(get('UNKNOWN1'));
		expect(json).toEqual([
			{ merchantOid: 'UNKNOWN1', paid: false, reason: 'merchant_oid ile islem bulunamadi' },
		]);
	});

	it.each([['ORDER-1', '\'Merchant Order ID\' is not an order number of PayTR: "ORDER-1"']])(
		'rejects %j before any request',
		async (merchantOid, message) => {
			const { json } = await run(get(merchantOid));
			expect(json).toMatchObject([{ error: message, details: { outcome: 'invalid' } }]);
			expect(received(sandbox)).toEqual([]);
		},
	);

	it('a retry after a lost response makes the request again', async () => {
		const merchantOid = await paidOrder();
		sandbox.addFault({ service: 'paytr.order-status', fault: 'http500', times: 1 });
		const settings = { retryOnFail: true, maxTries: 2 };
		const { json } = await run(get(merchantOid), settings);
		expect(json).toMatchObject([{ paid: true }]);
	});
});

describe('Payment: Get Many', () => {
	const list = (more: INodeParameters = {}): INodeParameters => ({
		...{ resource: 'payment', operation: 'getAll', ...SPAN() },
		...more,
	});

	it.each(['list', 'numbered'] as const)('lists sales if the rows are %s', async (reportRows) => {
		sandbox.setAnswers({ reportRows });
		const orders = [await paidOrder(), await paidOrder()];
		const { json } = await run(list());
		expect(json.map(({ merchantOid }) => merchantOid)).toEqual(orders);
		expect(json[0]).toMatchObject({ type: 'sale', amount: 14.45, date: today(), currency: 'TL' });
	});

	it('has no items if PayTR has no rows', async () => {
		const { json } = await run(list());
		expect(json).toEqual([]);
	});

	it('requests a long span in windows of three days, and stops at the limit', async () => {
		await paidOrder();
		const year = list({ startDate: '2026-01-01', endDate: today() });
		const { json } = await run({ ...year, returnAll: true });
		expect(json).toHaveLength(1);
		const asked = received(sandbox).filter(({ start_date }) => start_date !== undefined);
		expect(asked.length).toBeGreaterThan(100);
		sandbox.reset();
		const order = await paidOrder();
		const limited = await run({ ...list({ startDate: today(), endDate: '2027-12-31' }), limit: 1 });
		expect(limited.json.map(({ merchantOid }) => merchantOid)).toEqual([order]);
		expect(received(sandbox).filter(({ start_date }) => start_date).length).toBeLessThan(10);
	});

	it('returns only refunds with that filter', async () => {
		await paidOrder();
		expect((await run(list({ filters: { type: 'refund' } }))).json).toEqual([]);
		expect((await run(list({ filters: { type: 'sale' } }))).json).toHaveLength(1);
	});

	it('rejects an end before the start', async () => {
		const { json } = await run(list({ startDate: '2026-02-02', endDate: '2026-02-01' }));
		expect(json).toMatchObject([{ error: "'End Date' is before 'Start Date': \"2026-02-01\"" }]);
	});

	it('fails as a whole if one window has no response, and reports that nothing changed', async () => {
		sandbox.addFault({ service: 'paytr.transactions-report', fault: 'html', times: 1 });
		const result = await run(list());
		expect(fates(result)).toEqual(['unknown']);
		expect(result.json).toMatchObject([
			{ details: { description: 'Nothing was changed at PayTR. Run it again.' } },
		]);
	});
});

describe('Payouts', () => {
	it('lists each day, and the orders of a day', async () => {
		const merchantOid = await paidOrder();
		const many = await run({ resource: 'payout', operation: 'getAll', ...SPAN() });
		expect(many.json).toMatchObject([
			{ date: today(), currency: 'TL', sales: 14.45, refunds: 0, net: 14.45 },
		]);
		const one = await run({ resource: 'payout', operation: 'get', date: today() });
		expect(one.json).toMatchObject([{ merchantOid, amount: 14.45, currency: 'TL' }]);
	});

	it('returns the unchanged row if not simplified', async () => {
		await paidOrder();
		const raw = { resource: 'payout', operation: 'getAll', ...SPAN(), simplify: false };
		expect((await run(raw)).json).toMatchObject([{ response: { sales: '14.45' } }]);
	});
});

it('also reads payments in a dry run', async () => {
	const merchantOid = await paidOrder();
	const { json } = await run(get(merchantOid, { options: { dryRun: true } }));
	expect(json).toMatchObject([{ paid: true }]);
});
