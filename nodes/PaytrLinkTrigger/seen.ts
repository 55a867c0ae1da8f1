import type { IDataObject } from 'n8n-workflow';

/** How many keys are remembered, two a payment; PayTR repeats a notice soon, not after hundreds. */
export const REMEMBERED = 2_000;

/**
 * Payments that are being handled in this process: n8n saves the static data only after the
 * webhook has answered, so two notices at the same moment would both find it empty.
 */
const underWay = new Set<string>();

/**
 * Whether this is the first notice with this key; remembers it.
 * @param memory the node's static data, which n8n saves: it outlives restarts
 * @param node what tells this node from others in the same process
 */
export function isFirstNotice(memory: IDataObject, node: string, payment: string): boolean {
	const paid = Array.isArray(memory.paid) ? (memory.paid as string[]) : [];
	const key = JSON.stringify([node, payment]);
	if (underWay.has(key) || paid.includes(payment)) return false;
	underWay.add(key);
	if (underWay.size > REMEMBERED) underWay.delete([...underWay][0]);
	memory.paid = [...paid, payment].slice(-REMEMBERED);
	return true;
}
