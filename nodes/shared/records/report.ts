/*
 * Reads a provider's reports: splits them into windows, requests several at once, and keeps the
 * rows in order.
 */
import type { IDataObject } from 'n8n-workflow';
import { shownAnswer } from '../answer';
import type { ItemOutput, Sender, StepResult } from '../delivery/plan';
import type { Form } from '../fields';
import { fail, ok, type Failure, type Provider, type Result } from '../result';
import { unknownOutcome, type Answer } from '../transport';

/** The number of windows that are requested at once. 'Max Concurrency' can lower it. */
const AT_ONCE = 8;

export interface Rows extends IDataObject {
	rows: IDataObject[];
}

export interface ReportQuery {
	path: string;
	/** The form of each window, in order. */
	forms: Form[];
	/** The maximum number of rows to return. */
	limit: number;
	/** Filters the rows. */
	isWanted?(row: IDataObject): boolean;
	/** Reads the response for one window. */
	read(answer: Answer): Result<Rows>;
	/** Turns a row into an output item. */
	toJson(row: IDataObject, form: Form): IDataObject;
}

/** The rows in a response. A response without recognizable rows has an unknown outcome. */
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

/** A read-only request may be retried after any failure. */
export const readFailure = (failure: Failure): Failure =>
	failure.outcome === 'unknown'
		? { ...failure, description: `Nothing was changed at ${failure.provider}. Run it again.` }
		: failure;

/**
 * Requests the windows in order, and stops when there are enough rows. It reads the rows of a
 * window while the next requests are in progress.
 */
export async function reportOutputs(sender: Sender, query: ReportQuery): Promise<ItemOutput[]> {
	const { path, forms, limit, read, isWanted = () => true, toJson } = query;
	const asked: Array<Promise<StepResult<Rows>>> = [];
	const ask = async (form: Form, index: number) =>
		await sender.send({ name: `window ${index}`, path, form, about: form, isRead: true, read });
	const outputs: ItemOutput[] = [];
	for (const [index, form] of forms.entries()) {
		if (outputs.length >= limit) break;
		while (asked.length < Math.min(forms.length, index + AT_ONCE)) {
			asked.push(ask(forms[asked.length], asked.length));
		}
		const result = await asked[index];
		if (result.state === 'failed') {
			await Promise.all(asked);
			return [{ failure: { ...readFailure(result.failure), data: result.about } }];
		}
		const { rows } = result.state === 'delivered' ? result.value : { rows: [] };
		for (const row of rows) {
			if (outputs.length < limit && isWanted(row)) {
				outputs.push({ json: toJson(shownAnswer(row), form) });
			}
		}
	}
	await Promise.all(asked);
	return outputs;
}
