import fc from 'fast-check';
import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	NodeParameterValueType,
} from 'n8n-workflow';

import { parameterReader } from '../../nodes/shared/parameters';
import { createEngine, describeNode } from './harness';

type Outcome = { value: unknown } | { thrown: string };

const outcomes: Array<{ read: Outcome; n8n: Outcome }> = [];
let evaluations = 0;

function outcome(work: () => unknown): Outcome {
	try {
		return { value: work() };
	} catch (error) {
		return { thrown: error instanceof Error ? error.message : String(error) };
	}
}

/**
 * Reads its parameter with n8n and with the reader for every item, and counts the reader's calls to
 * n8n.
 */
class Compare implements INodeType {
	description = describeNode('compare', [
		{ displayName: 'Value', name: 'value', type: 'string', default: '' },
	]);

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const counting = new Proxy(this, {
			get(target, name) {
				const own: unknown = Reflect.get(target, name, target);
				if (name !== 'getNodeParameter' || typeof own !== 'function') return own;
				return (parameter: string, itemIndex: number, fallback: unknown, options?: object) => {
					if (options === undefined) evaluations++;
					return own.call(target, parameter, itemIndex, fallback, options);
				};
			},
		});
		const read = parameterReader(counting);
		this.getInputData().forEach((_, item) => {
			outcomes.push({
				read: outcome(() => read('value', item)),
				n8n: outcome(() => this.getNodeParameter('value', item, null)),
			});
		});
		return [[]];
	}
}

const engine = createEngine({ nodeTypes: [new Compare()] });

/** Both values of each item, and the number of evaluations by n8n for the reader. */
async function compare(value: NodeParameterValueType, items: IDataObject[]) {
	outcomes.length = 0;
	evaluations = 0;
	const { error } = await engine.runNode('compare', { value }, items);
	expect(error).toBeUndefined();
	expect(outcomes).toHaveLength(items.length);
	return { outcomes, evaluations };
}

const KEYS = ['phone', 'E-posta', 'Müşteri adı', 'body', '0', 'length', 'toString', 'constructor'];
const key = fc.constantFrom(...KEYS);
const scalar = fc.oneof(
	fc.string(),
	fc.constantFrom('', ' ', '={{ 1 }}', '0532 123 45 67', 'Gülşah'),
	fc.integer(),
	fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0)),
	fc.boolean(),
	fc.constant(null),
);
const nested = fc.oneof(scalar, fc.array(scalar), fc.dictionary(key, scalar));
const json = fc.dictionary(key, fc.oneof(scalar, nested, fc.dictionary(key, nested)));

const step = fc.oneof(
	fc.constantFrom('.phone', '.body', '.length', '.toString', '.constructor', '?.phone', '.trim()'),
	key.map((name) => `["${name}"]`),
	key.map((name) => `['${name}']`),
);
const space = fc.constantFrom('', ' ', '\n');
const inputField = fc
	.tuple(space, fc.array(step, { minLength: 1, maxLength: 3 }), space)
	.map(([before, steps, after]) => `={{${before}$json${steps.join('')}${after}}}`);
const firstItemField = fc
	.tuple(fc.constantFrom('Start', 'Nobody', "Start'", 'constructor'), fc.array(step))
	.map(([node, steps]) => `={{ $(${JSON.stringify(node)}).first().json${steps.join('')} }}`);
const parameter = fc.oneof(
	{ weight: 8, arbitrary: inputField },
	{ weight: 3, arbitrary: firstItemField },
	fc.tuple(inputField, fc.constantFrom(' ', '!', '{{ 1 }}')).map((parts) => parts.join('')),
	inputField.map((text) => text.slice(1)),
	fc.constantFrom('', '=', 'plain', '=plain', 0, 12.5, true, '={{ $json }}', '={{ 1 + 1 }}'),
);

it('returns the same values as n8n, for any parameter and items', async () => {
	await fc.assert(
		fc.asyncProperty(
			parameter,
			fc.array(json, { minLength: 1, maxLength: 3 }),
			async (...input) => {
				const result = await compare(...input);
				expect(result.outcomes.map(({ read }) => read)).toEqual(
					result.outcomes.map(({ n8n }) => n8n),
				);
			},
		),
		{ numRuns: 500 },
	);
});

it.each([
	['={{ $json.phone }}', { phone: '0532' }, '0532'],
	['={{$json["E-posta"]}}', { 'E-posta': 'a@example.com' }, 'a@example.com'],
	["={{ $json.body['amount'] }}", { body: { amount: 12.5 } }, 12.5],
	['fixed', {}, 'fixed'],
	[false, {}, false],
])('reads %j without an evaluation', async (value, item, expected) => {
	const result = await compare(value, [item, item]);
	expect(result.outcomes.map(({ read }) => read)).toEqual([
		{ value: expected },
		{ value: expected },
	]);
	expect(result.evaluations).toBe(0);
});

it.each([
	"={{ $('Start').first().json.phone }}",
	'={{ $("Start").first().json["phone"] }}',
	"={{$('Start').first().json['phone']}}",
])('evaluates %j once for all items', async (value) => {
	const result = await compare(value, [{ phone: '0532' }, { phone: '0533' }]);
	expect(result.outcomes.map(({ read }) => read)).toEqual([{ value: '0532' }, { value: '0532' }]);
	expect(result.evaluations).toBe(1);
});

it.each(['={{ $json.phone.trim() }}', '={{ $json.email }}', '={{ $json.phone }}!', '={{ $now }}'])(
	'leaves %j to n8n',
	async (value) => {
		const { evaluations: asked } = await compare(value, [{ phone: '0532' }, { phone: '0533' }]);
		expect(asked).toBe(2);
	},
);
