import fastify from 'fastify';
import { z } from 'zod';

/** The arguments of a tool call. */
export type Arguments = Record<string, unknown>;

/** What the model is told of a tool. */
const tool = z.object({
	name: z.string(),
	description: z.string().default(''),
	parameters: z.unknown(),
});

type Tool = z.infer<typeof tool>;

const chatBody = z.object({
	tools: z.array(z.object({ function: tool })),
	messages: z.array(z.object({ role: z.string(), content: z.unknown() })),
});
const responsesBody = z.object({
	tools: z.array(tool),
	input: z.array(z.object({ type: z.string().optional(), output: z.unknown() })),
});

const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

/**
 * Plays a model whose turns are written down before, by OpenAI's two interfaces: chat completions and
 * responses, without streaming.
 * @param always what it answers to any person who asks, without a script: one call of the tool
 */
export async function startModel(always?: Arguments) {
	let turns: Arguments[][] = [];
	let tools: Tool[] = [];
	let results: string[] = [];
	let asked = 0;

	/** The next turn's calls, and nothing when there is no turn left or the tool has just answered. */
	const next = (known: Tool[], seen: unknown[], isAnswered: boolean) => {
		tools = known;
		results = seen.map(text);
		const calls = turns.shift() ?? (always && !isAnswered ? [always] : []);
		asked += 1;
		return calls.map((args, index) => ({
			id: `call_${asked}_${index}`,
			name: tools[0].name,
			arguments: JSON.stringify(args),
		}));
	};

	const app = fastify();
	app.post('/v1/chat/completions', (request) => {
		const body = chatBody.parse(request.body);
		const seen = body.messages.filter(({ role }) => role === 'tool');
		const calls = next(
			body.tools.map((one) => one.function),
			seen.map(({ content }) => content),
			body.messages.at(-1)?.role === 'tool',
		);
		const message = calls.length
			? {
					content: null,
					tool_calls: calls.map(({ id, ...f }) => ({ id, type: 'function', function: f })),
				}
			: { content: 'Done.' };
		return {
			id: `chat_${asked}`,
			object: 'chat.completion',
			created: 0,
			model: 'stand-in',
			choices: [
				{
					index: 0,
					message: { role: 'assistant', ...message },
					finish_reason: calls.length ? 'tool_calls' : 'stop',
				},
			],
			usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
		};
	});
	app.post('/v1/responses', (request) => {
		const body = responsesBody.parse(request.body);
		const seen = body.input.filter(({ type }) => type === 'function_call_output');
		const calls = next(
			body.tools,
			seen.map(({ output }) => output),
			body.input.at(-1)?.type === 'function_call_output',
		);
		const status = 'completed';
		const content = [{ type: 'output_text', text: 'Done.', annotations: [] }];
		return {
			id: `resp_${asked}`,
			object: 'response',
			created_at: 0,
			status,
			model: 'stand-in',
			output: calls.length
				? calls.map(({ id, ...f }) => ({
						type: 'function_call',
						id: `f${id}`,
						call_id: id,
						status,
						...f,
					}))
				: [{ type: 'message', id: `msg_${asked}`, role: 'assistant', status, content }],
			usage: {
				input_tokens: 1,
				output_tokens: 1,
				total_tokens: 2,
				input_tokens_details: { cached_tokens: 0 },
				output_tokens_details: { reasoning_tokens: 0 },
			},
		};
	});
	const url = await app.listen({ host: '127.0.0.1', port: 0 });
	return {
		/** For an OpenAI credential. */
		url: `${url}/v1`,
		/** One conversation: each turn calls the only tool with each of these arguments; then it ends. */
		script(written: Arguments[][]) {
			turns = structuredClone(written);
			results = [];
		},
		/** The tools of the last request. */
		tools: () => tools,
		/** What the tool calls of this conversation gave, in their order. */
		results: () => results,
		close: async () => await app.close(),
	};
}
