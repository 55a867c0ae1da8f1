import type { IDataObject } from 'n8n-workflow';
import { contradictoryAnswer, isSuccessStatus, readJson, unusableAnswer } from '../shared/answer';
import { providerWords } from '../shared/providerWords';
import { fail, ok, type Failure, type Result } from '../shared/result';
import { unknownOutcome, type Answer } from '../shared/transport';

/** Parts of PayTR's explanations in ASCII, with advice for the user. The first match applies. */
const ADVICE: Array<[RegExp, string]> = [
	[/paytr_token/, "Check 'Merchant Key' and 'Merchant Salt' in the PayTR API credential."],
	[
		/magaza aktif degil/,
		"Check 'Merchant ID' in the PayTR API credential, and that the store is active.",
	],
	[/yetkiniz yok/, 'Ask PayTR to enable the link service for your store.'],
	[/gecersiz id/, 'The link does not exist, was deleted, or belongs to another store.'],
	[/alan degeri/, 'Correct the field that PayTR names.'],
];

/** Explanations that concern the credential, not the item. */
const REFUSES_CREDENTIAL = /^paytr_token gonderilmedi veya gecersiz|magaza aktif degil/;

const DEFAULT_ADVICE =
	"Correct what PayTR names. Switch on 'Debug' in the options for a longer explanation.";

/**
 * Words that turn a success into its opposite. Turkish negates with degil, yok, or -me- in the
 * verb: gonderilmedi, gonderilemedi, bulunamadigi.
 */
const DENIAL =
	/degil|\byok(?:tur)?\b|\bhata(?!y)|gecersiz|basarisiz|yetersiz|reddedil|[a-z]{2}m[ae]di|\bnot (?:sent|found|valid|allowed|authori[sz]ed|created|deleted|active)|\b(?:invalid|fail|error|denied|refuse|reject)/;

/** Turkish text in PayTR's usual spelling: lower case and plain ASCII letters. */
const folded = (words: string) =>
	words.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '').replace(/ı/g, 'i');

/** PayTR's explanation: in `reason` (the document's table) or `err_msg` (the samples). */
function reasonOf({ reason, err_msg, message }: IDataObject): string | undefined {
	return [reason, err_msg, message].map((words) => providerWords(words)).find(Boolean);
}

/** The err_no of an error. PayTR writes 0 or 000 for no error. */
function codeOf({ err_no: code }: IDataObject): string | undefined {
	return typeof code === 'string' || typeof code === 'number' ? providerWords(code) : undefined;
}

export function adviceOn(reason = ''): string {
	const words = folded(reason);
	return ADVICE.find(([pattern]) => pattern.test(words))?.[1] ?? DEFAULT_ADVICE;
}

/** The failure for PayTR's refusal, with its words. */
export function refusal(json: IDataObject): Failure {
	const reason = reasonOf(json);
	return {
		outcome: 'rejected',
		provider: 'PayTR',
		message: reason ? `PayTR refused: ${reason}` : 'PayTR refused without a reason',
		description: adviceOn(reason),
		reason,
		code: codeOf(json),
		...(REFUSES_CREDENTIAL.test(folded(reason ?? '')) ? { isOfCredential: true } : {}),
	};
}

/**
 * The decision in `status`: success, error or failed in the document's table. Undefined for
 * anything else.
 */
export function decisionOf({ status }: IDataObject): 'yes' | 'no' | undefined {
	const word = typeof status === 'string' ? status.trim().toLowerCase() : '';
	if (word === 'success') return 'yes';
	return word === 'error' || word === 'failed' ? 'no' : undefined;
}

/**
 * Reads PayTR's response. The HTTP status of a refusal isn't documented, so `status` decides. If
 * the explanation, the err_no or the HTTP status contradicts a success, the outcome is unknown.
 */
export function readPaytrAnswer(answer: Answer): Result<IDataObject> {
	const read = readJson('PayTR', answer);
	return read.ok ? readPaytrJson(answer, read.value) : read;
}

/** Like {@link readPaytrAnswer}, for a response that {@link readJson} has read before. */
export function readPaytrJson(answer: Answer, json: IDataObject): Result<IDataObject> {
	const decision = decisionOf(json);
	if (decision === 'no') return fail(refusal(json));
	if (decision === undefined) return fail(unusableAnswer('PayTR', answer));
	if (!isSuccessStatus(answer)) return fail(contradictoryAnswer('PayTR', answer));
	const reason = reasonOf(json);
	const code = codeOf(json);
	if (!DENIAL.test(folded(reason ?? '')) && !/[^0]/.test(code ?? '')) return ok(json);
	const what = `PayTR reported success, but also said ${reason ? `"${reason}"` : `err_no ${code}`}`;
	return fail({ ...unknownOutcome('PayTR', what), reason, code });
}
