import type { INodeProperties } from 'n8n-workflow';

const COLLECTION = 'additionalFields';

/** The fields of an operation that are seldom needed: on the screen, each is added by hand. */
export const additionalFields = (options: INodeProperties[]): INodeProperties => ({
	displayName: 'Additional Fields',
	name: COLLECTION,
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	options,
});

/** A field of this collection, under the path that it is read by. */
export const additional = ({ displayName, name }: INodeProperties) => ({
	displayName,
	name: `${COLLECTION}.${name}`,
});
