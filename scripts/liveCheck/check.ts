import { Blanker } from './blank';
import type { Client, Form, PostOptions, Reply } from './client';
import { exchangeSchema, type Exchange, type Finding, type Fixture } from './fixture';
import type { Asker } from './terminal';

export type Json = Record<string, unknown>;

/** One request, before personal values are removed. */
export interface Asked extends Exchange {
	/** The JSON object of the response. Empty if there is none. */
	json: Json;
	location: string;
}

/** Whether a response accepts or refuses the request. Undefined if it does neither. */
export type Verdict = (json: Json) => 'accepted' | 'refused' | undefined;

export interface Post extends PostOptions {
	/** The provider did only a part of it, so the request is neither accepted nor refused. */
	partly?: true;
	/**
	 * Saves only the types of the response's values, because the values may be the store's accounts.
	 */
	shapeOnly?: true;
}

/** One part of the check. Its description and an optional question come before its requests. */
export interface Part<C> {
	id: string;
	title: string;
	/** Describes the messages, their recipients and possible costs. */
	tells: (check: C) => string;
	/**
	 * The question to confirm. Required if the part contacts somebody, costs money or changes
	 * something.
	 */
	asks?: (check: C) => string;
	run: (check: C) => Promise<void>;
}

/** The fields of a request that are saved. */
const kept = exchangeSchema.strip();

function parse(body: string): Json {
	try {
		const json: unknown = JSON.parse(body.replace(/^\uFEFF/, ''));
		return typeof json === 'object' && json !== null ? (json as Json) : {};
	} catch {
		return {};
	}
}

/** The same structure with types instead of values. A list keeps only its first entry. */
function shape(value: unknown): unknown {
	if (Array.isArray(value)) return value.slice(0, 1).map(shape);
	if (typeof value !== 'object' || value === null) return typeof value;
	return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shape(inner)]));
}

/** The values of these keys are kept, because they contain the provider's decision. */
const VERDICT_KEYS = ['status', 'err_no', 'err_msg', 'reason', 'ErrorCode', 'ErrorMSG'];

function shapeOf(body: string): string {
	const json = parse(body);
	const kept = VERDICT_KEYS.filter((name) => name in json).map((name) => [name, json[name]]);
	return JSON.stringify({ ...(shape(json) as Json), ...Object.fromEntries(kept) });
}

export const ARRIVED = { yes: 'Yes', no: 'No, not within some minutes' } as const;

/** Runs a check: asks the provider and the person, and collects the results. */
export abstract class Check<Question extends string = string> {
	readonly blanker = new Blanker();

	private readonly exchanges: Asked[] = [];

	private readonly findings = new Map<Question, Finding>();

	constructor(
		readonly provider: Fixture['provider'],
		private readonly questions: Readonly<Record<Question, string>>,
		readonly asker: Asker,
		private readonly client: Client,
		private readonly verdict: Verdict,
	) {}

	/**
	 * Posts one signed form and shows the response. Asks the person if the response contains no
	 * decision.
	 */
	async post(step: string, service: string, path: string, form: Form, post: Post = {}) {
		const reply = await this.client.post(path, form, post);
		const asked = this.asked(step, service, form, reply, post);
		const number = this.exchanges.push(asked);
		const { answer } = asked;
		const told = answer
			? `HTTP ${answer.statusCode} ${this.blanker.blank(answer.body).slice(0, 300)}`
			: `no answer (${asked.noAnswer})`;
		this.asker.say(`  [${number}] ${step}: ${told}`);
		if (!answer || post.partly) return asked;
		asked.truth = this.verdict(asked.json);
		// Nobody can see the effect of a report, so the person isn't asked.
		if (!asked.truth && !post.shapeOnly) asked.truth = await this.askVerdict(step);
		return asked;
	}

	private asked(step: string, service: string, sent: Form, reply: Reply, post: Post): Asked {
		const base = { step, service, sent, ...(post.shapeOnly ? { shapeOnly: true as const } : {}) };
		if ('noAnswer' in reply) {
			return { ...base, noAnswer: reply.noAnswer, json: {}, location: '' };
		}
		const { statusCode, contentType, location } = reply;
		const body = post.shapeOnly ? shapeOf(reply.body) : reply.body;
		return {
			...base,
			answer: { statusCode, contentType, body },
			json: parse(reply.body),
			location,
		};
	}

	private async askVerdict(step: string): Promise<Exchange['truth']> {
		const said = await this.asker.choose(
			'verdict',
			`This answer says neither yes nor no. Was "${step}" carried out?`,
			{ unknown: "I can't tell", accepted: 'Yes', refused: 'No' },
		);
		return said === 'unknown' ? undefined : said;
	}

	found(question: Question, answer: string, why: string): void {
		this.findings.set(question, { question, asked: this.questions[question], answer, why });
	}

	/** Asks the person whether the message of this step has arrived. */
	async arrived(question: Question & ('sms' | 'email'), asked: Asked): Promise<void> {
		const came = await this.asker.choose(question, 'Did the message arrive?', ARRIVED);
		this.found(
			question,
			`${outcomeOf(asked)}; ${came === 'yes' ? 'arrived' : 'did not arrive'}`,
			'A message to the person who ran the check.',
		);
	}

	/**
	 * Deletes everything that the check created at the provider. Tells the person what it could not
	 * delete.
	 */
	abstract cleanUp(): Promise<void>;

	/** All requests in order. */
	all(): readonly Asked[] {
		return this.exchanges;
	}

	/** Runs the parts in order. Parts that the person declines are skipped. */
	async run<C extends Check<Question>>(this: C, parts: Array<Part<C>>): Promise<void> {
		for (const [index, part] of parts.entries()) {
			this.asker.say(`\n${index + 1}. ${part.title}\n   ${part.tells(this)}`);
			if (part.asks && !(await this.asker.yes(part.id, part.asks(this)))) continue;
			await part.run(this);
		}
	}

	/** The results, without personal values. */
	fixture(source: Fixture['source'], day: string): Fixture {
		const blank = (text: string) => this.blanker.blank(text);
		const blankAll = (form: Form) =>
			Object.fromEntries(Object.entries(form).map(([name, value]) => [name, blank(value)]));
		return {
			provider: this.provider,
			source,
			day,
			findings: [...this.findings.values()].map((finding) => ({
				...finding,
				answer: blank(finding.answer),
				why: blank(finding.why),
			})),
			exchanges: this.exchanges.map((asked) => {
				const { sent, answer, ...exchange } = kept.parse(asked);
				return {
					...exchange,
					sent: blankAll(sent),
					...(answer ? { answer: { ...answer, body: blank(answer.body) } } : {}),
				};
			}),
		};
	}

	/** The questions that have no answer yet. */
	open(): string[] {
		const names = Object.keys(this.questions) as Question[];
		return names.filter((name) => !this.findings.has(name)).map((name) => this.questions[name]);
	}
}

/** The provider's full explanation of a refusal, for a person. */
export const wordsOf = ({ answer, noAnswer, json }: Asked): string => {
	if (!answer) return `no answer (${noAnswer})`;
	const words = [json.reason, json.err_msg, json.ErrorMSG, json.message].find(Boolean);
	const code = json.err_no ?? json.ErrorCode;
	const parts = [code === undefined ? '' : `code ${code}`, words ? String(words) : ''];
	return parts.filter(Boolean).join(': ') || `HTTP ${answer.statusCode} without words`;
};

/** "taken", or "refused" with the provider's words. */
export const outcomeOf = (asked: Asked): string => {
	if (asked.truth === 'accepted') return 'taken';
	return asked.truth === 'refused' ? `refused: ${wordsOf(asked)}` : wordsOf(asked);
};
