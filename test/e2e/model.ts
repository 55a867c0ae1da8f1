/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development tool, never packed */
import { performance } from 'node:perf_hooks';
import fastify from 'fastify';
import { z } from 'zod';

export type Arguments = Record<string, unknown>;

/** The description of a tool that the model gets. */
const tool = z.object({
	name: z.string(),
	description: z.string().default(''),
	parameters: z.unknown(),
});

type Tool = z.infer<typeof tool>;

const chatBody = z.object({
	stream: z.boolean().optional(),
	tools: z.array(z.object({ function: tool })).default([]),
	messages: z.array(z.object({ role: z.string(), content: z.unknown() })),
});
const responsesBody = z.object({
	tools: z.array(tool),
	input: z.array(z.object({ type: z.string().optional(), output: z.unknown() })),
});

const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

/** Selects the tool under test. n8n's agents add tools of their own. */
const SENDS = /^Send_it$/;

const reviewed = z.object({ properties: z.object({ toolParameters: z.unknown() }) });

/** The arguments in the form of the tool's schema. A human review nests the tool's arguments. */
const asAsked = ({ parameters }: Tool, args: Arguments): Arguments => {
	const { data } = reviewed.safeParse(parameters);
	return data?.properties.toolParameters ? { toolParameters: args, hitlParameters: {} } : args;
};

/** A chat completion as a stream of events. */
function streamed(completion: { choices: Array<{ message: object; finish_reason: string }> }) {
	const [{ message, finish_reason }] = completion.choices;
	const chunk = (choice: object) =>
		`data: ${JSON.stringify({ ...completion, object: 'chat.completion.chunk', choices: [{ index: 0, ...choice }] })}\n\n`;
	return [
		chunk({ delta: message, finish_reason: null }),
		chunk({ delta: {}, finish_reason }),
		'data: [DONE]\n\n',
	].join('');
}

/**
 * Plays a model with scripted turns. It speaks both OpenAI interfaces, chat completions and
 * responses, and can stream only chat completions.
 * @param always without a script, answers every request with one tool call with these arguments
 */
export async function startModel(always?: Arguments) {
	let turns: Arguments[][] = [];
	let tools: Tool[] = [];
	let results: string[] = [];
	let answers: string[] = [];
	let asked = 0;
	let calledAt = 0;
	let toolMs = 0;

	/** The calls of the next turn. Empty if no turn is left or the tool has just answered. */
	const next = (known: Tool[], seen: unknown[], isAnswered: boolean) => {
		// The request is for something else, for example a chat title.
		if (!known.length) return [];
		tools = known;
		results = seen.map(text);
		if (isAnswered) {
			answers.push(results[results.length - 1]);
			toolMs = performance.now() - calledAt;
		}
		const calls = turns.shift() ?? (always && !isAnswered ? [always] : []);
		asked += 1;
		calledAt = performance.now();
		const called = tools.find((one) => SENDS.test(one.name)) ?? tools[0];
		return calls.map((args, index) => ({
			id: `call_${asked}_${index}`,
			name: called.name,
			arguments: JSON.stringify(asAsked(called, args)),
		}));
	};

	const app = fastify();
	app.post('/v1/chat/completions', async (request, reply) => {
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
					tool_calls: calls.map(({ id, ...f }, index) => ({
						...{ index, id, type: 'function', function: f },
					})),
				}
			: { content: 'Done.' };
		const completion = {
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
		if (!body.stream) return completion;
		return await reply.type('text/event-stream').send(streamed(completion));
	});
	app.post('/v1/responses', async (request, reply) => {
		if (z.object({ stream: z.literal(true) }).safeParse(request.body).success) {
			return await reply.code(404).send({ error: { code: 'unknown_url', message: 'No stream' } });
		}
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
		/** The base URL for an OpenAI credential. */
		url: `${url}/v1`,
		/**
		 * Sets the script of one conversation. Each turn calls the tool once per arguments object; then
		 * the conversation ends.
		 */
		script(written: Arguments[][]) {
			turns = structuredClone(written);
			results = [];
			answers = [];
		},
		/** The tools of the last request. */
		tools: () => tools,
		/** The results of the conversation's tool calls, in order. */
		results: () => results,
		/** The last tool result of each turn since `script`, in all conversations. */
		answers: () => answers,
		/** The duration of the last tool call in milliseconds. */
		toolMs: () => toolMs,
		close: async () => await app.close(),
	};
}
