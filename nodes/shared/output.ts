import {
	NodeApiError,
	NodeOperationError,
	type IBinaryKeyData,
	type IDataObject,
	type INode,
	type INodeExecutionData,
} from 'n8n-workflow';
import type { Failure, Outcome } from './result';

/** The facts of a failure besides its message. Fields without a value are omitted. */
function details({ data, ...facts }: Omit<Failure, 'message'>): IDataObject {
	const known = Object.entries({ ...facts, ...data, isOfCredential: undefined }).filter(
		([, value]) => value !== undefined,
	);
	return Object.fromEntries(known) as IDataObject;
}

/** Fields for an item's result. Values of an earlier run must not look like results of this run. */
const RESULT_FIELDS = [
	...['success', 'skipped', 'reason', 'deleted', 'response', 'notifications', 'dryRun'],
	...['paymentRequestHash', 'qrNotStored', 'confirmedBy', 'error', 'details', 'howToFix'],
];

/**
 * Additional fields that only an item from an earlier run has. In other items, a column `link` is
 * an input.
 */
const ITS_FIELDS = ['linkId', 'link', 'channel', 'recipient'];

const IS_OF_RUN = ['success', 'skipped', 'deleted', 'dryRun'];

const isOld = (name: string, fields: IDataObject): boolean =>
	RESULT_FIELDS.includes(name) ||
	(ITS_FIELDS.includes(name) && IS_OF_RUN.some((status) => status in fields));

const withoutResults = (fields: IDataObject): IDataObject =>
	Object.fromEntries(Object.entries(fields).filter(([name]) => !isOld(name, fields)));

/**
 * An item that was sent or skipped, linked to its input.
 * @param fields the input's own fields, which are shown next to the result
 */
export function resultItem(
	output: { json: IDataObject; binary?: IBinaryKeyData },
	itemIndex: number,
	fields: IDataObject = {},
): INodeExecutionData {
	const own = withoutResults(fields);
	// A skipped item's name, for example of a product, isn't a result. A column of the input with
	// that name keeps its value.
	const named = output.json.skipped === true ? own : {};
	const json = { ...own, ...output.json, ...named };
	// With a column of this name, n8n would treat the item as failed.
	delete json.error;
	return { ...output, json, pairedItem: { item: itemIndex } };
}

/**
 * A failed item for Continue, linked to its input.
 * @param fields the input's own fields. They are shown next to the failure. At the error output,
 * n8n merges them in
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
	// n8n merges this JSON into the input's JSON. An undefined value removes a result of an earlier
	// run.
	const stale = Object.keys(fields).filter((name) => isOld(name, fields) && !(name in result));
	const cleared: IDataObject = Object.fromEntries(stale.map((name) => [name, undefined]));
	const item: INodeExecutionData = {
		json: { ...cleared, ...result },
		pairedItem: { item: itemIndex },
	};
	// n8n up to 2.8 sends an item to the error output for `item.error`, but not for JSON with
	// `details`. No version does so for other fields. When n8n copies an item that still has an
	// `error`, it replaces the item's JSON.
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
 * A failure for an agent's model. The model sees only the message, so the message says whether
 * calling again is safe.
 */
export const forModel = (failure: Failure): Failure => ({
	...failure,
	message: `${failure.message}. ${failure.description} ${FOR_A_MODEL[failure.outcome]}`,
});

/**
 * The error that Stop mode throws. It contains only the facts of the failure, without the request
 * and the response.
 */
export function nodeError(node: INode, { message, ...facts }: Failure, itemIndex: number) {
	const { description, code, outcome } = facts;
	const error =
		outcome === 'invalid'
			? new NodeOperationError(node, message, { description, itemIndex })
			: new NodeApiError(node, {}, { message, description, itemIndex, httpCode: code });
	// n8n replaces messages and codes that name a network error with its own text.
	error.message = message;
	error.context.data = details(facts);
	return error;
}
