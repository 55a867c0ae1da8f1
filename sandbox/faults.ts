import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Fields } from './types';

export const FAULT_NAMES = [
	'latency',
	'http500',
	'http429',
	'http403',
	'html',
	'empty',
	'badJson',
	'otherJson',
	'resetBefore',
	'resetAfter',
	'hangBefore',
	'hangAfter',
	'http500After',
	'truncate',
	'drip',
	'brokenGzip',
	'cutGzip',
	'huge',
	'http429Success',
	'answer',
	'refuse',
] as const;

export type FaultName = (typeof FAULT_NAMES)[number];

export const faultRuleSchema = z
	.object({
		/** Generated if omitted. A rule with an existing ID replaces that rule. */
		id: z.string().min(1).optional(),
		/**
		 * For example `paytr.send-sms`, or `paytr` or `payfull` for all services of a provider.
		 * Default: all services.
		 */
		service: z.string().min(1).optional(),
		/** Every named field must have exactly this value. */
		match: z.record(z.string()).optional(),
		/** From 0 to 1, default 1. */
		probability: z.number().min(0).max(1).optional(),
		/** Decides which requests a probability selects. The same seed selects the same requests. */
		seed: z.union([z.string(), z.number()]).optional(),
		/** The maximum number of requests to which the rule applies. */
		times: z.number().int().min(1).optional(),
		fault: z.enum(FAULT_NAMES),
		/** The provider accepts the request before the fault damages the response. */
		after: z.boolean().optional(),
		/**
		 * The delay of the response (2000 by default for latency), the length of a hang, or the time
		 * between two bytes of a drip (200 by default).
		 */
		ms: z.number().min(0).optional(),
		/**
		 * The Retry-After header of http429 and http429Success, sent unchanged: seconds, a date, or an
		 * invalid value.
		 */
		retryAfter: z.union([z.number(), z.string()]).optional(),
		/** The length of a `huge` response, by default 400 MB. */
		bytes: z.number().int().min(1).optional(),
		/** The HTTP status of `answer`, by default 200. */
		httpStatus: z.number().int().min(200).max(599).optional(),
		/**
		 * The body of `answer`. Text is sent unchanged, anything else as JSON. By default the correct
		 * response.
		 */
		body: z.unknown().optional(),
		/** The provider's text for `refuse`. */
		reason: z.string().optional(),
		/** Payfull's ErrorCode or PayTR's err_no for `refuse`. */
		code: z.string().optional(),
	})
	.strict();

export type FaultRule = z.infer<typeof faultRuleSchema>;

export interface ActiveRule extends FaultRule {
	id: string;
	/** The number of requests to which the rule has applied. */
	hits: number;
}

const ALWAYS_AFTER: readonly FaultName[] = [
	'latency',
	'resetAfter',
	'hangAfter',
	'http500After',
	'truncate',
];
const NEVER_AFTER: readonly FaultName[] = ['resetBefore', 'hangBefore', 'refuse'];

/** Whether the provider accepts the request before the fault applies. */
export function acceptsFirst(rule: FaultRule): boolean {
	return (
		ALWAYS_AFTER.includes(rule.fault) || (rule.after === true && !NEVER_AFTER.includes(rule.fault))
	);
}

const MAGIC = new RegExp(
	`^fault[-_]?(${FAULT_NAMES.join('|')})((?:[-_](?:after|once|\\d+))*)$`,
	'i',
);

/**
 * A fault that the request itself asks for, with a link ID such as `FAULT-http500` or an e-mail
 * such as `fault-http500@example.com`. It can be followed by `after`, `once` (only the first time)
 * and a number (Payfull's code for `refuse`, else milliseconds), as in
 * `fault-latency-5000-once@example.com`.
 */
export function magicFault(
	fields: Fields,
): (FaultRule & { id: string; once: boolean }) | undefined {
	const email = fields.email ?? fields.recipient_email;
	for (const value of [fields.id, email?.split('@')[0]]) {
		const found = value === undefined ? null : MAGIC.exec(value);
		if (!found) continue;
		const name = found[1].toLowerCase();
		const fault = FAULT_NAMES.find((known) => known.toLowerCase() === name);
		if (!fault) continue;
		const words = found[2].toLowerCase().split(/[-_]/);
		const number = words.find((word) => /^\d+$/.test(word));
		const meaning = fault === 'refuse' ? { code: number } : { ms: Number(number) };
		return {
			id: `in the request: ${value}`,
			fault,
			after: words.includes('after'),
			once: words.includes('once'),
			...(number === undefined ? {} : meaning),
		};
	}
	return undefined;
}

/**
 * A number in [0, 1) from the rule's seed, the request's content, and the number of earlier
 * requests with this content. Repeated runs get the same numbers, in any order of concurrent
 * requests.
 */
function draw(rule: ActiveRule, content: string, occurrence: number): number {
	const digest = createHash('sha256')
		.update(`${rule.seed ?? ''}\n${content}\n${occurrence}`)
		.digest();
	return digest.readUInt32BE(0) / 2 ** 32;
}

/** The active faults. */
export class FaultBook {
	private readonly rules = new Map<string, ActiveRule>();
	private readonly occurrences = new Map<string, number>();
	private readonly usedOnce = new Set<string>();
	private made = 0;

	constructor(private readonly changed: () => void = () => {}) {}

	/** Throws a ZodError for an invalid rule. */
	add(rule: unknown): ActiveRule {
		const checked = faultRuleSchema.parse(rule);
		const active = { ...checked, id: checked.id ?? `fault-${++this.made}`, hits: 0 };
		this.rules.set(active.id, active);
		this.changed();
		return active;
	}

	clear(): void {
		this.rules.clear();
		this.occurrences.clear();
		this.usedOnce.clear();
		this.made = 0;
		this.changed();
	}

	list(): ActiveRule[] {
		return [...this.rules.values()].map((rule) => ({ ...rule }));
	}

	/**
	 * Finds and counts the fault for this request: the first rule that applies, or otherwise the
	 * fault that the request itself asks for.
	 */
	strike(service: string, fields: Fields): FaultRule | undefined {
		for (const rule of this.rules.values()) {
			if (rule.times !== undefined && rule.hits >= rule.times) continue;
			if (rule.service && service !== rule.service && service.split('.')[0] !== rule.service) {
				continue;
			}
			const matches = Object.entries(rule.match ?? {}).every(
				([key, value]) => fields[key] === value,
			);
			if (!matches || !this.hits(rule, service, fields)) continue;
			rule.hits++;
			return rule;
		}
		const magic = magicFault(fields);
		if (!magic?.once) return magic;
		if (this.usedOnce.has(magic.id)) return undefined;
		this.usedOnce.add(magic.id);
		return magic;
	}

	private hits(rule: ActiveRule, service: string, fields: Fields): boolean {
		if (rule.probability === undefined) return true;
		const content = JSON.stringify([service, Object.entries(fields).sort()]);
		const key = `${rule.id}\n${createHash('sha256').update(content).digest('base64')}`;
		const occurrence = this.occurrences.get(key) ?? 0;
		this.occurrences.set(key, occurrence + 1);
		return draw(rule, content, occurrence) < rule.probability;
	}
}
