import type { IBinaryKeyData, IDataObject } from 'n8n-workflow';
import type { Form } from '../fields';
import type { Failure, Provider, Result } from '../result';
import type { Answer, Signer } from '../transport';
import type { CredentialData } from './itemCredentials';
import type { SendOnceModes } from './sendOnce';

/** What a dry run says of a request, and what it takes for the answer. */
export interface DryRun<T extends IDataObject> {
	/** The step's name where not given. */
	action?: string;
	/** In major units; with `currency`, for the sum. */
	amount?: number;
	currency?: string;
	/** Lets the plan go on as if the request had succeeded. */
	value?: T;
}

/** One request to the provider: a message, a link, a deletion. */
export interface Step<T extends IDataObject> {
	/** Tells the steps of one item apart, e.g. sms, email, create. */
	name: string;
	/** The service, as a path below the credential's own address. */
	path: string;
	/** The fields to send, before the credential adds its own and signs. */
	form: Form;
	/** What is sent to whom, as the output says it; kept with the result for a re-run. */
	about: IDataObject;
	/**
	 * What an agent's call must have in common with an earlier one to be the same; `about` where not
	 * given. Equal arguments don't say so: an expression may give another recipient.
	 */
	identity?: IDataObject;
	/** The identity names one message: whatever the call's arguments are, it is sent once. */
	isOneMessage?: boolean;
	/** Changes nothing: it is neither remembered nor answered from what an earlier try has read. */
	isRead?: boolean;
	/** What a dry run says of it. */
	dryRun?: DryRun<T>;
	/** Reads the provider's answer. */
	read(answer: Answer): Result<T>;
	/** What a re-run of the node needs of the value; all of it where not given. */
	remember?(value: T): T;
}

export type SkipReason = 'alreadySent' | 'unknownOutcome';

/** `about` is what was really sent: for a step of an earlier run, not what the panel says now. */
export type StepResult<T> =
	| { state: 'delivered'; value: T; about: IDataObject }
	| { state: 'skipped'; reason: SkipReason; about: IDataObject }
	| {
			state: 'failed';
			failure: Failure;
			about: IDataObject;
			/** Nothing was sent now: an earlier request left the outcome unknown. */
			isEarlier?: boolean;
	  };

export interface Sender {
	send<T extends IDataObject>(step: Step<T>): Promise<StepResult<T>>;
	/**
	 * What another execution did about a step of this item, as far as the memory knows; waits for one
	 * that is sending it right now.
	 */
	earlier(step: string): Promise<'sent' | 'unknown' | undefined>;
	/** 'On Unknown Outcome' is 'Treat as Sent'. */
	readonly treatsUnknownAsSent: boolean;
}

/** What an item becomes: an output item, or a failure. */
export type ItemOutput = { json: IDataObject; binary?: IBinaryKeyData } | { failure: Failure };

/** What is to be done for one item, after all of its parameters were checked. */
export interface Plan {
	/** The steps that must not happen twice, by name; empty for what may be repeated freely. */
	steps: string[];
	/**
	 * What makes a step the same as one of an earlier execution where it is sent once per link and
	 * recipient. Left out where there is no honest answer: then only a key can tell.
	 */
	defaultKey?: (step: string) => string;
	/** Whom a step contacts: two items of one key must not differ in it, but for capital letters. */
	recipient?: (step: string) => string | undefined;
	/** A part of the item can't be sent, the others can: Stop mode sends nothing then. */
	invalidPart?: Failure;
	/** Remarks for the user that don't keep the item from being sent. */
	hints?: string[];
	run(sender: Sender): Promise<ItemOutput[]>;
}

/** Whom a step contacts, if anyone, without capital letters. */
export const recipientOf = ({ recipient }: Plan, step: string): string | undefined =>
	recipient?.(step)?.toLowerCase();

/** What a node delivers: the provider, its credential, and a plan for each item. */
export interface Delivery {
	provider: Provider;
	/** The credential type of the node, which signs. */
	signer: Signer;
	/** Seconds; the 'Timeout' option's default. */
	defaultTimeout: number;
	/** What an output item stands for, e.g. message. */
	unit: string;
	/** What the operation offers for 'Send Only Once'; left out where it may be repeated freely. */
	sendOnce?: SendOnceModes;
	/** What has a default key is done once, without a choice: a refund with a reference number. */
	isAlwaysOnce?: boolean;
	/** All its requests only read: a dry run makes them. */
	isRead?: boolean;
	/** Reads and checks the parameters of one item; sends nothing. */
	prepare(itemIndex: number, credential: CredentialData): Result<Plan>;
	/** The store or account that a credential is for: its messages are its own. */
	accountOf(credential: CredentialData): string;
}
