import type { IContextObject, IExecuteFunctions } from 'n8n-workflow';

import { Ledger } from '../../../../nodes/shared/delivery/ledger';

/** An execution's view of its node: n8n keeps the context, and counts the runs. */
const execution = (context: IContextObject, runIndex?: number) =>
	({
		getContext: (type: string) => (type === 'node' ? context : {}),
		getWorkflowDataProxy: () => ({ $runIndex: runIndex }),
	}) as IExecuteFunctions & object;

const ledger = (context: IContextObject, runIndex?: number) =>
	Ledger.of(execution(context, runIndex));

const FORM = { id: 'NB2Zlz3', cell_phone: '05321234567' };
const KEY = Ledger.key(0, 'sms', '/odeme/api/link/send-sms', FORM);

const DELIVERED = { delivered: { response: { status: 'success' } } };
const UNKNOWN = {
	unknown: { outcome: 'unknown', message: 'no answer', description: 'check' },
} as const;

describe('Ledger', () => {
	it.each([[DELIVERED], [UNKNOWN]])('remembers %j for a re-run of the node', (entry) => {
		const context: IContextObject = {};
		ledger(context, 0).set(KEY, entry);
		// n8n keeps the context as JSON between the editor's Retry and the saved execution.
		const saved = structuredClone(context);
		expect(ledger(saved, 0).get(KEY)).toEqual(entry);
	});

	it('knows nothing of other steps', () => {
		const context: IContextObject = {};
		ledger(context, 0).set(KEY, DELIVERED);
		expect(ledger(context, 0).get('constructor')).toBeUndefined();
		expect(ledger(context, 0).get(Ledger.key(1, 'sms', '', FORM))).toBeUndefined();
		expect(ledger({}, 0).get(KEY)).toBeUndefined();
	});

	it('forgets an earlier round of a loop', () => {
		const context: IContextObject = {};
		ledger(context, 0).set(KEY, DELIVERED);
		expect(ledger(context, 1).get(KEY)).toBeUndefined();
		ledger(context, 1).set('other', UNKNOWN);
		expect(JSON.stringify(context)).not.toContain(KEY);
	});

	it('takes a missing run index for the first run', () => {
		const context: IContextObject = {};
		ledger(context).set(KEY, DELIVERED);
		expect(ledger(context, 0).get(KEY)).toEqual(DELIVERED);
	});

	it('replaces doubt by certainty', () => {
		const context: IContextObject = {};
		ledger(context, 0).set(KEY, UNKNOWN);
		ledger(context, 0).set(KEY, DELIVERED);
		expect(ledger(context, 0).get(KEY)).toEqual(DELIVERED);
	});

	it('leaves nothing behind when it is cleared, and nothing of others away', () => {
		const context: IContextObject = { other: 1 };
		const own = ledger(context, 0);
		own.set(KEY, DELIVERED);
		own.clear();
		expect(context).toEqual({ other: 1 });
		expect(own.get(KEY)).toBeUndefined();
	});

	it('keeps no recipient and no text', () => {
		const context: IContextObject = {};
		const key = Ledger.key(0, 'send', '', { sms_text: 'Borcunuz', phone: '05321234567' });
		ledger(context, 0).set(key, DELIVERED);
		expect(JSON.stringify(context)).not.toMatch(/Borcunuz|0532/);
	});
});

describe('Ledger.key', () => {
	it('is the same for the same step, whatever the order of its fields', () => {
		const { id, cell_phone } = FORM;
		expect(Ledger.key(0, 'sms', '/odeme/api/link/send-sms', { cell_phone, id })).toBe(KEY);
		expect(KEY).toMatch(/^[A-Za-z0-9+/]{22}$/);
	});

	it('differs by item, step, service, and any change of the content', () => {
		const path = '/odeme/api/link/send-sms';
		const keys = [
			KEY,
			Ledger.key(1, 'sms', path, FORM),
			Ledger.key(0, 'email', path, FORM),
			Ledger.key(0, 'sms', '/odeme/api/link/send-email', FORM),
			Ledger.key(0, 'sms', path, { ...FORM, cell_phone: '05321234568' }),
			Ledger.key(0, 'sms', path, { ...FORM, debug_on: '1' }),
			Ledger.key(0, 'sms', path, { id: 'NB2Zlz3' }),
			Ledger.key(0, 'sms', path, { id: FORM.cell_phone, cell_phone: FORM.id }),
		];
		expect(new Set(keys).size).toBe(keys.length);
	});
});
