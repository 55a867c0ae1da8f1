import {
	NodeApiError,
	NodeOperationError,
	type IDataObject,
	type INode,
	type INodeExecutionData,
} from 'n8n-workflow';
import type { Failure } from './result';

/** What an error item tells beside the message; fields without a value are left out. */
function details({ data, ...facts }: Failure): IDataObject {
	const known = Object.entries({ ...facts, ...data }).filter(
		([name, value]) => name !== 'message' && value !== undefined,
	);
	return Object.fromEntries(known) as IDataObject;
}

/**
 * A failed item for Continue. n8n routes it to the error output as long as its keys are within
 * error, message and details.
 */
export function failureItem(failure: Failure, itemIndex: number): INodeExecutionData {
	return {
		json: { error: failure.message, details: details(failure) },
		pairedItem: { item: itemIndex },
	};
}

/** The error that Stop mode throws. It holds no request and no answer, only the failure's facts. */
export function nodeError(node: INode, failure: Failure, itemIndex: number) {
	const { message, description, code } = failure;
	const facts = details(failure);
	const error =
		failure.outcome === 'invalid'
			? new NodeOperationError(node, message, { description, itemIndex })
			: new NodeApiError(node, {}, { message, description, itemIndex, httpCode: code });
	error.context.data = facts;
	return error;
}
