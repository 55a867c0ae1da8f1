/* PayTR's refund service, /odeme/iade: its answers and the meaning of its error numbers. */
import type { IDataObject } from 'n8n-workflow';
import { readJson } from '../../shared/answer';
import { fail, type Failure, type Result } from '../../shared/result';
import type { Answer } from '../../shared/transport';
import { decisionOf, readPaytrJson, refusal } from '../answer';
import { amountOf, textOf } from './fields';
import { refundsOf } from './order';

/** What to do about each error number (PayTR's refund page; 006 is only in its PHP sample). */
const FIXES: Readonly<Record<string, string>> = {
	'000': 'PayTR makes no refunds while it pays out. Run it again in a while.',
	'001': "Check 'Merchant ID' in the PayTR API credential, and that the store is active.",
	'002': "Correct 'Merchant Order ID'.",
	'003': "Correct 'Refund Amount'.",
	'004': "Check 'Merchant Key' and 'Merchant Salt' in the PayTR API credential.",
	'005': 'PayTR knows no paid order of this number. Compare it with the PayTR panel.',
	'006': 'The refunds of an order must not exceed what was paid. See Payment: Get.',
	'007': 'PayTR has not had an OK to its notification of this payment yet. Answer it first.',
	'008': 'This kind of payment can not be refunded by PayTR.',
	'009': 'The refunds of an order must not exceed what was paid. See Payment: Get.',
	'010': 'Your balance at PayTR is too low for this refund.',
	'011': 'PayTR refunds no payment that is older than one year.',
};

/** The credential is wrong, so no other item's refund can succeed. */
const OF_CREDENTIAL = ['001', '004'];

function refusedRefund(json: IDataObject): Failure {
	const failure = refusal(json);
	const { code = '', description } = failure;
	const isOfCredential = OF_CREDENTIAL.includes(code) || undefined;
	return { ...failure, description: FIXES[code] ?? description, isOfCredential };
}

/** Reads an answer of the refund service. A refusal has the status "error" or "failed". */
export function readRefund(answer: Answer): Result<IDataObject> {
	const read = readJson('PayTR', answer);
	if (!read.ok) return read;
	return decisionOf(read.value) === 'no'
		? fail(refusedRefund(read.value))
		: readPaytrJson(answer, read.value);
}

/**
 * Looks for a reference number among an order's refunds:
 * - the amount of the refund with this number, or null if the amount can't be read;
 * - `none`: no refund has this number;
 * - `unclear`: some refunds have no reference number. PayTR's sample contains the field, but no
 *   page documents it.
 */
export function refundWith(
	referenceNo: string,
	order: IDataObject,
): { amount: number | null } | 'none' | 'unclear' {
	const refunds = refundsOf(order);
	const found = refunds.find((entry) => textOf(entry.reference_no) === referenceNo);
	if (found) return { amount: amountOf(found.return_amount) };
	return refunds.every((entry) => Object.hasOwn(entry, 'reference_no')) ? 'none' : 'unclear';
}
