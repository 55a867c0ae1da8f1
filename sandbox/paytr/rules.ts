import type { Fields } from '../types';

/** A field that breaks its rule, and the rule in words. */
export type Broken = { field: string; rule: string };

/** A check of a value, and the allowed values in words. */
export type Rule = [fits: (value: string) => boolean, words: string];

export const oneOf = (...values: string[]): Rule => [
	(value) => values.includes(value),
	`one of ${values.join(', ')}`,
];

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

export function isEmail(value: string): boolean {
	return EMAIL.test(value) && [...value].length <= 100;
}

/** A `YYYY-MM-DD HH:MM:SS` time that exists. */
export function isDateTime(value: string): boolean {
	if (!/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(value)) return false;
	const iso = `${value.replace(' ', 'T')}.000Z`;
	const date = new Date(iso);
	return !Number.isNaN(date.getTime()) && date.toISOString() === iso;
}

/** A `YYYY-MM-DD` day that exists. */
export const isDate = (value: string) => isDateTime(`${value} 00:00:00`);

export const isAlphanumeric = (value: string, longest: number) =>
	/^[A-Za-z0-9]+$/.test(value) && value.length <= longest;

/** Above zero, with a dot and at most two decimals. */
export const isMajor = (value: string) => /^\d{1,9}(\.\d{1,2})?$/.test(value) && Number(value) > 0;

export function isCount(value: string): boolean {
	return /^[1-9]\d{0,9}$/.test(value);
}

/** Whether a whole number without a sign is within both bounds. */
export function isBetween(value: string, min: number, max: number): boolean {
	return /^(0|[1-9]\d{0,9})$/.test(value) && Number(value) >= min && Number(value) <= max;
}

/** The first field that breaks its rule. A missing field breaks none. */
export function firstBroken(fields: Fields, rules: Record<string, Rule>): Broken | undefined {
	for (const [field, [fits, rule]] of Object.entries(rules)) {
		if (fields[field] !== undefined && !fits(fields[field])) return { field, rule };
	}
	return undefined;
}
