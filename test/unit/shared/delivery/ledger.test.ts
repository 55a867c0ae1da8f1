import type { IContextObject, IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { Ledger } from '../../../../nodes/shared/delivery/ledger';

interface Run {
	runIndex?: number;
	items?: IDataObject[];
	type?: string;
}

/** An execution's view of its node. n8n keeps the context and counts the runs. */
const ledger = (
	context: IContextObject,
	{ runIndex = 0, items = [{ phone: '05321234567' }], type = 'paytrLinkNotify' }: Run = {},
) =>
	Ledger.of({
		getContext: (kind: string) => (kind === 'node' ? context : {}),
		getWorkflowDataProxy: () => ({ $runIndex: runIndex }),
		getInputData: () => items.map((json) => ({ json })),
		getNode: () => ({ type }),
	} as object as IExecuteFunctions);

const about = { recipient: '05321234567' };
const DELIVERED = { about, delivered: { response: { status: 'success' } } };
const UNKNOWN = {
	about,
	unknown: { outcome: 'unknown', message: 'no answer', description: 'check' },
} as const;

describe('Ledger', () => {
	it.each([[DELIVERED], [UNKNOWN]])('remembers %j for a re-run of the node', (entry) => {
		const context: IContextObject = {};
		ledger(context).set('key', entry);
		// n8n keeps the context as JSON between the editor's Retry and the saved execution.
		const saved = structuredClone(context);
		expect(ledger(saved).get('key')).toEqual(entry);
		expect(ledger(saved).get('constructor')).toBeUndefined();
		expect(ledger({}).get('key')).toBeUndefined();
	});

	it('replaces an unknown outcome by a known one', () => {
		const own = ledger({});
		own.set('key', UNKNOWN);
		own.set('key', DELIVERED);
		expect(own.get('key')).toEqual(DELIVERED);
	});

	it('is empty after it is cleared, and keeps other data', () => {
		const context: IContextObject = { other: 1 };
		ledger(context).set('key', DELIVERED);
		ledger(context).clear();
		expect(context).toEqual({ other: 1 });
	});

	it('of an agent’s tool identifies the call by its arguments, not by the run or the ID of the call', () => {
		const context: IContextObject = {};
		const call = (runIndex: number, args: IDataObject) =>
			ledger(context, { runIndex, items: [args], type: 'paytrLinkNotifyTool' });
		const first = call(0, { phone: '1', toolCallId: 'a' });
		first.set(first.key(0, 'sms'), DELIVERED);
		first.clear();
		const again = call(1, { phone: '1', toolCallId: 'b' });
		expect(again.get(again.key(0, 'sms'))).toEqual(DELIVERED);
		const other = call(2, { phone: '2', toolCallId: 'c' });
		expect(other.get(other.key(0, 'sms'))).toBeUndefined();
	});

	it('of an agent’s tool distinguishes calls with equal arguments by their messages', () => {
		const tool = ledger({}, { type: 'paytrLinkNotifyTool' });
		const own = ledger({});
		const keysOf = (one: Ledger) =>
			['05321234567', '05551234567'].map((recipient) => one.key(0, 'sms', { recipient }));
		expect(new Set(keysOf(tool)).size).toBe(2);
		// An evaluated parameter must not make a delivered item look new.
		expect(new Set(keysOf(own)).size).toBe(1);
	});

	it('identifies one message of an agent by its content, and no other step', () => {
		const call = (phone: string, type = 'paytrLinkNotifyTool') =>
			ledger({}, { items: [{ phone }], type });
		const sms = { name: 'sms', identity: { recipient: '05321234567' }, isOneMessage: true };
		const [first, second] = ['+90 532 123 45 67', '05321234567'].map((phone) => call(phone));
		expect(first.messageKey(sms)).toBe(second.messageKey(sms));
		expect(first.messageKey(sms)).toMatch(/^[A-Za-z0-9+/]{22}$/);
		expect(first.messageKey({ ...sms, name: 'email' })).not.toBe(first.messageKey(sms));
		expect(first.messageKey({ ...sms, isOneMessage: false })).toBeUndefined();
		expect(call('1', 'paytrLinkNotify').messageKey(sms)).toBeUndefined();
	});

	it('runs one call at a time for a step, even after one throws', async () => {
		const own = ledger({});
		const order: string[] = [];
		const work = (name: string) => async () => {
			order.push(`${name} begins`);
			for (let turn = 0; turn < 20; turn++) await Promise.resolve();
			order.push(`${name} ends`);
			if (name === 'first') throw new Error('no');
		};
		const first = own.inTurn('key', work('first'));
		const second = own.inTurn('key', work('second'));
		const other = own.inTurn('other', work('other'));
		await expect(first).rejects.toThrow('no');
		const third = own.inTurn('key', work('third'));
		await Promise.all([second, other, third]);
		const atKey = order.filter((event) => !event.startsWith('other'));
		const each = ['first', 'second', 'third'].flatMap((name) => [`${name} begins`, `${name} ends`]);
		expect(atKey).toEqual(each);
		expect(order.indexOf('other begins')).toBeLessThan(order.indexOf('first ends'));
	});
});

it('a key contains no text of the input', () => {
	expect(ledger({}).key(0, 'sms')).toMatch(/^[A-Za-z0-9+/]{22}$/);
});
