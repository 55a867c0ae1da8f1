/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test, never packed */
/* Polls of the PayTR Payment Trigger on the sandbox's transactions report. */
import { setTimeout as sleep } from 'node:timers/promises';

import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { newLink, pay, paytr } from '../unit/sandbox/client';
import { createEngine, type Poller } from './harness';
import { credentialsOf, engineOn } from './support/providers';
import { useSandbox } from './support/sandbox';

const TRIGGER = 'paytrPaymentTrigger';

const sandbox = useSandbox();

/** Pays a new link and returns the order's number. */
async function paidOrder(): Promise<string> {
	const { body } = await pay(sandbox, await newLink(sandbox));
	return body.payment.merchantOid;
}

const refund = async (merchantOid: string, amount: string) =>
	await paytr(sandbox, '/odeme/iade', { merchant_oid: merchantOid, return_amount: amount });

const activate = async (
	parameters: INodeParameters = {},
	how: { staticData?: IDataObject; rename?: string } = {},
) => await engineOn(sandbox).startPoller(TRIGGER, parameters, how);

const orders = (rows: IDataObject[] | null) => rows?.map(({ merchantOid }) => merchantOid) ?? [];

/** The requested time spans. */
const asked = () =>
	sandbox
		.state()
		.requests.filter(({ service }) => service === 'paytr.transactions-report')
		.map(({ fields }) => [fields.start_date, fields.end_date]);

/** Milliseconds between two times in the format of PayTR's reports. */
const between = ([start, end]: string[]) => Date.parse(`${end}Z`) - Date.parse(`${start}Z`);

const DAY_MS = 24 * 3_600_000;

/** n8n's saved data, changed as if the last poll was this many days ago. */
function daysLater(saved: IDataObject, days: number): IDataObject {
	const aged = JSON.stringify(saved, (key, value: unknown) =>
		key === 'until' ? new Date(Date.parse(String(value)) - days * DAY_MS).toISOString() : value,
	);
	return JSON.parse(aged) as IDataObject;
}

describe('a poll', () => {
	it('starts nothing for payments before the activation, and once for each later payment', async () => {
		await paidOrder();
		const trigger = await activate();
		expect(await trigger.poll()).toBeNull();
		const [first, second] = [await paidOrder(), await paidOrder()];
		const rows = await trigger.poll();
		expect(orders(rows).sort()).toEqual([first, second].sort());
		expect(rows?.[0]).toEqual({
			...{ merchantOid: expect.any(String), type: 'sale', currency: 'TL' },
			...{ amount: 14.45, paidAmount: 14.45, netAmount: 14.45, fee: 0, feeRate: 0 },
			...{ date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/), installments: 1 },
			...{ cardBrand: 'Sandbox', cardNumber: '435508******4358', paymentMethod: 'KART' },
		});
		expect(await trigger.poll()).toBeNull();
	});

	it('covers three days, in one window', async () => {
		const trigger = await activate();
		await trigger.poll();
		await sleep(1100);
		await trigger.poll();
		expect(asked().map(between)).toEqual(Array(3).fill(3 * DAY_MS - 1000));
	});

	it('starts for refunds if selected, once for each part', async () => {
		const merchantOid = await paidOrder();
		const trigger = await activate({ events: ['refund'] });
		await paidOrder();
		await refund(merchantOid, '1.00');
		expect(await trigger.poll()).toMatchObject([{ merchantOid, type: 'refund', amount: 1 }]);
		await refund(merchantOid, '1.00');
		expect(await trigger.poll()).toMatchObject([{ merchantOid, type: 'refund', amount: 1 }]);
		expect(await trigger.poll()).toBeNull();
	});

	it('requires sales or refunds', async () => {
		await expect(activate({ events: [] })).rejects.toThrow("'Events' is empty");
	});

	it('reports a refusal by PayTR, and the workflow is not activated', async () => {
		const { paytrApi } = credentialsOf(sandbox, sandbox.url);
		const engine = createEngine({
			credentials: { paytrApi: { ...paytrApi, merchantSalt: 'wrong' } },
		});
		await expect(engine.startPoller(TRIGGER)).rejects.toThrow(/paytr_token/);
	});
});

describe('a poll that fails', () => {
	it('reports an error, and the next poll covers the same time', async () => {
		const trigger = await activate();
		const merchantOid = await paidOrder();
		sandbox.addFault({ service: 'paytr.transactions-report', fault: 'http500', times: 1 });
		await expect(trigger.poll()).rejects.toThrow('PayTR');
		expect(orders(await trigger.poll())).toEqual([merchantOid]);
	});

	it('a slow poll beside a fast one starts each payment once', async () => {
		const trigger = await activate();
		const merchantOid = await paidOrder();
		sandbox.addFault({
			service: 'paytr.transactions-report',
			fault: 'latency',
			ms: 300,
			times: 1,
		});
		const slow = trigger.poll();
		await sleep(50);
		const quick = await trigger.poll();
		expect([...orders(quick), ...orders(await slow)]).toEqual([merchantOid]);
	});
});

describe("the trigger's memory", () => {
	/** A trigger that has started one payment, and n8n's saved data. */
	async function afterOne(): Promise<{ saved: IDataObject; poller: Poller }> {
		const poller = await activate();
		await paidOrder();
		expect(await poller.poll()).toHaveLength(1);
		return { saved: poller.staticData(), poller };
	}

	it('survives a restart: activation starts only the payments made meanwhile', async () => {
		const { saved } = await afterOne();
		const merchantOid = await paidOrder();
		const trigger = await activate({}, { staticData: saved });
		expect(orders(trigger.first)).toEqual([merchantOid]);
		expect(await trigger.poll()).toBeNull();
	});

	it('survives a rename, and a rename back', async () => {
		const { saved } = await afterOne();
		const renamed = await activate({}, { staticData: saved, rename: 'Paid' });
		expect(renamed.first).toBeNull();
		await paidOrder();
		expect(await renamed.poll()).toHaveLength(1);
		const back = await activate({}, { staticData: renamed.staticData() });
		expect(back.first).toBeNull();
	});

	it('is empty for another store', async () => {
		const { saved } = await afterOne();
		const text = JSON.stringify(saved).replaceAll(sandbox.credentials.paytr.merchantId, '999999');
		const trigger = await activate({}, { staticData: JSON.parse(text) as IDataObject });
		expect(trigger.first).toBeNull();
		const merchantOid = await paidOrder();
		expect(orders(await trigger.poll())).toEqual([merchantOid]);
	});

	it.each([
		[8, 11],
		[100, 31],
	])('after a pause of %i days requests %i days, without a gap', async (pause, days) => {
		const { saved } = await afterOne();
		sandbox.reset();
		await activate({}, { staticData: daysLater(saved, pause) });
		const spans = asked();
		expect(spans).toHaveLength(Math.ceil(days / 3));
		const gaps = spans.slice(1).map(([start], i) => between([spans[i][1], start]));
		expect(new Set(gaps)).toEqual(new Set([1000]));
		const whole = between([spans[0][0], spans[spans.length - 1][1]]);
		expect(Math.abs(whole - days * DAY_MS)).toBeLessThan(5000);
	});
});

describe('Fetch Test Event', () => {
	it('shows the latest ten rows, and remembers nothing', async () => {
		const trigger = await activate();
		for (let i = 0; i < 11; i++) await paidOrder();
		const saved = trigger.staticData();
		const shown = await trigger.poll('manual');
		expect(shown).toHaveLength(10);
		expect(trigger.staticData()).toEqual(saved);
		expect(await trigger.poll()).toHaveLength(11);
	});

	it('shows a dummy row of PayTR, marked as a sample, if there are no rows', async () => {
		const trigger = await activate();
		expect(await trigger.poll('manual')).toMatchObject([{ merchantOid: 'DUMMY1', sample: true }]);
	});
});
