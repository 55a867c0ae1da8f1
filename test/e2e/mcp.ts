/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Sandbox } from '../../sandbox';
import type { N8nApi } from '../../scripts/lib/n8nApi';
import type { Checks } from './checks';
import { eventually } from './eventually';
import { otherNode, PAYTR, testedNode, workflowOf } from './workflows';

const toolList = z.object({ tools: z.array(z.object({ name: z.string() })) });
const toolAnswer = z.object({ content: z.array(z.object({ text: z.string() })) });

/** A client of n8n's MCP server that uses streamable HTTP. */
class McpClient {
	private session = '';
	private asked = 0;

	constructor(private readonly url: string) {}

	async open(): Promise<void> {
		await this.ask('initialize', {
			protocolVersion: '2025-03-26',
			capabilities: {},
			clientInfo: { name: 'e2e', version: '1.0.0' },
		});
		await this.post({ jsonrpc: '2.0', method: 'notifications/initialized' });
	}

	/** @returns the result from the server's stream */
	async ask(method: string, params: object): Promise<unknown> {
		this.asked += 1;
		const text = await this.post({ jsonrpc: '2.0', id: this.asked, method, params });
		const data = /^data: (.*)$/m.exec(text)?.[1] ?? text;
		const { result } = z.object({ result: z.unknown() }).parse(JSON.parse(data));
		assert.ok(result, data);
		return result;
	}

	private async post(message: object): Promise<string> {
		const response = await fetch(this.url, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				accept: 'application/json, text/event-stream',
				...(this.session && { 'mcp-session-id': this.session }),
			},
			body: JSON.stringify(message),
		});
		const text = await response.text();
		assert.ok(response.ok, `${response.status}: ${text}`);
		this.session = response.headers.get('mcp-session-id') ?? this.session;
		return text;
	}
}

/** The node is a tool of n8n's MCP Server Trigger, which runs each call as a separate execution. */
export async function mcpChecks(api: N8nApi, sandbox: Sandbox, checks: Checks): Promise<void> {
	await checks.check(
		'agents',
		'MCP Server Trigger: the same call twice sends one message',
		async () => {
			sandbox.reset();
			const path = `e2e-${randomUUID()}`;
			const parameters = {
				...{ resource: 'notification', operation: 'sendSms', linkId: 'MCP1' },
				cellPhone: "={{ $fromAI('Cell_Phone', '', 'string') }}",
			};
			const tool = { ...testedNode({ type: PAYTR, parameters }), name: 'Send it' };
			const trigger = otherNode(
				'MCP',
				'@n8n/n8n-nodes-langchain.mcpTrigger',
				2,
				{ authentication: 'none', path },
				{ webhookId: randomUUID() },
			);
			const id = await api.importWorkflow(
				workflowOf('MCP', [trigger, { ...tool, type: `${PAYTR}Tool` }], {
					'Send it': { ai_tool: [[{ node: 'MCP', type: 'ai_tool', index: 0 }]] },
				}),
			);
			await api.activate(id);
			/** Calls the tool in a new session, like a client that has lost its connection. */
			const call = async () => {
				const client = new McpClient(`${api.url}/mcp/${path}`);
				await eventually(async () => await client.open(), 20_000);
				const [{ name }] = toolList.parse(await client.ask('tools/list', {})).tools;
				const args = { Cell_Phone: '0532 000 60 00' };
				const { content } = toolAnswer.parse(
					await client.ask('tools/call', { name, arguments: args }),
				);
				return content[0].text;
			};
			assert.match(await call(), /"success":\s*true/);
			assert.match(await call(), /alreadySent/);
			assert.deepEqual(
				sandbox.state().messages.map(({ to }) => to),
				['05320006000'],
			);
		},
	);
}
