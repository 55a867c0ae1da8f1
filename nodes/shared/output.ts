import {
	NodeApiError,
	NodeOperationError,
	type IDataObject,
	type INode,
	type INodeExecutionData,
} from 'n8n-workflow';
import type { Failure } from './result';

/** What an error tells beside its message; fields without a value are left out. */
function details({ data, ...facts }: Omit<Failure, 'message'>): IDataObject {
	const known = Object.entries({ ...facts, ...data }).filter(([, value]) => value !== undefined);
	return Object.fromEntries(known) as IDataObject;
}

/** A failed item for Continue, linked to its input. */
export function failureItem(
	{ message, ...failure }: Failure,
	itemIndex: number,
	toErrorOutput: boolean,
): INodeExecutionData {
	const item: INodeExecutionData = {
		json: { error: message, details: details(failure) },
		pairedItem: { item: itemIndex },
	};
	// n8n up to 2.8 sends an item to the error output for `item.error`, but not for a json with
	// `details`; and it replaces the json of an item that still has an `error` when it is copied.
	if (toErrorOutput) Object.defineProperty(item, 'error', { value: { message } });
	return item;
}

/** The error that Stop mode throws. It holds no request and no answer, only the failure's facts. */
export function nodeError(node: INode, failure: Failure, itemIndex: number) {
	const { message, ...facts } = failure;
	const { description, code } = facts;
	const error =
		failure.outcome === 'invalid'
			? new NodeOperationError(node, message, { description, itemIndex })
			: new NodeApiError(node, {}, { message, description, itemIndex, httpCode: code });
	// n8n puts words of its own in place of a message or a code that names a network error.
	error.message = message;
	error.context.data = details(facts);
	return error;
}
