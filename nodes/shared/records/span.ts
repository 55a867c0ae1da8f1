/* Reads Start Date, End Date and Limit of a report. */
import type { ItemReader } from '../fields';
import { flag, wholeNumber } from '../values/text';
import { endDateField, limitFields, simplifyField, startDateField } from './panel';
import { endsBeforeStart, spanEnd, spanStart, windowsOf, type Span } from './windows';

const [returnAllField, limitField] = limitFields;

export interface ReportFields {
	windows: Span[];
	limit: number;
	isSimple: boolean;
}

/** @param days the longest window of the report */
export function readReportFields(reader: ItemReader, days: number): ReportFields {
	const start = reader.read(startDateField, spanStart);
	const end = reader.read(endDateField, spanEnd);
	if (start && end && end < start) {
		reader.note(endDateField, endsBeforeStart(reader.value(endDateField.name)));
	}
	const returnsAll = reader.read(returnAllField, flag) === '1';
	const wanted = returnsAll ? Infinity : Number(reader.read(limitField, wholeNumber(1)) ?? 0);
	const isSimple = reader.read(simplifyField, flag) !== '0';
	const windows = start && end ? windowsOf({ start, end }, days) : [];
	return { windows, limit: wanted, isSimple };
}
