/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test, never packed */
import { EventEmitter } from 'node:events';
import type { IDataObject } from 'n8n-workflow';

type Seen = typeof import('../../../nodes/PaytrLinkTrigger/seen');

/** The module as a process that has just started has it. */
function startedAnew() {
	let seen: Seen | undefined;
	jest.isolateModules(() => {
		seen = jest.requireActual<Seen>('../../../nodes/PaytrLinkTrigger/seen');
	});
	if (seen === undefined) throw new Error('The module was not loaded');
	const { claim, REMEMBERED } = seen;
	return {
		REMEMBERED,
		claim: async (
			merchantOid: string,
			{ memory = {}, node = 'node', callbackId = 'ORDER', answer = new Response() }: Call = {},
		) => await claim(memory, node, { callbackId, merchantOid }, answer),
	};
}

interface Call {
	memory?: IDataObject;
	node?: string;
	callbackId?: string;
	answer?: Response;
}

/** A response as Node's http has it, as far as the memory looks at it. */
class Response extends EventEmitter {
	statusCode = 200;
	writableEnded = false;
	closed = false;

	/** n8n has answered. */
	end(statusCode = 200): this {
		this.statusCode = statusCode;
		this.writableEnded = true;
		return this.close();
	}

	/** The caller has its answer, or has hung up. */
	close(): this {
		this.closed = true;
		this.emit('close');
		return this;
	}
}

const answered = (statusCode?: number) => new Response().end(statusCode);

it('knows a payment again by what n8n saved, after a restart', async () => {
	const memory: IDataObject = {};
	expect(await startedAnew().claim('PTR1', { memory })).toBe('new');
	const saved = JSON.parse(JSON.stringify(memory)) as IDataObject;

	const { claim } = startedAnew();
	expect(await claim('PTR1', { memory: saved })).toBe('known');
	expect(await claim('PTR2', { memory: saved })).toBe('new');
});

it('knows a payment again that n8n took in but did not save', async () => {
	const { claim } = startedAnew();

	expect(await claim('PTR1', { answer: answered() })).toBe('new');
	expect(await claim('PTR1')).toBe('known');
});

it('takes a payment again whose execution n8n could not store', async () => {
	const { claim } = startedAnew();

	expect(await claim('PTR1', { answer: answered(500) })).toBe('new');
	expect(await claim('PTR1', { answer: answered(200) })).toBe('new');
	expect(await claim('PTR1')).toBe('known');
});

it.each([
	['known, where that was stored', 200, ['known', 'known']],
	['one of them new, where it was not', 500, ['new', 'known']],
])('lets repeats wait for the payment under way: %s', async (_what, status, expected) => {
	const { claim } = startedAnew();
	const first = new Response();
	await claim('PTR1', { answer: first });
	const second = new Response();
	const repeats = [claim('PTR1', { answer: second }), claim('PTR1')];
	await new Promise(setImmediate);
	first.end(status);
	if (status === 500) {
		expect(await repeats[0]).toBe('new');
		second.end();
	}

	expect(await Promise.all(repeats)).toEqual(expected);
});

it('says so of a payment under way whose caller has hung up, until n8n has answered', async () => {
	const { claim } = startedAnew();
	const first = new Response();
	await claim('PTR1', { answer: first });
	const waiting = claim('PTR1');
	await new Promise(setImmediate);
	first.close();

	expect(await waiting).toBe('underWay');
	expect(await claim('PTR1')).toBe('underWay');
	first.end();
	expect(await claim('PTR1')).toBe('known');
});

it('tells nodes and workflows apart', async () => {
	const { claim } = startedAnew();

	for (const node of ['1/a', '1/b', '2/a']) expect(await claim('PTR1', { node })).toBe('new');
});

it('forgets the oldest payments first, in what is saved and in the process', async () => {
	const { claim, REMEMBERED } = startedAnew();
	const payments = REMEMBERED / 2;
	const memory: IDataObject = {};
	for (let i = 0; i < payments + 50; i++) {
		await claim(`PTR${i}`, { memory, answer: answered() });
	}

	expect(payments).toBe(1_000);
	expect(memory.paid).toHaveLength(REMEMBERED);
	expect((memory.paid as string[])[0]).toBe('PTR50');
	// Known by the process alone, or no more.
	expect(await claim(`PTR${payments + 49}`)).toBe('known');
	expect(await claim('PTR50')).toBe('known');
	expect(await claim('PTR49', { answer: answered() })).toBe('new');
});

it('is not pushed out by copies of a notice with the border of its fields moved', async () => {
	const { claim } = startedAnew();
	const memory: IDataObject = {};
	const text = `ORDER${'PTR1'.repeat(20)}`;
	const copy = async (border: number) =>
		await claim(text.slice(border), {
			callbackId: text.slice(0, border),
			memory,
			answer: answered(),
		});
	await copy(5);
	const before = JSON.stringify(memory);
	for (let border = 1; border < text.length; border++) expect(await copy(border)).toBe('known');

	expect(JSON.stringify(memory)).toBe(before);
});

it('saves with a payment those that another call overwrote', async () => {
	const { claim } = startedAnew();
	for (const oid of ['PTR1', 'PTR2']) await claim(oid, { answer: answered() });
	const memory: IDataObject = { paid: ['PTR0', 'PTR2'] };
	const failed = answered(500);
	await claim('PTR3', { answer: failed });
	await claim('PTR4', { memory });

	const saved = memory.paid as string[];
	expect(saved.filter((key) => !key.startsWith('ORDER'))).toEqual(['PTR0', 'PTR2', 'PTR1', 'PTR4']);
});

it('starts over where what is saved is not its own', async () => {
	const memory: IDataObject = { paid: 'PTR1' };

	expect(await startedAnew().claim('PTR1', { memory })).toBe('new');
	expect(memory).toEqual({ paid: ['PTR1', 'ORDERPTR1'] });
});
