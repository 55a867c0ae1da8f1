import type { IBinaryKeyData, IDataObject } from 'n8n-workflow';
import type { Form } from '../fields';
import type { Failure, Provider, Result } from '../result';
import type { Answer, Signer } from '../transport';
import type { CredentialData } from './itemCredentials';
import type { SendOnceModes } from './sendOnce';

/** The dry run's description of a request, and the value it uses in place of the answer. */
export interface DryRun<T extends IDataObject> {
	/** Defaults to the step's name. */
	action?: string;
	/** In major units. Added to the sum if `currency` is given. */
	amount?: number;
	currency?: string;
	/** Lets the plan go on as if the request had succeeded. */
	value?: T;
}

/** One request to the provider: a message, a link, a deletion. */
export interface Step<T extends IDataObject> {
	/** Distinguishes the steps of one item, for example sms, email, create. */
	name: string;
	/** The service, as a path relative to the credential's address. */
	path: string;
	/** The fields to send, before the credential adds its own fields and signs. */
	form: Form;
	/**
	 * The message and its recipient as the output shows them. Kept with the result for a re-run.
	 */
	about: IDataObject;
	/**
	 * Two calls of an agent are the same if this is equal. Defaults to `about`. Equal arguments are
	 * not enough: an expression may yield a different recipient.
	 */
	identity?: IDataObject;
	/**
	 * The identity names one message, which is sent once regardless of the arguments of the call.
	 */
	isOneMessage?: boolean;
	/**
	 * The request changes nothing. It is neither remembered nor answered with an earlier try's
	 * result.
	 */
	isRead?: boolean;
	/** How a dry run describes the step. */
	dryRun?: DryRun<T>;
	/** Reads the provider's answer. */
	read(answer: Answer): Result<T>;
	/** The part of the value that a re-run of the node needs. Defaults to the whole value. */
	remember?(value: T): T;
}

export type SkipReason = 'alreadySent' | 'unknownOutcome';

/**
 * `about` describes the message that was really sent. In a re-run that is the earlier message, not
 * the panel's current values.
 */
export type StepResult<T> =
	| { state: 'delivered'; value: T; about: IDataObject }
	| { state: 'skipped'; reason: SkipReason; about: IDataObject }
	| {
			state: 'failed';
			failure: Failure;
			about: IDataObject;
			/** Nothing was sent now: the outcome of an earlier request is unknown. */
			isEarlier?: boolean;
	  };

export interface Sender {
	send<T extends IDataObject>(step: Step<T>): Promise<StepResult<T>>;
	/**
	 * What another execution did about a step of this item, as far as the memory knows. Waits for
	 * an execution that is sending it right now.
	 */
	earlier(step: string): Promise<'sent' | 'unknown' | undefined>;
	/** 'On Unknown Outcome' is 'Treat as Sent'. */
	readonly treatsUnknownAsSent: boolean;
}

/** The result of an item: an output item or a failure. */
export type ItemOutput = { json: IDataObject; binary?: IBinaryKeyData } | { failure: Failure };

/** The work for one item, after all of its parameters were checked. */
export interface Plan {
	/**
	 * The names of the steps that must not happen twice. Empty if the item may be repeated freely.
	 */
	steps: string[];
	/**
	 * Identifies a step across executions if it is sent once per link and recipient. Undefined if
	 * nothing identifies it reliably; then it needs a key.
	 */
	defaultKey?: (step: string) => string;
	/**
	 * Recipient of a step. Items with the same key must have the same recipient (case-insensitive).
	 */
	recipient?: (step: string) => string | undefined;
	/** One part of the item can't be sent, the others can. In Stop mode nothing is sent then. */
	invalidPart?: Failure;
	/** Hints for the user. They don't keep the item from being sent. */
	hints?: string[];
	run(sender: Sender): Promise<ItemOutput[]>;
}

/** The recipient of a step in lower case, if it has one. */
export const recipientOf = ({ recipient }: Plan, step: string): string | undefined =>
	recipient?.(step)?.toLowerCase();

/** What a node delivers: the provider, its credential, and a plan for each item. */
export interface Delivery {
	provider: Provider;
	/** The node's credential type, which signs. */
	signer: Signer;
	/** Default of the 'Timeout' option, in seconds. */
	defaultTimeout: number;
	/** The name of one output item, for example message. */
	unit: string;
	/** The operation's choices for 'Send Only Once'. Undefined if it may be repeated freely. */
	sendOnce?: SendOnceModes;
	/**
	 * Items with a default key are always sent once, without a choice: a refund with a reference
	 * number.
	 */
	isAlwaysOnce?: boolean;
	/** All requests only read, so a dry run makes them. */
	isRead?: boolean;
	/** Reads and checks the parameters of one item; sends nothing. */
	prepare(itemIndex: number, credential: CredentialData): Result<Plan>;
	/** The store or account of a credential. Each has its own messages. */
	accountOf(credential: CredentialData): string;
}
