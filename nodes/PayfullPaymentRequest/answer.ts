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

/** The merchant is unknown, or the signature is wrong: no item can change that. */
const REFUSES_CREDENTIAL = ['03', '04'];

/** Payfull's no, by its code and words. */
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

/** The ErrorCode as Payfull's table has it: two digits at least, although a number may come as 4. */
export function errorCode({ ErrorCode }: IDataObject): string {
	const code = plain(ErrorCode);
	return /^\d$/.test(code) ? `0${code}` : code;
}

/**
 * What Payfull's JSON says. Yes is status 1 with ErrorCode 00, and approved wherever that stands;
 * no is another code, unless something else says yes. What contradicts itself, or leaves the code
 * out, says neither; undefined where it isn't Payfull's. Types are loose ("1" or 1).
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

/** What an unclear answer said, so that it can be looked up at Payfull. */
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

/** Whether an answer that isn't clear leans to yes: then a 4xx doesn't make a no of it. */
const leansToYes = (json: IDataObject) =>
	isYes(json.status) || errorCode(json) === '00' || valuesUnder(json, 'approved').some(isYes);

/** @param said the part of the answer that says yes or no */
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

/** Payfull's answer. The HTTP status of a refusal isn't documented: the body decides. */
export const readPayfullAnswer = (answer: Answer): Result<IDataObject> =>
	readAnswer(answer, (json) => json);

/** The answer to a look-up: a transaction in it that was not approved is no refusal. */
export const readLookUp = (answer: Answer): Result<IDataObject> =>
	readAnswer(answer, ({ status, ErrorCode, ErrorMSG }) => ({ status, ErrorCode, ErrorMSG }));

/**
 * The paymentRequestHash of a created request. Payfull's page on deleting says that creating
 * returns it, not where: it is looked for at the top level and in `data`, in both spellings.
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
