import {
	NodeApiError,
	NodeOperationError,
	type IBinaryKeyData,
	type IDataObject,
	type INode,
	type INodeExecutionData,
} from 'n8n-workflow';
import type { Failure, Outcome } from './result';

/** What an error tells beside its message; fields without a value are left out. */
function details({ data, ...facts }: Omit<Failure, 'message'>): IDataObject {
	const known = Object.entries({ ...facts, ...data, isOfCredential: undefined }).filter(
		([, value]) => value !== undefined,
	);
	return Object.fromEntries(known) as IDataObject;
}

/** Fields that say what became of an item: those of an earlier run must not look like this run's. */
const RESULT_FIELDS = [
	...['success', 'skipped', 'reason', 'deleted', 'response', 'notifications', 'dryRun'],
	...['paymentRequestHash', 'qrNotStored', 'confirmedBy', 'error', 'details', 'howToFix'],
];

/** What an earlier run's item has beside its result. In any other row a column `link` is an input. */
const ITS_FIELDS = ['linkId', 'link', 'channel', 'recipient'];

const IS_OF_RUN = ['success', 'skipped', 'deleted', 'dryRun'];

const isOld = (name: string, fields: IDataObject): boolean =>
	RESULT_FIELDS.includes(name) ||
	(ITS_FIELDS.includes(name) && IS_OF_RUN.some((status) => status in fields));

const withoutResults = (fields: IDataObject): IDataObject =>
	Object.fromEntries(Object.entries(fields).filter(([name]) => !isOld(name, fields)));

/**
 * An item that was sent or skipped, linked to its input.
 * @param fields the input's own fields, to stand beside the result
 */
export function resultItem(
	output: { json: IDataObject; binary?: IBinaryKeyData },
	itemIndex: number,
	fields: IDataObject = {},
): INodeExecutionData {
	const own = withoutResults(fields);
	// What names a skipped item, e.g. a product, is not its result: a column of that name stays.
	const named = output.json.skipped === true ? own : {};
	const json = { ...own, ...output.json, ...named };
	// A column of that name would make n8n take the item for a failed one.
	delete json.error;
	return { ...output, json, pairedItem: { item: itemIndex } };
}

/**
 * A failed item for Continue, linked to its input.
 * @param fields the input's own fields: to stand beside the failure, or, at the error output, those
 * that n8n merges in
 */
export function failureItem(
	{ message, ...failure }: Failure,
	itemIndex: number,
	toErrorOutput: boolean,
	fields: IDataObject = {},
): INodeExecutionData {
	const result = { error: message, howToFix: failure.description, details: details(failure) };
	if (!toErrorOutput) {
		const json = { ...withoutResults(fields), ...result };
		return { json, pairedItem: { item: itemIndex } };
	}
	// n8n spreads this json over the input's: undefined takes the place of an earlier run's result.
	const stale = Object.keys(fields).filter((name) => isOld(name, fields) && !(name in result));
	const cleared: IDataObject = Object.fromEntries(stale.map((name) => [name, undefined]));
	const item: INodeExecutionData = {
		json: { ...cleared, ...result },
		pairedItem: { item: itemIndex },
	};
	// n8n up to 2.8 sends an item to the error output for `item.error`, but not for a json with
	// `details`; no version does for other fields. n8n replaces the json of an item that still has
	// an `error` when it is copied.
	Object.defineProperty(item, 'error', { value: { message } });
	return item;
}

const FOR_A_MODEL: Readonly<Record<Outcome, string>> = {
	invalid: 'Nothing was sent. Correct this and call again.',
	notSent: 'Nothing was sent: calling again later is safe.',
	rejected: 'It was refused, so calling again after a correction is safe.',
	unknown:
		"Do not call again: the customer may have been contacted already. Ask for a look in the provider's panel.",
};

/**
 * A failure as an agent's model has to be told of it: it is given the message alone, so that says
 * whether calling again is safe.
 */
export const forModel = (failure: Failure): Failure => ({
	...failure,
	message: `${failure.message}. ${failure.description} ${FOR_A_MODEL[failure.outcome]}`,
});

/** The error that Stop mode throws. It holds no request and no answer, only the failure's facts. */
export function nodeError(node: INode, { message, ...facts }: Failure, itemIndex: number) {
	const { description, code, outcome } = facts;
	const error =
		outcome === 'invalid'
			? new NodeOperationError(node, message, { description, itemIndex })
			: new NodeApiError(node, {}, { message, description, itemIndex, httpCode: code });
	// n8n puts words of its own in place of a message or a code that names a network error.
	error.message = message;
	error.context.data = details(facts);
	return error;
}
