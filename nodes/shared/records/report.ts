/* Reads a provider's reports: window by window, several at once, the rows in their order. */
import type { IDataObject } from 'n8n-workflow';
import { shownAnswer } from '../answer';
import type { ItemOutput, Sender } from '../delivery/plan';
import type { Form } from '../fields';
import { fail, ok, type Failure, type Provider, type Result } from '../result';
import { unknownOutcome, type Answer } from '../transport';

/** Windows that are asked for at once; the delivery keeps them within Max Concurrency. */
const AT_ONCE = 8;

export interface Rows extends IDataObject {
	rows: IDataObject[];
}

export interface ReportQuery {
	path: string;
	/** The form of each window, in their order. */
	forms: Form[];
	/** Rows that are wanted at most. */
	limit: number;
	/** Passes over rows that are not wanted. */
	isWanted?(row: IDataObject): boolean;
	/** Reads the answer to a window. */
	read(answer: Answer): Result<Rows>;
	/** A row as an output item. */
	toJson(row: IDataObject, form: Form): IDataObject;
}

/** The rows that were found in an answer; what holds none that can be found is unknown. */
export function foundRows(
	provider: Provider,
	answer: IDataObject,
	rows: IDataObject[] | undefined,
): Result<Rows> {
	if (rows) return ok({ rows });
	const names = Object.keys(answer).slice(0, 10).join(', ');
	const what = `${provider}'s report contains no rows that can be read (${names})`;
	return fail(unknownOutcome(provider, what));
}

/** A question that changes nothing may be asked again, whatever became of it. */
export const readFailure = (failure: Failure): Failure =>
	failure.outcome === 'unknown'
		? { ...failure, description: `Nothing was changed at ${failure.provider}. Run it again.` }
		: failure;

/** Asks for the windows in their order, and stops asking when there are rows enough. */
export async function reportOutputs(sender: Sender, query: ReportQuery): Promise<ItemOutput[]> {
	const { path, forms, limit, read, isWanted = () => true, toJson } = query;
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
						read,
					}),
			),
		);
		for (const [i, result] of results.entries()) {
			if (result.state === 'failed') {
				return [{ failure: { ...readFailure(result.failure), data: result.about } }];
			}
			const { rows } = result.state === 'delivered' ? result.value : { rows: [] };
			for (const row of rows) {
				if (outputs.length < limit && isWanted(row)) {
					outputs.push({ json: toJson(shownAnswer(row), forms[start + i]) });
				}
			}
		}
	}
	return outputs;
}
