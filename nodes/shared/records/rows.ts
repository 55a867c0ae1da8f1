/* Finds the rows in a response whose documentation doesn't say where they are. */
import type { IDataObject } from 'n8n-workflow';

const isRecord = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The rows of a report. No document names the key that contains them, and public code reads `data`
 * or `returns`. This function takes the first list of objects under any key, or otherwise the
 * objects under numbered keys.
 * @param other a key whose list contains something else
 * @returns undefined if there is neither
 */
export function rowsOf(answer: IDataObject, other?: string): IDataObject[] | undefined {
	const entries = Object.entries(answer).filter(([key]) => key !== other);
	for (const [, value] of entries) {
		const list: unknown[] = Array.isArray(value) ? value : [];
		if (list.length > 0 && list.every(isRecord)) return list.filter(isRecord);
	}
	const numbered = entries
		.filter(([key, value]) => /^\d+$/.test(key) && isRecord(value))
		.sort(([a], [b]) => Number(a) - Number(b));
	if (numbered.length > 0) return numbered.map(([, value]) => value as IDataObject);
	const isEmpty = entries.some(([, value]) => Array.isArray(value) && value.length === 0);
	return isEmpty ? [] : undefined;
}

/** Finds rows at any depth. The highest level takes precedence. */
export function rowsWithin(answer: IDataObject): IDataObject[] | undefined {
	let level = [answer];
	let isEmpty = false;
	while (level.length > 0) {
		for (const one of level) {
			const rows = rowsOf(one);
			if (rows && rows.length > 0) return rows;
			isEmpty ||= rows !== undefined;
		}
		level = level.flatMap((one) => Object.values(one).filter(isRecord));
	}
	return isEmpty ? [] : undefined;
}
