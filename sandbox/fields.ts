import type { Fields } from './types';

/** The fields except one. */
export function without(fields: Fields, name: string): Fields {
	return Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name));
}
