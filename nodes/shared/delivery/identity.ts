import type { IContextObject, IExecuteFunctions } from 'n8n-workflow';
import type { Failure } from '../result';
import { SEND_ONCE } from './sendOnce';

/** What n8n keeps for this node during an execution; undefined where it keeps nothing. */
export function contextOf(ctx: IExecuteFunctions): IContextObject | undefined {
	try {
		return ctx.getContext('node');
	} catch {
		return undefined;
	}
}

const DESCRIPTION = `Put this node into a sub-workflow, and give that to the agent as a workflow tool. Or choose 'No, Send Every Time' in '${SEND_ONCE.displayName}'.`;

const refusal = (reason: string): Failure => ({
	outcome: 'invalid',
	message: `'${SEND_ONCE.displayName}' can't remember anything here, nothing was sent: ${reason}`,
	description: DESCRIPTION,
});

/**
 * Why sending only once is impossible in this run, if it is. Without a workflow ID, n8n's
 * de-duplication helpers act on the rows of other workflows, so none of them may be called.
 */
export function cantRemember(ctx: IExecuteFunctions): Failure | undefined {
	const mode: string = ctx.getMode();
	if (mode === 'chat') return refusal('n8n deletes the workflow of a chat message after it');
	const isKnown = Boolean(ctx.getWorkflow().id) && contextOf(ctx) !== undefined;
	return isKnown ? undefined : refusal('n8n gives this run no saved workflow');
}
