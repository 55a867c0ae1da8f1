import type { IExecuteFunctions } from 'n8n-workflow';
import { partReader } from '../parameters';
import { hasLostDigits } from '../values/spreadsheet';
import { isBroken } from '../values/broken';
import { isNothing, text } from '../values/text';
import type { WrongPart } from './memory/messageKey';

/** Reads a value of the current item or of an earlier node's item. */
const OF_ITEM = /\$json\b|\$\(|\$node\b|\$input\b/;

/** Code whose result may be empty on purpose: `{{ $json.again ? ' again' : '' }}`. */
const CHOOSES = /\?(?!\.)|\|\||&&|\$if/;

const QUOTED = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g;

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/**
 * The end of the string that begins at `start`. Insertions of a template literal are added to
 * `inner`.
 */
function endOfString(code: string, start: number, inner: string[] = []): number {
	const quote = code[start];
	for (let i = start + 1; i < code.length; i++) {
		if (code[i] === '\\') i++;
		else if (code[i] === quote) return i;
		else if (quote === '`' && code.startsWith('${', i)) {
			const end = endOfBracket(code, i + 1);
			inner.push(code.slice(i + 2, end));
			i = end;
		}
	}
	return code.length;
}

/** The position of the bracket that closes the one at `start`. */
function endOfBracket(code: string, start: number): number {
	const close = CLOSING[code[start]];
	for (let i = start + 1; i < code.length; i++) {
		if (code[i] === close) return i;
		if (/["'`]/.test(code[i])) i = endOfString(code, i);
		else if (code[i] in CLOSING) i = endOfBracket(code, i);
	}
	return code.length;
}

/** The operands of a sum. Undefined if there is any operator other than +. */
function operandsOf(code: string): string[] | undefined {
	const operands: string[] = [];
	let start = 0;
	for (let i = 0; i < code.length; i++) {
		if (/["'`]/.test(code[i])) i = endOfString(code, i);
		else if (code[i] in CLOSING) i = endOfBracket(code, i);
		else if (code[i] === '+') {
			operands.push(code.slice(start, i));
			start = i + 1;
		} else if (/[-*/%<>=!&|^~,:;]/.test(code[i])) return undefined;
		else if (code[i] === '?' && code[i + 1] !== '.') return undefined;
		else if (/[a-z]\s+[$\w("'`[]/.test(code.slice(i, i + 3))) return undefined;
	}
	operands.push(code.slice(start));
	return operands.some((operand) => operand.trim() === '') ? undefined : operands;
}

/** The parts of a text: the operands of sums and the insertions of template literals. */
function piecesOf(given: string, depth = 0): string[] {
	const code = given.trim();
	if (depth > 20) return [code];
	if (code.startsWith('(') && endOfBracket(code, 0) === code.length - 1)
		return piecesOf(code.slice(1, -1), depth + 1);
	if (code.startsWith('`')) {
		const inner: string[] = [];
		if (endOfString(code, 0, inner) === code.length - 1)
			return inner.flatMap((one) => piecesOf(one, depth + 1));
	}
	const operands = operandsOf(code);
	return operands && operands.length > 1
		? operands.flatMap((operand) => piecesOf(operand, depth + 1))
		: [code];
}

/** The fields of items in a piece of code, without method calls on them. */
const FIELD =
	/(?:\$json|\$input\.item\.json|\$\((?:"[^"\\\n]{1,200}"|'[^'\\\n]{1,200}')\)\.(?:item|first\(\)|last\(\))\.json)(?:\??\.[A-Za-z_]\w*(?![\w(])|(?:\?\.)?\["[^"\\\n]{0,200}"\]|(?:\?\.)?\['[^'\\\n]{0,200}'\])+/g;

const isField = (code: string): boolean => code.match(FIELD)?.[0] === code;

/** Whether a piece itself joins values. Then a missing value leaves a gap in its text. */
const joins = (code: string): boolean => /[+,`]|\bjoin\b|\bconcat\b/.test(code.replace(QUOTED, ''));

/** A separator at the beginning, at the end, or next to the same separator. */
const GAP = /^[-_/|:;,.+#–—]|[-_/|:;,+#–—]$|([-_/|;,.+#–—])\s?\1/;

/** The reason why a part of a key doesn't identify its item. */
function whyWrong(value: unknown): WrongPart['why'] | undefined {
	if (value === undefined || value === null) return 'empty';
	if (typeof value === 'object' || typeof value === 'boolean') return undefined;
	if (hasLostDigits(value)) return 'cutOff';
	const given = text(value);
	if (!given.ok) return 'broken';
	if (given.value === '') return 'empty';
	if (isBroken(given.value)) return 'broken';
	return isNothing(given.value) && !/\d/.test(given.value) ? 'broken' : undefined;
}

/**
 * Finds a missing part in a key of several parts, such as `={{ $json.member }}-{{ $json.month }}`,
 * `={{ $json.member + '-' + $json.month }}` or a template literal. n8n inserts nothing for a
 * missing field, and a sheet inserts a dash or an error.
 * @returns the first part that doesn't identify an item. A part that may be empty on purpose counts
 * only if it leaves a gap between two separators.
 */
export function emptyPartFinder(
	ctx: IExecuteFunctions,
	raw: unknown,
): (itemIndex: number) => WrongPart | undefined {
	const expression = String(raw);
	if (!expression.startsWith('=')) return () => undefined;
	const whole = expression.slice(1);
	const parts = (whole.match(/\{\{.*?\}\}/gs) ?? []).map((part) => part.slice(2, -2));
	const pieces = parts.flatMap((part) => piecesOf(part)).filter((piece) => OF_ITEM.test(piece));
	const read = partReader(ctx);
	const chooses = (piece: string) => CHOOSES.test(piece.replace(QUOTED, ''));
	const certain = pieces.filter((piece) => !chooses(piece));
	const fields = certain.flatMap((piece) => [piece, ...(piece.match(FIELD) ?? [])]);
	// The value of the whole expression is the key.
	const isWhole = (code: string) => whole.trim() === `{{${parts[0]}}}` && parts[0].trim() === code;
	const asked = [...new Set(fields)].filter((code) => !isWhole(code));
	// A key whose parts can't be checked one by one is judged by its resulting text.
	const isOpaque =
		pieces.some((piece) => !isField(piece) && joins(piece)) ||
		(pieces.some(chooses) && (pieces.length > 1 || parts.length > 1));
	return (itemIndex) => {
		for (const code of asked) {
			const field = `{{ ${code} }}`;
			const value = read(field, itemIndex);
			const why = whyWrong(value);
			if (why) return { field, value, why };
		}
		if (!isOpaque) return undefined;
		const key = ctx.evaluateExpression(whole, itemIndex);
		return typeof key === 'string' && GAP.test(key.trim())
			? { field: whole, value: key, why: 'gap' }
			: undefined;
	};
}
