/* Payfull's look-ups of transactions. No document names the fields of a row, or where rows stand. */
import type { IDataObject } from 'n8n-workflow';
import { valuesUnder } from '../../shared/answer';
import { foundRows, type Rows } from '../../shared/records/report';
import { rowsWithin } from '../../shared/records/rows';
import type { Result } from '../../shared/result';
import type { Answer } from '../../shared/transport';
import { readLookUp } from '../answer';

/** Whether `data` is there and holds nothing, as an answer without rows may look. */
const isEmpty = ({ data }: IDataObject): boolean =>
	data === null ||
	data === '' ||
	(typeof data === 'object' && Object.keys(data as IDataObject).length === 0);

/** The rows of a day's list; what holds none that can be found is unknown. */
export function readTransactions(answer: Answer): Result<Rows> {
	const read = readLookUp(answer);
	if (!read.ok) return read;
	const rows = rowsWithin(read.value) ?? (isEmpty(read.value) ? [] : undefined);
	return foundRows('Payfull', read.value, rows);
}

const DATE = /^(\d{2})-(\d{2})-(\d{4})(?: (\d{2}:\d{2}:\d{2}))?$/;

/** A day as YYYY-MM-DD, with its time of Istanbul where there is one; null for anything else. */
export function isoDate(value: unknown): string | null {
	const [, day, month, year, time] = DATE.exec(String(value)) ?? [];
	if (year === undefined) return null;
	const date = `${year}-${month}-${day}`;
	return time === undefined ? date : `${date}T${time}+03:00`;
}

/** The date of a transaction: "date" in the answer of TransactionStatus (Payfull's page). */
export const dateOf = (answer: IDataObject): string | null =>
	isoDate(valuesUnder(answer, 'date')[0]);
