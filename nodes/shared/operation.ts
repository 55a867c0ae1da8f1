import {
	updateDisplayOptions,
	type IBinaryData,
	type ICredentialDataDecryptedObject,
	type IDisplayOptions,
	type IExecuteFunctions,
	type INodeProperties,
	type INodePropertyOptions,
} from 'n8n-workflow';
import type { Plan } from './delivery/plan';
import { sendOnceFields, type SendOnceModes } from './delivery/sendOnce';
import { itemReader, wrongExpression, type ItemReader } from './fields';
import { parameterReader } from './parameters';
import { fail, ok, type Result } from './result';
import { shown } from './values/problem';

/** An operation's view of one item. */
export interface Item {
	reader: ItemReader;
	/** The credential's address, if the node has read it. */
	address?: URL;
	/**
	 * The item's credential, if the node passes it on. It is used only to check a provider's
	 * signature.
	 */
	credential?: ICredentialDataDecryptedObject;
	/** Makes a file for an output item. */
	file(content: Buffer, fileName: string, mimeType: string): Promise<IBinaryData>;
}

/** One operation of a node: its entry in the list, its fields, and its work for an item. */
export interface Operation {
	option: INodePropertyOptions & { value: string };
	/** The name of one output item, for example message. */
	unit: string;
	/** The operation's fields, without display conditions on resource and operation. */
	fields: INodeProperties[];
	/** The choices for 'Send Only Once'. Undefined if the operation may be repeated freely. */
	sendOnce?: SendOnceModes;
	/** Items with a default key are always sent once, and the panel shows no choice. */
	isAlwaysOnce?: boolean;
	/** All requests of the operation only read. */
	isRead?: boolean;
	/** Reads and checks all parameters of an item without sending anything. */
	prepare(item: Item): Result<Plan>;
}

/** The list of operations, and the fields that each operation shows. */
export function operationProperties(
	operations: Operation[],
	defaultOperation: string,
	resource?: string,
): INodeProperties[] {
	const show: IDisplayOptions['show'] = resource === undefined ? {} : { resource: [resource] };
	const list: INodeProperties = {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: operations.map(({ option }) => option),
		default: defaultOperation,
		...(resource === undefined ? {} : { displayOptions: { show } }),
	};
	const fields = operations.map((operation) =>
		updateDisplayOptions({ show: { ...show, operation: [operation.option.value] } }, [
			...operation.fields.filter(({ type }) => type !== 'collection'),
			...(operation.sendOnce ? sendOnceFields(operation.sendOnce) : []),
			// Rarely used fields come last.
			...operation.fields.filter(({ type }) => type === 'collection'),
		]),
	);
	return [list, ...fields.flat()];
}

/** The expression for the subtitle that the canvas shows below the node. */
export function subtitleOf(resources: Readonly<Record<string, Operation[]>>): string {
	const actions = Object.entries(resources).flatMap(([resource, operations]) =>
		operations.map(({ option: { value, action = '' } }) => [`${resource}:${value}`, action]),
	);
	const table = JSON.stringify(Object.fromEntries(actions));
	return `={{ (${table})[$parameter["resource"] + ":" + $parameter["operation"]] }}`;
}

/** The operation that is selected in the panel. It is the same for all items. */
export function chosenOperation(
	ctx: IExecuteFunctions,
	operations: Operation[] = [],
): Result<Operation> {
	const name = ctx.getNodeParameter('operation', 0, '');
	const operation = operations.find(({ option }) => option.value === name);
	if (operation) return ok(operation);
	return fail({
		outcome: 'invalid',
		message: `There is no operation ${shown(name)}, nothing was sent`,
		description: "Choose 'Operation' from its list.",
	});
}

/** Prepares the items one by one. An expression that n8n can't evaluate makes its item invalid. */
export function itemPreparer(
	ctx: IExecuteFunctions,
	operation: Operation,
): (itemIndex: number, own?: Pick<Item, 'address' | 'credential'>) => Result<Plan> {
	const parameter = parameterReader(ctx);
	const file: Item['file'] = async (...args) => await ctx.helpers.prepareBinaryData(...args);
	return (itemIndex, own) => {
		try {
			const reader = itemReader((name) => parameter(name, itemIndex));
			return operation.prepare({ reader, ...own, file });
		} catch (error) {
			return fail(wrongExpression(error));
		}
	};
}
