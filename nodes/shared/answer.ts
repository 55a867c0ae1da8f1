import type { GenericValue, IDataObject } from 'n8n-workflow';
import { providerWords } from './providerWords';
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

/** Whether the status alone says no; a 408 comes from a server that waited, so it doesn't. */
export const isRefusalStatus = ({ statusCode }: Answer) =>
	statusCode >= 400 && statusCode < 500 && statusCode !== 408;

/** The failure for an answer whose body is unclear: `rejected` for a 4xx, otherwise `unknown`. */
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

/** The failure for an answer whose body says yes and whose status says no. */
export function contradictoryAnswer(provider: Provider, { statusCode }: Answer): Failure {
	const what = `${provider} reported success with HTTP ${statusCode}`;
	return { ...unknownOutcome(provider, what), code: String(statusCode) };
}

/** Every value that stands under a key, at any level. */
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

/** Whether a value is one of the words by which the providers say yes. */
const isYes = (said: unknown): boolean =>
	Array.isArray(said)
		? said.length > 0
		: typeof said !== 'object' && /^(?:1|true|success|ok)$/i.test(String(said));

/** Whether an answer claims that something was done: then 429 doesn't mean that nothing was. */
const claimsSuccess = (json: IDataObject | undefined): boolean =>
	['status', 'success', 'approved', 'success_deletes'].some((key) =>
		valuesUnder(json, key).some(isYes),
	);

/**
 * What can be told of an answer before its JSON is read: 429 is notSent unless its body says yes,
 * another 4xx without JSON is rejected, everything else without JSON is unknown.
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

/** Whether the status lets an answer count as carried out. */
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

/** A provider's answer as an output holds it: its texts cut, and without a token that is echoed. */
export const shownAnswer = (json: IDataObject): IDataObject =>
	Object.fromEntries(Object.entries(json).map(([name, value]) => [name, shownValue(value, 1)]));
