import { fail, type Result } from '../result';

/** Why a value can't be used: completes the sentence "'<Label>' …", and says what to enter. */
export interface Problem {
	message: string;
	fix: string;
}

export type Parsed<T = string> = Result<T, Problem>;

const SHOWN = 100;

/** A value as an error text shows it: quoted, on one line, shortened. */
export function shown(value: unknown): string {
	const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
	const line = text.replace(/\s+/g, ' ').trim();
	return `"${line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line}"`;
}

export const problem = (message: string, fix: string): Parsed<never> => fail({ message, fix });
