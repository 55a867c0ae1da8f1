import { stringify } from 'flatted';

import type { Sandbox } from '../../../sandbox';
import {
	payfullMessage,
	payfullSignature,
	paytrMessage,
	paytrSignature,
} from '../../../sandbox/signatures';
import type { EngineResult } from '../harness';

const SIGNED = { 'paytr.send-sms': 'cell_phone', 'paytr.send-email': 'email' } as const;

/**
 * All texts in a value, including non-enumerable properties (such as those of errors), getters, and
 * the text that n8n's serializer (flatted) saves.
 */
function textsOf(value: unknown): string[] {
	const texts: string[] = [stringify(value)];
	const seen = new Set<unknown>();
	const visit = (current: unknown): void => {
		if (typeof current === 'string') texts.push(current);
		if (typeof current !== 'object' || current === null || seen.has(current)) return;
		seen.add(current);
		for (const key of Reflect.ownKeys(current)) {
			texts.push(String(key));
			visit(Reflect.get(current, key));
		}
	};
	visit(value);
	return texts;
}

/**
 * The signatures of all requests that reached the sandbox. They are recomputed, because the sandbox
 * doesn't keep signatures.
 */
function signaturesOf(sandbox: Sandbox): string[] {
	const { paytr, payfull } = sandbox.credentials;
	return sandbox.state().requests.map(({ provider, service, fields }) => {
		if (provider === 'payfull') return payfullSignature(payfullMessage(fields), payfull.password);
		const names = ['id', 'merchant_id', SIGNED[service as keyof typeof SIGNED]];
		return paytrSignature(paytrMessage(names, fields, paytr.merchantSalt), paytr.merchantKey);
	});
}

/** The secrets of the sandbox's accounts, and the signatures made with them. */
function secretsOf(sandbox: Sandbox): string[] {
	const { paytr, payfull } = sandbox.credentials;
	const signatures = signaturesOf(sandbox);
	return [
		paytr.merchantKey,
		paytr.merchantSalt,
		payfull.password,
		'paytr_token',
		...signatures,
		...signatures.map(encodeURIComponent),
	];
}

/** The secrets that are readable anywhere in an execution: run data, errors, hints, context. */
export function secretsIn({ run }: EngineResult, sandbox: Sandbox): string[] {
	const all = textsOf(run).join('\n');
	return secretsOf(sandbox).filter((secret) => all.includes(secret));
}

/** The given words that are readable in a value. */
export function wordsIn(value: unknown, words: string[]): string[] {
	const all = textsOf(value).join('\n');
	return words.filter((word) => all.includes(word));
}
