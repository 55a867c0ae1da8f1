/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test, never packed */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { connections, createEngine, INSPECT_NODE, LOOP_NODE, type EngineOptions } from './harness';
import { Echo } from './harness/fixtures/echo';
import { reply, startEchoServer } from './harness/fixtures/echoServer';
import { EchoTrigger } from './harness/fixtures/echoTrigger';
import { SignedApi } from './harness/fixtures/signedApi';

let server: Awaited<ReturnType<typeof startEchoServer>>;

beforeAll(async () => {
	server = await startEchoServer();
});
afterAll(async () => await server.stop());
beforeEach(() => server.reset());

function engineWith(options: EngineOptions = {}) {
	return createEngine({
		nodeTypes: [new Echo(), new EchoTrigger()],
		credentialTypes: [new SignedApi()],
		credentials: { signedApi: { key: 'secret', baseUrl: server.url } },
		...options,
	});
}

/** Refuses the messages in the list, the given number of times each. */
function refuse(messages: string[], times = Infinity) {
	const refused: Record<string, number> = {};
	server.answer = ({ form: { message } }, response) => {
		refused[message] = (refused[message] ?? 0) + 1;
		const isRefused = messages.includes(message) && refused[message] <= times;
		reply(response, { status: isRefused ? 'error' : 'ok' });
	};
}

const message = '={{ $json.text }}';
const ab = [{ text: 'a' }, { text: 'b' }];

describe('expressions', () => {
	it('are resolved for every item and link outputs to inputs', async () => {
		const result = await engineWith().runNode('echo', { message: '={{ $json.text }}!' }, ab);

		expect(result.json.map((json) => json.message)).toEqual(['a!', 'b!']);
		expect(result.items.map((item) => item.pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		expect(result.run.status).toBe('success');
	});

	it('yield Luxon values in the workflow time zone', async () => {
		const value = '={{ DateTime.fromISO($json.at).toFormat("HH:mm ZZ") }}';
		const items = [{ at: '2026-01-01T00:00:00Z' }];

		const istanbul = await engineWith({ timezone: 'Europe/Istanbul' }).runNode(
			INSPECT_NODE,
			{ value },
			items,
		);
		const tokyo = await engineWith({ timezone: 'Asia/Tokyo' }).runNode(
			INSPECT_NODE,
			{ value },
			items,
		);

		expect(istanbul.json).toEqual([{ value: '03:00 +03:00' }]);
		expect(tokyo.json).toEqual([{ value: '09:00 +09:00' }]);
	});

	it('reach back through paired items', async () => {
		const result = await engineWith().run(
			{
				nodes: [
					{ name: 'Echo', type: 'echo', parameters: { message } },
					{
						name: 'Inspect',
						type: INSPECT_NODE,
						parameters: { value: "={{ $('Start').item.json.text }}" },
					},
				],
			},
			{ items: ab },
		);

		expect(result.json).toEqual([{ value: 'a' }, { value: 'b' }]);
	});
});

describe('failures', () => {
	it('stop the workflow by default', async () => {
		refuse(['a']);
		const result = await engineWith().runNode('echo', { message }, ab);

		expect(result.run.status).toBe('error');
		expect(result.error).toMatchObject({
			name: 'NodeOperationError',
			message: 'The message "a" was refused',
			context: { itemIndex: 0 },
		});
		expect(server.messages()).toEqual(['a']);
	});

	it('go to the error output with the input row merged in', async () => {
		refuse(['b']);
		const result = await engineWith().runNode('echo', { message }, ab, {
			onError: 'continueErrorOutput',
		});

		expect(result.json).toEqual([{ status: 'ok', message: 'a' }]);
		expect(result.errorItems.map((item) => item.json)).toEqual([
			{ text: 'b', error: 'The message "b" was refused' },
		]);
	});

	it('feed a node connected to the error output', async () => {
		refuse(['b']);
		const result = await engineWith().run(
			{
				nodes: [
					{ name: 'Echo', type: 'echo', parameters: { message }, onError: 'continueErrorOutput' },
					{ name: 'Sent', type: 'n8n-nodes-base.noOp' },
					{ name: 'Failed', type: 'n8n-nodes-base.noOp' },
				],
				connections: connections([
					['Echo', 'Sent'],
					['Echo', 'Failed', 1],
				]),
			},
			{ items: ab },
		);

		expect(result.outputOf('Sent')[0]).toHaveLength(1);
		expect(result.outputOf('Failed')[0]?.[0]?.json).toMatchObject({ text: 'b' });
	});
});

describe('re-runs', () => {
	it('by Retry On Fail keep the node context', async () => {
		refuse(['b'], 1);
		const result = await engineWith().runNode('echo', { message }, ab, {
			retryOnFail: true,
			maxTries: 2,
		});

		expect(result.run.status).toBe('success');
		expect(server.messages()).toEqual(['a', 'b', 'b']);
		expect(result.contextOf('Node')).toEqual({ 0: { status: 'ok' }, 1: { status: 'ok' } });
	});

	it('by the editor Retry keep it too, and go on behind the node', async () => {
		refuse(['b'], 1);
		const engine = engineWith();
		const workflow = {
			nodes: [
				{ name: 'Echo', type: 'echo', parameters: { message } },
				{ name: 'After', type: 'n8n-nodes-base.noOp' },
			],
		};
		const failed = await engine.run(workflow, { items: ab });
		const retried = await engine.run(workflow, { retryOf: failed.run });

		expect(failed.run.status).toBe('error');
		expect(retried.run).toMatchObject({ status: 'success', mode: 'retry' });
		expect(server.messages()).toEqual(['a', 'b', 'b']);
		expect(retried.outputOf('After')[0]).toHaveLength(2);
		expect(retried.tasksOf('Start')).toHaveLength(1);
	});

	it('of a loop are runs of their own', async () => {
		const result = await engineWith().run(
			{
				nodes: [
					{ name: 'Loop', type: LOOP_NODE, parameters: { batchSize: 1 } },
					{
						name: 'Inspect',
						type: INSPECT_NODE,
						parameters: { value: '={{ $runIndex }}{{ $json.text }}' },
					},
				],
				connections: connections([
					['Loop', 'Inspect', 1],
					['Inspect', 'Loop'],
				]),
			},
			{ items: ab, node: 'Loop' },
		);

		expect(result.json).toEqual([{ value: '0a' }, { value: '1b' }]);
		expect(result.tasksOf('Inspect')).toHaveLength(2);
	});
});

it('passes the cancel signal to requests in flight', async () => {
	server.answer = () => {};
	const arrived = server.next();
	const result = await engineWith().runNode('echo', { message }, ab, {}, { cancelWhen: arrived });

	await (
		await arrived
	).aborted;
	expect(result.run.status).toBe('canceled');
	expect(server.messages()).toEqual(['a']);
});

it('pins data instead of running the node', async () => {
	const result = await engineWith().runNode(
		'echo',
		{ message },
		ab,
		{},
		{ pinData: { Node: [{ json: { pinned: true } }] } },
	);

	expect(result.json).toEqual([{ pinned: true }]);
	expect(server.received).toEqual([]);
});

it('hands out hints and binary data', async () => {
	const result = await engineWith().runNode('echo', { message, attach: true }, ab);

	expect(result.hints).toEqual([{ message: '2 messages', location: 'outputPane' }]);
	expect(result.items[0]?.binary?.data).toMatchObject({
		data: Buffer.from('a').toString('base64'),
		fileName: 'message.txt',
		mimeType: 'text/plain',
	});
});

describe('credentials', () => {
	it('sign in their authenticate function, defaults filled in', async () => {
		await engineWith().runNode('echo', { message: 'hello' });

		expect(server.received[0]?.form).toEqual({
			message: 'hello',
			signature: 'secret:message=hello',
			tag: 'default tag',
		});
	});

	it('that are missing fail the node', async () => {
		const result = await engineWith({ credentials: {} }).runNode('echo', { message });

		expect(result.error?.message).toBe('Node does not have any credentials set');
	});

	const data = () => ({ key: 'secret', baseUrl: server.url });

	it('are tested by a signed request', async () => {
		const result = await engineWith().testCredential('signedApi', data());

		expect(result).toEqual({ status: 'OK', message: 'Connection successful!' });
		expect(server.received).toMatchObject([
			{ path: '/check', form: { check: '1', signature: 'secret:check=1', tag: 'default tag' } },
		]);
	});

	it('are refused by a rule on the body, or by the status', async () => {
		const engine = engineWith();
		const test = async (status: number, body: object) => {
			server.answer = (_call, response) => reply(response, body, status);
			return (await engine.testCredential('signedApi', data())).message;
		};

		expect(await test(200, { status: 'error' })).toBe('The key was refused');
		expect(await test(403, {})).toBe('Forbidden - perhaps check your credentials?');
	});

	it('report a server that is not there', async () => {
		const result = await engineWith().testCredential('signedApi', {
			key: 'secret',
			baseUrl: 'http://127.0.0.1:1',
		});

		expect(result).toEqual({
			status: 'Error',
			message: 'The service refused the connection - perhaps it is offline',
		});
	});
});

describe('de-duplication helpers', () => {
	const onlyNew = { message, onlyNew: true };

	it('remember across executions of one engine, not of another', async () => {
		const engine = engineWith();
		await engine.runNode('echo', onlyNew, [{ text: 'a' }]);
		const second = await engine.runNode('echo', onlyNew, ab);

		expect(second.json[0]).toEqual({ skipped: true, message: 'a' });
		expect(server.messages()).toEqual(['a', 'b']);

		await engineWith().runNode('echo', onlyNew, ab);
		expect(server.messages()).toEqual(['a', 'b', 'a', 'b']);
	});

	it('remember across engines in a file', async () => {
		const directory = await mkdtemp(join(tmpdir(), 'deduplication-'));
		const deduplication = { file: join(directory, 'rows.json') };
		await engineWith({ deduplication }).runNode('echo', onlyNew, ab);
		await engineWith({ deduplication }).runNode('echo', onlyNew, ab);
		await rm(directory, { recursive: true });

		expect(server.messages()).toEqual(['a', 'b']);
	});

	it('are absent in an n8n that is too old', async () => {
		const engine = engineWith({ deduplication: 'none' });
		const result = await engine.runNode('echo', onlyNew, ab);

		expect(result.error?.message).toContain('checkProcessedAndRecord is not a function');
	});
});

describe.each(['supplyData', 'engineRequest'] as const)('as a tool via %s', (via) => {
	const parameters = { message: "={{ $fromAI('text', 'What to say', 'string') }}" };

	it('takes what the model filled in', async () => {
		const result = await engineWith().runTool('echo', parameters, { text: 'hi' }, { via });

		expect(server.messages()).toEqual(['hi']);
		expect(result.response).toMatchObject([{ status: 'ok', message: 'hi' }]);
		expect(result.tool).toEqual({ name: 'Node', description: 'Sends a message', accepts: true });
	});
});

it('tells the agent why a tool failed', async () => {
	refuse(['hi']);
	const result = await engineWith().runTool('echo', { message: 'hi' }, {});

	expect(result.error?.message).toContain('The message "hi" was refused');
});

describe('webhook triggers', () => {
	const form = { 'content-type': 'application/x-www-form-urlencoded' };

	it('answer, start the workflow with the parsed form and keep static data', async () => {
		const trigger = await engineWith().startWebhook('echoTrigger');
		const first = await trigger.send({ headers: form, body: 'id=1&name=%C3%87a%C4%9F' });
		const again = await trigger.send({ headers: form, body: 'id=1' });
		const published = trigger.staticData();
		await trigger.stop();

		expect(first).toMatchObject({ status: 200, body: 'OK' });
		expect(first.executions[0]?.outputOf('After')[0]?.[0]?.json).toEqual({ id: '1', name: 'Çağ' });
		expect(again.executions).toEqual([]);
		expect(published).toEqual({ 'node:Trigger': { registered: trigger.url, 1: true } });
		expect(trigger.staticData()).toEqual({ 'node:Trigger': { 1: true } });
	});

	it('start from static data that was saved', async () => {
		const response = await engineWith().webhook(
			'echoTrigger',
			{ path: 'other' },
			{ headers: form, body: 'id=1' },
			{ staticData: { 'node:Trigger': { 1: true } } },
		);

		expect(response).toMatchObject({ status: 200, body: 'OK', executions: [] });
	});

	it('answer 500 when the node throws and 404 to a method it does not have', async () => {
		const trigger = await engineWith().startWebhook('echoTrigger');
		const thrown = await trigger.send({ headers: form, body: 'other=1' });
		const get = await trigger.send({ method: 'GET' });
		await trigger.stop();

		expect(thrown.status).toBe(500);
		expect(thrown.executions[0]?.error?.message).toBe('No ID');
		expect(get.status).toBe(404);
	});
});
