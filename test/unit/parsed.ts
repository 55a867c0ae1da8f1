import type { Result } from '../../nodes/shared/result';
import type { Parsed } from '../../nodes/shared/values/problem';

/** The value of a successful parse. Fails if the parse failed. */
export function valueOf<T>(parsed: Parsed<T>): T {
	if (!parsed.ok) throw new TypeError(`${parsed.error.message}. ${parsed.error.fix}`);
	return parsed.value;
}

/** The problem of a failed parse. Fails if the parse succeeded. */
export function problemOf<E>(parsed: Result<unknown, E>): E {
	if (parsed.ok) throw new TypeError(`was taken as ${JSON.stringify(parsed.value)}`);
	return parsed.error;
}
