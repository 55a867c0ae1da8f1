import type { Answers } from './answers';
import type { FaultRule } from './faults';
import type { ResolvedOptions } from './options';
import type { Store } from './state';
import type { Fields, JsonObject, Provider } from './types';

/** What a service may use. */
export interface Context {
	store: Store;
	options: ResolvedOptions;
	/** What no document says, as the sandbox answers it now. */
	answers: () => Answers;
	/** The sandbox's own address, without a slash at the end. */
	url: () => string;
}

/** An answer's JSON; PayTR lists stored cards without an object around them. */
export type Body = JsonObject | JsonObject[];

/** What the provider did, and says. It has happened when this is returned. */
export type Verdict =
	| { accepted: true; answer: Body | Promise<Body>; note?: string }
	| {
			accepted: false;
			answer: JsonObject;
			reason: string;
			code?: string;
			note?: string;
			expectedMessage?: string;
			receivedMessage?: string;
	  };

export type Refusal = Extract<Verdict, { accepted: false }>;

/** One provider: its paths, the service a request means, and what comes of it. */
export interface ProviderApi {
	provider: Provider;
	paths: string[];
	/** The field that holds the signature, kept out of what is recorded. */
	signatureField: string;
	/** What a plain yes looks like. */
	success: JsonObject;
	serviceOf(path: string, fields: Fields): string;
	decide(service: string, fields: Fields, context: Context): Verdict;
	/** The answer as it is sent, where no document says how. */
	say(answers: Answers, service: string, verdict: Verdict, answer: Body): Body;
	/** A refusal on demand, in the provider's form. */
	refuse(service: string, rule: FaultRule, fields: Fields): Refusal;
}
