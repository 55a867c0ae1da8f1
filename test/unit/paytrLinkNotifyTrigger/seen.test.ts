/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test, never packed */
import { EventEmitter } from 'node:events';
import type { IDataObject } from 'n8n-workflow';

type Seen = typeof import('../../../nodes/PaytrLinkNotify/trigger/seen');

/** Loads the module as a newly started process does. */
function startedAnew() {
	let seen: Seen | undefined;
	jest.isolateModules(() => {
		seen = jest.requireActual<Seen>('../../../nodes/PaytrLinkNotify/trigger/seen');
	});
	if (seen === undefined) throw new Error('The module was not loaded');
	const { REMEMBERED, takeIn: takeInNotice } = seen;
	const take = async (
		merchantOid: string,
		{ saved = {}, node = 'node', callbackId = 'ORDER', response = new Response() }: Call = {},
	) => await takeInNotice(saved, node, { callbackId, merchantOid }, response);
	/** Handles a payment notification from beginning to end. */
	const takeIn = async (merchantOid: string, call: Call = {}) => {
		const intake = await take(merchantOid, call);
		if (typeof intake === 'function') intake();
		return typeof intake === 'function' ? 'new' : intake;
	};
	return { REMEMBERED, take, takeIn };
}

interface Call {
	saved?: IDataObject;
	node?: string;
	callbackId?: string;
	response?: Response;
}

/** The parts of Node's HTTP response that the memory uses. */
class Response extends EventEmitter {
	statusCode = 200;
	writableEnded = false;
	closed = false;

	/** Simulates the end of the response, by n8n or by its server. */
	end(statusCode = 200): this {
		this.statusCode = statusCode;
		this.writableEnded = true;
		return this.close();
	}

	/** Simulates that the caller has the response or has hung up. */
	close(): this {
		this.closed = true;
		this.emit('close');
		return this;
	}
}

let { REMEMBERED, take, takeIn } = startedAnew();

beforeEach(() => {
	({ REMEMBERED, take, takeIn } = startedAnew());
});

it('recognizes a saved payment after a restart', async () => {
	const saved: IDataObject = {};
	expect(await takeIn('PTR1', { saved })).toBe('new');
	const afterRestart = { saved: JSON.parse(JSON.stringify(saved)) as IDataObject };

	const restarted = startedAnew();
	expect(await restarted.takeIn('PTR1', afterRestart)).toBe('known');
	expect(await restarted.takeIn('PTR2', afterRestart)).toBe('new');
});

it('recognizes a payment that n8n accepted but did not save', async () => {
	expect(await takeIn('PTR1')).toBe('new');
	expect(await takeIn('PTR1')).toBe('known');
});

it('recognizes a payment that n8n answered with 200 without asking for the answer', async () => {
	await take('PTR1', { response: new Response().end() });

	expect(await take('PTR1')).toBe('known');
});

it('accepts a payment again if n8n could not store its execution', async () => {
	const saved: IDataObject = {};
	await take('PTR1', { saved, response: new Response().end(500) });

	expect(saved).toEqual({});
	expect(await takeIn('PTR1', { saved })).toBe('new');
	expect(await takeIn('PTR1')).toBe('known');
});

it.each([
	['known, where that was stored', 200, ['known', 'known']],
	['one of them new, where it was not', 500, ['new', 'known']],
])('lets repeats wait for the payment in progress: %s', async (_what, status, expected) => {
	const first = new Response();
	await take('PTR1', { response: first });
	let answered = 0;
	const repeats = [1, 2].map(async () => {
		const response = new Response();
		const intake = await takeIn('PTR1', { response });
		answered += 1;
		response.end();
		return intake;
	});
	await new Promise(setImmediate);
	expect(answered).toBe(0);
	first.end(status);

	expect(await Promise.all(repeats)).toEqual(expected);
});

it('reports a payment in progress whose caller has hung up, until n8n has stored it', async () => {
	const first = new Response();
	const store = await take('PTR1', { response: first });
	const waiting = take('PTR1');
	await new Promise(setImmediate);
	first.close();

	expect(await waiting).toBe('underWay');
	expect(await take('PTR1')).toBe('underWay');
	if (typeof store === 'function') store();
	expect(await take('PTR1')).toBe('known');
});

it('distinguishes nodes and workflows', async () => {
	for (const node of ['1/a', '1/b', '2/a']) expect(await takeIn('PTR1', { node })).toBe('new');
});

it('forgets the oldest payments first, both saved and in the process', async () => {
	const payments = REMEMBERED / 2;
	const saved: IDataObject = {};
	for (let i = 0; i < payments + 50; i++) await takeIn(`PTR${i}`, { saved });

	expect(payments).toBe(1_000);
	expect(saved.paid).toHaveLength(REMEMBERED);
	expect((saved.paid as string[])[0]).toBe('PTR50');
	// The process remembers the latest payments only: PTR50, but not PTR49.
	expect(await takeIn(`PTR${payments + 49}`)).toBe('known');
	expect(await takeIn('PTR50')).toBe('known');
	expect(await takeIn('PTR49')).toBe('new');
	// Each new payment also saves the recent payments of this process.
	const another: IDataObject = {};
	await takeIn('PTR', { saved: another });
	expect(another.paid).toHaveLength(100);
});

it('copies of a notification with characters moved between fields do not displace payments', async () => {
	const saved: IDataObject = {};
	const text = `ORDER${'PTR1'.repeat(20)}`;
	const copy = async (border: number) =>
		await takeIn(text.slice(border), { callbackId: text.slice(0, border), saved });
	await copy(5);
	const before = JSON.stringify(saved);
	for (let border = 1; border < text.length; border++) expect(await copy(border)).toBe('known');

	expect(JSON.stringify(saved)).toBe(before);
});

it('saves payments again that another call overwrote', async () => {
	for (const oid of ['PTR1', 'PTR2']) await takeIn(oid);
	const saved: IDataObject = { paid: ['PTR0', 'PTR2'] };
	await take('PTR3', { response: new Response().end(500) });
	await takeIn('PTR4', { saved });

	const keys = saved.paid as string[];
	expect(keys.filter((key) => !key.startsWith('ORDER'))).toEqual(['PTR0', 'PTR2', 'PTR1', 'PTR4']);
});

it('starts over if other code wrote the saved data', async () => {
	const saved: IDataObject = { paid: 'PTR1' };

	expect(await takeIn('PTR1', { saved })).toBe('new');
	expect(saved).toEqual({ paid: ['PTR1', 'ORDERPTR1'] });
});

it.each([
	[200, 'known'],
	[500, 'new'],
])(
	'a response %d to one of two payments in progress makes it %s; the other stays in progress',
	async (status, was) => {
		const [first, second] = [new Response(), new Response()];
		await take('PTR1', { response: first });
		await take('PTR2', { response: second });
		first.end(status);
		second.close();

		expect(await takeIn('PTR1')).toBe(was);
		expect(await take('PTR2')).toBe('underWay');
		// The same hashed text, with characters moved between the fields.
		expect(await take('RPTR2', { callbackId: 'ORDE' })).toBe('underWay');
	},
);
