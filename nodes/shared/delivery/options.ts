import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { flag, oneOf, wholeNumber } from '../values/text';
import { problem, shown, type Parsed } from '../values/problem';
import { itemReader } from '../fields';
import { parameterReader } from '../parameters';
import { fail, messageOf, ok, type Failure, type Result } from '../result';
import { DRY_RUN } from './dryRun';
import { SEND_ONCE, type SendOnceMode, type SendOnceModes } from './sendOnce';

/** The label and the name of a parameter, for messages and paths. */
type Label = Pick<INodeProperties, 'displayName' | 'name'>;

/** What happens to an item whose earlier outcome is unknown. */
export type OnUnknownOutcome = 'error' | 'resend' | 'skip';

export interface DeliveryOptions {
	maxConcurrency: number;
	requestsPerSecond: number;
	timeout: number;
	retries: number;
	sendOnce: SendOnceMode;
	onUnknownOutcome: OnUnknownOutcome;
	includeInputFields: boolean;
	dryRun: boolean;
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
	hint: '0 = no limit',
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
	displayName: 'Timeout (Seconds)',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 20,
	description: 'How many seconds to wait for an answer',
};

const INCLUDE_INPUT_FIELDS: INodeProperties = {
	displayName: 'Include Input Fields',
	name: 'includeInputFields',
	type: 'boolean',
	default: false,
	description:
		"Whether an output item also holds its input item's own fields, so that the next node can write the result back to the same row. A field of the result wins over one of the same name.",
};

/** An unknown outcome never clears itself up: the user checks it and decides. */
export const ON_UNKNOWN_OUTCOME: INodeProperties = {
	displayName: 'On Unknown Outcome',
	name: 'onUnknownOutcome',
	type: 'options',
	options: [
		{
			name: 'Report as Failed',
			value: 'error',
			description: 'The item fails again, and the other items are sent',
		},
		{
			name: 'Send Again',
			value: 'resend',
			description: 'The customer may be contacted twice',
		},
		{
			name: 'Treat as Sent',
			value: 'skip',
			description: 'The item is skipped, with the reason unknownOutcome',
		},
	],
	default: 'error',
	description:
		"What to do with an item whose earlier outcome is unknown (no answer came, or n8n was stopped). Look in the provider's panel before you choose 'Send Again' or 'Treat as Sent'.",
};

/** The `options` collection of a node, including its provider's own options. */
export function optionsProperty(defaultTimeout: number, own: INodeProperties[]): INodeProperties {
	const options = [
		DRY_RUN,
		INCLUDE_INPUT_FIELDS,
		MAX_CONCURRENCY,
		ON_UNKNOWN_OUTCOME,
		REQUESTS_PER_SECOND,
		RETRIES,
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

const onOff = (value: unknown): Parsed<boolean> => {
	const read = flag(value);
	return read.ok ? ok(read.value === '1') : read;
};

/** A parser that accepts only the values of a list. */
function choice<T extends string>(...values: readonly T[]) {
	const parse = oneOf(...values);
	return (value: unknown): Parsed<T> => {
		const read = parse(value);
		if (!read.ok) return read;
		return ok(values.find((one) => one === read.value) ?? values[0]);
	};
}

/**
 * A parameter's value, or null if it isn't used. An expression is evaluated for every item and must
 * give the same value for all of them.
 */
function sameForAll(ctx: IExecuteFunctions, { displayName }: Label, path: string): Result<unknown> {
	const raw = ctx.getNodeParameter(path, 0, null, { rawExpressions: true });
	if (typeof raw !== 'string' || !raw.startsWith('=')) return ok(raw);
	const read = parameterReader(ctx);
	try {
		const [first, ...others] = ctx.getInputData().map((_, itemIndex) => read(path, itemIndex));
		const other = others.find((value) => value !== first);
		if (other === undefined) return ok(first ?? '');
		return fail({
			outcome: 'invalid',
			message: `'${displayName}' differs between items: ${shown(first)} and ${shown(other)}`,
			description: 'This option holds for all items: give it one value, or split the items.',
		});
	} catch (error) {
		return fail({
			outcome: 'invalid',
			message: `'${displayName}' holds an expression that can't be evaluated: ${messageOf(error)}`,
			description: 'Correct the expression, or use a fixed value.',
		});
	}
}

/**
 * The options for the whole batch, read once and checked.
 * @param modes the operation's choices for 'Send Only Once'; undefined if it has no such field
 */
export function readOptions(
	ctx: IExecuteFunctions,
	defaultTimeout: number,
	modes: SendOnceModes = ['off'],
): Result<DeliveryOptions> {
	const failures: Failure[] = [];
	const reader = itemReader(() => undefined);
	const read = <T>(
		option: Label,
		parse: (value: unknown) => Parsed<T>,
		otherwise: T,
		path = `options.${option.name}`,
	) => {
		const given = sameForAll(ctx, option, path);
		if (!given.ok) failures.push(given.error);
		if (!given.ok || given.value === null) return otherwise;
		const value = parse(given.value);
		if (value.ok) return value.value;
		reader.note(option, value.error);
		return otherwise;
	};
	const hasField = modes.length > 1;
	const options: DeliveryOptions = {
		maxConcurrency: read(MAX_CONCURRENCY, count(1), 5),
		requestsPerSecond: read(REQUESTS_PER_SECOND, positiveNumber(0), 0),
		timeout: read(TIMEOUT, positiveNumber(1), defaultTimeout),
		retries: read(RETRIES, count(0), 2),
		sendOnce: hasField ? read(SEND_ONCE, choice(...modes), modes[0], SEND_ONCE.name) : 'off',
		onUnknownOutcome: read(ON_UNKNOWN_OUTCOME, choice('error', 'resend', 'skip'), 'error'),
		includeInputFields: read(INCLUDE_INPUT_FIELDS, onOff, false),
		dryRun: read(DRY_RUN, onOff, false),
	};
	const [failure] = failures;
	return failure ? fail(failure) : reader.finish(() => options);
}
