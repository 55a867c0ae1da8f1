import type { IDataObject } from 'n8n-workflow';
import { contradictoryAnswer, isSuccessStatus, readJson, unusableAnswer } from '../shared/answer';
import { fail, ok, type Failure, type Result } from '../shared/result';
import type { Answer } from '../shared/transport';
import { CODES } from './codes';

function refusal(code: string, words: string): Failure {
	const known = Object.hasOwn(CODES, code) ? CODES[code] : undefined;
	const what = known?.meaning ?? (words || 'no reason was given');
	const own = known && words ? ` Payfull's words: ${words}` : '';
	return {
		outcome: 'rejected',
		provider: 'Payfull',
		message: `Payfull refused (code ${code || 'none'}): ${what}`,
		description: `${known?.fix ?? 'Correct what Payfull names, or ask Payfull about this code.'}${own}`,
		code: code || undefined,
		reason: words || undefined,
	};
}

/** The ErrorCode as Payfull's table has it: two digits at least, although a number may come as 4. */
export function errorCode({ ErrorCode }: IDataObject): string {
	const code = String(ErrorCode ?? '').trim();
	return /^\d$/.test(code) ? `0${code}` : code;
}

/**
 * Payfull's answer: success is status 1 with ErrorCode "00". Types are loose ("1" or 1), so they
 * are compared as text. The HTTP status of a refusal isn't documented: the body decides.
 */
export function readPayfullAnswer(answer: Answer): Result<IDataObject> {
	const read = readJson('Payfull', answer);
	if (!read.ok) return read;
	const json = read.value;
	const status = String(json.status ?? '');
	const code = errorCode(json);
	const words = String(json.ErrorMSG ?? '').trim();
	const refused = /^(0|false)$/.test(status) || (code !== '' && !/^0+$/.test(code));
	if (refused) return fail(refusal(code, words));
	const approved =
		typeof json.data === 'object' && json.data !== null && 'approved' in json.data
			? String(json.data.approved)
			: 'true';
	const yes = /^(1|true)$/;
	if (!yes.test(status) || !yes.test(approved)) return fail(unusableAnswer('Payfull', answer));
	return isSuccessStatus(answer) ? ok(json) : fail(contradictoryAnswer('Payfull', answer));
}

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
		if (typeof found === 'string' && found !== '') return found;
	}
	return undefined;
}
