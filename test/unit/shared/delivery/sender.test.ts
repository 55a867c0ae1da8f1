import type { IContextObject, IExecuteFunctions } from 'n8n-workflow';

import { Ledger } from '../../../../nodes/shared/delivery/ledger';
import type { ItemClaims } from '../../../../nodes/shared/delivery/memory/itemClaims';
import type { Verdict } from '../../../../nodes/shared/delivery/memory/entries';
import type { DeliveryOptions } from '../../../../nodes/shared/delivery/options';
import { itemSender, type SenderContext } from '../../../../nodes/shared/delivery/sender';
import { Slots } from '../../../../nodes/shared/delivery/slots';
import { Throttle } from '../../../../nodes/shared/delivery/throttle';
import { ok } from '../../../../nodes/shared/result';
import { stepOf } from './fakeNode';

type Unknown = DeliveryOptions['onUnknownOutcome'];

const OPTIONS: DeliveryOptions = {
	timeout: 20,
	retries: 0,
	requestsPerSecond: 0,
	maxConcurrency: 1,
	sendOnce: 'off',
	onUnknownOutcome: 'error',
	includeInputFields: false,
	dryRun: false,
};

interface Given {
	onUnknownOutcome?: Unknown;
	signal?: AbortSignal;
	claims?: ItemClaims;
	type?: string;
	json?: object;
	reply?: string;
}

/** Calls of one execution, which share a context. */
function execution() {
	const context: IContextObject = {};
	const sent: string[] = [];
	const sender = ({ onUnknownOutcome = 'error', signal, claims, ...given }: Given = {}) => {
		const ctx = {
			getNode: () => ({ id: 'id', name: 'Node', type: given.type ?? 'node' }),
			getWorkflow: () => ({ id: 'w' }),
			getMode: () => 'trigger',
			getContext: () => context,
			getInputData: () => [{ json: given.json ?? {} }],
			getWorkflowDataProxy: () => ({ $runIndex: 0 }),
		};
		const shared: SenderContext = {
			provider: 'PayTR',
			options: { ...OPTIONS, onUnknownOutcome },
			throttle: new Throttle(0, signal),
			slots: new Slots(1),
			signal,
			ledger: Ledger.of(ctx as object as IExecuteFunctions),
			stopped: () => false,
			onFailure: () => {},
			async post(path) {
				sent.push(path);
				const body = JSON.stringify({ reply: given.reply ?? 'yes' });
				return await Promise.resolve(ok({ statusCode: 200, body }));
			},
		};
		const progress = { begun: false, remembered: false, isEarlier: false };
		return itemSender(shared, 0, claims, progress);
	};
	return { sender, sent };
}

/** The claims of an item whose step `sms` has this verdict. */
function claimsOf(known: () => Verdict): ItemClaims {
	const claims: Pick<ItemClaims, 'has' | 'known'> = {
		has: (step) => step === 'sms',
		known: async () => await Promise.resolve(known()),
	};
	return claims as ItemClaims;
}

it.each<[Unknown, boolean]>([
	['error', false],
	['resend', false],
	['skip', true],
])('with %p treats unknown as sent: %p', (onUnknownOutcome, expected) => {
	expect(execution().sender({ onUnknownOutcome }).treatsUnknownAsSent).toBe(expected);
});

describe('what an earlier execution did', () => {
	it.each<[Verdict, string | undefined]>([
		['sent', 'sent'],
		['claimed', undefined],
		['unclear', 'unknown'],
	])('%s: %s', async (verdict, expected) => {
		const sender = execution().sender({ claims: claimsOf(() => verdict) });
		expect(await sender.earlier('sms')).toBe(expected);
	});

	it('is not known for a step without a claim', async () => {
		expect(await execution().sender().earlier('sms')).toBeUndefined();
		const sender = execution().sender({ claims: claimsOf(() => 'sent') });
		expect(await sender.earlier('email')).toBeUndefined();
	});

	const broken = claimsOf(() => {
		throw new Error('database is locked');
	});

	it('is unknown if the execution is canceled while it waits', async () => {
		const { signal } = new AbortController();
		const aborted = AbortSignal.abort();
		expect(await execution().sender({ claims: broken, signal: aborted }).earlier('sms')).toBe(
			'unknown',
		);
		const asked = [signal, undefined].map(
			async (one) => await execution().sender({ claims: broken, signal: one }).earlier('sms'),
		);
		for (const one of asked) await expect(one).rejects.toThrow('database is locked');
	});
});

describe('a call of an agent', () => {
	const message = {
		...stepOf('sms', 0),
		identity: { phone: '5321234567' },
		isOneMessage: true,
	};
	const tool = (json: object): Given => ({ type: 'nodeTool', json });

	it('sends the message of an earlier call with other arguments not again', async () => {
		const { sender, sent } = execution();
		await sender(tool({ phone: '0532 123 45 67' })).send(message);
		const again = await sender(tool({ phone: '5321234567' })).send(message);
		expect(again).toEqual({ state: 'skipped', reason: 'alreadySent', about: message.about });
		expect(sent).toHaveLength(1);
	});

	it('gets the same answer again for the same arguments', async () => {
		const { sender, sent } = execution();
		const first = await sender(tool({ a: 1 })).send(message);
		expect(await sender(tool({ a: 1 })).send(message)).toEqual(first);
		expect(sent).toHaveLength(1);
	});

	it.each([
		['another recipient', { ...message, identity: { phone: '5' } }],
		['a step that is not one message', { ...message, isOneMessage: false }],
	])('sends to %s', async (_, other) => {
		const { sender, sent } = execution();
		await sender(tool({ a: 1 })).send(message);
		expect((await sender(tool({ a: 2 })).send(other)).state).toBe('delivered');
		expect(sent).toHaveLength(2);
	});

	it('outside an agent, the message is not recognized', async () => {
		const { sender, sent } = execution();
		await sender({ json: { a: 1 } }).send(message);
		await sender({ json: { a: 2 } }).send(message);
		expect(sent).toHaveLength(2);
	});

	it('is identified by what it is about if it has no identity', async () => {
		const { sender, sent } = execution();
		const step = { ...message, identity: undefined, isOneMessage: false };
		await sender(tool({ a: 1 })).send(step);
		await sender(tool({ a: 1 })).send({ ...step, about: { to: 'other' } });
		expect(sent).toHaveLength(2);
	});
});

describe('the ledger', () => {
	it('does not answer a step that only reads', async () => {
		const { sender, sent } = execution();
		const read = { ...stepOf('sms', 0), isRead: true };
		await sender().send(read);
		await sender().send(read);
		expect(sent).toHaveLength(2);
	});

	it('keeps no refused step', async () => {
		const { sender, sent } = execution();
		await sender({ reply: 'no' }).send(stepOf('sms', 0));
		await sender().send(stepOf('sms', 0));
		expect(sent).toHaveLength(2);
	});

	it.each([
		['node', true],
		['nodeTool', undefined],
	])('answers an unknown outcome of a %s', async (type, isEarlier) => {
		const { sender, sent } = execution();
		await sender({ type, reply: 'garbled' }).send(stepOf('sms', 0));
		const again = await sender({ type }).send(stepOf('sms', 0));
		expect(again).toMatchObject({ state: 'failed', failure: { outcome: 'unknown' } });
		expect('isEarlier' in again && again.isEarlier).toBe(isEarlier ?? false);
		expect(sent).toHaveLength(1);
	});
});
