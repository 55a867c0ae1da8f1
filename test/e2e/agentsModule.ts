/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import assert from 'node:assert/strict';
import { z } from 'zod';
import type { AgentContext } from './agentLoops';
import { CREDENTIAL_NAMES, PAYTR } from './workflows';

/** The node must reject a call without waiting. The limit includes n8n's own time. */
const AT_ONCE_MS = 1_000;

const idOf = z.object({ id: z.string() });

/**
 * Checks n8n's own agents (`N8N_ENABLED_MODULES=agents`). Their tools don't belong to a saved
 * workflow.
 * @param credentials IDs of the model's credential and of the PayTR credential
 */
export async function moduleChecks(
	{ api, sandbox, checks, model }: AgentContext,
	credentials: { model: string; paytr: string },
): Promise<void> {
	const project = idOf.parse(await api.request('GET', '/rest/projects/personal')).id;
	const agents = `/rest/projects/${project}/agents/v2`;
	/** The tool's answer to one call. */
	const chat = async (sendOnce: string) => {
		const name = `Sends ${sendOnce}`;
		const { id } = idOf.parse(await api.request('POST', agents, { name }));
		const nodeParameters = {
			...{ resource: 'notification', operation: 'sendSms', linkId: 'MODULE1' },
			...{ cellPhone: "={{ $fromAI('Cell_Phone', '', 'string') }}", sendOnce },
		};
		const paytrApi = { id: credentials.paytr, name: CREDENTIAL_NAMES.paytrApi };
		const node = { nodeType: PAYTR, nodeTypeVersion: 1, nodeParameters, credentials: { paytrApi } };
		const { configHash } = z
			.object({ configHash: z.string().nullable() })
			.parse(await api.request('GET', `${agents}/${id}/config`));
		await api.request('PUT', `${agents}/${id}/config`, {
			baseConfigHash: configHash,
			config: {
				name,
				model: 'openai/stand-in',
				credential: credentials.model,
				instructions: 'Send the link.',
				tools: [{ type: 'node', name: 'Send_it', description: 'Sends it', node }],
			},
		});
		sandbox.reset();
		model.script([[{ Cell_Phone: '0532 000 70 00' }]]);
		const said = await api.text('POST', `${agents}/${id}/chat`, { message: 'Send it.' });
		const [answer] = model.answers();
		assert.ok(answer, said.slice(-1_000));
		return answer;
	};
	const check = checks.of('agents');

	await check("n8n's Agents module: rejects sending only once, within a second", async () => {
		// The first chat also loads n8n's modules, which takes longer.
		await chat('perLinkAndRecipient');
		const answer = await chat('perLinkAndRecipient');
		assert.match(answer, /'Send Only Once' can't remember anything here, nothing was sent/);
		assert.equal(sandbox.state().counts.requests, 0);
		assert.ok(model.toolMs() < AT_ONCE_MS, `${Math.round(model.toolMs())} ms`);
	});
	await check("n8n's Agents module: No, Send Every Time sends", async () => {
		const answer = await chat('off');
		assert.match(answer, /"success":\s*true/);
		assert.deepEqual(
			sandbox.state().messages.map(({ to }) => to),
			['05320007000'],
		);
	});
}
