/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test of a development tool */
import { readFile } from 'node:fs/promises';
import { fixtureSchema } from '../../../scripts/liveCheck/fixture';
import { liveCheck, type ProviderName } from '../../../scripts/liveCheck/run';
import type { Asker } from '../../../scripts/liveCheck/terminal';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../../sandbox';
import { useFolder } from '../sandbox/folder';

export type Reply = string | boolean | ((question: string) => string | boolean | Promise<string>);
export type Answers = NonNullable<SandboxOptions['answers']>;

/** A simulated person who answers each question by its name. Throws at an unexpected question. */
function person(replies: Record<string, Reply>) {
	const asked: string[] = [];
	const said: string[] = [];
	const reply = async (id: string, question: string) => {
		asked.push(question);
		if (!(id in replies)) throw new Error(`nobody foresaw the question ${id}: ${question}`);
		const given = replies[id];
		return typeof given === 'function' ? await given(question) : given;
	};
	const asker: Asker = {
		say: (text) => void said.push(text),
		async text(id, question, { check = () => true } = {}) {
			const given = String(await reply(id, question));
			expect(check(given)).toBe(true);
			return given;
		},
		secret: async (id, question) => String(await reply(id, question)),
		yes: async (id, question) => (await reply(id, question)) === true,
		async choose<T extends string>(id: string, question: string, choices: Record<T, string>) {
			const given = String(await reply(id, question)) as T;
			expect(Object.keys(choices)).toContain(given);
			return given;
		},
	};
	return { asker, asked, said };
}

/** The part of an address after /link/ in a question. */
export const linkIn = (question: string) => /\/link\/(\w+)/.exec(question)?.[1] ?? '';

/** The sandbox's record of the link in a question. */
export const linkOf = (sandbox: Sandbox, question: string) =>
	sandbox.state().links.find(({ id }) => id === linkIn(question));

export const PHONE = '0532 123 45 67';
export const EMAIL = 'Bakkal.Huseyin@ornek-magaza.com.tr';

/** Looks into the sandbox's inbox and answers whether a message has arrived. */
export const came = (sandbox: Sandbox, channel: string) => (question: string) => {
	if (question.startsWith('Send')) return true;
	return sandbox.state().messages.some((message) => message.channel === channel) ? 'yes' : 'no';
};

/** The check of a provider. Its sandboxes and folder are removed after the tests. */
export function checkOf(
	provider: ProviderName,
	merchant: (sandbox: Sandbox) => Record<string, Reply>,
) {
	const sandboxes: Sandbox[] = [];
	const file = useFolder();
	afterAll(async () => {
		await Promise.all(sandboxes.map(async (sandbox) => await sandbox.close()));
	});

	async function start(options: SandboxOptions = {}): Promise<Sandbox> {
		const sandbox = await startSandbox({ acceptUnknownLinks: false, ...options });
		sandboxes.push(sandbox);
		return sandbox;
	}

	/** Runs the check with some other answers of the person, and reads the written files. */
	async function run(sandbox: Sandbox, others: Record<string, Reply> = {}) {
		const { asker, asked, said } = person({ ...merchant(sandbox), ...others });
		const paths = await liveCheck({ provider, asker, folder: file(), version: '0.0.0' });
		const [json, markdown] = await Promise.all(
			paths.map(async (path) => await readFile(path, 'utf8')),
		);
		const fixture = fixtureSchema.parse(JSON.parse(json));
		const answers = Object.fromEntries(
			fixture.findings.map(({ question, answer }) => [question, answer]),
		);
		return { asked, said: said.join('\n'), fixture, answers, json, markdown };
	}

	return { start, run };
}

export function expectAnswers(answers: Record<string, string>, wanted: Record<string, RegExp>) {
	const patterns = Object.entries(wanted).map(([name, pattern]) => [
		name,
		expect.stringMatching(pattern),
	]);
	expect(answers).toMatchObject(Object.fromEntries(patterns));
}
