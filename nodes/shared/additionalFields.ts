import type { INodeProperties } from 'n8n-workflow';

const COLLECTION = 'additionalFields';

/** The optional fields of an operation. Users add each field by hand in the panel. */
export const additionalFields = (options: INodeProperties[]): INodeProperties => ({
	displayName: 'Additional Fields',
	name: COLLECTION,
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	options,
});

/** A field of this collection, with the path for reading it. */
export const additional = ({ displayName, name }: INodeProperties) => ({
	displayName,
	name: `${COLLECTION}.${name}`,
});
