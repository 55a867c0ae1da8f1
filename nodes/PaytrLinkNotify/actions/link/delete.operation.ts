import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { isSuccessStatus, readJson, shownAnswer } from '../../../shared/answer';
import type { ItemOutput } from '../../../shared/delivery/plan';
import type { Operation } from '../../../shared/operation';
import { fail, type Failure, type Result } from '../../../shared/result';
import { unknownOutcome, type Answer } from '../../../shared/transport';
import { adviceOn, decisionOf, readPaytrJson, refusal } from '../../answer';
import { SERVICE } from '../../constants';
import { debugForm } from '../../fields';
import { linkIds } from '../../linkId';

/** The maximum number of links that PayTR deletes in one request. */
const BATCH = 10;

const linkIdField: INodeProperties = {
	displayName: 'Link ID',
	name: 'linkId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. NB2Zlz3, or several: NB2Zlz3, A1b2C3d',
	description: 'The ID of the link, or the whole link; several separated by commas',
};

/** The IDs in a list of the response. Undefined if it isn't a list of IDs. */
function namesIn(list: unknown): string[] | undefined {
	if (list === undefined || list === null) return [];
	if (!Array.isArray(list)) return undefined;
	const names = list.map((id: unknown) => (typeof id === 'object' ? '' : String(id).trim()));
	return names.includes('') ? undefined : names;
}

/**
 * Reads a response. If it lists the deleted links, the list decides about each link, whatever the
 * status.
 */
function readDeletion(answer: Answer): Result<IDataObject> {
	const json = readJson('PayTR', answer);
	if (!json.ok) return json;
	const { success_deletes: done, failed_deletes: failed } = json.value;
	const lists = [done, failed].map(namesIn);
	if (lists.includes(undefined)) {
		const what = 'PayTR answered with a list of links that cannot be read';
		return fail(unknownOutcome('PayTR', what));
	}
	const isTold = decisionOf(json.value) && isSuccessStatus(answer) && lists.flat().length > 0;
	return isTold ? json : readPaytrJson(answer, json.value);
}

function outputOf(linkId: string, response: IDataObject): ItemOutput {
	const { success_deletes: done, failed_deletes: failed } = response;
	const isDone = namesIn(done)?.includes(linkId);
	const hasFailed = namesIn(failed)?.includes(linkId);
	const isYes = decisionOf(response) === 'yes';
	if (!hasFailed && (isDone || (isYes && !done))) {
		return { json: { deleted: true, linkId, response: shownAnswer(response) } };
	}
	if (isDone || (isYes && !hasFailed)) {
		const what = `PayTR did not say clearly what became of the link ${linkId}`;
		return { failure: requestFailure(unknownOutcome('PayTR', what), linkId) };
	}
	const { reason, code } = refusal(response);
	const message = `PayTR could not delete the link ${linkId}${reason ? `: ${reason}` : ''}`;
	const description = reason
		? adviceOn(reason)
		: 'The link does not exist, was deleted before, or belongs to another store.';
	const failure: Failure = { outcome: 'rejected', provider: 'PayTR', message, description };
	return { failure: { ...failure, reason, code, data: { linkId } } };
}

/** The failure of a deletion. Deleting contacts nobody and may be repeated. */
function requestFailure(failure: Failure, linkId: string): Failure {
	const description =
		failure.outcome === 'unknown'
			? 'Check in the PayTR panel whether the link is gone. Deleting it again does no harm.'
			: failure.description;
	return { ...failure, description, data: { linkId } };
}

export const deleteLink: Operation = {
	option: {
		name: 'Delete',
		value: 'delete',
		action: 'Delete payment link',
		description: 'Delete one or several payment links',
	},
	unit: 'link',
	fields: [linkIdField],
	prepare({ reader, address }) {
		const ids = reader.read(linkIdField, linkIds(address)) ?? [];
		const debug = debugForm(reader);
		return reader.finish(() => ({
			// Deleting twice does no harm, so the request may be repeated.
			steps: [],
			async run(sender) {
				const outputs: ItemOutput[] = [];
				for (let start = 0; start < ids.length; start += BATCH) {
					const batch = ids.slice(start, start + BATCH);
					const result = await sender.send({
						name: `delete ${batch.join(',')}`,
						path: SERVICE.delete,
						form: { id: batch.join(','), ...debug },
						about: {},
						dryRun: { action: 'delete', value: { status: 'success' } },
						read: readDeletion,
					});
					for (const linkId of batch) {
						if (result.state === 'delivered') outputs.push(outputOf(linkId, result.value));
						else if (result.state === 'failed') {
							outputs.push({ failure: requestFailure(result.failure, linkId) });
						}
					}
				}
				return outputs;
			},
		}));
	},
};
