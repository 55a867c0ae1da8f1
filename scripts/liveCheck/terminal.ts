import { confirm, input, password, select } from '@inquirer/prompts';

/** Asks the person at the terminal. Tests use `id` to identify the question. */
export interface Asker {
	say(text: string): void;
	/** `check` returns the problem with an answer, or true. */
	text(
		id: string,
		question: string,
		options?: { initial?: string; check?: (value: string) => string | true },
	): Promise<string>;
	/** Never shows the input, even while the person types it. */
	secret(id: string, question: string): Promise<string>;
	yes(id: string, question: string): Promise<boolean>;
	choose<T extends string>(id: string, question: string, choices: Record<T, string>): Promise<T>;
}

export interface Streams {
	input: NodeJS.ReadableStream;
	output: NodeJS.WritableStream;
}

const given = (value: string) => value.trim() !== '' || 'This is needed.';

/** Asks on a terminal. Ctrl-C makes the question throw an ExitPromptError. */
export function terminal(streams: Streams): Asker {
	return {
		say: (text) => void streams.output.write(`${text}\n`),
		async text(_id, message, { initial, check = given } = {}) {
			const validate = (value: string) => check(value.trim());
			return (await input({ message, default: initial, validate }, streams)).trim();
		},
		secret: async (_id, message) =>
			(await password({ message, mask: '*', validate: given }, streams)).trim(),
		yes: async (_id, message) => await confirm({ message, default: false }, streams),
		async choose<T extends string>(_id: string, message: string, choices: Record<T, string>) {
			const values = Object.keys(choices) as T[];
			return await select<T>(
				{ message, choices: values.map((value) => ({ value, name: choices[value] })) },
				streams,
			);
		},
	};
}
