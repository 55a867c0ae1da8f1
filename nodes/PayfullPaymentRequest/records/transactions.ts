/*
 * Payfull's transaction look-ups. No document names the fields of a row or the place of the rows.
 */
import type { IDataObject } from 'n8n-workflow';
import { valuesUnder } from '../../shared/answer';
import { foundRows, type Rows } from '../../shared/records/report';
import { rowsWithin } from '../../shared/records/rows';
import type { Result } from '../../shared/result';
import type { Answer } from '../../shared/transport';
import { readLookUp } from '../answer';

/** Whether `data` exists and is empty, which may be Payfull's response without rows. */
const isEmpty = ({ data }: IDataObject): boolean =>
	data === null ||
	data === '' ||
	(typeof data === 'object' && Object.keys(data as IDataObject).length === 0);

/** The rows of a day's list. A response without recognizable rows has an unknown outcome. */
export function readTransactions(answer: Answer): Result<Rows> {
	const read = readLookUp(answer);
	if (!read.ok) return read;
	const rows = rowsWithin(read.value) ?? (isEmpty(read.value) ? [] : undefined);
	return foundRows('Payfull', read.value, rows);
}

const DATE = /^(\d{2})-(\d{2})-(\d{4})(?: (\d{2}:\d{2}:\d{2}))?$/;

/** A day as YYYY-MM-DD, followed by its Istanbul time if there is one. Null for anything else. */
export function isoDate(value: unknown): string | null {
	const [, day, month, year, time] = DATE.exec(String(value)) ?? [];
	if (year === undefined) return null;
	const date = `${year}-${month}-${day}`;
	return time === undefined ? date : `${date}T${time}+03:00`;
}

/** The date of a transaction, from "date" in TransactionStatus' response (Payfull's page). */
export const dateOf = (answer: IDataObject): string | null =>
	isoDate(valuesUnder(answer, 'date')[0]);
