/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

const requestSchema = z.object({
	messages: z.array(z.object({ role: z.string(), content: z.unknown() }).passthrough()),
	tools: z.array(z.object({ function: z.object({ name: z.string() }).passthrough() })).default([]),
});

async function bodyOf(request: IncomingMessage): Promise<string> {
	let body = '';
	for await (const chunk of request) body += String(chunk);
	return body;
}

/**
 * A model on this machine that speaks OpenAI's chat completions: to a person it answers by calling
 * the first tool with these arguments, to the tool's result with that result.
 */
export async function startModel(toolArguments: object) {
	let calls = 0;
	const server = createServer((request, response) => {
		void bodyOf(request).then((body) => {
			const { messages, tools } = requestSchema.parse(JSON.parse(body));
			const last = messages.at(-1);
			const id = `call_${++calls}`;
			const message =
				last?.role === 'tool'
					? { role: 'assistant', content: `The tool said: ${JSON.stringify(last.content)}` }
					: {
							role: 'assistant',
							content: null,
							tool_calls: [
								{
									id,
									type: 'function',
									function: {
										name: tools[0]?.function.name ?? '',
										arguments: JSON.stringify(toolArguments),
									},
								},
							],
						};
			response.setHeader('content-type', 'application/json');
			response.end(
				JSON.stringify({
					id,
					object: 'chat.completion',
					created: 0,
					model: 'stand-in',
					choices: [
						{
							index: 0,
							message,
							finish_reason: message.content === null ? 'tool_calls' : 'stop',
						},
					],
					usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
				}),
			);
		});
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	const { port }: Partial<AddressInfo> = Object(server.address());
	return {
		url: `http://127.0.0.1:${port}/v1`,
		close: async () => {
			server.closeAllConnections();
			await new Promise((closed) => server.close(closed));
		},
	};
}
