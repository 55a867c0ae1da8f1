/* Reads Start Date, End Date and Limit of a report. */
import type { ItemReader } from '../fields';
import { flag, wholeNumber } from '../values/text';
import { endDateField, limitFields, simplifyField, startDateField } from './panel';
import { endBeforeStart, spanEnd, spanStart, windowsOf, type Span } from './windows';

const [returnAllField, limitField] = limitFields;

export interface ReportFields {
	windows: Span[];
	limit: number;
	isSimple: boolean;
}

/** Start, end and limit. The span is undefined if one of its ends is invalid. */
export function readSpan(reader: ItemReader): { span?: Span; limit: number } {
	const start = reader.read(startDateField, spanStart);
	const end = reader.read(endDateField, spanEnd);
	if (start && end && end < start) {
		reader.note(endDateField, endBeforeStart(reader.value(endDateField.name)));
	}
	const returnsAll = reader.read(returnAllField, flag) === '1';
	const limit = returnsAll ? Infinity : Number(reader.read(limitField, wholeNumber(1)) ?? 0);
	return { span: start && end ? { start, end } : undefined, limit };
}

/** @param days the longest window of the report */
export function readReportFields(reader: ItemReader, days: number): ReportFields {
	const { span, limit } = readSpan(reader);
	const isSimple = reader.read(simplifyField, flag) !== '0';
	return { windows: span ? windowsOf(span, days) : [], limit, isSimple };
}
