/* Reads the answers of PayTR's reports. */
import { readJson } from '../../shared/answer';
import { foundRows, type Rows } from '../../shared/records/report';
import { rowsOf } from '../../shared/records/rows';
import { ok, type Result } from '../../shared/result';
import type { Answer } from '../../shared/transport';
import { readPaytrJson } from '../answer';
import { textOf } from './fields';

/** Future payments, which the payments report lists next to its rows. */
const FUTURE = 'future_payments';

/**
 * The rows of a report's response. "failed" without an error number means that there are no rows
 * (PayTR's report pages). Any other response without recognizable rows has an unknown outcome.
 */
export function readRows(answer: Answer): Result<Rows> {
	const read = readJson('PayTR', answer);
	if (!read.ok) return read;
	const json = read.value;
	const status = textOf(json.status)?.toLowerCase();
	if (status === 'failed' && textOf(json.err_no) === null) return ok({ rows: [] });
	const accepted = readPaytrJson(answer, json);
	if (!accepted.ok) return accepted;
	return foundRows('PayTR', json, rowsOf(accepted.value, FUTURE));
}
