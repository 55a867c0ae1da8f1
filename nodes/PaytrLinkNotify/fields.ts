import type { INodeProperties } from 'n8n-workflow';
import type { Form, ItemReader } from '../shared/fields';
import { flag } from '../shared/values/text';

export const linkIdField: INodeProperties = {
	displayName: 'Link ID',
	name: 'linkId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. NB2Zlz3 or https://www.paytr.com/link/NB2Zlz3',
	description: 'The ID of the PayTR link, or the whole link',
};

export const debugOption: INodeProperties = {
	displayName: 'Debug',
	name: 'debugOn',
	type: 'boolean',
	default: false,
	description: 'Whether PayTR explains a refusal in more detail (debug_on)',
};

/** The field debug_on, set by the option. */
export function debugForm({ value }: ItemReader): Form {
	const given = flag(value(`options.${debugOption.name}`) ?? false);
	return { debug_on: given.ok ? given.value : '0' };
}
