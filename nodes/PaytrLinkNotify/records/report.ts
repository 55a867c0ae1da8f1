/* Reads PayTR's reports: window by window, several at once, the rows in their order. */
import type { IDataObject } from 'n8n-workflow';
import { readJson } from '../../shared/answer';
import type { Form } from '../../shared/fields';
import type { ItemOutput, Sender } from '../../shared/delivery/plan';
import { fail, ok, type Result } from '../../shared/result';
import { unknownOutcome, type Answer } from '../../shared/transport';
import { readPaytrAnswer, refusal, shownAnswer, verdictOf } from '../answer';
import { rowsOf, textOf } from './fields';
import { readFailure } from './panel';

/** Windows that are asked for at once; the delivery keeps them within Max Concurrency. */
const AT_ONCE = 8;

export interface ReportQuery {
	path: string;
	/** The form of each window, in their order. */
	forms: Form[];
	/** Rows that are wanted at most. */
	limit: number;
	/** Passes over rows that are not wanted. */
	isWanted?(row: IDataObject): boolean;
	/** A row as an output item. */
	toJson(row: IDataObject): IDataObject;
}

interface Rows extends IDataObject {
	rows: IDataObject[];
}

/**
 * The rows of a report's answer. "failed" without an error number means that there are none (PayTR's
 * report pages); what holds no rows that can be found is unknown.
 */
export function readRows(answer: Answer): Result<Rows> {
	const read = readJson('PayTR', answer);
	if (!read.ok) return read;
	const json = read.value;
	const status = textOf(json.status)?.toLowerCase();
	if (status === 'failed' && textOf(json.err_no) === null) return ok({ rows: [] });
	if (verdictOf(json) === 'no') return fail(refusal(json));
	const accepted = readPaytrAnswer(answer);
	if (!accepted.ok) return accepted;
	const rows = rowsOf(accepted.value);
	if (rows) return ok({ rows });
	const held = Object.keys(json).slice(0, 10).join(', ');
	return fail(unknownOutcome('PayTR', `PayTR's report holds no rows that can be read (${held})`));
}

/** Asks for the windows in their order, and stops asking when there are rows enough. */
export async function reportOutputs(sender: Sender, query: ReportQuery): Promise<ItemOutput[]> {
	const { path, forms, limit, isWanted = () => true, toJson } = query;
	const outputs: ItemOutput[] = [];
	for (let start = 0; start < forms.length && outputs.length < limit; start += AT_ONCE) {
		const results = await Promise.all(
			forms.slice(start, start + AT_ONCE).map(
				async (form, i) =>
					await sender.send({
						name: `window ${start + i}`,
						path,
						form,
						about: form,
						isRead: true,
						read: readRows,
					}),
			),
		);
		for (const result of results) {
			if (result.state === 'failed') {
				return [{ failure: { ...readFailure(result.failure), data: result.about } }];
			}
			const { rows } = result.state === 'delivered' ? result.value : { rows: [] };
			for (const row of rows) {
				if (outputs.length < limit && isWanted(row)) {
					outputs.push({ json: toJson(shownAnswer(row)) });
				}
			}
		}
	}
	return outputs;
}
