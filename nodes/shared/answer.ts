import type { GenericValue, IDataObject } from 'n8n-workflow';
import { isPlain, providerWords } from './providerWords';
import { fail, ok, type Failure, type Provider, type Result } from './result';
import { unknownOutcome, type Answer } from './transport';

function jsonObject(body: string): IDataObject | undefined {
	try {
		const parsed: unknown = JSON.parse(body.replace(/^\uFEFF/, ''));
		return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
			? (parsed as IDataObject)
			: undefined;
	} catch {
		return undefined;
	}
}

function kindOfBody(body: string): string {
	if (body.trim() === '') return 'an empty answer';
	if (/^\s*</.test(body)) return 'a web page instead of an answer';
	return jsonObject(body) ? 'an answer of an unknown form' : 'an answer that is not JSON';
}

/**
 * Whether the status alone means a refusal. 408 doesn't, because the server may have carried out
 * the request.
 */
export const isRefusalStatus = ({ statusCode }: Answer) =>
	statusCode >= 400 && statusCode < 500 && statusCode !== 408;

/** The failure for a response whose body is unclear: `rejected` for a 4xx, otherwise `unknown`. */
export function unusableAnswer(provider: Provider, answer: Answer): Failure {
	const { statusCode, body } = answer;
	const code = String(statusCode);
	if (isRefusalStatus(answer)) {
		return {
			outcome: 'rejected',
			provider,
			code,
			message: `${provider} refused the request (HTTP ${statusCode})`,
			description:
				'Check the address in the credential, and that your account may use this service.',
		};
	}
	const what = `${provider} sent ${kindOfBody(body)} (HTTP ${statusCode})`;
	return { ...unknownOutcome(provider, what), code };
}

/** The failure for a response whose body reports success, but whose status doesn't. */
export function contradictoryAnswer(provider: Provider, { statusCode }: Answer): Failure {
	const what = `${provider} reported success with HTTP ${statusCode}`;
	return { ...unknownOutcome(provider, what), code: String(statusCode) };
}

/** All values of a key, at any level. */
export function valuesUnder(json: unknown, key: string): unknown[] {
	const found: unknown[] = [];
	const open: unknown[] = [json];
	while (open.length > 0) {
		const value = open.pop();
		if (typeof value !== 'object' || value === null) continue;
		if (!Array.isArray(value) && Object.hasOwn(value, key)) found.push(Reflect.get(value, key));
		for (const inner of Object.values(value)) open.push(inner);
	}
	return found;
}

/** Whether a value is one of the words with which the providers report success. */
const isYes = (said: unknown): boolean =>
	Array.isArray(said)
		? said.length > 0
		: typeof said !== 'object' && /^(?:1|true|success|ok)$/i.test(String(said));

/** Whether a response reports a success. A 429 then doesn't prove that nothing was done. */
const claimsSuccess = (json: IDataObject | undefined): boolean =>
	['status', 'success', 'approved', 'success_deletes'].some((key) =>
		valuesUnder(json, key).some(isYes),
	);

/**
 * Judges a response before its JSON is read. 429 is notSent unless the body reports a success.
 * Without JSON, any other 4xx is rejected, and everything else is unknown.
 */
export function readJson(provider: Provider, answer: Answer): Result<IDataObject> {
	const { statusCode, body, retryAfter } = answer;
	const json = jsonObject(body);
	if (statusCode === 429) {
		if (claimsSuccess(json)) return fail(contradictoryAnswer(provider, answer));
		return fail({
			outcome: 'notSent',
			provider,
			code: '429',
			message: `${provider} asks to wait: too many requests`,
			description: "Sending again is safe. Set 'Requests per Second' in the options to slow down.",
			retryAfter,
		});
	}
	if (json) return ok(json);
	return fail(unusableAnswer(provider, answer));
}

/** Whether the status allows the answer to be a success. */
export const isSuccessStatus = ({ statusCode }: Answer) => statusCode >= 200 && statusCode < 300;

const NESTED = 4;

function shownValue(value: unknown, depth: number): GenericValue | GenericValue[] | IDataObject {
	if (typeof value === 'string') return providerWords(value);
	if (typeof value !== 'object' || value === null) return value as GenericValue;
	if (depth === NESTED) return providerWords(value);
	if (Array.isArray(value)) {
		return value.map((entry: unknown) => shownValue(entry, depth + 1) as GenericValue);
	}
	return Object.fromEntries(
		Object.entries(value).map(([name, entry]) => [name, shownValue(entry, depth + 1)]),
	);
}

/** Whether the response has only values that can be shown as they are. */
function isShownAsIs(json: IDataObject): boolean {
	for (const name in json) {
		const value = json[name];
		if (typeof value === 'string' ? !isPlain(value) : typeof value === 'object') return false;
	}
	return true;
}

/**
 * A provider's response for the output. Shortens long texts and removes an echoed token. A report
 * has many thousand rows, and most need no copy.
 */
export const shownAnswer = (json: IDataObject): IDataObject =>
	isShownAsIs(json)
		? json
		: Object.fromEntries(Object.entries(json).map(([name, value]) => [name, shownValue(value, 1)]));
