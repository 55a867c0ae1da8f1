import type { IDataObject } from 'n8n-workflow';
import {
	contradictoryAnswer,
	isRefusalStatus,
	isSuccessStatus,
	readJson,
	unusableAnswer,
	valuesUnder,
} from '../shared/answer';
import { providerWords } from '../shared/providerWords';
import { fail, type Failure, type Result } from '../shared/result';
import { unknownOutcome, type Answer } from '../shared/transport';
import { CODES } from './codes';

/** The merchant is unknown, or the signature is wrong. Every other item would fail, too. */
const REFUSES_CREDENTIAL = ['03', '04'];

/** The failure for Payfull's refusal, with its code and words. */
function refusal(code: string, words: string): Failure {
	const known = Object.hasOwn(CODES, code) ? CODES[code] : undefined;
	const what = known?.meaning ?? (words || 'no reason was given');
	const own = known && words ? ` Payfull's words: ${words}` : '';
	return {
		outcome: 'rejected',
		provider: 'Payfull',
		message: `Payfull refused (code ${code}): ${what}`,
		description: `${known?.fix ?? 'Correct what Payfull names, or ask Payfull about this code.'}${own}`,
		code,
		reason: words || undefined,
		...(REFUSES_CREDENTIAL.includes(code) ? { isOfCredential: true } : {}),
	};
}

const plain = (value: unknown): string =>
	['string', 'number', 'boolean'].includes(typeof value) ? providerWords(value) : '';

const isYes = (value: unknown) => /^(?:1|true)$/i.test(plain(value));

const isNo = (value: unknown) => /^(?:0|false)$/i.test(plain(value));

/**
 * The ErrorCode as Payfull's table writes it, with at least two digits. The response may contain it
 * as the number 4.
 */
export function errorCode({ ErrorCode }: IDataObject): string {
	const code = plain(ErrorCode);
	return /^\d$/.test(code) ? `0${code}` : code;
}

/**
 * Reads Payfull's decision. It is a yes if status is 1, ErrorCode is 00, and every approval field
 * confirms it. It is a no if the code is different and no other field reports success.
 * Contradictions and missing codes are unclear. Undefined if the JSON isn't from Payfull. Types
 * vary ("1" or 1).
 */
export function decisionOf(json: IDataObject): 'yes' | 'no' | 'unclear' | undefined {
	const code = errorCode(json);
	const approvals = valuesUnder(json, 'approved');
	if (code === '' && !isYes(json.status) && !isNo(json.status)) return undefined;
	const isDone = code === '00';
	if (isYes(json.status) && isDone && approvals.every(isYes)) return 'yes';
	const isRefused = code !== '' && !isDone && !isYes(json.status);
	return isRefused && !approvals.some(isYes) ? 'no' : 'unclear';
}

/**
 * The failure for an unclear response. It quotes the response, so that the user can ask Payfull
 * about it.
 */
function unclear(json: IDataObject): Failure {
	const said = [
		`status ${plain(json.status) || 'none'}`,
		`ErrorCode ${errorCode(json) || 'none'}`,
		...valuesUnder(json, 'approved').map(
			(approved) => `approved ${providerWords(approved) || 'none'}`,
		),
	];
	const words = providerWords(json.ErrorMSG);
	const failure = unknownOutcome(
		'Payfull',
		`Payfull's answer is no clear yes or no (${said.slice(0, 4).join(', ')})`,
	);
	return {
		...failure,
		description: words ? `${failure.description} Payfull's words: ${words}` : failure.description,
		code: errorCode(json) || undefined,
		reason: words || undefined,
	};
}

/** Whether an unclear response suggests a success. A 4xx status then doesn't mean a refusal. */
const leansToYes = (json: IDataObject) =>
	isYes(json.status) || errorCode(json) === '00' || valuesUnder(json, 'approved').some(isYes);

/** @param said returns the part of the answer that contains the decision */
function readAnswer(answer: Answer, said: (json: IDataObject) => IDataObject): Result<IDataObject> {
	const read = readJson('Payfull', answer);
	if (!read.ok) return read;
	const json = said(read.value);
	switch (decisionOf(json)) {
		case 'yes':
			return isSuccessStatus(answer) ? read : fail(contradictoryAnswer('Payfull', answer));
		case 'no':
			return fail(refusal(errorCode(json), providerWords(json.ErrorMSG)));
		case 'unclear':
			return isRefusalStatus(answer) && !leansToYes(json)
				? fail(unusableAnswer('Payfull', answer))
				: fail(unclear(json));
		default:
			return fail(unusableAnswer('Payfull', answer));
	}
}

/** Reads Payfull's response. The HTTP status of a refusal isn't documented, so the body decides. */
export const readPayfullAnswer = (answer: Answer): Result<IDataObject> =>
	readAnswer(answer, (json) => json);

/**
 * Reads the response to a look-up. It may contain a declined transaction, although the look-up
 * itself succeeded.
 */
export const readLookUp = (answer: Answer): Result<IDataObject> =>
	readAnswer(answer, ({ status, ErrorCode, ErrorMSG }) => ({ status, ErrorCode, ErrorMSG }));

/**
 * The paymentRequestHash of a created request. Payfull's page on deleting says that the create
 * response contains it, but not where. This function looks at the top level and in `data`, in both
 * spellings.
 */
export function paymentRequestHash(response: IDataObject): string | undefined {
	const places = [response, response.data].filter(
		(place): place is IDataObject => typeof place === 'object' && place !== null,
	);
	for (const place of places) {
		const found = place.paymentRequestHash ?? place.payment_request_hash;
		if (typeof found === 'string' && found.trim() !== '') return found.trim();
	}
	return undefined;
}
