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
	/** The sandbox's address without a trailing slash. */
	url: () => string;
}

/** The JSON of a response. PayTR lists stored cards in an array without an object around it. */
export type Body = JsonObject | JsonObject[];

/** The provider's action and response. The action is complete when the verdict is returned. */
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
	/** The response to an accepted request without further content. */
	success: JsonObject;
	serviceOf(path: string, fields: Fields): string;
	decide(service: string, fields: Fields, context: Context): Verdict;
	/** Adapts the response to the configured answers. */
	say(answers: Answers, service: string, verdict: Verdict, answer: Body): Body;
	/** A refusal that a fault asks for, in the provider's format. */
	refuse(service: string, rule: FaultRule, fields: Fields): Refusal;
}
