import type { INodeProperties } from 'n8n-workflow';
import { fail, messageOf, ok, type Failure, type Result } from './result';
import { unreadableExpression } from './values/problems';
import { UnreadableExpression, type Parsed, type Problem } from './values/problem';

/** The fields of a form post, before the credential adds its own fields and signs. */
export type Form = Record<string, string>;

/** One field of a provider's form: where its value comes from, and how it is read and checked. */
export interface FormField {
	property: Pick<INodeProperties, 'name' | 'displayName'>;
	/** An empty result omits the field. */
	parse: (value: unknown) => Parsed;
}

/** The label of a parameter and the reason why its value can't be used. */
export interface WrongParameter {
	label: string;
	problem: Problem;
}

/** Reads the parameters of one item and collects all problems. */
export interface ItemReader {
	/** The problems found so far. */
	readonly problems: WrongParameter[];
	value(name: string): unknown;
	/** The parsed value. If the value is invalid, it is undefined and the problem is recorded. */
	read<T>(property: FormField['property'], parse: (value: unknown) => Parsed<T>): T | undefined;
	note(property: FormField['property'], problem: Problem): void;
	/** The value, or the failure that lists every invalid parameter. */
	finish<T>(value: () => T): Result<T>;
}

const sentence = (label: string, { message }: Problem) => `'${label}' ${message}`;

/**
 * The failure for invalid parameters. The message contains the first problem, the description all
 * others.
 */
export function invalid(problems: WrongParameter[]): Failure {
	const [first, ...others] = problems;
	const more = others.map(({ label, problem }) => `${sentence(label, problem)}. ${problem.fix}`);
	return {
		outcome: 'invalid',
		message: sentence(first.label, first.problem),
		description: [first.problem.fix, ...more].join(' Also: '),
	};
}

/** The failure for an expression that n8n can't evaluate, with n8n's message. */
export function wrongExpression(error: unknown): Failure {
	return {
		outcome: 'invalid',
		message: messageOf(error),
		description: 'Correct the expression for this item.',
	};
}

/** @param get returns a parameter's value for this item, with expressions resolved */
export function itemReader(get: (name: string) => unknown): ItemReader {
	const problems: WrongParameter[] = [];
	const note: ItemReader['note'] = ({ displayName }, problem) => {
		problems.push({ label: displayName, problem });
	};
	return {
		problems,
		value: get,
		note,
		read(property, parse) {
			const value = get(property.name);
			const result =
				value instanceof UnreadableExpression
					? unreadableExpression(value.expression)
					: parse(value);
			if (result.ok) return result.value;
			note(property, result.error);
			return undefined;
		},
		finish: (value) => (problems.length ? fail(invalid(problems)) : ok(value())),
	};
}

/** A form of these fields without empty fields. */
export function readForm(reader: ItemReader, fields: Record<string, FormField>): Form {
	const form: Form = {};
	for (const [name, { property, parse }] of Object.entries(fields)) {
		const value = reader.read(property, parse);
		if (value) form[name] = value;
	}
	return form;
}
