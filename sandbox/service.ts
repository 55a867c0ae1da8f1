import type { Answers } from './answers';
import type { FaultRule } from './faults';
import type { ResolvedOptions } from './options';
import type { Store } from './state';
import type { Fields, JsonObject, Provider } from './types';

/** The context of a service. */
export interface Context {
	store: Store;
	options: ResolvedOptions;
	/** The current answers to questions that no document settles. */
	answers: () => Answers;
	/** The sandbox's address without a slash at the end. */
	url: () => string;
}

/** The JSON of an answer. PayTR lists stored cards without an object around them. */
export type Body = JsonObject | JsonObject[];

/** The provider's action and answer. The action is complete when this is returned. */
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

/** One provider: its paths, the service of a request, and the service's verdict. */
export interface ProviderApi {
	provider: Provider;
	paths: string[];
	/** The field with the signature, which isn't recorded. */
	signatureField: string;
	/** The answer to an accepted request without further content. */
	success: JsonObject;
	serviceOf(path: string, fields: Fields): string;
	decide(service: string, fields: Fields, context: Context): Verdict;
	/** Adapts the answer to the configured answers. */
	say(answers: Answers, service: string, verdict: Verdict, answer: Body): Body;
	/** A refusal that a fault asks for, in the provider's format. */
	refuse(service: string, rule: FaultRule, fields: Fields): Refusal;
}
