/* eslint-disable @n8n/community-nodes/no-restricted-imports, no-console -- development tool, never packed */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { createSandboxCredentials, importExamples, readExample } from '../../scripts/lib/examples';
import type { Browser } from 'playwright-core';
import type { Execution, WorkflowFile } from '../../scripts/lib/n8nApi';
import { decide, pausedAt } from './approval';
import { Editor } from './browser';
import type { VersionContext } from './context';
import {
	makeTablesByHand,
	nodeTypesOf,
	withoutReview,
	withPlayedWrites,
	withTableByHand,
} from './exampleFiles';
import { drawWorkflow, startInEditor } from './exampleEditor';
import { AGENT_ARGUMENTS, EXAMPLE_RUNS, type ExampleRun } from './exampleRuns';
import { fromFormToPayment, fromRowsToPayment } from './formToPayment';
import { startModel } from './model';
import { orderThatIsNotPaid, waitingChecks } from './waitingExamples';

const SUITE = 'examples';

/** How many identical webhook calls a CRM sends at once. */
const AT_ONCE = 5;

type State = ReturnType<VersionContext['sandbox']['state']>;

/**
 * The sent messages: channel, recipient, and the price of the link or request. If there is no
 * price, the link.
 */
function sentMessages({ messages, links, paymentRequests }: State): string[] {
	return messages
		.map(({ channel, to, linkId, paymentRequestHash }) => {
			const link = links.find(({ id }) => id === linkId);
			const request = paymentRequests.find(({ hash }) => hash === paymentRequestHash);
			const price = link ? (link.price / 100).toFixed(2) : request?.fields.payment_free_amount;
			return `${channel} ${to} ${price ?? linkId}`;
		})
		.sort();
}

/** The number of items at the error outputs of the whole execution. */
function failedItems({ data }: Execution): number {
	const items = Object.values(data.resultData.runData).flatMap(
		(runs) => runs.at(-1)?.data?.main?.[1] ?? [],
	);
	return items.filter(({ json }) => Object(json.details).outcome !== undefined).length;
}

function judge(run: ExampleRun, state: State, execution: Execution): void {
	const { messages, asks, failed = 0, shows = {} } = run;
	assert.equal(execution.status, asks ? 'waiting' : 'success', execution.error);
	const sent = sentMessages(state);
	if (typeof messages === 'number') assert.equal(sent.length, messages);
	else assert.deepEqual(sent, messages);
	assert.equal(failedItems(execution), failed, 'items at the error output');
	judgeItems(shows, state, execution);
}

/** Checks that the nodes' items contain these texts. */
function judgeItems(expected: Record<string, string[]>, state: State, execution: Execution): void {
	for (const [node, texts] of Object.entries(expected)) {
		const items = execution.output(node).map(({ json }) => Object.values(json).join(' | '));
		for (const text of texts.map((one) => one.replace('<link>', state.links.at(0)?.link ?? ''))) {
			assert.ok(items.join('\n').includes(text), `${node}: no ${text} in\n${items.join('\n')}`);
		}
	}
}

/**
 * Waits until a started example ends, and approves its question to a person.
 * @param sent number of messages sent before
 */
async function finish(
	{ n8n: { api }, sandbox }: ExampleContext,
	{ asks }: ExampleRun,
	executionId: string,
	sent = 0,
): Promise<Execution> {
	if (!asks) return await api.waitForExecution(executionId);
	const [review, answer] = asks;
	const { text, links } = await pausedAt(api, executionId, review);
	for (const value of Object.values(AGENT_ARGUMENTS)) assert.ok(text.includes(value), text);
	assert.equal(sandbox.state().messages.length, sent);
	await decide(links, true);
	return (await pausedAt(api, executionId, answer)).execution;
}

interface ExampleContext extends VersionContext {
	/** Where this n8n may read and write files. */
	filesFolder: string;
	/** If set, the examples also run in the editor, and their pictures go into `imagesFolder`. */
	browser?: Browser;
	imagesFolder: string;
}

/** An imported example. `missing` lists the node types that this n8n doesn't have. */
interface Imported {
	id: string;
	file: WorkflowFile;
	missing: string[];
}

/**
 * Imports the examples as `npm start` does, and creates the credentials and tables that they need.
 */
async function importAll({ n8n, sandbox, filesFolder }: ExampleContext, modelUrl: string) {
	const { api } = n8n;
	await createSandboxCredentials(api, sandbox);
	await api.createCredential('openAiApi', 'OpenAI account', { apiKey: 'none', url: modelUrl });
	const types = await nodeTypesOf(api);
	const ids = await importExamples(api, filesFolder, join(filesFolder, 'examples.json'));
	const readFile = async (name: string): Promise<WorkflowFile> =>
		JSON.parse(await readExample(`${name}.json`, n8n.url, filesFolder));
	const tables = types.makesTables
		? undefined
		: await makeTablesByHand(api, [
				await readFile('form-to-paytr'),
				await readFile('payfull-transactions'),
			]);
	const imported: Record<string, Imported> = {};
	for (const name of Object.keys(EXAMPLE_RUNS)) {
		const id = ids[`${name}.json`];
		const file = await readFile(name);
		const fitting = tables === undefined ? file : withTableByHand(file, tables);
		if (tables !== undefined) await api.importWorkflow(fitting, id);
		imported[name] = { id, file: fitting, missing: types.missingFor(file) };
	}
	return imported;
}

/** Runs every example that this n8n supports, and compares what the sandbox received. */
export async function exampleChecks(context: ExampleContext): Promise<void> {
	const { n8n, sandbox, checks } = context;
	const { api } = n8n;
	const check = checks.of(SUITE);
	const model = await startModel(AGENT_ARGUMENTS);
	let examples: Record<string, Imported> = {};
	const done = await check('imported as `npm start` does it', async () => {
		examples = await importAll(context, model.url);
	});
	if (!done) return;
	let isNotPaid: (() => Promise<void>) | undefined;
	await check('wait-for-payment: sends an order that nobody pays', async () => {
		isNotPaid = await orderThatIsNotPaid(context, examples['wait-for-payment']);
	});
	for (const [name, run] of Object.entries(EXAMPLE_RUNS)) {
		const { id, file, missing } = examples[name];
		if (missing.length > 0) {
			console.log(`– ${SUITE}: ${name}: this n8n has no ${missing.join(', ')}`);
			const { asks, ...unasked } = run;
			if (!asks) continue;
			await check(`${name}: without human review, run twice, sent once`, async () => {
				sandbox.reset();
				const changed = await api.importWorkflow(withoutReview(file, ...asks));
				for (let runs = 0; runs < 2; runs++) {
					const execution = await api.runWorkflow(changed, run.trigger);
					judge(unasked, sandbox.state(), execution);
				}
			});
			continue;
		}
		await check(`${name}: run twice, sent once`, async () => {
			sandbox.reset();
			for (let runs = 0; runs < 2; runs++) {
				const started = await api.startWorkflow(id, run.trigger);
				const execution = await finish(context, run, started, runs);
				judge(run, sandbox.state(), execution);
			}
		});
		if (!run.writes) continue;
		await check(`${name}: writes back the right values`, async () => {
			sandbox.reset();
			const copy = await api.importWorkflow(withPlayedWrites(file));
			const execution = await api.runWorkflow(copy, run.trigger);
			judge(run, sandbox.state(), execution);
			judgeItems(run.writes ?? {}, sandbox.state(), execution);
		});
	}
	for (const [name, path, trigger] of [
		['crm-deal-to-paytr-link', 'crm-deal-won', 'When a deal is won'],
		['crm-to-payfull', 'crm-payment-request', 'When an order comes in'],
	]) {
		await check(`${name}: called five times at once, sent once`, async () => {
			const { id, file } = examples[name];
			await api.activate(id);
			sandbox.reset();
			// 'Execute workflow' has already sent the sample's deal and order.
			const [sample] = Object(file.pinData)[trigger];
			const body = { ...sample.json.body, deal: 'DEAL7777', order: '7777' };
			const calls = Array.from({ length: AT_ONCE }, async () => await api.callWebhook(path, body));
			const answers = await Promise.all(calls);
			assert.deepEqual(
				answers.map(({ status }) => status),
				Array(AT_ONCE).fill(200),
				answers.map((answer) => answer.body).join('\n'),
			);
			const said = answers.map((answer) => JSON.parse(answer.body));
			assert.equal(said.filter(({ sent }) => sent === true).length, 1);
			assert.equal(said.filter(({ reason }) => reason === 'alreadySent').length, AT_ONCE - 1);
			assert.deepEqual(sentMessages(sandbox.state()), EXAMPLE_RUNS[name].messages);
		});
	}
	await check('monthly-to-payfull: run twice at once, sent once', async () => {
		sandbox.reset();
		const id = await api.importWorkflow(examples['monthly-to-payfull'].file);
		const run = async () => await api.runWorkflow(id, 'Start by hand');
		await Promise.all([run(), run()]);
		assert.deepEqual(sentMessages(sandbox.state()), EXAMPLE_RUNS['monthly-to-payfull'].messages);
	});
	await check(
		'1-start-here, reconcile-paytr and replace-expired-paytr work together',
		async () => await fromRowsToPayment(context, examples),
	);
	await check(
		'form-to-paytr and reminders-paytr: work together from form to payment',
		async () => await fromFormToPayment(context, examples),
	);
	await waitingChecks(context, examples, check);
	if (context.browser) await editorRuns(context, context.browser, examples);
	if (isNotPaid) await check('wait-for-payment: not paid in time', isNotPaid);
	await model.close();
}

/**
 * Clicks 'Execute workflow' in the editor without the other services' accounts, and draws the
 * picture for docs/templates.md.
 */
async function editorRuns(
	context: ExampleContext,
	browser: Browser,
	examples: Record<string, Imported>,
): Promise<void> {
	const { n8n, sandbox, checks, imagesFolder } = context;
	const editor = await Editor.open(browser, n8n.api);
	for (const [name, run] of Object.entries(EXAMPLE_RUNS)) {
		await checks.check(SUITE, `${name}: 'Execute workflow' in the editor`, async () => {
			const id = await n8n.api.importWorkflow(examples[name].file);
			await drawWorkflow(editor, id, name, imagesFolder);
			sandbox.reset();
			const started = await startInEditor(editor, n8n.api, id, run.trigger);
			const execution = await finish(context, run, started);
			judge(run, sandbox.state(), execution);
		});
	}
	await editor.page.context().close();
}
