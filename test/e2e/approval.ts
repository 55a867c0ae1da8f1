/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import assert from 'node:assert/strict';
import { z } from 'zod';
import type { Execution, N8nApi } from '../../scripts/lib/n8nApi';
import { eventually } from './eventually';

const chatMessage = z.union([
	z.string().transform((text) => ({ text, buttons: [] })),
	z.object({ text: z.string(), buttons: z.array(z.object({ link: z.string() })) }),
]);

/** The text that a Chat node or a human review shows to a person. */
function saidBy({ data }: Execution, node: string) {
	const outputs = data.resultData.runData[node]?.at(-1)?.data ?? {};
	const [item] = Object.values(outputs).flat(2);
	return chatMessage.parse(item?.sendMessage);
}

/**
 * Waits until an execution pauses at this Chat node. Returns the node's text and its buttons'
 * links.
 */
export async function pausedAt(api: N8nApi, executionId: string, node: string) {
	return await eventually(async () => {
		const execution = await api.readExecution(executionId);
		assert.equal(execution.status, 'waiting', execution.error);
		const { text, buttons } = saidBy(execution, node);
		return { execution, text, links: buttons.map(({ link }) => link) };
	}, 30_000);
}

/** Opens the link that approves or declines, as a person's browser does. */
export async function decide(links: string[], isApproved: boolean): Promise<void> {
	const link = links.find((url) => url.includes(`approved=${String(isApproved)}`));
	assert.ok(link, `No button for approved=${String(isApproved)}: ${links.join(' ')}`);
	// n8n treats a request without a browser's user agent as a link preview.
	const headers = { 'user-agent': 'Mozilla/5.0 (X11; Linux x64) Firefox/140.0' };
	assert.equal((await fetch(link, { headers })).status, 200);
}
