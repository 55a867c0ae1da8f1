/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import assert from 'node:assert/strict';
import { z } from 'zod';
import type { Execution, N8nApi } from '../../scripts/lib/n8nApi';
import { eventually } from './eventually';

const chatMessage = z.union([
	z.string().transform((text) => ({ text, buttons: [] })),
	z.object({ text: z.string(), buttons: z.array(z.object({ link: z.string() })) }),
]);

/** What one of n8n's Chat nodes says to a person, or as a human review asks. */
function saidBy({ data }: Execution, node: string) {
	const outputs = data.resultData.runData[node]?.at(-1)?.data ?? {};
	const [item] = Object.values(outputs).flat(2);
	return chatMessage.parse(item?.sendMessage);
}

/** Waits until an execution pauses at this Chat node: what the node says, and its buttons' links. */
export async function pausedAt(api: N8nApi, executionId: string, node: string) {
	return await eventually(async () => {
		const execution = await api.readExecution(executionId);
		assert.equal(execution.status, 'waiting', execution.error);
		const { text, buttons } = saidBy(execution, node);
		return { execution, text, links: buttons.map(({ link }) => link) };
	}, 30_000);
}

/** Follows the one of a human review's links that approves or declines, as a person's browser does. */
export async function decide(links: string[], isApproved: boolean): Promise<void> {
	const link = links.find((url) => url.includes(`approved=${String(isApproved)}`));
	assert.ok(link, `No button for approved=${String(isApproved)}: ${links.join(' ')}`);
	// n8n takes a program's request for a preview of the link.
	const headers = { 'user-agent': 'Mozilla/5.0 (X11; Linux x64) Firefox/140.0' };
	assert.equal((await fetch(link, { headers })).status, 200);
}
