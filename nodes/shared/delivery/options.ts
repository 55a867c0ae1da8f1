import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { wholeNumber } from '../values/text';
import { problem, shown, type Parsed } from '../values/problem';
import { itemReader } from '../fields';
import { ok, type Result } from '../result';

export interface DeliveryOptions {
	maxConcurrency: number;
	requestsPerSecond: number;
	timeout: number;
	retries: number;
	skipAlreadySent: boolean;
	onUnknownOutcome: 'skip' | 'resend';
}

const MAX_CONCURRENCY: INodeProperties = {
	displayName: 'Max Concurrency',
	name: 'maxConcurrency',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 5,
	description: 'How many requests may be in flight at once',
};

const REQUESTS_PER_SECOND: INodeProperties = {
	displayName: 'Requests per Second',
	name: 'requestsPerSecond',
	type: 'number',
	typeOptions: { minValue: 0, numberPrecision: 2 },
	default: 0,
	description: 'How many requests may start per second, 0 for no limit',
};

const RETRIES: INodeProperties = {
	displayName: 'Retries',
	name: 'retries',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 10 },
	default: 2,
	description:
		'How often a request is tried again when nothing was sent (no connection, or the provider asked to wait). A request with an unknown outcome is never repeated by itself.',
};

const TIMEOUT: INodeProperties = {
	displayName: 'Timeout',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 20,
	description: 'How many seconds to wait for an answer',
};

/** The option that gives an item's own key to 'Skip Already Sent'. */
export const DEDUPLICATION_KEY: INodeProperties = {
	displayName: 'Deduplication Key',
	name: 'deduplicationKey',
	type: 'string',
	default: '',
	placeholder: 'e.g. {{ $json.invoiceNumber }}',
	description:
		"What makes an item the same as an earlier one for 'Skip Already Sent', e.g. an invoice number. Without this option it is everything that the item sends.",
};

const ON_UNKNOWN_OUTCOME: INodeProperties = {
	displayName: 'On Unknown Outcome',
	name: 'onUnknownOutcome',
	type: 'options',
	options: [
		{
			name: 'Send Again',
			value: 'resend',
			description: 'The customer may be contacted twice',
		},
		{
			name: 'Skip',
			value: 'skip',
			description: 'The item is flagged, so that you can check in the provider’s panel',
		},
	],
	default: 'skip',
	description:
		'What to do on a re-run with an item of which it is not known whether it was sent (no answer came, or n8n was stopped)',
};

const SKIP_ALREADY_SENT: INodeProperties = {
	displayName: 'Skip Already Sent',
	name: 'skipAlreadySent',
	type: 'boolean',
	default: false,
	description:
		'Whether to pass over items that this node has sent in an earlier execution. Two executions at the same moment are not told apart.',
};

/** The `options` collection of a node, with its provider's own ones among them. */
export function optionsProperty(defaultTimeout: number, own: INodeProperties[]): INodeProperties {
	const options = [
		DEDUPLICATION_KEY,
		MAX_CONCURRENCY,
		ON_UNKNOWN_OUTCOME,
		REQUESTS_PER_SECOND,
		RETRIES,
		SKIP_ALREADY_SENT,
		{ ...TIMEOUT, default: defaultTimeout },
		...own,
	];
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: options.sort((a, b) => a.displayName.localeCompare(b.displayName)),
	};
}

function positiveNumber(min: number) {
	return (value: unknown): Parsed<number> => {
		const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
		if (typeof number === 'number' && Number.isFinite(number) && number >= min) return ok(number);
		return problem(`is not a number of ${min} or more: ${shown(value)}`, `Use ${min} or more.`);
	};
}

function count(min: number) {
	return (value: unknown): Parsed<number> => {
		const number = wholeNumber(min)(value);
		return number.ok ? ok(Number(number.value)) : number;
	};
}

/** The options that hold for the whole batch, checked; read from the first item. */
export function readOptions(
	ctx: IExecuteFunctions,
	defaultTimeout: number,
): Result<DeliveryOptions> {
	const given = (name: string, otherwise: unknown) =>
		ctx.getNodeParameter(`options.${name}`, 0, otherwise);
	const reader = itemReader((name) => given(name, null));
	const read = <T>(option: INodeProperties, parse: (value: unknown) => Parsed<T>, otherwise: T) =>
		reader.value(option.name) === null ? otherwise : (reader.read(option, parse) ?? otherwise);
	const options: DeliveryOptions = {
		maxConcurrency: read(MAX_CONCURRENCY, count(1), 5),
		requestsPerSecond: read(REQUESTS_PER_SECOND, positiveNumber(0), 0),
		timeout: read(TIMEOUT, positiveNumber(1), defaultTimeout),
		retries: read(RETRIES, count(0), 2),
		skipAlreadySent: given(SKIP_ALREADY_SENT.name, false) === true,
		onUnknownOutcome: given(ON_UNKNOWN_OUTCOME.name, 'skip') === 'resend' ? 'resend' : 'skip',
	};
	return reader.finish(() => options);
}
