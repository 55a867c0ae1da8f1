import { fail, type Result } from '../result';
import { characters, firstCharacters } from './characters';

/**
 * The reason why a value can't be used, which completes the sentence "'<Label>' …", and what to
 * enter instead.
 */
export interface Problem {
	message: string;
	fix: string;
}

/** The value of an expression that isn't JavaScript, for example `{{ $json.Cep Tel }}`. */
export class UnreadableExpression {
	/** @param expression as written in the field, without the leading = */
	constructor(readonly expression: string) {}
}

export type Parsed<T = string> = Result<T, Problem>;

const SHOWN = 100;

/** The maximum number of characters of a value that are read to show it. */
const LOOKED_AT = 1_000;

function words(value: unknown): string {
	if (typeof value === 'string') return value;
	try {
		return JSON.stringify(value) ?? String(value);
	} catch {
		return `(${typeof value})`;
	}
}

/** A value for an error message: quoted, on one line, shortened. */
export function shown(value: unknown): string {
	const text = words(value);
	const line = text
		.slice(0, LOOKED_AT)
		.replace(/[\s\p{Cc}]+/gu, ' ')
		.trim();
	const isWhole = text.length <= LOOKED_AT && characters(line) <= SHOWN;
	return `"${isWhole ? line : `${firstCharacters(line, SHOWN)}…`}"`;
}

export const problem = (message: string, fix: string): Parsed<never> => fail({ message, fix });
