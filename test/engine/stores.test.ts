/* A credential with expressions signs and remembers each item for the item's own store. */
import type { IDataObject } from 'n8n-workflow';

import { SANDBOX_CREDENTIALS, type Sandbox } from '../../sandbox';
import { createEngine, type Engine } from './harness';
import { CLIENT_IP, CONTINUE, fates, row, SUBJECTS } from './support/providers';
import { useSandbox } from './support/sandbox';

const OTHER = {
	paytr: { merchantId: '654321', merchantKey: 'other-key', merchantSalt: 'other-salt' },
	payfull: { merchant: 'other', password: 'other-password' },
};

const first = useSandbox();
const second = useSandbox({ credentials: OTHER });

/** Every field comes from the row. The two stores differ in all of them. */
function engine(): Engine {
	return createEngine({
		credentials: {
			paytrApi: {
				merchantId: '={{ $json.paytr.merchantId }}',
				merchantKey: '={{ $json.paytr.merchantKey }}',
				merchantSalt: '={{ $json.paytr.merchantSalt }}',
				baseUrl: '={{ $json.address }}',
			},
			payfullApi: {
				merchant: '={{ $json.payfull.merchant }}',
				password: '={{ $json.payfull.password }}',
				apiUrl: '={{ $json.address + "/integration/api/v1" }}',
				clientIp: CLIENT_IP,
			},
		},
	});
}

const rowOf = (i: number, store: 'first' | 'second', more: IDataObject = {}) =>
	store === 'first'
		? row(i, { address: first.url, ...SANDBOX_CREDENTIALS, ...more })
		: row(i, { address: second.url, ...OTHER, ...more });

const MIXED = () => [rowOf(1, 'first'), rowOf(2, 'second'), rowOf(3, 'first'), rowOf(4, 'second')];

const messagesTo = ({ state }: Sandbox) =>
	state()
		.messages.map(({ to }) => to)
		.sort();

describe.each(SUBJECTS)('$node with two stores in one batch', (subject) => {
	const { node, parameters, recipientOf } = subject;

	it('signs each item for its own store', async () => {
		const result = await engine().runNode(node, parameters, MIXED());
		expect(fates(result)).toEqual(['sent', 'sent', 'sent', 'sent']);
		expect(messagesTo(first)).toEqual([recipientOf(1), recipientOf(3)]);
		expect(messagesTo(second)).toEqual([recipientOf(2), recipientOf(4)]);
	});

	it('treats the same key of two stores as two messages, and sends each once', async () => {
		const once = { ...parameters, sendOnce: 'perKey', deduplicationKey: 'INV-1' };
		const both = [rowOf(1, 'first'), rowOf(2, 'second')];
		const own = engine();
		for (const expected of ['sent', 'alreadySent']) {
			expect(fates(await own.runNode(node, once, both, CONTINUE))).toEqual([expected, expected]);
		}
		expect([messagesTo(first).length, messagesTo(second).length]).toEqual([1, 1]);
	});

	it('fails only the item whose credential cannot be used', async () => {
		const wrong = rowOf(2, 'second', { address: 'http://paytr.example' });
		const items = [rowOf(1, 'first'), wrong, rowOf(3, 'first')];
		expect(fates(await engine().runNode(node, parameters, items, CONTINUE))).toEqual([
			'sent',
			'invalid',
			'sent',
		]);
	});

	it("accepts a full link of the item's own store", async () => {
		const items = [rowOf(1, 'first'), rowOf(2, 'second')].map((json) => ({
			...json,
			link: `${String(json.address)}/link/NB2Zlz3`,
		}));
		expect(fates(await engine().runNode(node, parameters, items))).toEqual(['sent', 'sent']);
	});

	it('stops using a rejected credential and continues with the other', async () => {
		const bad = { paytr: { ...OTHER.paytr, merchantKey: 'bad' }, payfull: { ...OTHER.payfull } };
		bad.payfull.password = 'bad';
		const items = Array.from({ length: 40 }, (_, i) =>
			i % 2 === 0 ? rowOf(i, 'first') : rowOf(i, 'second', bad),
		);
		const options = { maxConcurrency: 2 };
		const result = await engine().runNode(node, { ...parameters, options }, items, CONTINUE);
		expect(fates(result)).toEqual(items.map((_, i) => (i % 2 === 0 ? 'sent' : 'rejected')));
		expect(second.state().requests.length).toBeLessThanOrEqual(2);
		expect(new Set(result.json.map(({ error }) => error)).size).toBe(2);
		expect(JSON.stringify(result.json)).not.toContain('isOfCredential');
	});
});
