import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { readJson } from '../../../shared/answer';
import type { ItemOutput } from '../../../shared/delivery/plan';
import type { Operation } from '../../../shared/operation';
import type { Failure, Result } from '../../../shared/result';
import type { Answer } from '../../../shared/transport';
import { readPaytrAnswer } from '../../answer';
import { SERVICE } from '../../constants';
import { debugForm } from '../../fields';
import { linkIds } from '../../linkId';

/** PayTR deletes up to this many links in one request. */
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

const names = (list: unknown): string[] => (Array.isArray(list) ? list.map(String) : []);

/** An answer that lists what was deleted tells of each link, whatever its status says. */
function readDeletion(answer: Answer): Result<IDataObject> {
	const json = readJson('PayTR', answer);
	return json.ok && Array.isArray(json.value.success_deletes) ? json : readPaytrAnswer(answer);
}

function outputOf(linkId: string, response: IDataObject): ItemOutput {
	const deleted = names(response.success_deletes).includes(linkId);
	const failed = names(response.failed_deletes).includes(linkId);
	const listed = Array.isArray(response.success_deletes);
	if (!failed && (deleted || !listed)) return { json: { deleted: true, linkId, response } };
	const failure: Failure = {
		outcome: 'rejected',
		provider: 'PayTR',
		message: `PayTR could not delete the link ${linkId}`,
		description: 'The link does not exist, was deleted before, or belongs to another store.',
		data: { linkId },
	};
	return { failure };
}

/** Deleting contacts nobody, and may be repeated. */
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
		action: 'Delete a payment link',
		description: 'Delete one or several payment links',
	},
	unit: 'link',
	fields: [linkIdField],
	prepare({ reader }) {
		const ids = reader.read(linkIdField, linkIds) ?? [];
		const debug = debugForm(reader);
		return reader.finish(() => ({
			// Deleting what is deleted harms nobody: it may be repeated.
			steps: [],
			identity: {},
			async run(sender) {
				const outputs: ItemOutput[] = [];
				for (let start = 0; start < ids.length; start += BATCH) {
					const batch = ids.slice(start, start + BATCH);
					const result = await sender.send({
						name: 'delete',
						path: SERVICE.delete,
						form: { id: batch.join(','), ...debug },
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
