/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import assert from 'node:assert/strict';
import { PAYMENT_TRIGGER, type Editor } from './browser';
import type { Check } from './checks';
import { eventually } from './eventually';

/** n8n lists the link trigger as an action of PayTR Link Notify. */
const ALL = ['PayTR Link Notify', 'Payfull Payment Request'];

/**
 * Nodes, and the words that people type into n8n's node panel to find them. The panel doesn't
 * normalize Turkish letters.
 */
const SEARCHES: Array<[nodes: string[], words: string[]]> = [
	[ALL, ['payment', 'payment link', 'sms', 'e-mail', 'Turkey', 'ödeme', 'odeme', 'ödeme linki']],
	[ALL, ['odeme linki', 'link ile ödeme', 'tahsilat', 'sanal pos', 'kredi kartı', 'kredi karti']],
	[ALL, ['taksit', 'fatura', 'ÖDEME']],
	[['Payfull Payment Request'], ['aidat', 'abonelik', 'recurring', 'subscription']],
	[
		['PayTR Link Notify'],
		['PayTR Link Trigger', 'payment received', 'paid', 'ödendi', 'odendi', 'bildirim'],
	],
	[[PAYMENT_TRIGGER.node], ['payment received', 'paid', 'ödendi', 'odendi', 'iade', 'polling']],
];

/** The node panel must find each node by the words that people use. */
export async function searchChecks(editor: Editor, check: Check): Promise<void> {
	for (const [nodes, words] of SEARCHES) {
		await check(`${nodes.join(', ')}: found by ${words.join(', ')}`, async () => {
			await editor.openNodePanel();
			for (const word of words) {
				await editor.searchNodes('nothing has this name');
				await eventually(async () => assert.deepEqual(await editor.foundNodes(), []));
				await editor.searchNodes(word);
				await eventually(async () => {
					const found = (await editor.foundNodes()).slice(0, 8);
					assert.deepEqual(
						nodes.filter((node) => !found.includes(node)),
						[],
						`"${word}" finds ${found.join(', ')}`,
					);
				});
			}
		});
	}
}
