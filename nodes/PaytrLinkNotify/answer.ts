import type { IDataObject } from 'n8n-workflow';
import { contradictoryAnswer, isSuccessStatus, readJson, unusableAnswer } from '../shared/answer';
import { fail, ok, type Failure, type Result } from '../shared/result';
import type { Answer } from '../shared/transport';

/** PayTR's words, in ASCII Turkish or not, and the way out. The first match counts. */
const ADVICE: Array<[RegExp, string]> = [
	[/paytr_token/i, "Check 'Merchant Key' and 'Merchant Salt' in the PayTR API credential."],
	[
		/magaza aktif degil|mağaza aktif değil/i,
		"Check 'Merchant ID' in the PayTR API credential, and that the store is active.",
	],
	[/yetkiniz yok/i, 'Ask PayTR to enable the link service for your store.'],
	[/ge[cç]ersiz id/i, 'The link does not exist, was deleted, or belongs to another store.'],
	[/alan de[gğ]eri/i, 'Correct the field that PayTR names.'],
];

const DEFAULT_ADVICE =
	"Correct what PayTR names. Switch on 'Debug' in the options for a longer explanation.";

function refusal(json: IDataObject): Failure {
	const reason = [json.reason, json.err_msg, json.message].find(
		(words): words is string => typeof words === 'string' && words.trim() !== '',
	);
	const advice = ADVICE.find(([pattern]) => pattern.test(reason ?? ''))?.[1] ?? DEFAULT_ADVICE;
	const { err_no: code } = json;
	return {
		outcome: 'rejected',
		provider: 'PayTR',
		message: reason ? `PayTR refused: ${reason}` : 'PayTR refused without a reason',
		description: advice,
		reason,
		code: code === undefined ? undefined : String(code),
	};
}

/**
 * PayTR's answer: `status` is success, error or failed (the document's table); the explanation is
 * in `reason` (the table) or `err_msg` (the samples). The HTTP status of a refusal isn't
 * documented, so `status` decides.
 */
export function readPaytrAnswer(answer: Answer): Result<IDataObject> {
	const read = readJson('PayTR', answer);
	if (!read.ok) return read;
	const status = String(read.value.status ?? '').toLowerCase();
	if (status === 'error' || status === 'failed') return fail(refusal(read.value));
	if (status !== 'success') return fail(unusableAnswer('PayTR', answer));
	return isSuccessStatus(answer) ? ok(read.value) : fail(contradictoryAnswer('PayTR', answer));
}
