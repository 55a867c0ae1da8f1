import { ok } from '../result';
import { problem, shown, type Parsed } from './problem';
import { requiredText } from './text';

const FORM = /^[^\s@<>()[\],;:"\\]+@[^\s@<>()[\],;:"\\.]+(\.[^\s@<>()[\],;:"\\.]+)+$/u;

/** One e-mail address of at most `max` characters; letters of any script, as typed. */
export function email(max = 254) {
	return (value: unknown): Parsed => {
		const given = requiredText(value);
		if (!given.ok) return given;
		const address = given.value.replace(/\p{Cf}/gu, '');
		if (!FORM.test(address) || /\.\.|^\.|\.@/.test(address)) {
			return problem(
				`is not an e-mail address: ${shown(value)}`,
				'Use one address such as name@example.com, without a display name.',
			);
		}
		const length = [...address].length;
		if (length > max) {
			return problem(
				`has ${length} characters: ${shown(address)}`,
				`Use at most ${max} characters.`,
			);
		}
		return ok(address);
	};
}
