import type { IExecuteFunctions } from 'n8n-workflow';
import { isTool } from './delivery/ledger';
import { asError, fail, ok, type Result } from './result';
import { UnreadableExpression } from './values/problem';

/**
 * `={{ $json.phone }}` or `={{ $json.body["E-posta"] }}`: the expression that n8n writes when a
 * user drags a field to a parameter.
 */
const INPUT_FIELD = /^=\{\{\s*\$json((?:\.[A-Za-z_]\w*|\["[^"\\\n]*"\]|\['[^'\\\n]*'\])+)\s*\}\}$/;

/**
 * `={{ $('Settings').first().json.title }}`: a node's first item, which doesn't depend on the
 * current item. n8n evaluates names with a backslash.
 */
const FIRST_ITEM_FIELD =
	/^=\{\{\s*\$\((?:"[^"\\\n]+"|'[^'\\\n]+')\)\.first\(\)\.json(?:\.[A-Za-z_]\w*|\["[^"\\\n]*"\]|\['[^'\\\n]*'\])*\s*\}\}$/;

const KEY = /\.(\w+)|\["([^"]*)"\]|\['([^']*)'\]/g;

type Source =
	/** No expression: the same for every item. */
	| { kind: 'fixed'; value: unknown }
	/** A field of $json, as the keys of its path. */
	| { kind: 'inputField'; keys: string[] }
	/** Evaluated by n8n once for all items. */
	| { kind: 'once' }
	/** Evaluated by n8n for each item. */
	| { kind: 'expression' };

function sourceOf(raw: unknown): Source {
	if (typeof raw === 'object' && raw !== null) return { kind: 'expression' };
	if (typeof raw !== 'string' || !raw.startsWith('=')) return { kind: 'fixed', value: raw };
	if (FIRST_ITEM_FIELD.test(raw)) return { kind: 'once' };
	const [, path] = INPUT_FIELD.exec(raw) ?? [];
	if (path === undefined) return { kind: 'expression' };
	const keys = [...path.matchAll(KEY)].map(
		([, plain, double, single]) => plain ?? double ?? single,
	);
	// n8n rejects this name everywhere.
	return keys.includes('constructor') ? { kind: 'expression' } : { kind: 'inputField', keys };
}

/** The value at the end of the path. */
function valueAt(json: unknown, keys: string[]): unknown {
	let value = json;
	for (const key of keys) {
		if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
		value = Reflect.get(value, key);
	}
	return value;
}

/** The text, number or boolean at the end of the path. Undefined for everything else. */
function ownValue(json: unknown, keys: string[]): string | number | boolean | undefined {
	const value = valueAt(json, keys);
	return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
		? value
		: undefined;
}

/**
 * A parameter as n8n evaluates it. n8n's "invalid syntax" names neither the field nor the
 * expression.
 */
function evaluated(ctx: IExecuteFunctions, name: string, itemIndex: number): unknown {
	const read = attempt(() => ctx.getNodeParameter(name, itemIndex, null));
	if (read.ok) return read.value;
	const raw: unknown = ctx.getNodeParameter(name, itemIndex, null, { rawExpressions: true });
	const isUnreadable = /invalid syntax/i.test(read.error.message) && typeof raw === 'string';
	if (isUnreadable) return new UnreadableExpression(raw.replace(/^=/, ''));
	throw read.error;
}

function attempt<T>(read: () => T): Result<T, Error> {
	try {
		return ok(read());
	} catch (error) {
		return fail(asError(error));
	}
}

/**
 * Reads $json of an item. For an agent's tool, only n8n knows $json, and asking n8n for it is slow.
 */
function jsonReader(ctx: IExecuteFunctions): (itemIndex: number) => unknown {
	if (isTool(ctx)) return (itemIndex) => ctx.getWorkflowDataProxy(itemIndex).$json;
	const items = ctx.getInputData();
	return (itemIndex) => items[itemIndex].json;
}

/**
 * Reads the node's parameters of one item after the other. The results are those of
 * `getNodeParameter`, and null for parameters that aren't set. n8n evaluates every expression in an
 * isolate, which took 92 % of a large batch's time. So parameters that are the same for all items
 * are read once, and plain fields of $json are read without the isolate. n8n evaluates all other
 * expressions and missing fields.
 */
export function parameterReader(
	ctx: IExecuteFunctions,
): (name: string, itemIndex: number) => unknown {
	const sources = new Map<string, Source>();
	const jsonOf = jsonReader(ctx);
	return (name, itemIndex) => {
		let source = sources.get(name);
		if (!source) {
			source = sourceOf(ctx.getNodeParameter(name, itemIndex, null, { rawExpressions: true }));
			sources.set(name, source);
		}
		if (source.kind === 'fixed') return source.value;
		if (source.kind === 'once') {
			const value = evaluated(ctx, name, itemIndex);
			sources.set(name, { kind: 'fixed', value });
			return value;
		}
		const own = source.kind === 'inputField' ? ownValue(jsonOf(itemIndex), source.keys) : undefined;
		return own === undefined ? evaluated(ctx, name, itemIndex) : own;
	};
}

/**
 * Reads a part of an expression, for example `{{ $json.month }}`. Plain fields of $json are read
 * without the isolate.
 */
export function partReader(ctx: IExecuteFunctions): (part: string, itemIndex: number) => unknown {
	const jsonOf = jsonReader(ctx);
	const sources = new Map<string, Source>();
	return (part, itemIndex) => {
		const source = sources.get(part) ?? sourceOf(`=${part}`);
		sources.set(part, source);
		return source.kind === 'inputField'
			? valueAt(jsonOf(itemIndex), source.keys)
			: ctx.evaluateExpression(part, itemIndex);
	};
}
